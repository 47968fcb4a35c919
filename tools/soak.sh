#!/bin/bash
# soak.sh COUNT: the tests marked `soak` (media on a real engine, servers killed) COUNT times in a row, those of whole
# servers beside the others: two minutes a round. Stops at the first run that does not pass, and says how many did.
set -euo pipefail
count=$1
for ((round = 1; round <= count; round++)); do
  echo "soak: round $round of $count"
  if ! tools/halves.sh "-m soak tests/whole" "-m soak --ignore=tests/whole"; then
    echo "soak: $((round - 1)) of $count rounds passed, then round $round did not"
    exit 1
  fi
done
echo "soak: $count of $count rounds passed"
