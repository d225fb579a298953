"""Inbox and outbox: nothing lost, one effect each, order within a chat, leases with a fence."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.messages import Address, Button, Reply
from bot.ports import (
    Arrival,
    Delivery,
    Ending,
    Lane,
    Outbox,
    Parcel,
    Received,
    StoredSession,
    Subscribe,
    Unsubscribe,
)
from bot.ports import Inbox as InboxPort
from db.effects import TurnEnd
from db.engine import Database
from db.housekeeping import forget_old
from db.inbox import SqlInbox, retry_parked
from db.leases import LEASE
from db.notices import SqlSubscriptions
from db.outbox import SqlOutbox
from db.sessions import SqlSessions
from db.tables import inbox as inbox_table
from db.tables import outbox as outbox_table
from dossiers.dossier import Dossier
from dossiers.notice import NoticeKind

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
LATER = NOW + LEASE + timedelta(seconds=1)
CHANNEL = "telegram"
ALL = ("telegram", "web")


def words(kind: NoticeKind, about: Dossier) -> Reply:
    return Reply(name=f"notice_{kind.value}", text=about.code)


def nothing() -> None:
    """Nobody has to be woken in these tests."""


def inbox_of(database: Database) -> SqlInbox:
    made = SqlInbox(database, TurnEnd(words), nothing, nothing)
    held: InboxPort = made  # the type checker holds the class to the port
    assert held is made
    return made


def outbox_of(database: Database) -> SqlOutbox:
    made = SqlOutbox(database, nothing)
    held: Outbox = made
    assert held is made
    return made


def arrival(key: str, chat: str = "77", channel: str = "telegram") -> Arrival:
    return Arrival(channel=channel, key=key, chat=chat, raw=f"raw {key}".encode(), at=NOW)


def ending(text: str = "vâng", chat: str = "77", **changes: Any) -> Ending:
    values: dict[str, Any] = {
        "address": Address(channel="telegram", chat=chat),
        "session": StoredSession(data={"version": 2}, last_incoming_id="1"),
        "replies": (Reply(name="help", text=text, buttons=(Button(label="a", value="@ma"),)),),
        "outcome": "answered_help",
    }
    return Ending(**{**values, **changes})


async def rows(database: Database, table: Any) -> Sequence[Any]:
    return await database.read(lambda c: c.execute(select(table).order_by(table.c.id)).all())


def keys(claimed: Sequence[Received]) -> list[str]:
    return [one.arrival.key for one in claimed]


def texts(claimed: Sequence[Parcel]) -> list[str]:
    return [one.reply.text for one in claimed]


async def answered(database: Database, *said: str, chat: str = "77") -> None:
    """Put these replies into the outbox, each the answer to a message of its own."""
    inbox = inbox_of(database)
    for text in said:
        await inbox.receive([arrival(f"{chat}-{text}", chat)])
        [received] = await inbox.claim(ALL, NOW, 1)
        assert await inbox.finish(received, ending(text, chat), NOW)


async def test_a_message_is_stored_once_whoever_repeats_it(database: Database) -> None:
    inbox = inbox_of(database)

    await inbox.receive([arrival("1"), arrival("1")])
    await inbox.receive([arrival("1"), arrival("1", channel="web")])

    assert keys(await inbox.claim(ALL, NOW, 10)) == ["1", "1"]  # one of each channel


async def test_many_at_once_are_stored_together_and_all_are_told(database: Database) -> None:
    inbox = inbox_of(database)

    await asyncio.gather(*[inbox.receive([arrival(str(n), chat=str(n))]) for n in range(300)])

    assert len(await rows(database, inbox_table)) == 300


async def test_who_stops_waiting_takes_nobody_elses_message_along(database: Database) -> None:
    inbox = inbox_of(database)
    waiting = [asyncio.ensure_future(inbox.receive([arrival(str(n))])) for n in range(5)]
    await asyncio.sleep(0)

    waiting[0].cancel()
    await asyncio.gather(*waiting[1:])

    assert {row.key for row in await rows(database, inbox_table)} >= {"1", "2", "3", "4"}


async def test_of_a_chat_only_the_oldest_message_is_taken(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1", "a"), arrival("2", "a"), arrival("3", "b")])

    first = await inbox.claim(ALL, NOW, 10)
    meanwhile = await inbox.claim(ALL, NOW, 10)
    await inbox.finish(first[0], ending(chat="a"), NOW)
    then = await inbox.claim(ALL, NOW, 10)

    assert keys(first) == ["1", "3"]
    assert meanwhile == []
    assert keys(then) == ["2"]


async def test_a_message_that_waits_for_its_next_try_holds_its_chat_back(
    database: Database,
) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1", "a"), arrival("2", "a"), arrival("3", "b")])
    [first, _] = await inbox.claim(ALL, NOW, 10)

    await inbox.postpone(first, "broken", NOW + timedelta(seconds=5), NOW)

    assert await inbox.claim(ALL, NOW, 10) == []
    assert keys(await inbox.claim(ALL, NOW + timedelta(seconds=5), 10)) == ["1"]


async def test_session_replies_and_end_are_one_transaction(database: Database) -> None:
    inbox = inbox_of(database)
    sessions = SqlSessions(database, TurnEnd(words))
    await inbox.receive([arrival("1")])
    [received] = await inbox.claim(ALL, NOW, 1)
    broken = ending(session=StoredSession(data={"no": object()}, last_incoming_id="1"))

    with pytest.raises(Exception, match="JSON"):
        await inbox.finish(received, broken, NOW)

    assert (await rows(database, inbox_table))[0].state == "working"
    assert await rows(database, outbox_table) == []
    assert await inbox.finish(received, ending(), NOW)
    [row] = await rows(database, inbox_table)
    assert (row.state, row.raw, row.outcome) == ("done", None, "answered_help")
    assert await sessions.load(Address(channel="telegram", chat="77"))
    assert len(await rows(database, outbox_table)) == 1


async def test_who_lost_the_lease_changes_nothing(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1")])
    [frozen] = await inbox.claim(ALL, NOW, 1)
    [taken_over] = await inbox.claim(ALL, LATER, 1)

    late = await inbox.finish(frozen, ending("late"), LATER)
    done = await inbox.finish(taken_over, ending("done"), LATER)
    again = await inbox.finish(taken_over, ending("again"), LATER)

    assert (late, done, again) == (False, True, False)
    assert [row.reply["text"] for row in await rows(database, outbox_table)] == ["done"]


async def test_a_lease_that_runs_holds(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1")])
    await inbox.claim(ALL, NOW, 1)

    assert await inbox.claim(ALL, NOW + LEASE, 1) == []


async def test_a_parked_message_waits_for_a_person_and_frees_its_chat(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1"), arrival("2")])
    [first] = await inbox.claim(ALL, NOW, 1)
    await inbox.postpone(first, "ValueError", None, NOW)

    [second] = await inbox.claim(ALL, NOW, 1)
    put_back = await retry_parked(database, NOW)

    assert second.arrival.key == "2"
    assert put_back == 1
    assert (await rows(database, inbox_table))[0].raw == b"raw 1"


async def test_what_is_handed_back_counts_as_no_try(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1")])
    first = await inbox.claim(ALL, NOW, 1)

    await inbox.hand_back(first, begun=False)

    [again] = await inbox.claim(ALL, NOW, 1)
    assert again.attempts == 1


async def test_workers_side_by_side_never_take_the_same(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival(str(n), chat=str(n % 40)) for n in range(200)])
    seen: list[str] = []

    async def work() -> None:
        mine = inbox_of(database)
        while claimed := await mine.claim(ALL, NOW, 7):
            for received in claimed:
                seen.append(received.arrival.key)
                assert await mine.finish(received, ending(chat=received.arrival.chat), NOW)

    for _ in range(3):  # a chat's next message may come free just after the last look
        await asyncio.gather(*[work() for _ in range(4)])

    assert sorted(seen, key=int) == [str(n) for n in range(200)]
    for chat in range(40):
        of_chat = [int(key) for key in seen if int(key) % 40 == chat]
        assert of_chat == sorted(of_chat)


async def test_a_reply_comes_out_as_it_was_put_in(database: Database) -> None:
    await answered(database, "một ☐ 'hai'")

    [parcel] = await outbox_of(database).claim(CHANNEL, NOW, 10)

    assert parcel.reply == ending("một ☐ 'hai'").replies[0]
    assert parcel.address == Address(channel="telegram", chat="77")
    assert (parcel.lane, parcel.attempts, parcel.maybe_duplicate) == (Lane.TALK, 1, False)


async def test_the_replies_of_a_chat_leave_in_order(database: Database) -> None:
    outbox = outbox_of(database)
    await answered(database, "1", "2")
    await answered(database, "3", chat="78")

    first = await outbox.claim(CHANNEL, NOW, 10)
    await outbox.end(first[0], Delivery.SENT, None, NOW)
    then = await outbox.claim(CHANNEL, NOW, 10)

    assert texts(first) == ["1", "3"]
    assert texts(then) == ["2"]


async def test_only_the_channels_own_parcels_are_claimed(database: Database) -> None:
    await answered(database, "1")

    assert await outbox_of(database).claim("web", NOW, 10) == []


async def test_a_send_that_nobody_came_back_from_is_flagged(database: Database) -> None:
    outbox = outbox_of(database)
    await answered(database, "1")
    [lost] = await outbox.claim(CHANNEL, NOW, 10)

    [again] = await outbox.claim(CHANNEL, LATER, 10)

    assert (lost.maybe_duplicate, again.maybe_duplicate) == (False, True)
    assert not await outbox.end(lost, Delivery.SENT, None, LATER)
    assert await outbox.end(again, Delivery.SENT, None, LATER)
    [row] = await rows(database, outbox_table)
    assert (row.state, row.reply, row.maybe_duplicate) == ("sent", None, True)


async def test_a_process_that_starts_alone_takes_over_at_once(database: Database) -> None:
    inbox, outbox = inbox_of(database), outbox_of(database)
    await answered(database, "1")
    await outbox.claim(CHANNEL, NOW, 10)
    await inbox.receive([arrival("9", "other")])
    [late] = await inbox.claim(ALL, NOW, 1)

    await outbox.take_over()

    [parcel] = await outbox.claim(CHANNEL, NOW, 10)
    assert parcel.maybe_duplicate
    assert keys(await inbox.claim(ALL, NOW, 10)) == ["9"]
    assert not await inbox.finish(late, ending(), NOW)


@pytest.mark.parametrize("maybe_sent", [True, False])
async def test_a_send_that_failed_is_tried_when_it_is_due(
    database: Database, maybe_sent: bool
) -> None:
    outbox = outbox_of(database)
    await answered(database, "1")
    [parcel] = await outbox.claim(CHANNEL, NOW, 10)
    again = NOW + timedelta(seconds=4)

    await outbox.postpone(parcel, "timed out", again, maybe_sent)

    assert await outbox.claim(CHANNEL, NOW, 10) == []
    [parcel] = await outbox.claim(CHANNEL, again, 10)
    assert (parcel.attempts, parcel.maybe_duplicate) == (2, maybe_sent)


@pytest.mark.parametrize("begun", [True, False])
async def test_a_send_that_was_broken_off_may_have_arrived(database: Database, begun: bool) -> None:
    outbox = outbox_of(database)
    await answered(database, "1")

    await outbox.hand_back(await outbox.claim(CHANNEL, NOW, 10), begun)

    [again] = await outbox.claim(CHANNEL, NOW, 10)
    assert (again.attempts, again.maybe_duplicate) == (1, begun)


async def test_parts_that_left_are_not_sent_again(database: Database) -> None:
    outbox = outbox_of(database)
    await answered(database, "1")
    [parcel] = await outbox.claim(CHANNEL, NOW, 10)

    assert await outbox.part_sent(parcel, 2, NOW)

    [again] = await outbox.claim(CHANNEL, LATER, 10)
    assert again.parts_sent == 2


async def test_a_chat_that_was_renamed_keeps_everything(database: Database) -> None:
    inbox, outbox = inbox_of(database), outbox_of(database)
    sessions = SqlSessions(database, TurnEnd(words))
    old, new = (Address(channel="telegram", chat=chat) for chat in ("77", "-100"))
    await inbox.receive([arrival("1")])
    [received] = await inbox.claim(ALL, NOW, 1)
    await inbox.finish(received, ending(effects=(Subscribe(code="H22"),)), NOW)

    await outbox.move_chat(old, new)
    await outbox.move_chat(old, new)

    assert await sessions.load(new)
    assert await sessions.load(old) is None
    [parcel] = await outbox.claim(CHANNEL, NOW, 10)
    assert parcel.address == new


async def test_effects_end_with_the_turn(database: Database) -> None:
    inbox, address = inbox_of(database), Address(channel="telegram", chat="77")
    subscriptions = SqlSubscriptions(database)
    await inbox.receive([arrival("1"), arrival("2")])
    [first] = await inbox.claim(ALL, NOW, 1)
    await inbox.finish(first, ending(effects=(Subscribe(code="H22"),)), NOW)
    assert await subscriptions.of(address) == ["H22"]

    [second] = await inbox.claim(ALL, NOW, 1)
    await inbox.finish(second, ending(effects=(Unsubscribe(),)), NOW)

    assert await subscriptions.of(address) == []


async def test_a_channel_that_is_not_set_up_here_keeps_its_messages(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1"), arrival("2", channel="web")])

    assert keys(await inbox.claim(("web",), NOW, 10)) == ["2"]


async def test_a_message_put_back_waits_for_the_one_at_work(database: Database) -> None:
    inbox = inbox_of(database)
    await inbox.receive([arrival("1"), arrival("2")])
    [first] = await inbox.claim(ALL, NOW, 1)
    await inbox.postpone(first, "ValueError", None, NOW)
    [second] = await inbox.claim(ALL, NOW, 1)
    await retry_parked(database, NOW)

    meanwhile = await inbox.claim(ALL, NOW, 10)
    await inbox.finish(second, ending(), NOW)

    assert meanwhile == []
    assert keys(await inbox.claim(ALL, NOW, 10)) == ["1"]


async def test_a_row_that_cannot_be_read_ends_and_holds_up_nobody(database: Database) -> None:
    outbox = outbox_of(database)
    await answered(database, "odd")
    await answered(database, "good", chat="78")
    await database.write(
        lambda c: c.execute(
            outbox_table.update().where(outbox_table.c.chat == "77").values(reply={"x": 1})
        )
    )

    assert texts(await outbox.claim(CHANNEL, NOW, 10)) == ["good"]
    assert [row.state for row in await rows(database, outbox_table)] == ["refused", "sending"]


async def test_a_reply_of_a_newer_version_is_read(database: Database) -> None:
    data = {**Reply(name="help", text="vâng").to_data(), "sung": True}

    assert Reply.from_data(data) == Reply(name="help", text="vâng")


async def test_a_part_that_leaves_renews_the_lease_unless_it_was_lost(database: Database) -> None:
    outbox = outbox_of(database)
    await answered(database, "1")
    [parcel] = await outbox.claim(CHANNEL, NOW, 10)

    assert await outbox.part_sent(parcel, 1, NOW + LEASE)
    assert await outbox.claim(CHANNEL, LATER, 10) == []
    [taken_over] = await outbox.claim(CHANNEL, LATER + LEASE, 10)
    assert not await outbox.part_sent(parcel, 2, LATER + LEASE)
    assert taken_over.parts_sent == 1


async def test_what_nobody_sends_is_given_up_and_forgotten(database: Database) -> None:
    await answered(database, "1")

    await forget_old(database, NOW + timedelta(hours=14), question_days=90)

    [row] = await rows(database, outbox_table)
    assert (row.state, row.reply) == ("given_up", None)
