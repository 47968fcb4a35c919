"""What counts as decoded: frames that carry a code, of a sender who has not just left."""

import numpy as np

from parley.rehearsal.picture import HEIGHT, WIDTH, picture
from parley.rehearsal.received import ReceivedMedia

GREY = np.full((HEIGHT, WIDTH), 70, np.uint8)


def test_frames_count_by_the_code_they_carry_and_those_without_one_apart() -> None:
    received = ReceivedMedia()
    for at in range(3):
        received.add_frame(picture(17, "KABUL", at), float(at))
    for at in range(3, 5):
        received.add_frame(GREY, float(at))
    assert (received.frames, dict(received.codes), received.unread) == (5, {17: 3}, 2)
    received.add_frame(picture(17, "KABUL", 9), 9.0)
    assert received.unread == 0


def test_frames_of_the_last_half_second_do_not_count_for_one_who_left() -> None:
    received = ReceivedMedia()
    received.add_frame(picture(17, "KABUL", 0), 1.0)
    received.add_frame(picture(17, "KABUL", 1), 1.8)
    received.add_frame(picture(42, "DOHA", 2), 2.0)  # the next who came, over the same line
    received.drop_late_frames(2.1)
    assert (received.frames, dict(received.codes)) == (1, {17: 1})
    received.drop_late_frames(2.1)  # once more changes nothing
    assert (received.frames, dict(received.codes)) == (1, {17: 1})
