#!/bin/bash
# uv: the machine's if there is one, else the version below from PyPI in a private environment, .uv/.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.13.9
export UV_PYTHON_DOWNLOADS=never # the machine's Python: nothing is fetched but packages
[ -z "${PYTHON:-}" ] || export UV_PYTHON=$PYTHON

if [ -x .uv/bin/uv ]; then
  uv=.uv/bin/uv
elif command -v uv >/dev/null; then
  uv=$(command -v uv)
else
  python=${PYTHON:-python3}
  if ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Parley needs Python 3.11 or newer with its venv module; $python is not that. Nothing was set up." >&2
    echo "On Debian: apt-get install python3 python3-venv; or say which Python to take: make PYTHON=/path/to/python" >&2
    exit 1
  fi
  echo "uv: not on this machine; installing $version into .uv/ (usually 5 s)" >&2
  "$python" -m venv .uv
  .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version"
  uv=.uv/bin/uv
fi
exec "$uv" "$@"
