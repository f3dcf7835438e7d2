#!/bin/sh
# packages.sh WHAT... - make sure that the Debian packages for WHAT (build, run, test) are installed.
# Does nothing when they are; asks for root (sudo) only when something is missing.
set -eu

BUILD="gcc g++ cmake ninja-build pkg-config libuv1-dev libwebsockets-dev libwebsockets-evlib-uv
libsqlite3-dev libmsgpack-dev libsodium-dev libcyaml-dev libyaml-dev libjansson-dev libqrencode-dev
libsystemd-dev libicu-dev libncurses-dev gettext
libzip-dev libxlsxwriter-dev librsvg2-dev"
RUN="openssl"
TEST="libcmocka-dev tmux clang libclang-rt-14-dev clang-format python3 python3-msgpack python3-websockets
sqlite3 strace curl openssl mandoc chromium fonts-liberation poppler-utils fonts-crosextra-carlito
libexpat1-dev libreoffice-writer-nogui libreoffice-calc-nogui pandoc python3-docx
python3-openpyxl python3-icalendar"

want=""
for what in "$@"; do
	case $what in
	build) want="$want $BUILD" ;;
	run) want="$want $RUN" ;;
	test) want="$want $TEST" ;;
	*) echo "packages.sh: unknown '$what'; say build, run or test" >&2; exit 2 ;;
	esac
done

missing=""
for p in $want; do
	case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null || true) in
	"install ok installed") ;;
	*) missing="$missing $p" ;;
	esac
done
# Node.js may come from elsewhere than Debian; any from version 18 on will do.
case " $* " in *" build "* | *" test "*)
	command -v node >/dev/null 2>&1 || missing="$missing nodejs"
	command -v npm >/dev/null 2>&1 || missing="$missing npm" ;;
esac
[ -z "$missing" ] && exit 0

echo "installing:$missing"
if [ "$(id -u)" = 0 ]; then
	as_root=""
elif command -v sudo >/dev/null 2>&1; then
	as_root=sudo
else
	echo "These packages are missing, and there is no sudo here. As root, run:" >&2
	echo "  apt-get install --no-install-recommends$missing" >&2
	exit 1
fi
log=$(mktemp)
if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 15 "$log" >&2
	echo "The packages could not be installed; the full text is in $log." >&2
	exit 1
fi
rm -f "$log"
