"""The media port on a LiveKit server: rooms, tokens, removal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import aiohttp
from livekit import api

T = TypeVar("T")

TOKEN_LIFE = timedelta(minutes=10)  # to connect with; the engine renews the tokens of connected devices
ASK_SECONDS = 5.0
EMPTY_ROOM_SECONDS = 3600  # an empty room is kept so long; it holds nothing
MOST_IN_A_ROOM = 100
OWN, SHARED = ("camera", "microphone"), ("screen_share", "screen_share_audio")
_DIRECT = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class LiveKit:
    """A LiveKit server at ``address`` (http or ws), asked with its API key.

    ``public`` is the address that browsers are told, if it is not the same: behind a TLS proxy it is not.
    Rooms are never made by joining (``auto_create: false``): who holds a token for one room can make no other.
    """

    address: str
    key: str
    secret: str = field(repr=False)
    public: str | None = None

    def url(self) -> str:
        return self.public or self.address.replace("http", "ws", 1)

    def token(self, room: str, identity: str, *, publish: bool, share: bool = False) -> str:
        """Return a token for this room alone, which is made if it is not there (the engine may be new).

        It carries no name, no metadata and no right beyond publishing camera and microphone, and a screen
        for the one who may share. The hidden grant is never given: everybody in a room is visible.
        Raises: OSError if the engine does not answer.
        """
        made = api.CreateRoomRequest(
            name=room, empty_timeout=EMPTY_ROOM_SECONDS, max_participants=MOST_IN_A_ROOM
        )
        self._ask(lambda server: server.room.create_room(made))
        return self.signed(room, identity, publish=publish, share=share)

    def signed(
        self, room: str, identity: str, *, publish: bool, share: bool = False, life: timedelta = TOKEN_LIFE
    ) -> str:
        """Return the token alone, for a room that is there."""
        grants = api.VideoGrants(
            room_join=True,
            room=room,
            can_subscribe=True,
            can_publish=publish,
            can_publish_data=False,
            can_publish_sources=[*OWN, *(SHARED if share else ())] if publish else None,
            can_update_own_metadata=False,
        )
        token = api.AccessToken(self.key, self.secret).with_identity(identity).with_ttl(life)
        return token.with_grants(grants).to_jwt()

    def whose(self, token: str) -> str | None:
        """Return the identity that a token of ours was made for; None for another's, or one that has run out."""
        try:
            return api.TokenVerifier(self.key, self.secret).verify(token).identity or None
        except Exception:  # noqa: BLE001 - whatever the library has against it
            return None

    def remove(self, room: str, identity: str) -> None:
        """Put a participant out; an unknown one, or an unknown room, is nothing. Raises: OSError as above."""
        who = api.RoomParticipantIdentity(room=room, identity=identity)
        try:
            self._ask(lambda server: server.room.remove_participant(who))
        except api.TwirpError as refused:
            if refused.code != "not_found":
                raise OSError(f"the media engine did not remove a participant: {refused.code}") from None

    def permit(self, room: str, identity: str, *, share: bool) -> None:
        """Let a participant publish a screen, or no longer, which ends what they publish of it. Raises: OSError as above."""
        sources = [api.TrackSource.CAMERA, api.TrackSource.MICROPHONE]
        if share:
            sources += [api.TrackSource.SCREEN_SHARE, api.TrackSource.SCREEN_SHARE_AUDIO]
        may = api.ParticipantPermission(can_subscribe=True, can_publish=True, can_publish_sources=sources)
        asked = api.UpdateParticipantRequest(room=room, identity=identity, permission=may)
        try:
            self._ask(lambda server: server.room.update_participant(asked))
        except api.TwirpError as refused:
            if share or refused.code != "not_found":
                raise OSError(f"the media engine did not change a permission: {refused.code}") from None

    def mute(self, room: str, identity: str) -> None:
        """Mute the microphones of a participant; an unknown one is nothing, and nobody can be unmuted. Raises: OSError as above."""
        who = api.RoomParticipantIdentity(room=room, identity=identity)

        async def mute(server: api.LiveKitAPI) -> None:
            found = await server.room.get_participant(who)
            for track in found.tracks:
                if track.source == api.TrackSource.MICROPHONE and not track.muted:
                    asked = api.MuteRoomTrackRequest(
                        room=room, identity=identity, track_sid=track.sid, muted=True
                    )
                    await server.room.mute_published_track(asked)

        try:
            self._ask(mute)
        except api.TwirpError as refused:
            if refused.code != "not_found":
                raise OSError(f"the media engine did not mute a participant: {refused.code}") from None

    def close(self, room: str) -> None:
        """End a room; an unknown one is nothing. Raises: OSError as above."""
        ended = api.DeleteRoomRequest(room=room)
        try:
            self._ask(lambda server: server.room.delete_room(ended))
        except api.TwirpError as refused:
            if refused.code != "not_found":
                raise OSError(f"the media engine did not end a room: {refused.code}") from None

    def inside(self, room: str) -> frozenset[str]:
        """Return who is in the room: nobody in an unknown one. Raises: OSError if the engine does not answer."""
        asked = api.ListParticipantsRequest(room=room)
        try:
            found = self._ask(lambda server: server.room.list_participants(asked))
        except api.TwirpError as refused:
            raise OSError(f"the media engine did not say who is in a room: {refused.code}") from None
        return frozenset(one.identity for one in found.participants)

    def healthy(self) -> bool:
        """Return whether the engine answers now."""
        try:
            with _DIRECT.open(self.address.replace("ws", "http", 1), timeout=ASK_SECONDS) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _ask(self, question: Callable[[api.LiveKitAPI], Awaitable[T]]) -> T:
        """Ask from a thread without a running loop, as all of the synchronous core is."""

        async def ask() -> T:
            limit = aiohttp.ClientTimeout(total=ASK_SECONDS)
            async with api.LiveKitAPI(self.address, self.key, self.secret, timeout=limit) as server:
                return await question(server)

        try:
            return asyncio.run(ask())
        except (aiohttp.ClientError, TimeoutError) as failed:
            raise OSError(f"the media engine does not answer: {type(failed).__name__}") from failed
