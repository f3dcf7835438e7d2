#!/bin/bash
# smoke.sh [BIN [SAMVERKAD]] - does the benchmark still measure? A small W1 against the limit servers.
#
# What: limit and limit-durable must deliver everything; a limit server that leaves out every 50th delivery must
#       be reported as LOSS, or the check itself is blind; a text edit (W8) and acknowledgements (W5) go through.
#       With the daemon's path: it delivers a small W1 to its room and to its hall, and takes text edits.
# Not:  a measurement: nothing here depends on how fast the machine is.
# Uses: loadgen and limitd in BIN (default: build.sh's). Ports are the kernel's choice; files in a temporary
#       folder, removed at the end; only processes started here are stopped.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
BIN=$1
if [ -z "$BIN" ]; then
	"$BENCH/build.sh" || exit 1
	BIN=$OUT/bin
fi
TMP=$(mktemp -d) || exit 1
PID="" FAILED=0
DAEMON=$2
stop() {
	[ -n "$PID" ] && kill -KILL "$PID" && wait "$PID"
	PID=""
} 2> /dev/null
trap 'stop; rm -rf "$TMP"' EXIT
trap 'exit 130' INT TERM

W1="--subs 20 --pubs 1 --rate 200 --count 50 --secs 2 --warm 5 --warmsecs 1"
W5="--mode ack --subs 0 --pubs 16 --count 20 --secs 2"
W8="--edit --subs 20 --pubs 8 --rate 50 --size 32 --count 10 --secs 2"

server() { # limitd's options: starts it, sets PID and PORT
	stop
	mkdir -p "$TMP/data"
	rm -rf "$TMP/out" "$TMP/data"/*
	"$BIN/limitd" --port 0 --data "$TMP/data" "$@" > "$TMP/out" &
	PID=$!
	PORT=""
	for _ in $(seq 500); do
		PORT=$(sed -n 's/^port //p' "$TMP/out" 2> /dev/null)
		[ -n "$PORT" ] && return 0
		kill -0 "$PID" 2> /dev/null || break
		sleep 0.01
	done
	echo "limitd $* did not start" >&2
	exit 1
}

daemon() { # starts samverkad on a fresh seminar, on a free port that the kernel chose
	stop
	rm -rf "$TMP/data" && mkdir -p "$TMP/data"
	DATA=$TMP/data PORT=0 SAMVERKAD=$DAEMON "$BENCH/peers/samverkad.sh" 2> "$TMP/out" &
	PID=$!
	PORT=""
	for _ in $(seq 1000); do
		[ -e "$TMP/data/ways-in" ] && PORT=$(sed -n 's/^127.0.0.1://p' "$TMP/data/data/run/listening" 2> /dev/null)
		[ -n "$PORT" ] && return 0
		kill -0 "$PID" 2> /dev/null || break
		sleep 0.01
	done
	cat "$TMP/out" >&2
	echo "samverkad did not start" >&2
	exit 1
}

PROTO=raw
expect() { # name, status, workload options
	local name=$1 want=$2 row got
	shift 2
	row=$({ "$BIN/loadgen" --header; DATA=$TMP/data timeout 12 "$BIN/loadgen" --proto $PROTO --port "$PORT" --pid "$PID" "$@"; } |
		awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			{ print $at["status"], "sent", $at["sent"], "delivered", $at["delivered"], "lost", $at["lost"],
				"acks", $at["acks"], "note", $at["note"] }')
	got=${row%% *}
	if [ "$got" = "$want" ]; then
		echo "ok   $name: $row"
	else
		echo "FAIL $name: wanted $want, got: ${row:-no row}"
		FAILED=1
	fi
}

# shellcheck disable=SC2086
{
	server
	expect "limit W1" OK $W1
	expect "limit W8" OK $W8
	server --durable sqlite
	expect "limit-durable W1" OK $W1
	expect "limit-durable W5" OK $W5
	stop
	kept=$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM op").fetchone()[0])' "$TMP/data/limit.db")
	if [ "$kept" = 375 ]; then
		echo "ok   limit-durable killed: all 55 + 320 messages are in its log"
	else
		echo "FAIL limit-durable killed: its log holds ${kept:-no} messages, wanted 55 + 320"
		FAILED=1
	fi
	server --drop 50
	expect "limit with losses, W1" LOSS $W1 --warm 0
	if [ -n "$DAEMON" ]; then
		daemon
		PROTO=samverka expect "samverkad's room, W1" OK $W1
		daemon
		PROTO=samverkah expect "samverkad's hall, W1" OK $W1
		daemon
		PROTO=samverkat expect "samverkad's typists, W8" OK $W8
	fi
}
exit "$FAILED"
