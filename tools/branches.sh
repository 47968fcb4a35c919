#!/bin/bash
# Every branch of the packages below is taken by their own tests; one that is not ends with 2, and is named.
set -euo pipefail
cd "$(dirname "$0")/.."
data=build/branches.coverage
run=(tools/uv.sh run --no-sync coverage)
"${run[@]}" run --branch --data-file="$data" --source=parley.record,parley.text -m pytest -q tests/record tests/text
exec "${run[@]}" report --data-file="$data" --show-missing --skip-covered --fail-under=100
