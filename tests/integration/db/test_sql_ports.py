"""The ports on the database: dossiers, questions, sessions, attempts."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.messages import Address, Reply
from bot.ports import (
    AttemptKind,
    Attempts,
    Dossiers,
    NewQuestion,
    Ports,
    Questions,
    Sessions,
    StoredSession,
    Subscriptions,
)
from db.attempts import SqlAttempts
from db.dossiers import SqlDossiers, UpsertCounts
from db.effects import TurnEnd
from db.engine import Database, open_database
from db.housekeeping import forget_old
from db.notices import SqlSubscriptions
from db.questions import SqlQuestions, StoredQuestion
from db.sessions import SqlSessions
from db.tables import attempt, secret
from dossiers.dossier import Dossier, Status
from dossiers.notice import NoticeKind

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CHAT = Address(channel="terminal", chat="1")
MISS = AttemptKind.MISS
OTHER_CHAT = Address(channel="telegram", chat="1")


def dossier(number: int = 1, **changes: object) -> Dossier:
    values: dict[str, object] = {
        "code": f"H22.38.9-261116-{number:04d}",
        "summary": "Đăng ký khai sinh",
        "procedure_code": "1.001193",
        "status": Status.IN_PROGRESS,
        "status_label": "Đang xử lý",
        "owner_name": f"Người Nộp Thử {number:03d}",
        "owner_address": "thôn Thử",
        "owner_phone": "0900000001",
        "received_at": NOW - timedelta(days=6),
        "due_at": NOW,
        "sets": 1,
        "told_at": NOW,
    }
    return Dossier(**{**values, **changes})  # type: ignore[arg-type]


def question(incoming_id: str = "m1", **changes: object) -> NewQuestion:
    values: dict[str, object] = {
        "incoming_id": incoming_id,
        "address": CHAT,
        "text": "bao giờ có sổ đỏ",
        "asked_at": NOW,
        "reason": "unanswerable_no_match",
    }
    return NewQuestion(**{**values, **changes})  # type: ignore[arg-type]


def ports_of(database: Database) -> Ports:
    """Hold the classes to the Protocols, by the type checker and by a test."""
    dossiers: Dossiers = SqlDossiers(database)
    questions: Questions = SqlQuestions(database)
    sessions: Sessions = SqlSessions(database, TurnEnd(words))
    attempts: Attempts = SqlAttempts(database)
    subscriptions: Subscriptions = SqlSubscriptions(database)
    return Ports(
        dossiers=dossiers,
        questions=questions,
        sessions=sessions,
        attempts=attempts,
        subscriptions=subscriptions,
    )


def words(kind: NoticeKind, about: Dossier) -> Reply:
    return Reply(name=f"notice_{kind.value}", text=about.code)


async def test_an_unknown_code_finds_nothing(database: Database) -> None:
    assert await ports_of(database).dossiers.find("H22.38.9-261116-0001") is None


@pytest.mark.parametrize("status", [*Status, None])
async def test_a_dossier_comes_back_as_it_was_stored(
    database: Database, status: Status | None
) -> None:
    stored = dossier(status=status, applicant_name="Người Đi Nộp", returned_at=NOW, area="xã Thử")

    await SqlDossiers(database).upsert_many([stored])

    assert await SqlDossiers(database).find(stored.code) == stored


async def test_a_moment_of_another_zone_is_the_same_moment(database: Database) -> None:
    hanoi = timezone(timedelta(hours=7))
    stored = dossier(due_at=NOW.astimezone(hanoi))

    await SqlDossiers(database).upsert_many([stored])

    found = await SqlDossiers(database).find(stored.code)
    assert found is not None
    assert (found.due_at, found.due_at and found.due_at.tzinfo) == (NOW, UTC)


async def test_the_same_file_again_changes_nothing(database: Database, database_url: str) -> None:
    rows = [dossier(number) for number in range(1, 1202)]
    first = await SqlDossiers(database).upsert_many(rows)
    before = await row_versions(database, database_url)

    second = await SqlDossiers(database).upsert_many(rows)

    assert first == UpsertCounts(new=1201)
    assert second == UpsertCounts(unchanged=1201)
    assert await row_versions(database, database_url) == before


async def row_versions(database: Database, url: str) -> object:
    """Return what changes with every write: the write-ahead log, or who wrote each row last."""
    if url.startswith("sqlite"):
        return await asyncio.to_thread(Path(url.removeprefix("sqlite:///") + "-wal").read_bytes)
    statement = text("SELECT code, xmin::text FROM dossier ORDER BY code")
    return await database.read(lambda connection: connection.execute(statement).all())


async def test_only_what_changed_is_written(database: Database) -> None:
    dossiers = SqlDossiers(database)
    await dossiers.upsert_many([dossier(1), dossier(2)])
    finished = dossier(2, status=Status.FINISHED, told_at=NOW + timedelta(days=1))

    counts = await dossiers.upsert_many([dossier(1), finished, dossier(3)])

    assert counts == UpsertCounts(new=1, changed=1, unchanged=1)
    assert await dossiers.find(finished.code) == finished


async def test_a_newer_file_that_says_the_same_moves_the_time_only(database: Database) -> None:
    dossiers = SqlDossiers(database)
    await dossiers.upsert_many([dossier()])
    later = dossier(told_at=NOW + timedelta(days=1))

    counts = await dossiers.upsert_many([later])

    assert counts == UpsertCounts(unchanged=1)
    assert await dossiers.find(later.code) == later


async def test_an_older_file_does_not_undo_a_newer_one(database: Database) -> None:
    dossiers = SqlDossiers(database)
    newer = dossier(status=Status.RETURNED)
    await dossiers.upsert_many([newer])

    counts = await dossiers.upsert_many([dossier(told_at=NOW - timedelta(days=1))])

    assert counts == UpsertCounts(older=1)
    assert await dossiers.find(newer.code) == newer


async def test_a_file_is_stored_as_a_whole_or_not_at_all(database: Database) -> None:
    dossiers = SqlDossiers(database)
    twice = [dossier(1), dossier(2), dossier(2)]

    with pytest.raises(Exception, match=r"(?i)unique"):
        await dossiers.upsert_many(twice)

    assert await dossiers.find(dossier(1).code) is None


async def test_an_empty_file_changes_nothing(database: Database) -> None:
    assert await SqlDossiers(database).upsert_many([]) == UpsertCounts()


async def test_tickets_are_numbered_and_a_repeat_keeps_its_own(database: Database) -> None:
    questions = ports_of(database).questions

    tickets = [
        await questions.add(question("m1")),
        await questions.add(question("m2")),
        await questions.add(question("m1", text="bao giờ có sổ đỏ?")),
        await questions.add(question("m1", address=OTHER_CHAT)),
    ]

    assert tickets == ["P00001", "P00002", "P00001", "P00003"]


async def test_a_ticket_has_five_digits_or_more(database: Database) -> None:
    next_number = {
        "sqlite": "INSERT INTO sqlite_sequence VALUES ('question', 123455)",
        "postgresql": "SELECT setval('question_id_seq', 123455)",
    }
    await database.write(lambda c: c.execute(text(next_number[c.dialect.name])))

    assert await SqlQuestions(database).add(question()) == "P123456"


async def test_a_question_that_is_done_no_longer_waits(database: Database) -> None:
    questions = SqlQuestions(database)
    first = await questions.add(question("m1"))
    second = await questions.add(question("m2"))

    await questions.done(first, "đã gọi lại", NOW)

    assert [found.ticket for found in await questions.list_open()] == [second]
    assert [found.ticket for found in await questions.list_all()] == [first, second]
    assert await questions.show(first.lower()) == StoredQuestion(
        ticket=first,
        address=CHAT,
        text="bao giờ có sổ đỏ",
        reason="unanswerable_no_match",
        asked_at=NOW,
        done_at=NOW,
        note="đã gọi lại",
    )


async def test_done_twice_keeps_its_first_time_and_its_last_note(database: Database) -> None:
    questions = SqlQuestions(database)
    ticket = await questions.add(question())
    await questions.done(ticket, "một", NOW)

    await questions.done(ticket, None, NOW + timedelta(days=1))
    again = await questions.done(ticket, "hai", NOW + timedelta(days=1))

    assert again is not None
    assert (again.done_at, again.note) == (NOW, "hai")


@pytest.mark.parametrize("ticket", ["P00009", "", "9", "P", "P" + "9" * 30])
async def test_an_unknown_ticket_is_nobodys(database: Database, ticket: str) -> None:
    questions = SqlQuestions(database)
    await questions.add(question())

    assert await questions.show(ticket) is None
    assert await questions.done(ticket, "x", NOW) is None
    assert len(await questions.list_open()) == 1


async def test_texts_are_forgotten_and_the_rows_stay(database: Database) -> None:
    questions = SqlQuestions(database)
    old = await questions.add(question("m1", asked_at=NOW - timedelta(days=91)))
    new = await questions.add(question("m2"))
    await questions.done(old, "đã gọi lại", NOW)

    counts = [await questions.forget_texts(NOW - timedelta(days=90)) for _ in range(2)]

    assert counts == [1, 0]
    forgotten, kept = await questions.show(old), await questions.show(new)
    assert forgotten is not None
    assert (forgotten.text, forgotten.note, forgotten.done_at) == (None, None, NOW)
    assert kept is not None
    assert kept.text == "bao giờ có sổ đỏ"


async def test_a_forgotten_text_is_gone_from_the_file(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    questions = SqlQuestions(database)
    await questions.add(question(text="CHUYEN RIENG"))

    await questions.forget_texts(NOW + timedelta(seconds=1))
    await database.close()

    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    assert [path.name for path in folder.iterdir()] == ["desk.sqlite3"]
    assert b"CHUYEN RIENG" not in (folder / "desk.sqlite3").read_bytes()


async def test_a_session_is_replaced_and_kept_apart_by_chat(database: Database) -> None:
    sessions = ports_of(database).sessions
    first = StoredSession(data={"topic": "1.001193", "n": [1, None]}, last_incoming_id="m1")
    second = replace(first, data={"chữ": "đ"}, last_incoming_id=None)

    await sessions.save(CHAT, first, (), NOW)
    assert await sessions.load(CHAT) == first
    await sessions.save(CHAT, second, (), NOW)

    assert await sessions.load(CHAT) == second
    assert await sessions.load(OTHER_CHAT) is None


async def test_distinct_codes_are_counted_for_each_chat(database: Database) -> None:
    attempts = SqlAttempts(database)
    hour_ago = NOW - timedelta(hours=1)
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0001", hour_ago - timedelta(seconds=1))
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0002", hour_ago)
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0003", NOW)
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0003", NOW)
    await attempts.record(MISS, OTHER_CHAT, "H22.38.9-261116-0004", NOW)
    await attempts.record(AttemptKind.LOOK_UP, CHAT, "H22.38.9-261116-0005", NOW)

    assert await attempts.count(MISS, CHAT, hour_ago) == 2
    assert await attempts.count(MISS, CHAT, NOW - timedelta(days=1)) == 3
    assert await attempts.count(MISS, OTHER_CHAT, hour_ago) == 1


async def test_a_code_tried_again_counts_from_its_last_time(database: Database) -> None:
    attempts = SqlAttempts(database)
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0001", NOW - timedelta(hours=2))
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0001", NOW)

    assert await attempts.count(MISS, CHAT, NOW - timedelta(hours=1)) == 1


async def test_tries_about_one_dossier_are_counted_whoever_made_them(database: Database) -> None:
    attempts, digits = SqlAttempts(database), AttemptKind.WRONG_DIGITS
    for chat in (CHAT, OTHER_CHAT):
        for typed in ("1111", "2222"):
            await attempts.record(digits, chat, f"code {typed}", NOW, of="code")
    await attempts.record(digits, CHAT, "other 1111", NOW, of="other")

    assert await attempts.count_of(digits, "code", NOW) == 4
    assert await attempts.count_of(digits, "nobody", NOW) == 0


async def test_what_was_tried_cannot_be_read_back_and_does_not_stay(database: Database) -> None:
    attempts = SqlAttempts(database)
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0001", NOW, of="H22.38.9-261116-0001")
    await attempts.record(MISS, CHAT, "H22.38.9-261116-0002", NOW + timedelta(days=3), of="x")

    rows = await database.read(lambda connection: connection.execute(select(attempt)).all())
    keys = await database.read(lambda c: c.scalars(select(secret.c.value)).all())

    assert [len(row.what_hash) for row in rows] == [32]
    assert [len(row.of_hash) for row in rows] == [32]
    assert [len(value) for value in keys] == [32]


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a time zone"):
        await SqlAttempts(database).record(MISS, CHAT, "x", NOW.replace(tzinfo=None))


async def test_a_chat_that_was_silent_for_long_is_forgotten(database: Database) -> None:
    sessions = SqlSessions(database, TurnEnd(words))
    silent = Address(channel="terminal", chat="silent")
    talking = Address(channel="terminal", chat="talking")
    remembered = StoredSession(data={"version": 1}, last_incoming_id="1")
    await sessions.save(silent, remembered, (), NOW - timedelta(days=31))
    await sessions.save(talking, remembered, (), NOW)

    await forget_old(database, NOW, question_days=90)

    assert await sessions.load(silent) is None
    assert await sessions.load(talking) == remembered
