#!/bin/sh
# twins.sh - every gate is shown something that it must refuse.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fresh() { rm -rf "$tmp/t"; mkdir -p "$tmp/t"; (cd "$here/../.." && tar cf - common proto daemon client-cli deploy) | tar xf - -C "$tmp/t"; mkdir -p "$tmp/t/tests"; }
refused() { if "$@" >/dev/null 2>&1; then echo "twins: not refused: $*"; exit 1; fi; }

fresh; "$here/layers.sh" "$tmp/t"
fresh; echo '#include <time.h>' >>"$tmp/t/daemon/core/fold.c"; refused "$here/layers.sh" "$tmp/t"
fresh; echo '#include "daemon/core/fold.h"' >>"$tmp/t/common/model/tree.c"; refused "$here/layers.sh" "$tmp/t"
fresh; echo '#include "daemon/core/fold.h"' >>"$tmp/t/client-cli/core/client.c"; refused "$here/layers.sh" "$tmp/t"
fresh; yes '/* x */' | head -n 701 >"$tmp/t/daemon/core/long.c"; refused "$here/size.sh" "$tmp/t"
fresh; echo 'static const char *x = N_("not in any catalogue");' >>"$tmp/t/client-cli/tui/day.c"; refused "$here/words.sh" "$tmp/t"
printf 'int time(void *); int f(void); int f(void) { return time(0); }\n' >"$tmp/p.c"
cc -c "$tmp/p.c" -o "$tmp/p.o" && ar rc "$tmp/p.a" "$tmp/p.o"; refused "$here/pure.sh" "$tmp/p.a"
fresh; printf 'int  f( int a ){return a;}\n' >"$tmp/t/daemon/core/ugly.c"; cp "$here/../../.clang-format" "$tmp/t/"; refused "$here/format.sh" "$tmp/t"
