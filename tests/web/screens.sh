#!/bin/bash
# screens.sh - writes docs/screens/*.png anew. SAMVERKAD is the daemon's binary; ONLY=scribe only what has that in its name.
set -euo pipefail
cd "$(dirname "$0")"
export SMV_REPO=${SMV_REPO:-$(cd ../.. && pwd)}
out=$(mktemp -d "${TMPDIR:-/tmp}/smv-screens.XXXXXX")
trap 'rm -rf "$out"' EXIT
ln -s "$PWD/node_modules" "$out/node_modules"
node_modules/.bin/esbuild screens.ts --bundle --platform=node --format=esm --target=node18 --log-level=warning \
	--external:playwright-core --external:axe-core --external:ws --outfile="$out/screens.mjs"
node "$out/screens.mjs"
