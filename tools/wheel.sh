#!/bin/bash
# wheel.sh FOLDER: the wheel, and requirements.txt beside it: the wheel itself and all that it needs, at the versions of uv.lock,
# each with its SHA-256. Called by `make wheel`, once islands, engine and licences are there.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "$1"
folder=$(cd "$1" && pwd)

rm -f "$folder"/parley-*.whl "$folder/requirements.txt"
.venv/bin/python -m hatchling build --target wheel --directory "$folder"
{
  echo "# pip install --require-hashes -r requirements.txt, in this folder"
  (cd "$folder" && sha256sum parley-*.whl | sed -E 's|^(\S+)  (.*)$|./\2 --hash=sha256:\1|')
  tools/uv.sh export --quiet --locked --no-default-groups --no-emit-project --no-header --no-annotate
} >"$folder/requirements.new"
mv "$folder/requirements.new" "$folder/requirements.txt"
