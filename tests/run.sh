#!/bin/bash
# run.sh - installs what the tests need, builds, and runs every test. One command, on a clean checkout.
#   ./tests/run.sh            everything (about 25 minutes on two cores)
#   ./tests/run.sh -L unit    only one label: unit oracle vectors sim io e2e web fuzz lint bench
#   SMV_SOAK=1 ./tests/run.sh also the long soaks (hours)
# Everything is built under build/; nothing else is written.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$*"; }
started=$SECONDS

say "packages"
./deploy/packages.sh build run test

say "node modules"
for d in tests/oracle tests/readers tests/vectors tests/web client-web; do
	if [ -f $d/package-lock.json ] && [ ! -d $d/node_modules ]; then
		(cd $d && npm ci --no-audit --no-fund --silent)
	fi
done

say "build: address and undefined-behaviour sanitizers"
mkdir -p build
cmake --preset asan >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
cmake --build --preset asan

say "build: thread sanitizer, for the log's writer"
cmake --preset tsan >/dev/null
cmake --build --preset tsan --target test_log_contract test_log_sqlite

say "tests"
status=0
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}
ctest --preset asan -j"$(nproc)" --timeout 1500 "$@" || status=1
# Chromium on a machine that others use can miss a patience of 30 s. What failed in a browser, and only that, is told and
# runs once more with nothing beside it; red twice is red.
failed=build/asan/Testing/Temporary/LastTestsFailed.log
if [ $status = 1 ] && [ -f $failed ] && ! grep -qv ':web/' $failed; then
	say "again, alone: $(sed 's/^[0-9]*://' $failed | tr '\n' ' ')"
	ctest --preset asan --rerun-failed --timeout 1500 && status=0
fi
if [ $# = 0 ]; then
	say "tests under the thread sanitizer"
	ctest --preset tsan -R 'test_log_(contract|sqlite)$' || status=1
fi
say "$((SECONDS - started)) s in all; $([ $status = 0 ] && echo 'all green' || echo 'NOT green')"
exit $status
