#!/bin/bash
# quickstart.sh - from a checkout to a running example seminar, in one command.
#   ./deploy/quickstart.sh [--lan [--plain]] [--listen ADDRESS:PORT] [--data FOLDER] [--rooms N] [--no-qr] [--built FOLDER]
# Installs what is missing, builds, starts samverkad on 127.0.0.1, makes the seminar "exempel" from the template
# aterfall the first time, and prints a link for each role. Ctrl-C stops it; run it again and it goes on.
#   --lan    for other computers in the room: on all addresses, over TLS with a certificate of this computer's own
#   --plain  with --lan: without TLS
#   --built  programs that are built already, such as build/release
set -euo pipefail
cd "$(dirname "$0")/.."
listen="" data=build/quickstart rooms=4 qr=--qr lan="" plain="" built=""
while [ $# -gt 0 ]; do
	case $1 in
	--lan) lan=1 ;;
	--plain) plain=1 ;;
	--listen) listen=${2:?--listen ADDRESS:PORT}; shift ;;
	--data) data=${2:?--data FOLDER}; shift ;;
	--rooms) rooms=${2:?--rooms N}; shift ;;
	--built) built=${2:?--built FOLDER}; shift ;;
	--no-qr) qr= ;;
	*) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 64 ;;
	esac
	shift
done
say() { printf '\n== %s\n' "$*"; }

if [ -z "$built" ]; then
	say "1/4 packages"
	./deploy/packages.sh build run

	say "2/4 build (the first time a minute or two)"
	mkdir -p build
	if ! cmake --preset release -DSMV_WERROR=OFF >build/configure.log 2>&1; then
		cat build/configure.log
		echo "The build could not be set up; the text above says what is missing." >&2
		exit 1
	fi
	cmake --build --preset release --target samverkad samverka samverka-document
	built=build/release
fi
built=$(cd "$built" && pwd)
daemon=$built/daemon/samverkad
client=$built/client-cli/samverka
mkdir -p -m 700 "$data"
data=$(cd "$data" && pwd)

