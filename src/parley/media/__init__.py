"""Sound and pictures: LiveKit, behind the port ``app.ports.Media``. Nobody else imports its server library.

``engine`` starts and supervises a LiveKit server of our own; ``livekit`` asks one (ours or another's) for rooms
and admits people to them; ``memory`` is the same port without an engine, for tests of everything else.
"""

from parley.media.engine import BUILT, Engine, EngineFailed, EnginePlan
from parley.media.livekit import LiveKit
from parley.media.memory import MemoryMedia

__all__ = ["BUILT", "Engine", "EngineFailed", "EnginePlan", "LiveKit", "MemoryMedia"]
