#!/bin/bash
# build.sh - builds the load generator and the limit programs into $OUT/bin, when a source is newer.
#
# What: plain optimised builds, without the project's sanitizers and hardening: a limit is to be bare.
# Needs: gcc or $CC, libsqlite3-dev. CMakeLists.txt builds the same sources for the smoke test.
set -e
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$BENCH"
mkdir -p "$OUT/bin"

build() { # program, library, sources and headers
	local prog=$OUT/bin/$1 lib=$2 f src=() newer=0
	shift 2
	for f in "$@"; do
		[[ $f = *.c ]] && src+=("$f")
		[ "$f" -nt "$prog" ] && newer=1
	done
	if [ "$newer" = 1 ] || [ ! -x "$prog" ]; then
		# shellcheck disable=SC2086  # no library is no argument
		${CC:-gcc} -O2 -g -Wall -Wextra -std=c11 -D_GNU_SOURCE -o "$prog.new" "${src[@]}" $lib
		mv "$prog.new" "$prog"
	fi
}
build loadgen "" loadgen/*.[ch] loadgen/adapters/*.c
build limitd -lsqlite3 limit/limitd.c limit/wskey.[ch]
build fsync -lsqlite3 limit/fsync.c

# the Node servers run beside their packages, which setup.sh installs there
for d in node colyseus hocuspocus; do
	mkdir -p "$OUT/npm/$d"
	cp -p peers/$d/* "$OUT/npm/$d/"
done
