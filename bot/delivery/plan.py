"""When a message leaves, when it is tried again, and when it is not worth it any more. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.ports import Lane
from bot.work import wait_after
from knowledge.clock import VIETNAM

DAY_BEGINS = time(7, 0)
DAY_ENDS = time(20, 30)
"""People in the mountains go to bed early and get up early; in between nobody is woken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a message is worth trying, and how far apart its tries may come to lie."""

    worth: timedelta
    longest_wait: timedelta


PATIENCE = {
    # An answer that comes the next day answers nobody; but a platform may be away for hours.
    Lane.TALK: Patience(worth=timedelta(hours=12), longest_wait=timedelta(minutes=3)),
    # A notice is worth the walk for days; after that the office calls.
    Lane.NOTICE: Patience(worth=timedelta(days=3), longest_wait=timedelta(minutes=15)),
}


def is_quiet(at: datetime) -> bool:
    """Whether a sound would wake somebody in Viet Nam at this moment."""
    clock = at.astimezone(VIETNAM).time()
    return not DAY_BEGINS <= clock < DAY_ENDS


def is_silent(lane: Lane, at: datetime) -> bool:
    """Whether a message leaves without a sound: a notice at night does, an answer never."""
    return lane is Lane.NOTICE and is_quiet(at)


def try_again_at(
    lane: Lane, created_at: datetime, attempts: int, at: datetime, retry_after: float | None
) -> datetime | None:
    """Return when to try again; None when it would not be worth it any more."""
    patience = PATIENCE[lane]
    again = at + wait_after(attempts, patience.longest_wait, retry_after)
    return again if again < created_at + patience.worth else None
