"""Settings: what an operator chooses, where each value came from, and the secrets made at first start.

A setting has one name: ``port`` in ``parley.toml``, ``PARLEY_PORT`` in the environment, ``settings.port``
here. The command line wins over the environment, the environment over the file, the file over the default.
Everything that is wrong is said at once, and nothing starts. A path in the file is relative to the file.
"""

from parley.settings.model import Settings
from parley.settings.secret_file import Secrets
from parley.settings.sources import Fault, Row, SettingsRefused, load, rows, secrets

__all__ = ["Fault", "Row", "Secrets", "Settings", "SettingsRefused", "load", "rows", "secrets"]
