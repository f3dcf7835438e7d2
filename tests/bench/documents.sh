#!/bin/sh
# documents.sh [ITEMS] - what documents cost: time and peak memory of each format, and what typing feels of it.
# Uses a release build's programs (SMV_BUILD, default build/release); writes only in a temporary folder; prints the table
# of RESULTS-documents.md.
set -eu
cd "$(dirname "$0")/../.."
build=${SMV_BUILD:-build/release}
for program in daemon/samverkad daemon/samverka-document; do
	[ -x "$build/$program" ] || { echo "There is no $build/$program: cmake --preset release && cmake --build --preset release" >&2; exit 69; }
done
SAMVERKAD=$build/daemon/samverkad SAMVERKA_DOCUMENT=$build/daemon/samverka-document \
	exec /usr/bin/python3 -B -W ignore tests/bench/documents.py "${1:-10000}"
