#!/bin/bash
# redis-server, plain TCP; $1: "aof" = append-only file with fsync before every reply
command -v redis-server > /dev/null || exit 77
ulimit -n 20000
AOF=no
[ "$1" = aof ] && AOF=yes
exec redis-server --bind 127.0.0.1 --port "$PORT" --dir "$DATA" --save "" \
	--appendonly $AOF --appendfsync always --maxclients 15000 --tcp-backlog 4096 \
	--client-output-buffer-limit "pubsub 0 0 0" --logfile "$DATA/redis.log" --daemonize no
