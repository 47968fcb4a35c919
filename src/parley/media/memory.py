"""The media port without an engine: it remembers what it was asked. For tests of everything but media."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class MemoryMedia:
    """``working`` is what ``healthy`` answers; ``admitted`` holds who was given a token for which room."""

    working: bool = True
    admitted: dict[str, set[str]] = field(default_factory=dict)
    removed: list[tuple[str, str]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    shares: list[tuple[str, bool]] = field(default_factory=list)
    muted: list[tuple[str, str]] = field(default_factory=list)

    def url(self) -> str:
        return "ws://127.0.0.1:1"

    def permit(self, room: str, identity: str, *, share: bool) -> None:
        self.shares.append((identity, share))

    def token(self, room: str, identity: str, *, publish: bool, share: bool = False) -> str:
        self.admitted.setdefault(room, set()).add(identity)
        return f"memory:{room}:{identity}:{'publish' if publish else 'listen'}"

    def remove(self, room: str, identity: str) -> None:
        if identity in self.admitted.get(room, set()):
            self.admitted[room].discard(identity)
            self.removed.append((room, identity))

    def mute(self, room: str, identity: str) -> None:
        self.muted.append((room, identity))

    def close(self, room: str) -> None:
        self.admitted.pop(room, None)
        self.closed.append(room)

    def inside(self, room: str) -> frozenset[str]:
        return frozenset(self.admitted.get(room, ()))

    def healthy(self) -> bool:
        return self.working
