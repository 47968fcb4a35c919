"""When a device that lacks the key has begun to see and hear nothing."""

from parley.rehearsal.received import ReceivedMedia
from parley.rehearsal.seatmedia import SeatMedia
from tests.table import SILENT, until

FRAMES = 5


def nothing(received: ReceivedMedia) -> bool:
    return not received.frames and not received.codes and received.energy < SILENT


async def sealed(stranger: SeatMedia, speaker: SeatMedia, listener: SeatMedia) -> None:
    """Wait until the listener has decoded frames of the speaker's while the stranger decoded none, and forget all.

    The SDK gives a track its decryptor after the track: until it is there, what comes is noise, the bytes as they
    are. How long that takes says how busy the machine is; a stranger that holds the key is never done.
    """

    def begun_anew() -> bool:
        if not all(nothing(received) for received in stranger.report().values()):
            stranger.forget()
            listener.forget()
        received = listener.report().get(speaker.identity)
        return received is not None and received.codes[speaker.code] >= FRAMES

    await until(begun_anew, 20, "a stranger decodes nothing while five frames are decoded beside it")
    stranger.forget()
    listener.forget()
