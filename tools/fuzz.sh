#!/bin/bash
# fuzz.sh TIME            fuzzes every target of the module for TIME each (10m).
# fuzz.sh --share SECONDS fuzzes them for SECONDS in all, 20 each at most.
# The time to compile comes on top. Stops at the first target that fails; the
# input that did it is then under testdata/fuzz of its package.
set -euo pipefail
cd "$(dirname "$0")/.."

# go test -list prints the names of a package, then "ok" and the package.
targets=$(go test -list '^Fuzz' $(tools/tests.sh '^func Fuzz') |
  awk '/^Fuzz/ { name[++n] = $1 } /^ok/ { for (i = 1; i <= n; i++) print $2, name[i]; n = 0 }')
count=$(grep -c . <<<"$targets") || { echo "there is no fuzz target"; exit 1; }

time=$1
if [ "$1" = --share ]; then
  seconds=$(($2 / count))
  time=$((seconds > 20 ? 20 : seconds < 1 ? 1 : seconds))s
fi
echo "$count targets, $time each"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
while read -r package target; do
  go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" </dev/null | tee "$log" && continue
  # Go's fuzzer may report the end of its own time as a failure; a real one
  # always has an input.
  ! grep -q 'Failing input written' "$log" || exit 1
  grep -q 'context deadline exceeded' "$log" || exit 1
done <<<"$targets"
