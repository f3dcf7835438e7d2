#!/bin/bash
# quickstart.sh - from a checkout to a running example seminar, in one command.
#   ./deploy/quickstart.sh [--listen ADDRESS:PORT] [--data FOLDER] [--rooms N] [--no-qr]
# Installs what is missing, builds, starts samverkad on 127.0.0.1, makes the seminar "exempel" from the template
# aterfall the first time, and prints a link for each role. Ctrl-C stops it; run it again and it goes on.
set -euo pipefail
cd "$(dirname "$0")/.."
listen=127.0.0.1:8440 data=build/quickstart rooms=4 qr=--qr
while [ $# -gt 0 ]; do
	case $1 in
	--listen) listen=${2:?--listen ADDRESS:PORT}; shift ;;
	--data) data=${2:?--data FOLDER}; shift ;;
	--rooms) rooms=${2:?--rooms N}; shift ;;
	--no-qr) qr= ;;
	*) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 64 ;;
	esac
	shift
done
say() { printf '\n== %s\n' "$*"; }

say "1/4 packages"
./deploy/packages.sh build run

say "2/4 build (the first time a minute or two)"
mkdir -p build
if ! cmake --preset release -DSMV_WERROR=OFF >build/configure.log 2>&1; then
	cat build/configure.log
	echo "The build could not be set up; the text above says what is missing." >&2
	exit 1
fi
cmake --build --preset release --target samverkad samverka
daemon=$PWD/build/release/daemon/samverkad
client=$PWD/build/release/client-cli/samverka

say "3/4 samverkad on $listen, data in $data"
mkdir -p -m 700 "$data"
data=$(cd "$data" && pwd)
pid="" stopping=""
stop() { stopping=1; [ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null || true; }
trap stop INT TERM

# The supervisor: exit 70 means that a write failed and nobody knows whether it reached the disk. Starting again
# is right; clients resend. Anything else is for a person to read.

# In a session of its own, so that Ctrl-C reaches it once, through stop.
start() {
	rm -f "$data/ready"; mkfifo -m 600 "$data/ready"
	setsid "$daemon" --data "$data" --listen "$listen" --ready-fd 9 9>"$data/ready" &
	pid=$!
	address=$(head -n 1 <"$data/ready" || true)
	rm -f "$data/ready"
	[ -n "$address" ]
}
code=0
if ! start; then
	wait "$pid" || code=$?
	echo "samverkad did not start (exit $code); the line above says why. A busy port: --listen 127.0.0.1:8441" >&2
	exit "$code"
fi

say "4/4 the example seminar"
ask() { "$client" --admin "$data/admin.sock" "$@"; }
if [ ! -f "$data/links.txt" ]; then
	(umask 077; ask new exempel --template templates/aterfall.yaml --rooms "$rooms" --open $qr >"$data/links.new")
	mv "$data/links.new" "$data/links.txt"
fi
cat "$data/links.txt"
scribe=$(grep -m1 '^scribe' "$data/links.txt" | grep -o 'https\{0,1\}://[^ ]*')
organiser=$(grep -m1 '^organiser' "$data/links.txt" | grep -o 'https\{0,1\}://[^ ]*')
cat <<EOT

These links are kept for you in $data/links.txt, which only you can read: this is an example, not a seminar.

It runs. In another terminal, write as the scribe of the first room:

    export PATH=$(dirname "$client"):\$PATH
    samverka join '$scribe' --as Anna
    samverka show
    samverka watch

or play a whole day with simulated people:

    samverka rehearse '$organiser' --rooms $rooms --minutes 10 --speed 10

Ctrl-C here stops the daemon.
EOT

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
