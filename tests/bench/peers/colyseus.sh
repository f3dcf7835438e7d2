#!/bin/bash
# colyseus, in memory
[ -d "$OUT/npm/colyseus/node_modules" ] || exit 77
ulimit -n 20000
export NODE_ENV=production
exec node "$OUT/npm/colyseus/server.mjs" "$PORT"
