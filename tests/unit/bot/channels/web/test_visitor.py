"""Who is at the other end, and how little is known of it."""

from ipaddress import ip_network

import pytest
from multidict import CIMultiDict

from bot.channels.web.visitor import Visitor, Visitors

TRUSTED = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")]
TOKEN = "a" * 43


class FakeRequest:
    """What a visitor is recognised by."""

    def __init__(
        self, remote: str | None, *headers: tuple[str, str], scheme: str = "http", **cookies: str
    ) -> None:
        self.remote, self.scheme, self.cookies = remote, scheme, cookies
        self.headers = CIMultiDict(headers)


def forwarded(*addresses: str) -> list[tuple[str, str]]:
    return [("X-Forwarded-For", address) for address in addresses]


@pytest.fixture
def visitors() -> Visitors:
    return Visitors(TRUSTED)


def seen(visitors: Visitors, remote: str | None, *chain: str) -> str:
    """Return the network that is seen."""
    return visitors.visitor(FakeRequest(remote, *forwarded(*chain))).network  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:1::1", "2001:db8:1:ff::2", True),
        ("2001:db8:1:1::1", "2001:db8:1:100::1", False),
        ("::ffff:203.0.113.7", "203.0.113.9", True),
        ("::ffff:203.0.113.7", "::ffff:198.51.100.7", False),
        ("203.0.113.7:4711", "203.0.113.7", True),
        ("[2001:db8:1:1::1]:4711", "2001:db8:1:1::2", True),
        ("[2001:db8:1:1::1]", "2001:db8:1:1::2", True),
        ("unknown", "", True),
        ("unknown", "203.0.113.7", False),
    ],
)
def test_a_network_is_what_neighbours_share(
    visitors: Visitors, one: str, other: str, is_same: bool
) -> None:
    assert (seen(visitors, one) == seen(visitors, other)) is is_same


def test_the_word_of_a_stranger_about_himself_counts_for_nothing(visitors: Visitors) -> None:
    assert seen(visitors, "203.0.113.7", "198.51.100.1") == seen(visitors, "203.0.113.7")


@pytest.mark.parametrize(
    "chain",
    [
        ["203.0.113.7"],
        ["198.51.100.1, 203.0.113.7"],
        ["198.51.100.1", "203.0.113.7"],
        ["198.51.100.1, 203.0.113.7", "10.1.1.1"],
        ["10.9.9.9, 203.0.113.7"],
        ["203.0.113.7:443"],
        [" , 203.0.113.7 ,"],
    ],
    ids=str,
)
def test_what_our_last_proxy_saw_counts(visitors: Visitors, chain: list[str]) -> None:
    """A proxy may add a line of its own: the first line is then the client's invention."""
    assert seen(visitors, "10.0.0.1", *chain) == seen(visitors, "203.0.113.7")


def test_proxies_all_the_way_are_taken_for_the_first_of_them(visitors: Visitors) -> None:
    assert seen(visitors, "10.0.0.1", "10.0.5.1") == seen(visitors, "10.0.5.2")
    assert seen(visitors, "10.0.0.1") == seen(visitors, "10.0.0.2")
    assert seen(visitors, None) == seen(visitors, "unknown")


def test_an_address_cannot_be_found_again_from_its_hash() -> None:
    hashes = {seen(Visitors(), "203.0.113.7") for _ in range(3)}

    assert len(hashes) == 3  # each process has a key of its own


@pytest.mark.parametrize(
    ("remote", "protos", "scheme", "is_secure"),
    [
        ("10.0.0.1", ["https"], "http", True),
        ("10.0.0.1", ["HTTPS"], "http", True),
        ("10.0.0.1", ["http, https"], "http", True),
        ("10.0.0.1", ["http", "https"], "http", True),
        ("10.0.0.1", [], "https", True),
        ("10.0.0.1", ["http"], "https", False),
        ("203.0.113.7", ["https"], "http", False),
        ("203.0.113.7", [], "https", True),
    ],
)
def test_a_line_is_encrypted_when_it_is_or_a_proxy_of_ours_says_so(
    visitors: Visitors, remote: str, protos: list[str], scheme: str, is_secure: bool
) -> None:
    headers = [("X-Forwarded-Proto", proto) for proto in protos]

    visitor = visitors.visitor(FakeRequest(remote, *headers, scheme=scheme))  # type: ignore[arg-type]

    assert visitor.is_secure is is_secure


def known(visitors: Visitors, **cookies: str) -> Visitor:
    return visitors.visitor(FakeRequest("203.0.113.7", **cookies))  # type: ignore[arg-type]


def test_a_browser_is_known_by_its_cookie(visitors: Visitors) -> None:
    visitor = known(visitors, motcua=TOKEN)

    assert visitor.token == TOKEN
    assert visitor.chat == known(visitors, motcua=TOKEN).chat
    assert TOKEN not in visitor.chat


@pytest.mark.parametrize(
    "token", ["", "short", "a" * 44, "a" * 42 + "!", "á" * 43, "a" * 43 + "\n"]
)
def test_what_we_never_gave_is_no_cookie_of_ours(visitors: Visitors, token: str) -> None:
    first, second = known(visitors, motcua=token), known(visitors, motcua=token)

    assert len({token, first.token, second.token}) == 3
    assert len(first.token) == 43


def test_on_an_encrypted_line_the_unprotected_cookie_is_not_taken(visitors: Visitors) -> None:
    """Whoever listens on the open line could have planted it."""
    request = FakeRequest("203.0.113.7", scheme="https", motcua=TOKEN)

    assert visitors.visitor(request).token != TOKEN  # type: ignore[arg-type]
