#!/bin/bash
# setup.sh - installs the peers: Debian packages (as root) and the npm packages of each Node peer.
#
# What: needed once, and only for the peers: the limit servers need build.sh alone. Debian starts some of
#       these servers by itself; they are stopped here, and the benchmark runs its own on its own ports.
#       npm packages go to $OUT/npm, not into the tree.
set -e
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
if [ "$(id -u)" = 0 ]; then
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
		gcc libsqlite3-dev python3 nodejs npm mosquitto mosquitto-clients nats-server redis-server
	if [ -d /run/systemd/system ]; then
		systemctl disable --now mosquitto nats-server redis-server 2>/dev/null || true
	fi
fi
"$BENCH/build.sh"
for d in node colyseus hocuspocus; do
	(cd "$OUT/npm/$d" && npm install --no-audit --no-fund --no-package-lock)
done
