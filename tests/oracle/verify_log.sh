#!/bin/sh
# verify_log.sh LOG_WRITE - the daemon's log against the independent checker, which must also find each of
# several wrongs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! /usr/bin/python3 -c 'import msgpack' 2>/dev/null; then
    echo "oracle: python3-msgpack is not installed, so nothing was compared" >&2
    exit 1
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" "$dir/log" 2000 "$dir/told.json" && exit 1 # it ends by SIGKILL
test -s "$dir/log-wal" # so the entries come from a WAL that nobody has moved
/usr/bin/python3 "$here/verify_log.py" "$dir/log" "$dir/told.json"

must_fail()
{
    if /usr/bin/python3 "$here/verify_log.py" "$dir/bad" "$dir/told.json" >"$dir/out" 2>&1; then
        echo "not noticed: $1" >&2
        exit 1
    fi
    grep WRONG "$dir/out" | head -n 1
}
for sql in \
    "UPDATE entry SET body=x'93010203' WHERE seq=700" \
    "UPDATE entry SET ts=ts-1 WHERE seq=700" \
    "DELETE FROM entry WHERE seq=700" \
    "DELETE FROM entry WHERE seq=2000" \
    "UPDATE snapshot SET state=x'00' WHERE seq>0" \
    "UPDATE snapshot SET state=x'00' WHERE seq=0"; do
    cp "$dir/log" "$dir/bad"
    cp "$dir/log-wal" "$dir/bad-wal"
    /usr/bin/python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit(); db.close()' "$dir/bad" "$sql"
    must_fail "$sql"
done
cp "$dir/log" "$dir/bad"
cp "$dir/log-wal" "$dir/bad-wal"
echo '[[1,1],[9,9]]' >"$dir/told.json"
must_fail "a confirmed request that is not there"
