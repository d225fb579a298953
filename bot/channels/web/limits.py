"""How much one browser and one network may send. Time comes in as an argument."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_BUCKETS = 20_000
"""Browsers and networks remembered; the one that was quiet longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: int
    a_second: float


PER_BROWSER = Rate(burst=30, a_second=0.5)
PER_NETWORK = Rate(burst=300, a_second=5.0)
"""A whole commune may share one address of its telephone company."""

PAGES_PER_BROWSER = 6
PAGES_PER_NETWORK = 300


class Buckets:
    """Token buckets of one rate."""

    def __init__(self, rate: Rate, most: int = MOST_BUCKETS) -> None:
        self._rate = rate
        self._most = most
        self._filled: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, when

    def wait(self, key: str, now: float) -> float:
        """Return after how many seconds the next is let through; 0.0 when now."""
        return max(0.0, (1.0 - self._tokens(key, now)) / self._rate.a_second)

    def take(self, key: str, now: float) -> None:
        """Count one."""
        self._filled[key] = (self._tokens(key, now) - 1.0, now)
        self._filled.move_to_end(key)
        if len(self._filled) > self._most:
            self._filled.popitem(last=False)

    def _tokens(self, key: str, now: float) -> float:
        tokens, at = self._filled.get(key, (float(self._rate.burst), now))
        return min(float(self._rate.burst), tokens + (now - at) * self._rate.a_second)


class Messages:
    """How many messages come from a browser and from its network."""

    def __init__(self) -> None:
        self._browsers, self._networks = Buckets(PER_BROWSER), Buckets(PER_NETWORK)

    def wait(self, chat: str, network: str, now: float) -> float:
        """Count a message; or return for how many seconds it is refused."""
        wait = max(self._browsers.wait(chat, now), self._networks.wait(network, now))
        if wait == 0.0:
            self._browsers.take(chat, now)
            self._networks.take(network, now)
        return wait


class Streams:
    """How many pages are open in a network."""

    def __init__(self, most: int = PAGES_PER_NETWORK) -> None:
        self._most = most
        self._open: defaultdict[str, int] = defaultdict(int)

    @contextmanager
    def opened(self, network: str) -> Iterator[bool]:
        """Hold a place while a page is open; gives False when there is none."""
        if self._open.get(network, 0) >= self._most:
            yield False
            return
        self._open[network] += 1
        try:
            yield True
        finally:
            self._open[network] -= 1
            if not self._open[network]:
                del self._open[network]
