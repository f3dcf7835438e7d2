#!/bin/bash
# nats-server with a WebSocket listener without TLS; $1: "js" turns on JetStream with the file store
# (2.9 has no sync_interval setting: it acknowledges after write(), and syncs every 2 minutes)
BIN=$(PATH=$PATH:/usr/sbin command -v nats-server) || exit 77
ulimit -n 20000
cat > "$DATA/nats.conf" <<C
listen: "127.0.0.1:$((PORT + 1))"
max_connections: 70000
websocket { listen: "127.0.0.1:$PORT", no_tls: true }
C
if [ "$1" = js ]; then
	echo "jetstream { store_dir: \"$DATA/js\" }" >> "$DATA/nats.conf"
fi
exec "$BIN" -c "$DATA/nats.conf" -l "$DATA/nats.log"
