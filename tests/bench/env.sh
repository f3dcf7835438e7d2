# shellcheck shell=bash
# env.sh - sourced by the other scripts: where things are.
#
# What: BENCH = this folder, OUT = where everything is built and written (build/bench of the repository, or
#       $BENCH_OUT). Nothing is written anywhere else.
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OUT=${BENCH_OUT:-$(cd "$BENCH/../.." && pwd)/build/bench}
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
export BENCH OUT
