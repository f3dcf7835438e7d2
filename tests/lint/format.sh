#!/bin/sh
# format.sh [ROOT] - every C file is as clang-format leaves it.
set -eu
cd "${1:-$(dirname "$0")/../..}"
find common proto daemon client-cli tests \( -name node_modules -o -name bench \) -prune -o -name '*.[ch]' -print | xargs clang-format --dry-run -Werror
