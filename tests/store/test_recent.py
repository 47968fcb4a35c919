"""Contents that are kept in memory for the next page: never one that was erased, and never too many."""

from parley.store.recent import LARGEST, MOST, Recent

SALT = bytes(32)


def opened(size: int) -> tuple[bytes, str, bytes]:
    return SALT, "text/plain", bytes(size)


def test_what_was_erased_is_dropped_and_a_reader_who_found_it_just_before_does_not_bring_it_back() -> None:
    recent = Recent()
    _, before = recent.get(("t", "d"))
    recent.keep(("t", "d"), opened(3), before)
    _, slow = recent.get(("t", "e"))  # looks into the database now, and is slow
    recent.drop([("t", "d"), ("t", "e")])
    recent.keep(("t", "e"), opened(3), slow)
    assert recent.get(("t", "d"))[0] is None
    assert recent.get(("t", "e"))[0] is None


def test_the_one_not_asked_for_longest_makes_room() -> None:
    recent = Recent()
    for number in range(MOST // LARGEST):
        recent.keep(("t", str(number)), opened(LARGEST), 0)
    assert recent.get(("t", "0"))[0] is not None
    for number in range(2):
        recent.keep(("u", str(number)), opened(LARGEST), 0)
    assert recent.get(("t", "0"))[0] is not None
    assert recent.get(("t", "1"))[0] is None
    assert recent.get(("u", "1"))[0] is not None


def test_a_file_is_not_kept() -> None:
    recent = Recent()
    recent.keep(("t", "d"), opened(LARGEST + 1), 0)
    assert recent.get(("t", "d"))[0] is None
