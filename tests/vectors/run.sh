#!/bin/sh
# run.sh - the vectors are what make.mjs makes, and another msgpack reads them alike.
# Fails, rather than passes, when there is nothing to read them with.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v node >/dev/null 2>&1; then
    echo "vectors: node is not installed, so nothing was compared" >&2
    exit 1
fi
if [ ! -d "$here/node_modules/@msgpack/msgpack" ]; then
    echo "vectors: $here/node_modules is missing, so nothing was compared; run: npm ci --prefix $here" >&2
    exit 1
fi
node "$here/make.mjs" --check
exec node "$here/run.mjs"
