#!/bin/bash
# debian.sh [PACKAGE…]: what the tests need beyond Python, Node and the engine, Chromium and PostgreSQL, and the packages
# named, from Debian's. As root it installs what is missing; otherwise it says exactly what to install, and stops.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Tests and benchmarks need what is not on this machine: ${missing[*]}. Nothing was installed, and nothing was run." >&2
  echo "Install it and call make again:  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
here=$(dirname "$0")
"$here/step.sh" apt-update "10 s" apt-get update -qq
"$here/step.sh" apt-install "1 minute" apt-get install -y -qq --no-install-recommends "${missing[@]}"
