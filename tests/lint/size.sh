#!/bin/sh
# size.sh [ROOT] - a file over 700 lines wants a wall. Tables of definitions are exempt.
set -eu
cd "${1:-$(dirname "$0")/../..}"
bad=0
for f in $(find common proto daemon client-cli client-web tests deploy \( -name node_modules -o -name corpus \) -prune -o \( -name '*.[ch]' -o -name '*.mjs' -o -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.py' -o -name '*.sh' \) -print); do
	n=$(wc -l <"$f")
	[ "$n" -le 700 ] || { echo "size: $f has $n lines"; bad=1; }
done
exit $bad
