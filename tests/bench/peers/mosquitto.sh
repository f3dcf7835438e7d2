#!/bin/bash
# mosquitto with a WebSocket listener; $1: "persist" rewrites and syncs the whole database after every change
BIN=$(PATH=$PATH:/usr/sbin command -v mosquitto) || exit 77
ulimit -n 20000
cat > "$DATA/mosquitto.conf" <<C
listener $PORT 127.0.0.1
protocol websockets
socket_domain ipv4
allow_anonymous true
max_queued_messages 0
max_inflight_messages 1000
set_tcp_nodelay true
log_type error
user root
# 2.0.11 does not start without one plain MQTT listener; it stays unused
listener $((PORT + 1)) 127.0.0.1
C
if [ "$1" = persist ]; then
cat >> "$DATA/mosquitto.conf" <<C
persistence true
persistence_location $DATA/
autosave_on_changes true
autosave_interval ${2:-1}
C
else echo "persistence false" >> "$DATA/mosquitto.conf"; fi
exec "$BIN" -c "$DATA/mosquitto.conf"
