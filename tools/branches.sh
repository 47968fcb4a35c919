#!/bin/bash
# branches.sh TESTS…: every branch of the record, of the rules and folds, of acts and of access is taken by tests of their
# own; one that is not ends with 2, and is named. The algorithms of `lists` and `plan` are held by laws and figures instead.
set -euo pipefail
cd "$(dirname "$0")/.."
data=build/branches.coverage
run=(tools/uv.sh run --no-sync coverage)
packages=parley.base,parley.legible,parley.record,parley.talks,parley.room,parley.text,parley.lists,parley.plan,parley.app
held='src/parley/base/*,src/parley/legible/*,src/parley/record/*,src/parley/talks/*,src/parley/room/*,src/parley/text/*,src/parley/app/core/access.py'
for file in acts rules state; do held+=",src/parley/lists/$file.py,src/parley/plan/$file.py"; done
"${run[@]}" run --branch --data-file="$data" --source="$packages" -m pytest -q "$@"
exec "${run[@]}" report --data-file="$data" --include="$held" --show-missing --skip-covered --fail-under=100
