"""How a turn ends: what the chat remembers and what else the turn entails, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, select, update

from bot.messages import Address
from bot.ports import Effect, Forget, StoredSession, Subscribe, Unsubscribe
from db.chats import drop_notices, forget_chat, of
from db.dossiers import dossier_from_row
from db.notices import NoticeWords, write_notices
from db.tables import dossier, session, subscription
from db.upsert import insert_for


class TurnEnd:
    """Writes the end of a turn. `word` says what a notice says."""

    def __init__(self, word: NoticeWords) -> None:
        self._word = word

    def write(
        self,
        connection: Connection,
        address: Address,
        remembered: StoredSession | None,
        effects: Sequence[Effect],
        at: datetime,
    ) -> None:
        """Store what the chat remembers, then do what the turn entails, in order."""
        if remembered is not None:
            _save(connection, address, remembered, at)
        for effect in effects:
            match effect:
                case Subscribe():
                    self._subscribe(connection, address, effect.code, at)
                case Unsubscribe():
                    _unsubscribe(connection, address, at)
                case Forget():
                    forget_chat(connection, address, at)
                case _:
                    assert_never(effect)

    def _subscribe(self, connection: Connection, address: Address, code: str, at: datetime) -> None:
        """Note that the chat waits for the dossier, and tell it now if it is ready already.

        The dossier's row is locked, so that an import at this moment comes before or after, and
        one of the two sees the other.
        """
        locked = select(dossier).where(dossier.c.code == code).with_for_update(read=True)
        row = connection.execute(locked).one_or_none()
        statement = insert_for(connection, subscription).values(
            channel=address.channel, chat=address.chat, dossier_code=code, started_at=at
        )
        again = {"started_at": at, "ended_at": None}
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=list(subscription.primary_key),
                set_=again,
                where=subscription.c.ended_at.is_not(None),  # who waits already goes on waiting
            )
        )
        if row is not None:
            write_notices(connection, dossier_from_row(row), self._word, at)


def _save(
    connection: Connection, address: Address, remembered: StoredSession, at: datetime
) -> None:
    values = {
        "data": remembered.data,
        "last_incoming_id": remembered.last_incoming_id,
        "saved_at": at,
    }
    statement = insert_for(connection, session).values(
        channel=address.channel, chat=address.chat, **values
    )
    keys = [session.c.channel, session.c.chat]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


def _unsubscribe(connection: Connection, address: Address, at: datetime) -> None:
    """End every subscription of the chat; notices that have not left yet stay behind."""
    connection.execute(
        update(subscription)
        .where(*of(subscription, address), subscription.c.ended_at.is_(None))
        .values(ended_at=at)
    )
    drop_notices(connection, address, at)
