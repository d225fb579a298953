"""Opening, reading and writing the database."""

import asyncio
import multiprocessing
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.ports import StorageUnavailable
from db.engine import Database, open_database
from db.tables import secret


def add_secret(name: str) -> Callable[[Connection], None]:
    def write(connection: Connection) -> None:
        connection.execute(insert(secret).values(name=name, value=b"0"))

    return write


def count_secrets(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(secret)) or 0


def count_up(connection: Connection) -> None:
    """Read, then write: what fails at once when the lock is taken late."""
    held = select(secret.c.value).where(secret.c.name == "counter").with_for_update()
    value = connection.scalar(held)
    number = int(value or b"0") + 1
    connection.execute(update(secret).values(value=str(number).encode()))


def count_up_in_process(url: str, times: int) -> None:
    async def run() -> None:
        database = await open_database(url)
        for _ in range(times):
            await database.write(count_up)
        await database.close()

    asyncio.run(run())


async def counter(database: Database) -> int:
    statement = select(secret.c.value).where(secret.c.name == "counter")
    value = await database.read(lambda connection: connection.scalar(statement))
    return int(value or b"0")


def test_the_file_and_its_folder_are_made_for_this_user_only(sqlite_url: str) -> None:
    count_up_in_process(sqlite_url, 0)
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_what_was_written_is_read_at_once(database: Database) -> None:
    await database.write(add_secret("a"))

    assert await database.read(count_secrets) == 1


async def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    def write(connection: Connection) -> None:
        add_secret("a")(connection)
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await database.write(write)

    assert await database.read(count_secrets) == 0


async def test_a_broken_rule_is_not_taken_for_a_broken_file(database: Database) -> None:
    await database.write(add_secret("a"))

    with pytest.raises(IntegrityError):
        await database.write(add_secret("a"))

    await database.write(add_secret("b"))
    assert await database.read(count_secrets) == 2


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    opened = await open_database(sqlite_url)
    yield opened
    await opened.close()


async def test_the_reading_side_of_a_file_cannot_write(sqlite: Database) -> None:
    database = sqlite
    with pytest.raises(StorageUnavailable, match="readonly"):
        await database.read(add_secret("a"))

    assert await database.read(count_secrets) == 0


async def test_a_caller_that_goes_away_leaves_no_write_half_done(database: Database) -> None:
    writing = [asyncio.ensure_future(database.write(add_secret(str(i)))) for i in range(20)]
    await asyncio.sleep(0)
    writing[0].cancel()
    await asyncio.gather(*writing[1:])

    await database.write(add_secret("after"))

    assert await database.read(count_secrets) in {20, 21}


async def test_many_tasks_write_without_a_lock_error(database: Database) -> None:
    await database.write(add_secret("counter"))

    await asyncio.gather(*[database.write(count_up) for _ in range(200)])

    assert await counter(database) == 200


async def test_the_connections_to_a_file_keep_to_the_rules(sqlite: Database) -> None:
    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [connection.scalar(text(f"PRAGMA {name}")) for name in names]

    assert await sqlite.write(pragmas) == ["wal", 2, 1, 1, 5000]


async def test_two_processes_open_and_write_at_once(database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    first = [context.Process(target=count_up_in_process, args=(database_url, 0)) for _ in range(3)]
    for process in first:
        process.start()
    for process in first:
        await asyncio.to_thread(process.join)
    database = await open_database(database_url)
    await database.write(add_secret("counter"))

    other = context.Process(target=count_up_in_process, args=(database_url, 50))
    other.start()
    for _ in range(50):
        await database.write(count_up)
    await asyncio.to_thread(other.join)

    assert [process.exitcode for process in (*first, other)] == [0, 0, 0, 0]
    assert await counter(database) == 100
    await database.close()


async def refused(url: str) -> str:
    with pytest.raises(StorageUnavailable) as refusal:
        await open_database(url)
    return str(refusal.value)


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")

    message = await refused(f"sqlite:///{tmp_path}/taken/desk.sqlite3")

    assert "cannot write the database" in message
    assert "taken/desk.sqlite3" in message
    assert "MOTCUA_DATABASE_URL" in message


async def test_a_file_that_is_no_database_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100)

    message = await refused(f"sqlite:///{path}")

    assert "is not a database, or a damaged one" in message
    assert path.read_text() == "not a database " * 100


async def test_a_database_of_a_newer_program_is_refused(
    database: Database, database_url: str
) -> None:
    def renumber(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))

    await database.write(renumber)

    message = await refused(database_url)

    assert "written by a newer version of motcua" in message
    assert "'r9999'" in message


async def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE invoice (id INTEGER)")
    other.close()

    message = await refused(f"sqlite:///{path}")

    assert "another program's tables (invoice)" in message


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("mysql://host/name", "'mysql' are not supported"),
        ("postgresql://postgres@127.0.0.1:1/name", "PostgreSQL cannot be used"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("no url", "not a database URL"),
    ],
)
async def test_a_url_that_cannot_be_used_is_explained(url: str, part: str) -> None:
    assert part in await refused(url)


async def test_names_and_phones_stay_out_of_error_messages(database: Database) -> None:
    await database.write(add_secret("0912345678"))

    with pytest.raises(IntegrityError) as clash:
        await database.write(add_secret("0912345678"))

    assert "0912345678" not in str(clash.value)


async def test_a_full_disk_undoes_the_whole_group_and_tells_everybody(sqlite: Database) -> None:
    """SQLite undoes the transaction, savepoints and all: nobody may be told that all is well."""

    def fill(connection: Connection) -> None:
        connection.execute(insert(secret).values(name="big", value=b"x" * 4_000_000))

    gate = threading.Event()
    pages = await sqlite.read(lambda connection: connection.scalar(text("PRAGMA page_count")))
    await sqlite.write(
        lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")
    )
    holding = asyncio.create_task(sqlite.write(lambda _: gate.wait(5)))
    await asyncio.sleep(0.05)
    group = [
        asyncio.create_task(sqlite.write(fn)) for fn in (add_secret("a"), fill, add_secret("b"))
    ]
    await asyncio.sleep(0.05)
    gate.set()
    await holding

    told = await asyncio.gather(*group, return_exceptions=True)

    stored = await sqlite.read(count_secrets)
    assert [isinstance(each, StorageUnavailable) for each in told] == [True, True, True]
    assert stored == 0
    await sqlite.write(add_secret("after"))
    assert await sqlite.read(count_secrets) == 1


async def test_deleted_words_leave_the_write_ahead_log(sqlite: Database, sqlite_url: str) -> None:
    await sqlite.write(add_secret("CHUYEN RIENG"))

    await sqlite.scrub()

    log = Path(sqlite_url.removeprefix("sqlite:///") + "-wal")
    assert await asyncio.to_thread(log.read_bytes) == b""
