"""The first notice: written with the news it is about, once, for whoever asked for it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import Address, Reply
from bot.ports import AttemptKind, Delivery, Forget, StoredSession, Subscribe, Unsubscribe
from db.attempts import SqlAttempts
from db.dossiers import SqlDossiers
from db.effects import TurnEnd
from db.engine import Database
from db.housekeeping import forget_old
from db.notices import SqlSubscriptions, write_notices
from db.outbox import SqlOutbox
from db.sessions import SqlSessions
from db.tables import outbox
from dossiers.dossier import Dossier, Status
from dossiers.notice import NoticeKind

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
CODE = "H22.38.9-261116-0001"
CHAT = Address(channel="telegram", chat="77")
OTHER = Address(channel="web", chat="abc")
REMEMBERED = StoredSession(data={}, last_incoming_id=None)


def dossier(status: Status = Status.IN_PROGRESS, code: str = CODE, **changes: object) -> Dossier:
    values: dict[str, object] = {
        "code": code,
        "summary": "Đăng ký khai sinh",
        "status": status,
        "received_at": NOW - timedelta(days=6),
        "told_at": NOW,
    }
    return Dossier(**{**values, **changes})  # type: ignore[arg-type]


def words(kind: NoticeKind, about: Dossier) -> Reply:
    return Reply(name=f"notice_{kind.value}", text=about.code)


async def import_(database: Database, *rows: Dossier) -> int:
    counts = await SqlDossiers(database).upsert_many(
        rows, lambda connection, row: write_notices(connection, row, words, NOW)
    )
    return counts.notices


async def subscribe(database: Database, address: Address = CHAT, code: str = CODE) -> None:
    sessions = SqlSessions(database, TurnEnd(words))
    await sessions.save(address, REMEMBERED, (Subscribe(code=code),), NOW)


async def notices(database: Database) -> list[tuple[str, str]]:
    """Return chat and text of the notices in the outbox."""
    statement = select(outbox).where(outbox.c.lane == "notice").order_by(outbox.c.id)
    rows = await database.read(lambda connection: connection.execute(statement).all())
    return [(row.chat, row.reply["text"] if row.reply else row.state) for row in rows]


async def test_ready_is_told_to_those_who_asked_and_nobody_else(database: Database) -> None:
    await import_(database, dossier(), dossier(code="H22.38.9-261116-0002"))
    await subscribe(database)
    await subscribe(database, OTHER, "H22.38.9-261116-0002")

    written = await import_(database, dossier(Status.FINISHED))

    assert written == 1
    assert await notices(database) == [("77", CODE)]


@pytest.mark.parametrize(
    "news",
    [
        dossier(Status.RETURNED, told_at=NOW + timedelta(hours=1)),
        dossier(Status.FINISHED, returned_at=NOW, told_at=NOW + timedelta(hours=1)),
        dossier(Status.FINISHED, has_result=False, told_at=NOW + timedelta(hours=1)),
        dossier(Status.SUPPLEMENT_ASKED, told_at=NOW + timedelta(hours=1)),
    ],
    ids=["handed over", "finished and handed over", "finished without a result", "not finished"],
)
async def test_what_is_not_ready_is_not_told(database: Database, news: Dossier) -> None:
    await import_(database, dossier())
    await subscribe(database)

    assert await import_(database, news) == 0
    assert await notices(database) == []


async def test_a_result_that_comes_later_is_told_then(database: Database) -> None:
    await import_(database, dossier(Status.FINISHED, has_result=False))
    await subscribe(database)

    told = NOW + timedelta(hours=1)
    assert await import_(database, dossier(Status.FINISHED, has_result=True, told_at=told)) == 1


async def test_it_is_told_once_however_the_dossier_comes_and_goes(database: Database) -> None:
    await import_(database, dossier())
    await subscribe(database)

    for hour, status in enumerate([Status.FINISHED, Status.IN_PROGRESS, Status.FINISHED]):
        await import_(database, dossier(status, told_at=NOW + timedelta(hours=hour)))

    assert len(await notices(database)) == 1


async def test_an_older_file_tells_nothing(database: Database) -> None:
    await import_(database, dossier())
    await subscribe(database)

    assert await import_(database, dossier(Status.FINISHED, told_at=NOW - timedelta(1))) == 0


async def test_an_import_that_breaks_leaves_no_notice(database: Database) -> None:
    await import_(database, dossier())
    await subscribe(database)
    twice = dossier(code="H22.38.9-261116-0009")

    with pytest.raises(Exception, match=r"(?i)unique"):
        await import_(database, dossier(Status.FINISHED), twice, twice)

    assert await notices(database) == []


async def test_who_asks_at_the_very_moment_is_told_too(database: Database) -> None:
    """The step saw an open dossier; before its turn was stored, an import finished it."""
    await import_(database, dossier(Status.FINISHED))

    await subscribe(database)

    assert await notices(database) == [("77", CODE)]


async def test_import_and_subscription_side_by_side_forget_nobody(database: Database) -> None:
    codes = [f"H22.38.9-261116-{number:04}" for number in range(30)]
    await import_(database, *[dossier(code=code) for code in codes])

    await asyncio.gather(
        *[subscribe(database, code=code) for code in codes],
        *[import_(database, dossier(Status.FINISHED, code=code)) for code in codes],
    )

    assert sorted(text for _, text in await notices(database)) == codes


async def test_stop_takes_back_what_has_not_left(database: Database) -> None:
    await import_(database, dossier())
    await subscribe(database)
    await import_(database, dossier(Status.FINISHED))
    sessions = SqlSessions(database, TurnEnd(words))

    await sessions.save(CHAT, REMEMBERED, (Unsubscribe(),), NOW)

    assert await notices(database) == [("77", "dropped")]
    assert await SqlSubscriptions(database).of(CHAT) == []


async def test_forgetting_leaves_nothing_of_the_chat(database: Database) -> None:
    await import_(database, dossier())
    await subscribe(database)
    sessions = SqlSessions(database, TurnEnd(words))

    await sessions.save(CHAT, REMEMBERED, (Forget(),), NOW)

    assert await sessions.load(CHAT) is None
    assert await SqlSubscriptions(database).of(CHAT) == []


async def test_the_office_sees_what_became_of_its_notices(database: Database) -> None:
    stored, sent = SqlSubscriptions(database), SqlOutbox(database, lambda: None)
    await import_(database, dossier())
    await subscribe(database)
    await subscribe(database, OTHER)
    await import_(database, dossier(Status.FINISHED))
    [to_page] = await sent.claim("web", NOW, 10)
    await sent.end(to_page, Delivery.SENT, None, NOW)
    [to_telegram] = await sent.claim("telegram", NOW, 10)
    await sent.end(to_telegram, Delivery.REFUSED, "bot was blocked by the user", NOW)

    summary = await stored.summary()
    [to_call] = await stored.notices(10, only=("refused", "given_up"))

    assert summary.subscriptions == 0  # told, or to be called: nobody waits any more
    assert summary.by_state == {"sent": 1, "refused": 1}
    assert (to_call.dossier_code, to_call.why) == (CODE, "bot was blocked by the user")


async def test_a_chat_that_nobody_can_send_to_picks_its_notices_up_once(
    database: Database,
) -> None:
    terminal = Address(channel="terminal", chat="1")
    await import_(database, dossier())
    await subscribe(database, terminal)
    await subscribe(database, OTHER)
    await import_(database, dossier(Status.FINISHED))
    subscriptions = SqlSubscriptions(database)

    picked_up = [await subscriptions.pick_up(terminal, NOW) for _ in range(2)]

    assert [[reply.text for reply in replies] for replies in picked_up] == [[CODE], []]
    assert (await subscriptions.summary()).by_state == {"sent": 1, "waiting": 1}


async def test_stop_in_the_middle_of_a_send_leaves_nothing_to_try_again(
    database: Database,
) -> None:
    sent = SqlOutbox(database, lambda: None)
    sessions = SqlSessions(database, TurnEnd(words))
    await import_(database, dossier())
    await subscribe(database)
    await import_(database, dossier(Status.FINISHED))
    [parcel] = await sent.claim("telegram", NOW, 10)

    await sessions.save(CHAT, REMEMBERED, (Unsubscribe(),), NOW)
    await sent.postpone(parcel, "timed out", NOW, maybe_sent=True)

    assert await sent.claim("telegram", NOW, 10) == []
    assert await notices(database) == [("77", "dropped")]


async def test_a_wish_ends_with_its_notice_and_a_new_wish_is_a_new_promise(
    database: Database,
) -> None:
    stored = SqlSubscriptions(database)
    await import_(database, dossier())
    await subscribe(database)
    await import_(database, dossier(Status.FINISHED))
    assert await stored.of(CHAT) == []
    reopened = NOW + timedelta(hours=1)
    await import_(database, dossier(told_at=reopened))

    sessions = SqlSessions(database, TurnEnd(words))
    await sessions.save(CHAT, REMEMBERED, (Subscribe(code=CODE),), reopened)
    again = NOW + timedelta(hours=2)
    assert await import_(database, dossier(Status.FINISHED, told_at=again)) == 1


async def test_a_wish_ends_when_the_result_was_collected(database: Database) -> None:
    await import_(database, dossier())
    await subscribe(database)

    await import_(database, dossier(Status.RETURNED, told_at=NOW + timedelta(hours=1)))

    assert await SqlSubscriptions(database).of(CHAT) == []
    assert await notices(database) == []


async def test_tries_and_old_wishes_are_forgotten_in_time(database: Database) -> None:
    attempts = SqlAttempts(database)
    await attempts.record(AttemptKind.MISS, CHAT, "x", NOW)
    await subscribe(database)

    await forget_old(database, NOW + timedelta(days=366), question_days=90)

    assert await attempts.count(AttemptKind.MISS, CHAT, NOW) == 0
    assert await SqlSubscriptions(database).of(CHAT) == []
