#!/bin/sh
# layers_web.sh [ROOT] - the browser clients' folders import only what lies below them:
#   core <- state <- shell;  text;  ui <- { boards, stage } <- talk <- roles;  no role imports another but those named.
# core is pure: no window, document, timer, clock or storage.
set -eu
cd "${1:-$(dirname "$0")/../..}/client-web/src"
bad=0
tell() { echo "layers_web: $1"; bad=1; }

# folder: folders that it may import
rules='core: core
state: core state
text: text
shell: core state text shell
ui: core state shell text ui
boards: state shell text ui boards stage
stage: state shell text ui boards stage
talk: state shell text ui boards talk
roles: core state shell text ui boards stage talk roles'
# roles that are built from another one's pieces
pairs='secretary:participant host:organiser facilitator:scribe'

echo "$rules" | {
	while IFS=: read -r dir may; do
		for f in $(find "$dir" -name '*.ts' -o -name '*.tsx' | sort); do
			for path in $(sed -nE 's/.*(from |import\()"(\.[^"]+)".*/\2/p; s/^import "(\.[^"]+)".*/\1/p' "$f"); do
				to=$(realpath -m --relative-to=. "$(dirname "$f")/$path")
				case $to in protocol.gen.ts | main.tsx | css.d.ts) continue ;; esac
				case " $may " in *" ${to%%/*} "*) ;; *) tell "$f imports $to" ;; esac
				case $f:$to in
				roles/*:roles/*)
					own=$(echo "$f" | cut -d/ -f2) other=$(echo "$to" | cut -d/ -f2)
					[ "$own" = "$other" ] && continue
					case " $pairs " in *" $own:$other "*) ;; *) tell "$f imports $to" ;; esac ;;
				esac
			done
		done
	done
	impure=$(grep -rnE '\b(window|document|localStorage|sessionStorage|indexedDB|navigator|fetch)\b *[.(]|\b(setTimeout|setInterval|Date\.now|performance\.now|Math\.random)\(' core --include='*.ts' | grep -vE '^\S+:[0-9]+: *(\*|//|/\*)' || true)
	[ -z "$impure" ] || tell "core is not pure: $impure"
	exit $bad
}
