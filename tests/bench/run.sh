#!/bin/bash
# run.sh [-p "peer peer..."] [-w "W1 W2..."] [-r ROUNDS] [-o NAME] [-q]
#
# What: runs the chosen peers x workloads, interleaved (A B C, A B C, ...), each with a fresh server on core
#       SRV_CORE and the load generator on core GEN_CORE, and prints one table for each workload (medians).
#       Defaults: every installed peer, W1 to W7 and whichever of W8 W9 a peer declares, 5 rounds.
#       -q  a quick look: 1 round of short runs; says whether things work, not how fast they are.
# Writes: $OUT/NAME.tsv (raw rows; an existing NAME gets further rounds), $OUT/log, $OUT/tmp. Nothing else.
# Bounds: everything is bounded in count and in time; only processes that this script started are stopped.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
PEERS="" WL="W1 W2 W3 W4 W5 W6 W7 W8 W9" ROUNDS=5 NAME=run-$(date +%Y%m%d-%H%M%S) QUICK=0
SRV_CORE=${SRV_CORE:-0} GEN_CORE=${GEN_CORE:-1} W4_SECS=${W4_SECS:-20} BASE=${BASE:-19200}
while getopts p:w:r:o:q o; do
	case $o in
	p) PEERS=$OPTARG ;;
	w) WL=$OPTARG ;;
	r) ROUNDS=$OPTARG ;;
	o) NAME=$OPTARG ;;
	q) QUICK=1 ROUNDS=1 ;;
	*) sed -n '2s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
	esac
done
"$BENCH/build.sh" || exit 1
cd "$BENCH" || exit 1
ulimit -n 20000 || { echo "cannot raise the limit on open files" >&2; exit 1; }
[ "$(nproc)" -gt 1 ] || GEN_CORE=$SRV_CORE
for p in $PEERS; do
	grep -q "^$p|" peers/peers.conf || { echo "no peer $p in peers.conf" >&2; exit 2; }
done
mkdir -p "$OUT/tmp" "$OUT/log"
TSV=$OUT/$NAME.tsv
HEAD=$("$OUT/bin/loadgen" --header)
[ -s "$TSV" ] || printf 'date\tround\tworkload\tpeer\t%s\n' "$HEAD" > "$TSV"
FIRST=$(awk -F'\t' 'NR > 1 && $2 > n { n = $2 } END { print n + 1 }' "$TSV")

args() { # workload: the load generator's options; a later option replaces an earlier one
	case $1 in
	W1) echo "--subs 20 --pubs 1 --rate 100 --count 500 --secs 6 --warm 100 --warmsecs 1" ;;
	W2) echo "--subs 200 --pubs 8 --rate 20 --count 100 --secs 6 --warm 20 --warmsecs 1" ;;
	W3) echo "--subs 1000 --pubs 1 --rate 50 --count 200 --secs 5 --warm 50 --warmsecs 1" ;;
	W4) echo "--subs 500 --pubs 1 --window 32 --count 20000 --secs $W4_SECS --warm 500 --warmsecs 2 --lazy 300" ;;
	W5) echo "--mode ack --subs 0 --pubs 16 --count 200000 --secs 10 --warm 200 --warmsecs 1" ;;
	W6) echo "--mode idle --subs 5000 --par 64" ;;
	W7) echo "--mode storm --subs 2000 --par 64" ;;
	W8) echo "--edit --subs 200 --pubs 8 --rate 5 --size 32 --count 40 --secs 10 --warm 5 --warmsecs 1" ;;
	W9) echo "--mode join --subs 2000 --par 2000 --nodes 10000 --size 64" ;;
	esac
	[ "$QUICK" = 0 ] || case $1 in
	W1 | W2 | W3 | W8) echo "--count 20 --warm 5" ;;
	W4) echo "--count 500 --warm 50 --secs 2" ;;
	W5) echo "--warm 20 --secs 1" ;;
	W6) echo "--subs 1000" ;;
	W7) echo "--subs 500" ;;
	W9) echo "--subs 100 --nodes 1000" ;;
	esac
}

