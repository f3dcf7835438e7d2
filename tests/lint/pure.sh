#!/bin/sh
# pure.sh LIBRARY... - what the pure libraries ask of the outside world is on this list and nothing else.
set -eu
allowed='^(mem(cpy|move|set|cmp|chr)|str(len|cmp|ncmp|chr)|smv_.*|malloc|calloc|realloc|free|__stack_chk_fail|__mem(cpy|move|set)_chk|abort|crypto_generichash.*|sodium_(init|memcmp|memzero)|msgpack_.*|_GLOBAL_OFFSET_TABLE_|__assert_fail)$'
bad=0
for lib in "$@"; do
	names=$(nm -u "$lib" 2>/dev/null | awk 'NF == 2 { print $2 }' | grep -vE '^(__asan|__ubsan|__tsan|__sanitizer|__lsan)' | sort -u)
	for n in $names; do
		echo "$n" | grep -qE "$allowed" || { echo "pure: $lib uses $n"; bad=1; }
	done
done
exit $bad
