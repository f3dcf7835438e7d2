#!/bin/bash
# the limit server; the arguments are its further options (--batch, --durable fdatasync|sqlite)
ulimit -n 20000
exec "$OUT/bin/limitd" --port "$PORT" --data "$DATA" "$@"
