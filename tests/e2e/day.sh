#!/bin/sh
# day.sh - four rooms, a moderator, a screen and telephones play a day; the daemon is killed 20 times.
#   ./tests/e2e/day.sh [BUILD-FOLDER] [MINUTES SPEED KILLS]     default: build/release or $SAMVERKAD, 60 60 20
# Prints the rehearsal's figures and the independent checker's verdict; exit 0 only if all is good.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/release}
[ $# -gt 0 ] && shift
: "${SAMVERKAD:=$build/daemon/samverkad}" "${SAMVERKA:=$build/client-cli/samverka}"
export SAMVERKAD SAMVERKA
[ $# -gt 0 ] || set -- 60 60 20
exec /usr/bin/python3 "$here/test_rehearse.py" "$@" --rooms 4 --phones 12 --chaos