answers() { # port: does anybody listen?
	(exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}

free_port() { # sets PORT so that it and the next one are free; a peer may need both
	for _ in $(seq 200); do
		BASE=$((BASE + 4))
		[ "$BASE" -lt 30000 ] || BASE=19200
		if ! answers "$BASE" && ! answers $((BASE + 1)); then
			export PORT=$BASE
			return 0
		fi
	done
	return 1
}

stop() { # pid: ask, wait at most 1 s, then end it
	kill -TERM "$1" 2> /dev/null
	for _ in $(seq 50); do
		kill -0 "$1" 2> /dev/null || break
		sleep 0.02
	done
	kill -KILL "$1" 2> /dev/null
	wait "$1" 2> /dev/null
}

start() { # start script with arguments: sets PID; 1: not started, 77: not installed
	# shellcheck disable=SC2086
	taskset -c "$SRV_CORE" peers/$1 > "$LOG" 2>&1 &
	PID=$!
	for _ in $(seq 200); do
		answers "$PORT" && return 0
		kill -0 "$PID" 2> /dev/null || break
		sleep 0.05
	done
	kill -KILL "$PID" 2> /dev/null
	wait "$PID" 2> /dev/null
	local rc=$?
	PID=""
	[ "$rc" = 77 ] && return 77
	return 1
}

brief() { # one row for the eye
	printf '%s\n%s\n' "$HEAD" "$1" | awk -F'\t' '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ printf "%s, %s delivered, %s lost, %s us/msg, p99 %s us, %s acks, joined in %s ms, note %s\n",
			$at["status"], $at["delivered"], $at["lost"], $at["srv_us_msg"], $at["p99_us"], $at["acks"],
			$at["all_ms"], $at["note"] }'
}

one() { # round workload peer "generator options" "start script": one row
	local round=$1 w=$2 name=$3 gen=$4 script=$5 row
	export DATA=$OUT/tmp/$name
	LOG=$OUT/log/$NAME.$name.$w.log
	rm -rf "$DATA"
	mkdir -p "$DATA"
	free_port || { echo "no free port" >&2; exit 1; }
	start "$script"
	case $? in
	0) ;;
	77) echo "$name: not installed (setup.sh), left out" >&2; MISSING+=" $name "; return ;;
	*) echo "round $round $w $name: did not start, see $LOG" >&2; FAILED=1; return ;;
	esac
	sleep 0.3
	# shellcheck disable=SC2046,SC2086
	row=$(timeout -k 5 240 taskset -c "$GEN_CORE" "$OUT/bin/loadgen" $gen --port "$PORT" --pid "$PID" \
		--label "$name" $(args "$w") \
		--restart "exec taskset -c $SRV_CORE peers/$script >> '$LOG' 2>&1" 2>> "$LOG")
	stop "$PID"
	PID=""
	rm -rf "$DATA"
	if [ -z "$row" ]; then
		echo "round $round $w $name: no row, see $LOG" >&2
		FAILED=1
		return
	fi
	printf '%s\t%s\t%s\t%s\t%s\n' "$(date +%FT%T)" "$round" "$w" "$name" "$row" >> "$TSV"
	echo "round $round $w $name: $(brief "$row")" >&2
}

PID="" MISSING="" FAILED=0
trap '[ -n "$PID" ] && stop "$PID"' EXIT
trap 'exit 130' INT TERM
for round in $(seq "$FIRST" $((FIRST + ROUNDS - 1))); do
	for w in $WL; do
		while IFS='|' read -r name gen script wls <&9; do
			[[ $name = \#* || -z $name || " $wls " != *" $w "* ]] && continue
			[[ -n $PEERS && " $PEERS " != *" $name "* ]] && continue
			[[ $MISSING = *" $name "* ]] && continue
			one "$round" "$w" "$name" "$gen" "$script"
		done 9< peers/peers.conf
	done
done
python3 summarize.py "$TSV" || exit 1
exit "$FAILED"
