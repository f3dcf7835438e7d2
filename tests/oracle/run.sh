#!/bin/sh
# run.sh SCRIPT ARGS... - run an oracle script of this folder with the packages of this folder.
# Fails, rather than passes, when there is nothing to compare with.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v node >/dev/null 2>&1; then
    echo "oracle: node is not installed, so nothing was compared" >&2
    exit 1
fi
if [ ! -d "$here/node_modules/ot-text-unicode" ]; then
    echo "oracle: $here/node_modules is missing, so nothing was compared; run: npm ci --prefix $here" >&2
    exit 1
fi
script=$1
shift
exec node "$here/$script" "$@"
