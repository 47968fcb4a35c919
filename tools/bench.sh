#!/bin/bash
# bench.sh [NAME…]: run the named benchmarks, or all of them, and print their tables.
set -euo pipefail
cd "$(dirname "$0")/.."
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for file in bench/[a-z]*.py; do names+=("$(basename "$file" .py)"); done
fi
for name in "${names[@]}"; do
  echo "== $name"
  tools/uv.sh run --no-sync python -m "bench.$name"
done
