#!/bin/sh
# words.sh - every text of the terminal client is there in each of its languages, and nothing in them is wrong.
#
# What: the texts are taken out of the sources; each must be translated in every catalogue, not marked as doubtful, with the
#       same places for numbers and names.    Uses: gettext.    words.sh [ROOT]
set -eu
root=${1:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$root"
find client-cli -name '*.c' -o -name '*.h' | LC_ALL=C sort >"$tmp/files"
xgettext --from-code=UTF-8 -L C -k_ -kN_ -kngettext:1,2 -f "$tmp/files" -o "$tmp/all.pot" 2>/dev/null
bad=0
for catalogue in client-cli/po/*.po; do
  msgmerge -q -N "$catalogue" "$tmp/all.pot" -o "$tmp/merged.po"
  msgfmt --check -o /dev/null "$tmp/merged.po" || bad=1
  : >"$tmp/missing.po"
  msgattrib --untranslated --no-obsolete "$tmp/merged.po" >"$tmp/missing.po"
  msgattrib --only-fuzzy --no-obsolete "$tmp/merged.po" >>"$tmp/missing.po"
  if grep -q '^#: ' "$tmp/missing.po"; then
    echo "words: $catalogue does not have these texts:"
    sed -n '/^#: /,$p' "$tmp/missing.po"
    bad=1
  fi
done
exit $bad
