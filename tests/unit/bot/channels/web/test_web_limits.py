"""How much one browser and one network may send."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.limits import (
    PER_BROWSER,
    PER_NETWORK,
    Buckets,
    Messages,
    Rate,
    Streams,
)

RATE = Rate(burst=3, a_second=0.5)


def let_through(messages: Messages, chat: str, network: str, now: float, tries: int) -> int:
    """Return how many of so many messages are taken."""
    return sum(messages.wait(chat, network, now) == 0.0 for _ in range(tries))


def test_a_browser_has_its_burst_and_then_waits() -> None:
    messages = Messages()

    taken = let_through(messages, "chat", "network", 0.0, 100)

    assert taken == PER_BROWSER.burst
    assert 0 < messages.wait("chat", "network", 0.0) <= 1 / PER_BROWSER.a_second


def test_whoever_waits_as_told_is_let_in() -> None:
    messages = Messages()
    let_through(messages, "chat", "network", 0.0, 100)

    wait = messages.wait("chat", "network", 0.0)

    assert messages.wait("chat", "network", wait) == 0.0


def test_one_browser_does_not_use_up_its_neighbours() -> None:
    messages = Messages()
    let_through(messages, "loud", "network", 0.0, 100)

    assert messages.wait("quiet", "network", 0.0) == 0.0


def test_many_cookies_of_one_network_share_its_limit() -> None:
    messages = Messages()

    taken = sum(messages.wait(f"chat {n}", "network", 0.0) == 0.0 for n in range(1000))

    assert taken == PER_NETWORK.burst
    assert messages.wait("another", "elsewhere", 0.0) == 0.0


def test_what_is_refused_costs_nothing() -> None:
    messages = Messages()
    let_through(messages, "chat", "network", 0.0, 1000)

    assert let_through(messages, "other", "network", 0.0, 1) == 1


@given(st.lists(st.floats(min_value=0, max_value=20), min_size=1, max_size=60))
def test_no_stretch_of_time_sees_more_than_the_rate(moments: list[float]) -> None:
    buckets, taken = Buckets(RATE), []
    for now in sorted(moments):
        if buckets.wait("key", now) == 0.0:
            buckets.take("key", now)
            taken.append(now)

    for start in range(len(taken)):
        for end in range(start, len(taken)):
            span = taken[end] - taken[start]
            assert end - start + 1 <= RATE.burst + span * RATE.a_second + 1e-6


def test_only_so_many_are_remembered_and_the_quiet_are_forgotten_first() -> None:
    buckets = Buckets(RATE, most=2)
    for key in ("a", "b", "a", "a", "c"):
        buckets.take(key, 0.0)

    assert list(buckets._filled) == ["a", "c"]
    assert buckets.wait("a", 0.0) > 0.0


def test_a_network_has_so_many_pages_and_a_closed_one_makes_room() -> None:
    streams = Streams(most=1)

    with (
        streams.opened("here") as first,
        streams.opened("here") as second,
        streams.opened("there") as elsewhere,
    ):
        assert (first, second, elsewhere) == (True, False, True)
    with streams.opened("here") as again:
        assert again

    assert not streams._open
