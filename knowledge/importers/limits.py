"""Time limits read from what is printed; never a unit or a number that is not there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.importers.patterns import patterns, words
from knowledge.importers.record import OfficialMethod
from knowledge.procedure import TimeLimit, Unit, Way

_NUMBER = re.compile(r"^([0-9]{1,5})(?:[.,]0)?(?![0-9.,-])\s*(.*)$", re.DOTALL)


class Printed(StrEnum):
    """What a time limit's text turned out to be."""

    NOTHING = "nothing"
    READ = "read"
    WITHOUT_UNIT = "without_unit"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LimitReading:
    """One printed time limit: what it is, and the limit where it is one."""

    printed: Printed
    text: str
    unit: Unit | None = None
    amount: int | None = None
    way: Way | None = None
    channel: str = ""


def way_of(channel: str) -> Way | None:
    """Return how a channel files; None for a name that is not known."""
    return next((way for way, names in patterns().ways.items() if names.search(channel)), None)


def read_limit(text: str) -> LimitReading:
    """Read one printed limit: a number and a unit, or words that need none.

    A bare number keeps its number and gets no unit; half days and zero are not read at all.
    """
    text = " ".join(text.split())
    if not text:
        return LimitReading(Printed.NOTHING, text)
    if patterns().is_in("same_day", text):
        return LimitReading(Printed.READ, text, Unit.SAME_DAY)
    if patterns().is_in("none_set", text):
        return LimitReading(Printed.READ, text, Unit.NONE_SET)
    number = _NUMBER.match(text)
    if number is None or int(number[1]) == 0:
        return LimitReading(Printed.UNREADABLE, text)
    amount = int(number[1])
    if not number[2]:
        return LimitReading(Printed.WITHOUT_UNIT, text, Unit.NOT_GIVEN, amount)
    for unit, names in patterns().units.items():
        found = names.match(number[2])
        # "3 ngày làm việc": nothing but the unit may follow, or it is another rule.
        if found and not number[2][found.end() :].strip(" ."):
            return LimitReading(Printed.READ, text, unit, amount)
    return LimitReading(Printed.UNREADABLE, text)


def read_limits(methods: Sequence[OfficialMethod]) -> tuple[LimitReading, ...]:
    """Read the limit of each way to file, in the order of the source."""
    found = []
    for method in methods:
        one = read_limit(method.time)
        way = way_of(method.channel)
        found.append(LimitReading(one.printed, one.text, one.unit, one.amount, way, method.channel))
    return tuple(found)


def differ_by_channel(readings: Sequence[LimitReading]) -> bool:
    """Whether the source prints several limits, told apart by the way of filing only."""
    return len({(one.unit, one.amount) for one in readings if one.unit}) > 1


def limits_of(readings: Sequence[LimitReading]) -> tuple[TimeLimit, ...]:
    """Return the limits for a draft, each once.

    Limits that differ by channel are not tied to the way of filing: the portal prints mountain
    communes and sub-cases there, and filing in person is not slower.
    """
    differ = differ_by_channel(readings)
    found: dict[tuple[Unit, int | None], TimeLimit] = {}
    for one in readings:
        if one.unit is None or (one.unit, one.amount) in found:
            continue
        told = words().limit_of_channel.format(channel=one.channel) if differ else None
        found[one.unit, one.amount] = TimeLimit(unit=one.unit, amount=one.amount, condition=told)
    return tuple(found.values())
