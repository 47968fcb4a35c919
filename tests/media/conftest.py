"""These tests run a real engine."""

from tests.engine import engine, livekit, plan

__all__ = ["engine", "livekit", "plan"]
