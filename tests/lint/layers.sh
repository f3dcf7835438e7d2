#!/bin/sh
# layers.sh [ROOT] - each folder includes only what lies below it:
#   common/{base,pack,text,model} <- common/{template,document} <- common/format; common <- proto <- { daemon/core, client-cli/core } <- { daemon/io, client-cli/{io,cmd,out,rehearse} } <- main.c
# and the pure folders include no header of clocks, files, sockets, threads or stdio.
set -eu
root=${1:-$(dirname "$0")/../..}
cd "$root"
bad=0
tell() { echo "layers: $1 includes $2"; bad=1; }

# folder | project folders that it may include | foreign headers that it may include (beyond the C language's)
rules='common/base|common/base|
common/pack|common/base common/pack|
common/text|common/base common/pack common/text|
common/model|common/base common/pack common/text common/model proto/messages.def|schema_names.h
common/template|common/base common/pack common/text common/model common/template proto/messages.def|yaml.h cyaml/cyaml.h
common/document|common/base common/pack common/text common/model common/document proto/messages.def|unicode/ucol.h unicode/ucal.h unicode/udat.h unicode/unum.h unicode/ustring.h unicode/ubrk.h unicode/uchar.h
common/format|common/base common/pack common/text common/model common/document common/format proto/messages.def|zip.h xlsxwriter.h librsvg/rsvg.h cairo.h unicode/uchar.h stdio.h stdlib.h unistd.h
proto|common proto|
daemon/core|common proto daemon/core|
client-cli/core|common proto client-cli/core|'
language='assert.h limits.h stdalign.h stdbool.h stddef.h stdint.h stdnoreturn.h string.h stdarg.h inttypes.h'
# the one file that may see a library
seam='common/base/hash.c:sodium.h common/pack/writer.c:msgpack.h common/base/heap.c:stdlib.h common/base/check.c:stdlib.h'

within() { # path, list of folders
	for d in $2; do case $1 in "$d"/* | "$d") return 0 ;; esac; done
	return 1
}
oldifs=$IFS
printf '%s\n' "$rules" | while IFS='|' read -r dir ours foreign; do
	IFS=$oldifs
	depth=""; [ "$dir" = proto ] && depth="-maxdepth 1"
	for f in $(find "$dir" $depth -name '*.[ch]' -o -name '*.def' -path "$dir/*" | sort); do
		for inc in $(sed -n 's/^#include [<"]\([^>"]*\)[>"].*/\1/p' "$f"); do
			case " $language $foreign " in *" $inc "*) continue ;; esac
			case " $seam " in *" $f:$inc "*) continue ;; esac
			within "$inc" "$ours" || tell "$f" "$inc"
		done
	done
	[ $bad = 0 ] || exit 1
done || bad=1

# daemon and client never include each other; only the named files see the big libraries
for f in $(find daemon client-cli -name '*.[ch]'); do
	for inc in $(sed -n 's/^#include [<"]\([^>"]*\)[>"].*/\1/p' "$f"); do
		case $f:$inc in
		daemon/*:client-cli/* | client-cli/*:daemon/*) tell "$f" "$inc" ;;
		daemon/io/*lws*.[ch]:libwebsockets.h | client-cli/io/ws*.[ch]:libwebsockets.h) ;;
		*:libwebsockets.h) tell "$f" "$inc" ;;
		daemon/io/log_sqlite*.[ch]:sqlite3.h) ;;
		*:sqlite3.h) tell "$f" "$inc" ;;
		esac
	done
done
exit $bad
