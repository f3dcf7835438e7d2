#!/bin/sh
# vectors.sh - every message, operation and change of messages.def has good and bad vectors.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
missing=0
seen=0
# The definition lines look like "    M(HELLO, hello, 1, ...": letter, name, lower-case name.
for pair in M:message O:op C:change; do
    letter=${pair%%:*}
    kind=${pair#*:}
    names=$(sed -n "s/^    $letter([A-Z_]*, \([a-z_]*\), [0-9][0-9]*,.*/\1/p" "$root/proto/messages.def")
    for name in $names; do
        seen=$((seen + 1))
        for file in good.json bad.json; do
            if ! grep -qs '"hex"' "$root/tests/vectors/$kind/$name/$file"; then
                echo "vectors: $kind/$name has no $file" >&2
                missing=$((missing + 1))
            fi
        done
    done
done
if [ "$seen" -lt 30 ]; then
    echo "vectors: only $seen definitions found; this script does not understand messages.def any more" >&2
    exit 1
fi
[ "$missing" -eq 0 ]
