#!/bin/bash
# types.sh - the TypeScript of the browser clients has no type errors.
set -euo pipefail
cd "$(dirname "$0")/../../client-web"
[ -d node_modules ] || npm ci --no-audit --no-fund --silent
exec node_modules/.bin/tsc --noEmit
