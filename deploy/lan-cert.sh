#!/bin/bash
# lan-cert.sh FOLDER ADDRESS... - a certificate for a local network, by an authority of this computer's own.
#   FOLDER/ca.crt       what other computers are to trust
#   FOLDER/ca.key       only yours: whoever has it can pose as any address that ca.crt is good for
#   FOLDER/server.crt, FOLDER/server.key
# Made anew when the addresses have changed or the end is near; the authority stays as long as it is good for them,
# so that what people trusted goes on. It is good for private networks, for this computer's name, and for no other
# name in the world. Prints "made", "renewed" or "kept".
set -euo pipefail
umask 077
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 64; }
mkdir -p "$1" && chmod 700 "$1" && cd "$1"
shift
days=825 # browsers trust none for longer
soon=$((14 * 86400))
host=$(hostname | tr 'A-Z' 'a-z' | sed 's/\..*//; s/[^a-z0-9-]//g')
host=${host:-samverka}

alt="DNS:localhost,DNS:$host,DNS:$host.local,IP:127.0.0.1,IP:::1"
for a in "$@"; do
	case $a in 127.0.0.1 | ::1) ;; *) alt="$alt,IP:$a" ;; esac
done

make_ca() {
	local permitted="permitted;DNS:localhost,permitted;DNS:local,permitted;DNS:$host" a
	for a in 10.0.0.0/255.0.0.0 172.16.0.0/255.240.0.0 192.168.0.0/255.255.0.0 169.254.0.0/255.255.0.0 \
		127.0.0.0/255.0.0.0 ::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fc00::/fe00:: fe80::/ffc0::; do
		permitted="$permitted,permitted;IP:$a"
	done
	for a in "$@"; do
		case $a in
		*:*) permitted="$permitted,permitted;IP:$a/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" ;;
		*) permitted="$permitted,permitted;IP:$a/255.255.255.255" ;;
		esac
	done
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days $days \
		-subj "/O=samverka/CN=samverka on $host, $(date +%Y-%m-%d)" \
		-addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign" \
		-addext "extendedKeyUsage=serverAuth" -addext "nameConstraints=critical,$permitted" -keyout ca.key.part -out ca.crt.part 2>openssl.log
	mv ca.key.part ca.key && mv ca.crt.part ca.crt
}

make_server() {
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/O=samverka/CN=$host" \
		-keyout server.key.part -out server.csr 2>openssl.log
	printf '%s\n' "basicConstraints=critical,CA:FALSE" "keyUsage=critical,digitalSignature" \
		"extendedKeyUsage=serverAuth" "subjectAltName=$alt" >server.ext
	openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -sha256 \
		-days $days -extfile server.ext -out server.crt.part 2>openssl.log
	# the authority must be good for these addresses, by a verifier's own judgement
	openssl verify -CAfile ca.crt server.crt.part >openssl.log 2>&1 || return 1
	mv server.key.part server.key && mv server.crt.part server.crt
	printf '%s\n' "$alt" >server.names
}

good() { [ -s "$1.crt" ] && [ -s "$1.key" ] && openssl x509 -in "$1.crt" -noout -checkend $soon >/dev/null; }
said=kept
trap 'rm -f ./*.part server.csr server.ext' EXIT
if ! good ca; then
	make_ca "$@"
	rm -f server.names
	said=made
fi
if ! good server || [ "$(cat server.names 2>/dev/null)" != "$alt" ]; then
	[ $said = made ] || said=renewed
	if ! make_server; then # addresses of another kind than before
		make_ca "$@"
		said=made
		make_server || { cat openssl.log >&2; echo "lan-cert.sh: openssl made no certificate" >&2; exit 1; }
	fi
fi
rm -f openssl.log
chmod 644 ca.crt
echo "$said"
