#!/bin/bash
# Node peers: $1 = ws | socketio | sharedb | yws
[ -d "$OUT/npm/node/node_modules" ] || exit 77
ulimit -n 20000
export NODE_ENV=production
exec node "$OUT/npm/node/server.js" "$1" "$PORT"