# Where others in the room reach this computer: its addresses, without those of virtual networks.
own_addresses() {
	if command -v ip >/dev/null 2>&1; then
		ip -o -4 addr show scope global up | awk '$2 !~ /^(docker|br-|veth|virbr|lxc|tun|wg|tailscale|zt)/ {sub("/.*", "", $4); print $4}'
	else
		hostname -I | tr ' ' '\n' | grep -E '^[0-9]+(\.[0-9]+){3}$' || true
	fi
}
options=()
scheme=http
if [ -n "$lan" ]; then
	[ -n "$listen" ] || { [ -n "$plain" ] && listen=0.0.0.0:8440 || listen=0.0.0.0:8443; }
	host=${listen%:*} port=${listen##*:}
	case $host in
	0.0.0.0) addresses=$(own_addresses) ;;
	*) addresses=${host//[\[\]]/} ;;
	esac
	[ -n "$addresses" ] || { echo "This computer has no address on a network; connect it and try again." >&2; exit 69; }
	first=$(head -n 1 <<<"$addresses")
	if [ -z "$plain" ]; then
		scheme=https
		# shellcheck disable=SC2086
		made=$(./deploy/lan-cert.sh "$data/tls" $addresses)
		say "certificate in $data/tls: $made"
		trust=$host:$([ "$port" = 0 ] && echo 0 || echo 8480)
		options+=(--tls-cert "$data/tls/server.crt" --tls-key "$data/tls/server.key" --tls-ca "$data/tls/ca.crt"
			--trust-listen "$trust")
	fi
	[ "$port" = 0 ] || options+=(--public-url "$scheme://$first:$port")
else
	[ -z "$plain" ] || { echo "--plain goes with --lan: without it only this computer can connect." >&2; exit 64; }
	[ -n "$listen" ] || listen=127.0.0.1:8440
fi

say "3/4 samverkad on $listen, data in $data"
pid="" stopping=""
stop() { stopping=1; [ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null || true; }
trap stop INT TERM EXIT

# The supervisor: exit 70 means that a write failed and nobody knows whether it reached the disk. Starting again
# is right; clients resend. Anything else is for a person to read.

# In a session of its own, so that Ctrl-C reaches it once, through stop.
start() {
	rm -f "$data/ready"; mkfifo -m 600 "$data/ready"
	setsid "$daemon" --data "$data" --listen "$listen" ${options[@]+"${options[@]}"} --ready-fd 9 9>"$data/ready" &
	pid=$!
	ready=$(cat <"$data/ready" || true)
	rm -f "$data/ready"
	[ -n "$ready" ]
}
code=0
if ! start; then
	wait "$pid" || code=$?
	echo "samverkad did not start (exit $code); the line above says why. A busy port: --listen ${listen%:*}:8441" >&2
	exit "$code"
fi

say "4/4 the example seminar"
ask() { "$client" --admin "$data/admin.sock" "$@"; }
# Links begin with the address they were made for; in another network the secrets are the same.
base=$(ask --json host-link | grep -o 'https\{0,1\}://[^"]*' | sed 's,/host/#.*,,')
if [ ! -f "$data/links.txt" ]; then
	(umask 077; ask new exempel --template templates/aterfall.yaml --rooms "$rooms" --open $qr >"$data/links.new")
	mv "$data/links.new" "$data/links.txt"
fi
if grep -q "https\{0,1\}://" "$data/links.txt" && ! grep -qF "$base/" "$data/links.txt"; then
	(umask 077; sed -e "s|https*://[^/ ]*|$base|g" -e '/[█▀▄]/d' "$data/links.txt" >"$data/links.new")
	mv "$data/links.new" "$data/links.txt"
	echo "The address has changed: QR codes of before lead to the old one. The links below are right."
fi
cat "$data/links.txt"
link_of() { grep -m1 "^$1" "$data/links.txt" | grep -o 'https\{0,1\}://[^ ]*'; }
ca=""
if [ "$scheme" = https ]; then ca="--ca $data/tls/ca.crt "; fi
cat <<EOT

These links are kept for you in $data/links.txt, which only you can read: this is an example, not a seminar.

Each link opens in a browser: the organiser's, the moderator's, a room's, the screen's, the participants'.
The host's page, where seminars are made, copied and erased (for you alone):

    $base/host/#$(ask --json host-link | grep -o '#[^"]*' | tr -d '#')

The same from a terminal, as the scribe of the first room:

    export PATH=$(dirname "$client"):\$PATH
    samverka ${ca}join '$(link_of scribe)' --as Anna
    samverka ${ca}show
    samverka ${ca}watch

or play a whole day with simulated people:

    samverka ${ca}rehearse '$(link_of organiser)' --rooms $rooms --minutes 10 --speed 10
EOT

if [ "$scheme" = https ]; then
	trusted=$(sed -n 's/^trust://p' <<<"$ready")
	cat <<EOT

== Other computers must trust this computer's certificate, once each
Open http://${trusted/#0.0.0.0/$first}/ on them: it offers the certificate and says what to do. The file is $data/tls/ca.crt.
  Windows        open ca.crt, Install Certificate, Current User, Trusted Root Certification Authorities
  macOS          open ca.crt in Keychain Access, double-click it, Always Trust
  iPhone, iPad   allow the profile, install it in Settings, switch it on in General > About > Certificate Trust Settings
  Android        Settings > Security > Encryption & credentials > Install a certificate > CA certificate
  Firefox        Settings > Privacy & Security > View Certificates > Authorities > Import
  Linux          Chromium: Settings > Privacy > Security > Manage certificates > Authorities; the terminal client: --ca
It is good for private networks and this computer's name only. Whoever gets it over a network that is not yours should
compare its fingerprint (SHA-256):
  $(openssl x509 -in "$data/tls/ca.crt" -noout -fingerprint -sha256 | sed 's/.*=//')
EOT
elif [ -n "$lan" ]; then
	cat <<EOT

== Over plain HTTP, in a room whose network you trust
Everybody on this network can read along, links and secrets too. And browsers hold back what they keep for safe
pages: the page itself does not come back while the daemon is away (what is open goes on, and what is typed is kept on
the computer), screens may fall asleep, and links cannot be copied by a button. Without --plain it is all there.
EOT
fi
printf '\nCtrl-C here stops the daemon.\n'

while :; do
	code=0
	wait "$pid" || code=$?
	while kill -0 "$pid" 2>/dev/null; do wait "$pid" || code=$?; done
	[ -z "$stopping" ] || { echo "stopped"; exit 0; }
	if [ "$code" != 70 ] && [ "$code" -lt 128 ]; then
		echo "samverkad ended with $code; the line above says why." >&2
		exit "$code"
	fi
	echo "samverkad ended with $code: started again; nothing confirmed is lost." >&2
	start || { echo "it does not start any more; the line above says why." >&2; exit 70; }
done
