"""Step 2: the session opens; one camera and sound in each place, encrypted, everyone seeing and hearing the others."""

import asyncio
from collections.abc import Iterator

from parley.rehearsal.context import RehearsalContext, together
from parley.rehearsal.received import ReceivedMedia
from parley.rehearsal.relay import HttpRelay
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seatmedia import SeatMedia

PITCHES = (130.0, 165.0, 205.0, 250.0, 300.0)  # Hz, one for each voice
PITCH_OFF = 8.0  # Hz: half a second of sound tells 2 Hz apart, codecs and syllables blur it
SPEAKS = 1.2  # seconds each
JOINS_WITHIN = 60.0
PATIENT = (
    20.0  # then who does not see somebody does what a person would: leaves and comes back, and it is told
)
SEES_WITHIN = 90.0  # on a busy machine; a quiet one needs two
IDLE = 0.5  # pictures a second while the lists are compared: two cores carry five bots and a server
ENOUGH = 5  # frames of the right picture from each of the others


async def sit(context: RehearsalContext, session: str = "session-1") -> None:
    """Open the session and prove on decoded frames and sound that everybody is at one table."""
    await context.host.command("talks.session-opened.1", {"session": session})
    context.reporter.report(f"{session} opened by the facilitator")
    await take_seats(context)
    await _check_pictures(context)
    await _check_sound(context)
    show(context, 5 if context.live else IDLE)


def show(context: RehearsalContext, frames_a_second: float) -> None:
    """Set the frame rate of every camera."""
    for media in context.media.values():
        media.frames_a_second = frames_a_second


async def take_seats(context: RehearsalContext) -> None:
    """Join with camera and sound in each place, and with an open page everywhere else."""
    for number, seat in enumerate(context.scenario.media):
        await _join(context, number, seat)
    for client in context.seats.values():
        if client.id not in context.media:
            context.open_page(client)
    rest = len(context.seats) - len(context.media)
    context.reporter.report(
        f"{len(context.media)} seats joined with camera and sound, one in each place; {rest} without"
    )


async def _join(context: RehearsalContext, number: int, seat: str) -> None:
    client = context.seats[seat]
    keeper = context.keeper(client)
    await keeper.follow()
    context.media[seat] = SeatMedia(
        client.device,
        keeper.admitted,
        HttpRelay(client.client, client.base),
        talks=context.scenario.talks,
        label=context.scenario.seat(seat).place,
        name=context.scenario.seat(seat).person,
        code=17 + 13 * number,
        pitch=PITCHES[number % len(PITCHES)],
        refresh=keeper.follow,
        engine=context.engine,
    )
    await context.media[seat].join(JOINS_WITHIN)


def _pairs(context: RehearsalContext) -> Iterator[tuple[SeatMedia, SeatMedia]]:
    yield from ((a, b) for a in context.media.values() for b in context.media.values() if a is not b)


def _of(watcher: SeatMedia, sender: SeatMedia) -> ReceivedMedia:
    """Return what ``watcher`` decoded of ``sender``."""
    start = f"{sender.device.id[:16]}."
    reports = [received for identity, received in watcher.report().items() if identity.startswith(start)]
    return max(reports, key=lambda received: received.frames, default=ReceivedMedia())


async def _check_pictures(context: RehearsalContext) -> None:
    clock = asyncio.get_running_loop().time
    until, patient = clock() + SEES_WITHIN, clock() + PATIENT
    pairs = list(_pairs(context))
    while blind := [(a, b) for a, b in pairs if _of(a, b).codes[b.code] < ENOUGH]:
        if clock() > until:
            said = "; ".join(f"{a.label} does not see {b.label}" for a, b in blind)
            raise RehearsalFailed(f"After {SEES_WITHIN:.0f} s: {said}.")
        if clock() > patient:
            watcher, unseen = blind[0]
            context.reporter.report(
                f"{watcher.label} does not see {unseen.label} after {PATIENT:.0f} s: it gets up and sits down again"
            )
            await watcher.leave()
            await watcher.join(JOINS_WITHIN)
            patient = clock() + PATIENT
        await asyncio.sleep(0.2)
    wrong = [
        f"{a.label} decoded {count} frames of {b.label} that carried {code} and not {b.code}"
        for a, b in pairs
        for code, count in _of(a, b).codes.items()
        if code != b.code
    ]
    if wrong:
        raise RehearsalFailed(f"Another sender's picture, or a damaged one: {'; '.join(wrong)}.")
    frames = sum(_of(a, b).codes[b.code] for a, b in pairs)
    context.reporter.report(
        f"encrypted pictures decoded in all {len(pairs)} directions: {frames} frames, each of the right place"
    )
    context.reporter.figure(f"{len(pairs)} directions seen and heard, encrypted")


async def _check_sound(context: RehearsalContext) -> None:
    for speaker in context.media.values():
        for listener in context.media.values():
            listener.forget()
        await speaker.speak(SPEAKS)
        await asyncio.sleep(0.5)  # what is still on its way
        for listener in context.media.values():
            received = _of(listener, speaker)
            if listener is not speaker and abs(received.pitch - speaker.pitch) > PITCH_OFF:
                raise RehearsalFailed(
                    f"{listener.label} heard {received.pitch:.0f} Hz from {speaker.label}, not {speaker.pitch:.0f} Hz."
                )
    context.reporter.report(
        f"{len(context.media)} spoke in turn; each was heard at its own pitch by all the others"
    )


async def speak_in_turn(context: RehearsalContext) -> None:
    """Go on talking, one at a time, until cancelled: for those who watch."""
    while True:
        for speaker in list(context.media.values()):
            await together([speaker.speak(3.0)])
            await asyncio.sleep(1.0)
