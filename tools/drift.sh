#!/bin/bash
# drift.sh COMMAND...  runs a command and fails where it changes, makes or deletes
# a file of the project. What was not committed before is no drift.
set -eu
cd "$(dirname "$0")/.."

state() { find . \( -name .git -o -path ./bin \) -prune -o -type f -exec cksum {} + | sort; }

before=$(state)
"$@"
if ! changes=$(diff <(echo "$before") <(state)); then
  echo "these files were not up to date; make generate has made them anew, now commit them:"
  echo "$changes" | sed -nE 's/^[<>] [0-9]+ [0-9]+ /  /p' | sort -u
  exit 1
fi
