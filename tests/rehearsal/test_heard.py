"""What counts as decoded: frames that carry a code, of a sender who has not just left."""

import numpy as np

from parley.rehearsal.heard import Heard
from parley.rehearsal.picture import HEIGHT, WIDTH, picture

GREY = np.full((HEIGHT, WIDTH), 70, np.uint8)


def test_frames_count_by_the_code_they_carry_and_those_without_one_apart() -> None:
    heard = Heard()
    for at in range(3):
        heard.see(picture(17, "KABUL", at), float(at))
    for at in range(3, 5):
        heard.see(GREY, float(at))
    assert (heard.frames, dict(heard.codes), heard.unread) == (5, {17: 3}, 2)
    heard.see(picture(17, "KABUL", 9), 9.0)
    assert heard.unread == 0


def test_frames_of_the_last_half_second_do_not_count_for_one_who_left() -> None:
    heard = Heard()
    heard.see(picture(17, "KABUL", 0), 1.0)
    heard.see(picture(17, "KABUL", 1), 1.8)
    heard.see(picture(42, "DOHA", 2), 2.0)  # the next who came, over the same line
    heard.left(2.1)
    assert (heard.frames, dict(heard.codes)) == (1, {17: 1})
    heard.left(2.1)  # told twice
    assert (heard.frames, dict(heard.codes)) == (1, {17: 1})
