"""These tests run a real engine."""

from tests.engine import engine, livekit, plan
from tests.whole.scene import play

__all__ = ["engine", "livekit", "plan", "play"]
