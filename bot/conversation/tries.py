"""How often a chat, or a whole network, may try what can be guessed."""

from datetime import timedelta

from bot.messages import Address, Incoming
from bot.ports import AttemptKind, Attempts
from dossiers.disclosure import NETWORK_SHARE, Limit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

NETWORK = "network"
"""The channel under which a network's tries are counted."""


async def limit_reached(
    attempts: Attempts, kind: AttemptKind, limit: Limit, incoming: Incoming
) -> timedelta | None:
    """Return for how long no more is let through: an hour, a day, or None."""
    for address, share in _senders(incoming):
        lately = await attempts.count(kind, address, incoming.at - HOUR)
        today = await attempts.count(kind, address, incoming.at - DAY)
        shared = Limit(limit.an_hour * share, limit.a_day * share)
        if shared.is_reached(lately, today):
            return DAY if shared.is_reached(0, today) else HOUR
    return None


async def note(
    attempts: Attempts, kind: AttemptKind, incoming: Incoming, what: str, of: str = ""
) -> None:
    """Count a try for the chat, and for the network it came from."""
    for address, _ in _senders(incoming):
        await attempts.record(kind, address, what, incoming.at, of)


def _senders(incoming: Incoming) -> list[tuple[Address, int]]:
    senders = [(incoming.address, 1)]
    if incoming.network:
        senders.append((Address(channel=NETWORK, chat=incoming.network), NETWORK_SHARE))
    return senders
