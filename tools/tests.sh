#!/bin/bash
# tests.sh REGEXP  prints the packages with a test file in which a line matches,
# as ./folder. Nothing is compiled.
set -eu
cd "$(dirname "$0")/.."
find . -name '_*' -prune -o -name '.?*' -prune -o -name testdata -prune -o \
  -name '*_test.go' -exec grep -lE -- "$1" {} + | xargs -r -n1 dirname | sort -u
