#!/bin/bash
# hocuspocus, in memory
[ -d "$OUT/npm/hocuspocus/node_modules" ] || exit 77
ulimit -n 20000
export NODE_ENV=production
exec node "$OUT/npm/hocuspocus/server.mjs" "$PORT"
