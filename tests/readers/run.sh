#!/bin/sh
# run.sh SCRIPT WRITE_HOSTILE PYTHON - runs a reader of this folder on what WRITE_HOSTILE writes.
# Fails, rather than passes, when there is nothing to read with. A second writing must give the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$1 write=$2 python=$3
need() { command -v "$1" >/dev/null 2>&1 || { echo "readers: $1 is not installed, so nothing was read" >&2; exit 1; }; }
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
hostile=$here/hostile.json
make_file() { # format, ending
	"$write" "$hostile" "$1" >"$temp/file.$2"
	"$write" "$hostile" "$1" >"$temp/again.$2"
	cmp "$temp/file.$2" "$temp/again.$2" || { echo "readers: the same document gave other bytes" >&2; exit 1; }
	rm "$temp/again.$2"
}
node_script() {
	need node
	[ -d "$here/node_modules/exceljs" ] || { echo "readers: run npm ci in $here; nothing was read" >&2; exit 1; }
	node "$here/$1.mjs" "$2" "$hostile"
}
case $script in
read_xlsx)
	make_file xlsx xlsx
	node_script read_xlsx "$temp/file.xlsx"
	"$python" "$here/read_xlsx.py" "$temp/file.xlsx" "$hostile" ;;
read_csv)
	make_file csv csv
	node_script read_csv "$temp/file.csv" ;;
read_office)
	need soffice
	make_file xlsx xlsx
	make_file csv csv
	"$python" "$here/read_office.py" "$temp" "$hostile" ;;
read_markdown)
	need pandoc
	make_file markdown md
	"$python" "$here/read_markdown.py" "$temp/file.md" "$hostile" ;;
read_text)
	make_file text txt
	"$python" "$here/read_text.py" "$temp/file.txt" "$hostile" ;;
read_ics)
	make_file ics ics
	"$python" "$here/read_ics.py" "$temp/file.ics" "$hostile" ;;
*) echo "readers: there is no $script" >&2; exit 2 ;;
esac
