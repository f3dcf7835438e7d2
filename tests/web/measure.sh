#!/bin/bash
# measure.sh - figures of the browser clients: bytes, latency, memory; see measure.ts. SAMVERKAD is the daemon's binary.
set -euo pipefail
cd "$(dirname "$0")"
export SMV_REPO=${SMV_REPO:-$(cd ../.. && pwd)}
out=$(mktemp -d "${TMPDIR:-/tmp}/smv-measure.XXXXXX")
trap 'rm -rf "$out"' EXIT
ln -s "$PWD/node_modules" "$out/node_modules"
node_modules/.bin/esbuild measure.ts --bundle --platform=node --format=esm --target=node18 --log-level=warning \
	--external:playwright-core --external:axe-core --external:ws --outfile="$out/measure.mjs"
node "$out/measure.mjs"
