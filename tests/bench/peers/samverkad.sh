#!/bin/bash
# samverkad without rate limits, on one seminar made from bench.yaml. $SAMVERKAD: the program
# (default: the release build, cmake --preset release && cmake --build --preset release --target samverkad).
# The seminar is made by a daemon of its own before the measured one starts, so that the port answers only when
# everything is there; DATA/ways-in then has the path, the code and the scribe's secret for the load generator.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
BIN=${SAMVERKAD:-$HERE/../../../build/release/daemon/samverkad}
[ -x "$BIN" ] || exit 77
ulimit -n 20000
if [ ! -e "$DATA/ways-in" ]; then
	"$BIN" --data "$DATA/data" --listen "unix:$DATA/s" --admin "$DATA/a" --log error &
	python3 "$HERE/samverkad.py" "$DATA" "$HERE/bench.yaml"
	MADE=$?
	kill -TERM $! && wait $!
	[ "$MADE" = 0 ] || exit 1
fi
exec "$BIN" --data "$DATA/data" --listen "127.0.0.1:$PORT" --admin "$DATA/a" --unlimited --log warn
