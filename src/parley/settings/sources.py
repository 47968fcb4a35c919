"""Where the settings come from: the command line, the environment, one TOML file, and the defaults."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from parley.settings.model import About, Settings, declared
from parley.settings.secret_file import Secrets, kept

PREFIX = "PARLEY_"
# No settings: which file holds them; where the benchmarks find open lists.
OTHERS = frozenset({f"{PREFIX}CONFIG", f"{PREFIX}OPEN_DATA"})
DEFAULT_FILE = "parley.toml"
PARTNERS = (
    ("tls_cert", "tls_key"),
    ("livekit_url", "livekit_key", "livekit_secret"),
    ("smtp_host", "smtp_from"),
    ("smtp_account", "smtp_password"),
)
PASSWORD = re.compile(r"(://[^:/@]*:)[^@]*@")


@dataclass(frozen=True, slots=True)
class Fault:
    """One setting that cannot be taken: its name as the operator wrote it, its value, what is allowed."""

    name: str
    value: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.name} is {self.value}; allowed: {self.allowed}"


class SettingsRefused(ValueError):
    """One or more settings are wrong; nothing was started and nothing written."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"settings: nothing was started.{lines}\nSee `parley settings --help`.")


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as ``parley settings`` lists it; secrets are masked."""

    name: str
    variable: str
    value: str | int | None
    source: str  # "default", "command line", "environment", or the file
    about: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Given:
    """A value as somebody gave it, the folder its paths start from, and the name as it was written."""

    value: object
    source: str
    folder: Path
    written: str


def load(
    overrides: Mapping[str, object] | None = None, *, environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings from ``overrides`` (None values count as not given), environment, file and defaults.

    Raises: SettingsRefused with every fault: an unknown name, a wrong value, one setting without its partner.
    """
    environment = os.environ if environment is None else environment
    faults: list[Fault] = []
    given = _given(overrides or {}, environment, faults)
    values = _values(given, faults)
    _partners(values, faults)
    if faults:
        raise SettingsRefused(faults)
    values.setdefault("data", Path("parley-data").absolute())
    values.setdefault("database_url", f"sqlite:///{values['data']}/parley.sqlite")
    return Settings(**values, sources={name: each.source for name, each in given.items()})


def secrets(settings: Settings) -> Secrets:
    """Return this installation's secrets, made at the first call in a 0600 file under ``settings.data``.

    Raises: SettingsRefused if others may read the file, or it is not what Parley wrote.
    """
    try:
        own = kept(settings.data)
    except ValueError as fault:
        source = settings.sources.get("data", "default")
        written = f"{PREFIX}DATA" if source == "environment" else "data"
        raise SettingsRefused([Fault(f"{written} ({source})", str(settings.data), str(fault))]) from fault
    if settings.livekit_key is None or settings.livekit_secret is None:
        return own
    return own.with_engine(settings.livekit_key, settings.livekit_secret)


def rows(settings: Settings) -> list[Row]:
    """Return every setting with its value and source, secrets and passwords masked."""
    return [
        Row(
            name=name,
            variable=PREFIX + name.upper(),
            value=_shown(about, getattr(settings, name)),
            source=settings.sources.get(name, "default"),
            about=about.purpose,
            allowed=about.allowed,
        )
        for name, about in declared().items()
    ]


def _shown(about: About, value: object) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    return "(not shown)" if about.secret else PASSWORD.sub(r"\1•••@", str(value))


def _given(
    overrides: Mapping[str, object], environment: Mapping[str, str], faults: list[Fault]
) -> dict[str, Given]:
    given: dict[str, Given] = {}
    path = _config(environment, faults)
    if path is not None:
        for name, value in _toml(path, faults).items():
            given[name] = Given(value, str(path), path.parent.absolute(), name)
    for variable, text in environment.items():
        if variable.startswith(PREFIX) and variable not in OTHERS:
            name = variable.removeprefix(PREFIX).lower()
            given[name] = Given(text, "environment", Path.cwd(), variable)
    for name, value in overrides.items():
        if value is not None:
            plain = str(value) if isinstance(value, Path) else value
            given[name] = Given(plain, "command line", Path.cwd(), name)
    return given


def _config(environment: Mapping[str, str], faults: list[Fault]) -> Path | None:
    if (named := environment.get(f"{PREFIX}CONFIG")) is None:
        return Path(DEFAULT_FILE) if Path(DEFAULT_FILE).exists() else None
    if Path(named).is_file():
        return Path(named)
    faults.append(Fault(f"{PREFIX}CONFIG", repr(named), "a TOML file that can be read"))
    return None


def _toml(path: Path, faults: list[Fault]) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        faults.append(Fault(str(path), f"not readable ({fault})", "a TOML file in UTF-8"))
        return {}


def _values(given: Mapping[str, Given], faults: list[Fault]) -> dict[str, Any]:
    known = declared()
    values: dict[str, Any] = {}
    for name, each in given.items():
        label = f"{each.written} ({each.source})"
        if name not in known:
            near = get_close_matches(name, known, n=1)
            faults.append(Fault(label, "not a setting", near[0] if near else "see `parley settings`"))
            continue
        try:
            values[name] = known[name].read(each.value, each.folder)
        except ValueError:
            shown = _shown(known[name], repr(each.value))
            faults.append(Fault(label, str(shown), known[name].allowed))
    return values


def _partners(values: Mapping[str, object], faults: list[Fault]) -> None:
    for group in PARTNERS:
        missing = [name for name in group if name not in values]
        if missing and len(missing) < len(group) and not any(f.name.split()[0] in group for f in faults):
            faults += [
                Fault(name, "not set", f"set, because {' and '.join(group)} go together") for name in missing
            ]
