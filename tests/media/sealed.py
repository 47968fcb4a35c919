"""When a device that lacks the key has begun to see and hear nothing."""

from parley.rehearsal.heard import Heard
from parley.rehearsal.seatmedia import SeatMedia
from tests.table import SILENT, until

FRAMES = 5


def nothing(heard: Heard) -> bool:
    return not heard.frames and not heard.codes and heard.energy < SILENT


async def sealed(stranger: SeatMedia, speaker: SeatMedia, listener: SeatMedia) -> None:
    """Wait until the listener has decoded frames of the speaker's while the stranger decoded none, and forget all.

    The SDK gives a track its decryptor after the track: until it is there, what comes is noise, the bytes as they
    are. How long that takes says how busy the machine is; a stranger that holds the key is never done.
    """

    def begun_anew() -> bool:
        if not all(nothing(heard) for heard in stranger.report().values()):
            stranger.forget()
            listener.forget()
        heard = listener.report().get(speaker.identity)
        return heard is not None and heard.codes[speaker.code] >= FRAMES

    await until(begun_anew, 20, "a stranger decodes nothing while five frames are decoded beside it")
    stranger.forget()
    listener.forget()
