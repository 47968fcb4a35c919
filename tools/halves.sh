#!/bin/bash
# halves.sh "FIRST…" "SECOND…": two sets of tests at once, one for each core; both must pass, and both are told.
set -uo pipefail
cd "$(dirname "$0")/.."
tests=(tools/uv.sh run --no-sync pytest -q -p no:cacheprovider)

read -ra first <<<"$1"
read -ra second <<<"$2"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"${tests[@]}" "${first[@]}" >"$log" 2>&1 &
code=0
"${tests[@]}" "${second[@]}" || code=$?
wait $! || code=$?
cat "$log"
exit "$code"
