"""Builds everything from Settings: store, engine, app. The only module that knows them all."""

import hmac
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley import settings as chosen
from parley.app.core import loading, witness
from parley.app.core.clock import SystemClock
from parley.app.core.jobs import Jobs
from parley.app.core.model import App, Limits
from parley.app.core.ports import Media, ReadOnly, Unavailable
from parley.app.core.states import AllTalks, Check
from parley.mail import SmtpMail
from parley.media.engine import BUILT, Engine, EngineFailed, EnginePlan
from parley.media.livekit import LiveKit
from parley.media.memory import MemoryMedia
from parley.record import Signer
from parley.registry import REGISTRY
from parley.settings import Secrets, Settings
from parley.settings.secret_file import NAME as SECRETS
from parley.store import KEPT_HEADS, Store, StoreError, not_without_secrets, open_store, read_store

__all__ = [
    "EngineFailed",
    "Parley",
    "StoreError",
    "build_app",
    "opened",
    "reading",
]  # what commands need of it


KEEP_SECONDS = 60.0


@dataclass(slots=True)
class Parley:
    """A running installation: the app, its store, its jobs and, if we started one, the media engine."""

    app: App
    store: Store
    jobs: Jobs
    engine: Engine | None = field(default=None)


def build_app(
    store: Store, media: Media, secrets: Secrets, settings: Settings, check: Check | None = None
) -> App:
    """Return the app over these parts; nothing is started. ``check`` sees each entry that is read from the journal."""
    return App(
        registry=REGISTRY,
        journal=store.journal,
        blobs=store.blobs,
        people=store.people,
        media=media,
        clock=SystemClock(settings.clock_start),
        talks=AllTalks(store.journal, REGISTRY.folds, check),
        signer=Signer.of(Ed25519PrivateKey.from_private_bytes(secrets.server_key)),
        secret=hmac.digest(secrets.blob_key, b"parley-app-secret", sha256),
        services=REGISTRY.services(),
        institution=settings.institution,
        mail=_mail(settings),
        limits=Limits(
            settings.seat_megabytes * 1_000_000,
            settings.party_megabytes * 1_000_000,
            settings.acts_megabytes * 1_000_000,
        ),
    )


def _mail(settings: Settings) -> SmtpMail | None:
    if settings.smtp_host is None or settings.smtp_from is None:
        return None
    account, password = settings.smtp_account or "", settings.smtp_password or ""
    return SmtpMail(settings.smtp_host, settings.smtp_port, settings.smtp_from, account, password)


@contextmanager
def opened(settings: Settings, *, with_engine: bool = False) -> Iterator[Parley]:
    """Hold and open the store, and start the media engine if asked; close and stop both at the end.

    Raises: StoreError, EngineFailed, SettingsRefused, in words for the operator.
    """
    not_without_secrets(settings.database_url, settings.data / SECRETS)
    secrets = chosen.secrets(settings)
    store = open_store(settings.database_url, secrets.blob_key, settings.data / KEPT_HEADS)
    engine = None
    try:
        media: Media = MemoryMedia()
        server = Ed25519PrivateKey.from_private_bytes(secrets.server_key).public_key().public_bytes_raw()
        checking = loading.Checking(server, REGISTRY, store.journal)
        app = build_app(store, media, secrets, settings, checking)
        _load(app, store, checking, settings)
        if with_engine:
            engine, media = start_media(settings, secrets)
        app.media = media
        for domain in REGISTRY.domains:
            if domain.opened is not None:
                domain.opened(app)
        witness.stop_if_changed(app)
        with _heads_kept(app, store):
            yield Parley(app, store, Jobs(app), engine)
    finally:
        if engine is not None:
            engine.stop()
        store.close()


@contextmanager
def _heads_kept(app: App, store: Store) -> Iterator[None]:
    """Keep the heads every KEEP_SECONDS and at the end, so that whoever then changes the database changes it behind a kept head.

    What a killed server did not keep is verified at its next start: a minute's acts, however long it had run.
    """
    ended = threading.Event()

    def keep() -> None:
        with suppress(
            ReadOnly, Unavailable, OSError
        ):  # a disk that takes nothing is told elsewhere; the next try keeps it
            loading.keep(app, store.keeping)

    def now_and_then() -> None:
        while not ended.wait(KEEP_SECONDS):
            keep()

    keeper = threading.Thread(target=now_and_then, name="heads")
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
    keep()


def _load(app: App, store: Store, checking: loading.Checking, settings: Settings) -> None:
    """Raises: StoreError, in words, where entries are not those that were written here."""
    try:
        loading.load(app, store.keeping, checking)
    except loading.Changed as changed:
        raise StoreError(
            f"The database was changed by somebody else: {changed.where}. Nothing is served. Look into it with `parley record export` "
            f"and `verify`, find out who could write to it, and restore the last good backup with `parley restore` into {settings.data}."
        ) from None
    except ReadOnly:
        pass  # the disk keeps no head today; all is verified again at the next start


@contextmanager
def reading(settings: Settings) -> Iterator[Parley]:
    """Open the store for reading alone, whoever serves it meanwhile; nothing in it is changed.

    Raises: StoreError, SettingsRefused, in words for the operator.
    """
    not_without_secrets(settings.database_url, settings.data / SECRETS)
    secrets = chosen.secrets(settings)
    store = read_store(settings.database_url, secrets.blob_key)
    try:
        app = build_app(store, MemoryMedia(), secrets, settings)
        yield Parley(app, store, Jobs(app))
    finally:
        store.close()


def start_media(settings: Settings, secrets: Secrets) -> tuple[Engine | None, Media]:
    """Return our own engine, started, and the port to it; or the port to an engine elsewhere."""
    if settings.livekit_url:
        return None, LiveKit(settings.livekit_url, secrets.livekit_key, secrets.livekit_secret)
    plan = EnginePlan(
        binary=engine_binary(settings),
        folder=settings.data,
        key=secrets.livekit_key,
        secret=secrets.livekit_secret,
        address=settings.engine_address,
        port=settings.engine_port,
        tcp_port=settings.engine_tcp_port,
        udp_port=settings.engine_udp_port,
    )
    engine = Engine(plan)
    engine.start()
    public = settings.engine_url or f"ws://{plan.address}:{engine.plan.port}"
    return engine, LiveKit(engine.address, plan.key, plan.secret, public)


def signals_through(parley: Parley, public: str) -> tuple[int, Callable[[str], str | None]] | None:
    """Have browsers be told ``public`` for our own engine's signals; return its port and whose a token is. None: not our own."""
    engine, media = parley.engine, parley.app.media
    if engine is None or not isinstance(media, LiveKit):
        return None
    parley.app.media = replace(media, public=public)
    return engine.plan.port, media.whose


def engine_binary(settings: Settings) -> Path:
    """Return the engine to start: the one chosen, the one that Parley brings or that was built here, or one on PATH. Raises: EngineFailed."""
    found = settings.engine or (BUILT if BUILT.exists() else None) or shutil.which("livekit-server")
    if found is None:
        raise EngineFailed(
            "there is no engine: `make setup` builds one, or set PARLEY_ENGINE or PARLEY_LIVEKIT_URL"
        )
    return Path(found)
