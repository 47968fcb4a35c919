"""Tries docs/operate/tls.md against an ACME server on this machine: certificates issued, served and renewed.

    python -m tools.acme                          certbot, and Parley with the files
    NGINX=… CADDY=… python -m tools.acme          … and behind nginx, behind Caddy: the programs to take

The hook, the server of nginx and the Caddyfile are taken from the paper itself; ports and folders are changed. Needs Go, and the package
registries the first time. Pebble is Let's Encrypt's ACME server for tests.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import httpx

from parley.rehearsal.tls import free_port, trusting
from tests.certificate import own_certificate

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "build/acme"
PEBBLE, CERTBOT = "v2.10.3", "5.8.0"
NAME = "parley.example.org"
HTTP, TLS, DIRECTORY, MANAGEMENT, DNS = (free_port() for _ in range(5))
PAPER = (ROOT / "docs/operate/tls.md").read_text("utf-8")
WAITS = 60.0  # seconds
SNI = {"sni_hostname": NAME}
T = TypeVar("T")
UPGRADE = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==", "sec-websocket-version": "13"}  # fmt: skip


def main() -> int:
    tools()
    folder = TOOLS / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with authority(folder) as roots:
        for name, way in (("files", by_files), ("nginx", by_nginx), ("caddy", by_caddy)):
            program = os.environ.get(name.upper(), "")
            if name != "files" and not program:
                print(f"{name}: not tried, {name.upper()} names no program")
                continue
            (folder / name).mkdir()
            way(folder / name, roots, program)
    return 0


def tools() -> None:
    """Fetch and build what is not there yet."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    if not (TOOLS / "pebble").exists():
        go = shutil.which("go") or str(ROOT / ".venv/bin/go")
        commands = [
            f"github.com/letsencrypt/pebble/v2/cmd/{name}@{PEBBLE}"
            for name in ("pebble", "pebble-challtestsrv")
        ]
        subprocess.run(
            [go, "install", *commands],
            env={**os.environ, "GOBIN": str(TOOLS), "CGO_ENABLED": "0"},
            check=True,
        )
    if not (TOOLS / "certbot/bin/certbot").exists():
        uv = str(ROOT / "tools/uv.sh")
        subprocess.run([uv, "venv", "-q", TOOLS / "certbot"], check=True)
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", TOOLS / "certbot", f"certbot=={CERTBOT}"], check=True
        )


@contextmanager
def authority(folder: Path) -> Iterator[Callable[[], Path]]:
    """Pebble, and a name server that leads every name to this machine; yields what fetches the root that it signs with."""
    certificate, key = own_certificate(folder)
    told = {"listenAddress": f"127.0.0.1:{DIRECTORY}", "managementListenAddress": f"127.0.0.1:{MANAGEMENT}", "certificate": str(certificate), "privateKey": str(key), "httpPort": HTTP, "tlsPort": TLS}  # fmt: skip
    (folder / "pebble.json").write_text(json.dumps({"pebble": told}))
    names = [TOOLS / "pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dnsserver", f"127.0.0.1:{DNS}", "-management", f"127.0.0.1:{free_port()}", "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", ""]  # fmt: skip
    pebble = [TOOLS / "pebble", "-config", folder / "pebble.json", "-dnsserver", f"127.0.0.1:{DNS}"]

    def roots() -> Path:
        answer = httpx.get(
            f"https://localhost:{MANAGEMENT}/roots/0", verify=trusting(certificate)
        ).raise_for_status()
        (folder / "roots.pem").write_bytes(answer.content)
        return folder / "roots.pem"

    with started(names, folder / "names.log"), started(pebble, folder / "pebble.log", PEBBLE_VA_NOSLEEP="1"):
        until(lambda: roots().exists())
        yield roots


def by_files(folder: Path, roots: Callable[[], Path], _: str) -> None:
    """Parley serves HTTPS by files that certbot's hook puts into place; renewed twice, by one process that serves on."""
    hook = folder / "renewed"
    script = block("sh").replace("-o parley -g parley ", "").replace("/srv/parley/tls", str(folder / "tls"))
    hook.write_text(script)
    hook.chmod(0o755)
    certbot(
        folder, "certonly", "--standalone", "--http-01-port", str(HTTP), "-d", NAME, "--deploy-hook", hook
    )
    port = free_port()
    pair = folder / "tls/fullchain.pem", folder / "tls/privkey.pem"
    with parley(folder, "--port", port, "--tls", *pair):
        served = [look(roots(), port)]
        for _renewal in range(2):
            certbot(folder, "renew", "--force-renewal")
            served.append(look(roots(), port))
    assert len(set(served)) == 3, served
    print(
        f"files: certbot {CERTBOT} issued and renewed them twice; Parley served {' '.join(served)} without a restart"
    )


