"""These tests run a real engine and a real browser."""

from tests.engine import engine, livekit, plan
from tests.whole.at_table import browser
from tests.whole.scene import play

__all__ = ["browser", "engine", "livekit", "plan", "play"]
