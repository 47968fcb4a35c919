"""How often a device may: some at once, then one every few seconds; who asked long ago is not kept."""

from parley.web.room.limits import MOST_KNOWN, Limit


def test_some_at_once_and_then_one_every_few_seconds() -> None:
    limit = Limit(at_once=8, seconds=1)
    assert [limit.take("device", 100.0) for _ in range(9)] == [True] * 8 + [False]
    assert [limit.take("device", 101.0) for _ in range(2)] == [True, False]
    assert limit.take("another", 101.0)


def test_whoever_may_have_all_again_is_forgotten_as_others_ask() -> None:
    limit = Limit(at_once=8, seconds=1)
    for second in range(5_000):  # a device a second: the one before has all of it again
        assert limit.take(f"device-{second}", float(second))
    assert len(limit) == 1


def test_a_busy_device_keeps_nobody_who_came_after_it_for_longer_than_its_own_time() -> None:
    limit = Limit(at_once=8, seconds=1)
    for _ in range(8):
        limit.take("busy", 0.0)
    for n in range(100):
        limit.take(f"device-{n}", 0.5)
    limit.take("busy", 7.0)
    limit.take("last", 9.0)
    assert len(limit) <= 2


def test_no_more_are_remembered_than_the_most_however_many_ask_at_one_moment() -> None:
    limit = Limit(at_once=2, seconds=1)
    for n in range(MOST_KNOWN + 500):
        assert limit.take(n, 0.0)
    assert len(limit) == MOST_KNOWN
    assert limit.take(MOST_KNOWN + 499, 0.0)
    assert not limit.take(MOST_KNOWN + 499, 0.0)  # whoever asked last is still counted
