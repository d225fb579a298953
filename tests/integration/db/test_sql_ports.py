"""The ports on the database: dossiers, questions, sessions, misses."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.messages import Address
from bot.ports import Dossiers, Misses, NewQuestion, Ports, Questions, Sessions, StoredSession
from db.dossiers import SqlDossiers, UpsertCounts
from db.engine import Database
from db.misses import SqlMisses
from db.questions import SqlQuestions, StoredQuestion
from db.sessions import SqlSessions
from dossiers.dossier import Dossier, Status

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CHAT = Address(channel="terminal", chat="1")
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
    sessions: Sessions = SqlSessions(database)
    misses: Misses = SqlMisses(database)
    return Ports(dossiers=dossiers, questions=questions, sessions=sessions, misses=misses)


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
    before = data_version(database_url)

    second = await SqlDossiers(database).upsert_many(rows)

    assert first == UpsertCounts(new=1201)
    assert second == UpsertCounts(unchanged=1201)
    assert data_version(database_url) == before


def data_version(url: str) -> bytes:
    """Return what changes with every committed write: the write-ahead log."""
    return Path(url.removeprefix("sqlite:///") + "-wal").read_bytes()


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

    with pytest.raises(Exception, match="UNIQUE"):
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


async def test_a_ticket_has_five_digits_or_more(database: Database, database_url: str) -> None:
    direct = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    direct.execute("INSERT INTO sqlite_sequence VALUES ('question', 123455)")
    direct.commit()
    direct.close()

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


async def test_a_forgotten_text_is_gone_from_the_file(database_url: str) -> None:
    database = await Database.open(database_url)
    questions = SqlQuestions(database)
    await questions.add(question(text="CHUYEN RIENG"))

    await questions.forget_texts(NOW + timedelta(seconds=1))
    await database.close()

    folder = Path(database_url.removeprefix("sqlite:///")).parent
    assert [path.name for path in folder.iterdir()] == ["desk.sqlite3"]
    assert b"CHUYEN RIENG" not in (folder / "desk.sqlite3").read_bytes()


async def test_a_session_is_replaced_and_kept_apart_by_chat(database: Database) -> None:
    sessions = ports_of(database).sessions
    first = StoredSession(data={"topic": "1.001193", "n": [1, None]}, last_incoming_id="m1")
    second = replace(first, data={"chữ": "đ"}, last_incoming_id=None)

    await sessions.save(CHAT, first, NOW)
    assert await sessions.load(CHAT) == first
    await sessions.save(CHAT, second, NOW)

    assert await sessions.load(CHAT) == second
    assert await sessions.load(OTHER_CHAT) is None


async def test_distinct_codes_are_counted_for_each_chat(database: Database) -> None:
    misses = ports_of(database).misses
    hour_ago = NOW - timedelta(hours=1)
    await misses.record(CHAT, "H22.38.9-261116-0001", hour_ago - timedelta(seconds=1))
    await misses.record(CHAT, "H22.38.9-261116-0002", hour_ago)
    await misses.record(CHAT, "H22.38.9-261116-0003", NOW)
    await misses.record(CHAT, "H22.38.9-261116-0003", NOW)
    await misses.record(OTHER_CHAT, "H22.38.9-261116-0004", NOW)

    assert await misses.since(CHAT, hour_ago) == 2
    assert await misses.since(CHAT, NOW - timedelta(days=1)) == 3
    assert await misses.since(OTHER_CHAT, hour_ago) == 1


async def test_a_code_tried_again_counts_from_its_last_time(database: Database) -> None:
    misses = SqlMisses(database)
    await misses.record(CHAT, "H22.38.9-261116-0001", NOW - timedelta(hours=2))
    await misses.record(CHAT, "H22.38.9-261116-0001", NOW)

    assert await misses.since(CHAT, NOW - timedelta(hours=1)) == 1


async def test_missed_codes_cannot_be_read_back_and_do_not_stay(
    database: Database, database_url: str
) -> None:
    misses = SqlMisses(database)
    await misses.record(CHAT, "H22.38.9-261116-0001", NOW)
    await misses.record(CHAT, "H22.38.9-261116-0002", NOW + timedelta(days=3))

    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    hashes = [row[0] for row in connection.execute("SELECT code_hash FROM miss")]
    keys = [row[0] for row in connection.execute("SELECT value FROM secret")]
    connection.close()

    assert [len(value) for value in hashes] == [32]
    assert [len(value) for value in keys] == [32]


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a time zone"):
        await SqlMisses(database).record(CHAT, "H22.38.9-261116-0001", NOW.replace(tzinfo=None))


async def test_a_chat_that_was_silent_for_long_is_forgotten(database: Database) -> None:
    sessions = SqlSessions(database)
    silent = Address(channel="terminal", chat="silent")
    talking = Address(channel="terminal", chat="talking")
    remembered = StoredSession(data={"version": 1}, last_incoming_id="1")
    await sessions.save(silent, remembered, NOW - timedelta(days=31))
    await sessions.save(talking, remembered, NOW)

    forgotten = await sessions.forget(NOW - timedelta(days=30))

    assert forgotten == 1
    assert await sessions.load(silent) is None
    assert await sessions.load(talking) == remembered
