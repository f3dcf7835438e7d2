#!/bin/bash
# run.sh FILE... - runs browser tests (node --test) from their TypeScript. Paths are relative to tests/web.
#   SAMVERKAD   the daemon's binary        WEB=dev   pages from the sources instead of the daemon's own
set -euo pipefail
cd "$(dirname "$0")"
export SMV_REPO=${SMV_REPO:-$(cd ../.. && pwd)}
out=$(mktemp -d "${TMPDIR:-/tmp}/smv-webtest.XXXXXX")
trap 'rm -rf "$out"' EXIT
for d in . ../../client-web; do
	[ -d "$d/node_modules" ] || (cd "$d" && npm ci --no-audit --no-fund --silent)
done
# Bundled, but for what must be loaded as it is; node finds those beside this script.
ln -s "$PWD/node_modules" "$out/node_modules"
built=()
for f in "$@"; do
	name=$(echo "${f%.ts}" | tr / _).mjs
	node_modules/.bin/esbuild "$f" --bundle --platform=node --format=esm --target=node18 --log-level=warning \
		--external:playwright-core --external:axe-core --external:ws --outfile="$out/$name"
	built+=("$out/$name")
done
node --test --test-concurrency=1 "${built[@]}"