def by_nginx(folder: Path, roots: Callable[[], Path], program: str) -> None:
    """Nginx in front, with certbot's webroot."""
    behind, live = free_port(), folder / "config/live" / NAME
    (folder / "acme").mkdir()
    changes = {"listen 80;": f"listen {HTTP};", "listen 443 ": f"listen {TLS} ", "/var/www/acme": str(folder / "acme"), f"/etc/letsencrypt/live/{NAME}": str(live), "127.0.0.1:8080": f"127.0.0.1:{behind}"}  # fmt: skip
    servers = changed(block("nginx"), changes)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {temporary} %s }}"
    )
    conf = folder / "nginx.conf"
    conf.write_text(
        main % servers.partition("\nserver {")[0]
    )  # before there is a certificate, as the paper says
    with (
        parley(folder, "--port", behind),
        started([program, "-p", folder, "-c", conf], folder / "nginx.log") as nginx,
    ):
        until(lambda: httpx.get(f"http://127.0.0.1:{HTTP}").status_code == 301)
        certbot(folder, "certonly", "--webroot", "-w", folder / "acme", "-d", NAME)
        conf.write_text(main % servers)
        nginx.send_signal(signal.SIGHUP)
        first = until(lambda: look(roots(), TLS))
        certbot(folder, "renew", "--force-renewal")
        nginx.send_signal(signal.SIGHUP)
        renewed = until(lambda: look(roots(), TLS) != first and look(roots(), TLS))
    said = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr.split()[-1]
    print(f"nginx: {said} served {renewed}, got by certbot's webroot and renewed")


def by_caddy(folder: Path, roots: Callable[[], Path], program: str) -> None:
    """Caddy in front, which speaks ACME itself."""
    behind = free_port()
    own = f"acme_ca https://localhost:{DIRECTORY}/dir\n acme_ca_root {folder.parent}/cert.pem\n http_port {HTTP}\n https_port {TLS}\n admin off\n storage file_system {folder}/storage"
    site = changed(
        next(each for each in blocks("") if "reverse_proxy" in each),
        {"127.0.0.1:8080": f"127.0.0.1:{behind}"},
    )
    (folder / "Caddyfile").write_text(f"{{\n {own}\n}}\n{site}")
    command = [program, "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"]
    with parley(folder, "--port", behind), started(command, folder / "caddy.log", HOME=str(folder)):
        served = until(lambda: look(roots(), TLS))
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout.split()[0]
    print(f"caddy: {said} got and served {served}")


def certbot(folder: Path, *arguments: object) -> None:
    places = [word for name in ("config", "work", "logs") for word in (f"--{name}-dir", folder / name)]
    common = ["--non-interactive", "--agree-tos", "--register-unsafely-without-email", "--no-verify-ssl", "--no-random-sleep-on-renew", "--server", f"https://localhost:{DIRECTORY}/dir"]  # fmt: skip
    if arguments[0] != "renew":
        common += ["--http-01-port", str(HTTP)] if "--standalone" not in arguments else []
    command = [str(word) for word in (TOOLS / "certbot/bin/certbot", *arguments, *places, *common)]
    quiet = os.environ | {"PYTHONWARNINGS": "ignore"}  # that nobody vouches for pebble's own certificate
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def parley(folder: Path, *arguments: object) -> Iterator[None]:
    command = [
        sys.executable,
        "-m",
        "parley.cli.main",
        "serve",
        "--json",
        "--address",
        NAME,
        "--data",
        folder / "data",
        *arguments,
    ]
    # The name leads nowhere here. 192.0.2.1 is nobody's address: no media are tried.
    with started(command, folder / "parley.log", PARLEY_ENGINE_ADDRESS="192.0.2.1"):
        until(lambda: '"url"' in (folder / "parley.log").read_text())
        yield


def look(roots: Path, port: int) -> str:
    """Look at a page and at the engine's signals by the name; return the serial number of the certificate."""
    with httpx.Client(verify=trusting(roots), headers={"host": NAME}) as client:
        signals = client.get(f"https://127.0.0.1:{port}/engine/rtc", headers=UPGRADE, extensions=SNI)
        assert signals.status_code == 401, signals.status_code  # Parley's own answer to who brings no token
        answer = client.get(f"https://127.0.0.1:{port}/health", extensions=SNI)
        assert answer.json()["ok"], answer.text
        shown = answer.extensions["network_stream"].get_extra_info("ssl_object").getpeercert()
        return str(shown["serialNumber"])


def blocks(language: str) -> list[str]:
    """Return what stands in the paper between three backticks."""
    return [
        text
        for found, text in re.findall(r"^```(\w*)\n(.*?)^```$", PAPER, re.MULTILINE | re.DOTALL)
        if found == language
    ]


def block(language: str) -> str:
    (only,) = blocks(language)
    return only


def changed(text: str, changes: dict[str, str]) -> str:
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def started(command: Sequence[object], log: Path, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as out:
        words = [str(word) for word in command]
        process = subprocess.Popen(
            words, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=os.environ | variables
        )
    try:
        yield process
    except BaseException:
        print(f"--- {log}\n{log.read_text(errors='replace')[-3000:]}", file=sys.stderr)
        raise
    finally:
        process.terminate()
        process.wait(WAITS)


def until(holds: Callable[[], T | Literal[False]]) -> T:
    """Wait until it holds, whatever goes wrong meanwhile, and return what it answered."""
    end, last = time.monotonic() + WAITS, ""
    while time.monotonic() < end:
        try:
            if found := holds():
                return found
        except (httpx.HTTPError, OSError) as fault:
            last = repr(fault)
        time.sleep(0.2)
    raise TimeoutError(last)


if __name__ == "__main__":
    sys.exit(main())
