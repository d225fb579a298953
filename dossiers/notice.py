"""Which change of a dossier deserves a notice."""

from enum import StrEnum

from dossiers.dossier import Dossier, Status


class NoticeKind(StrEnum):
    """What a notice is about."""

    READY = "ready"  # the result waits to be collected


def notice_due(dossier: Dossier) -> NoticeKind | None:
    """Return what should be told, once, to those who asked to be told about this dossier.

    State 9 says that the handler is done. A system that also says whether the result has come to
    the counter is believed: without it there is nothing to collect yet. State 10, or a day of
    return, says that it was handed over: nothing more is told.
    """
    if dossier.status is not Status.FINISHED or is_handed_over(dossier):
        return None
    return None if dossier.has_result is False else NoticeKind.READY


def is_handed_over(dossier: Dossier) -> bool:
    """Whether somebody has collected the result."""
    return dossier.status is Status.RETURNED or dossier.returned_at is not None


def may_subscribe(dossier: Dossier) -> bool:
    """Whether there is still something to wait for."""
    over = {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED}
    is_over = dossier.status in over or is_handed_over(dossier)
    return not is_over and notice_due(dossier) is None
