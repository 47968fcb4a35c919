#!/bin/bash
# step.sh NAME USUAL COMMAND…: run one step, say what it is and how long it usually takes, and show its output
# only if it did not go well. A long one says every fifteen seconds that it is still at work.
set -euo pipefail
set -m # each job is a group of its own, so that all of it can be ended

name=$1 usual=$2
shift 2
mkdir -p build/logs
log=build/logs/$name.log
began=$SECONDS
printf '%-14s … usually %s\n' "$name" "$usual"

"$@" </dev/null >"$log" 2>&1 &
work=$!
trap 'kill -INT -- "-$work" 2>/dev/null; sleep 0.5; kill -KILL -- "-$work" 2>/dev/null; exit 130' INT TERM

(while sleep 15; do printf '%-14s   %d s: %s\n' "$name" $((SECONDS - began)) "$(tail -n 1 "$log" | cut -c 1-90)"; done) &
clock=$!
trap 'kill -- "-$clock" 2>/dev/null || true' EXIT

code=0
wait "$work" || code=$?
if [ "$code" -ne 0 ]; then
  tail -n 200 "$log"
  printf '%-14s   stopped after %d s with exit code %d; all of it: %s\n' "$name" $((SECONDS - began)) "$code" "$log"
  exit "$code"
fi
printf '%-14s   done in %d s%s\n' "$name" $((SECONDS - began)) "$(grep -E '^[0-9]+ (passed|failed)|Tests .* passed' "$log" | tail -n 1 | sed 's/^ */: /' || true)"
