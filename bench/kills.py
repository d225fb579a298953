"""Kill the server at random moments under load; count what was lost, doubled, or done twice.

Usage: python bench/kills.py [--kills 100] [--rate 200] [--database sqlite|postgres] [--seed 1]

A fake Telegram posts numbered updates to the webhook of a real `motcua serve` and notes every 200;
a post that got none is repeated, as Telegram does. Each update asks for a receipt code of its own,
so the reply tells which update it answers. The process gets SIGKILL after a random time and is
started again. At the end every acknowledged update must have exactly one reply in the outbox and
at least one send, and whatever was sent twice must carry the flag. PostgreSQL is the machine's own,
and waits for the disk.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy import Select, select

from db.engine import Database, open_database
from db.tables import inbox, outbox
from tests.postgres import running_server

TOKEN = "123456:A-token-that-opens-nothing-anywhere"  # noqa: S105 - of a fake
SECRET = "kill-me-if-you-can"  # noqa: S105 - of a fake
A_CHAT = 5
"""Updates a chat sends: below the limit of codes that lead nowhere."""


@dataclass
class Ledger:
    """What the outside saw."""

    acknowledged: set[int] = field(default_factory=set)
    sent: Counter[str] = field(default_factory=Counter)  # receipt code -> replies that name it


@dataclass(frozen=True)
class Verdict:
    """What became of the acknowledged updates."""

    acknowledged: int
    lost: int  # no reply was ever sent
    without_effect: int  # no reply in the outbox
    with_two_effects: int
    doubled: int  # sent more than once
    doubled_unflagged: int
    flagged: int

    @property
    def is_good(self) -> bool:
        """Whether every promise was kept."""
        broken = (self.lost, self.without_effect, self.with_two_effects, self.doubled_unflagged)
        return self.acknowledged > 0 and not any(broken)


def code_of(number: int) -> str:
    """Return the receipt code that update asks for; nobody has such a dossier."""
    return f"H22.38.9-2611{1 + number // 10_000:02}-{number % 10_000:04}"


def update(number: int) -> dict[str, object]:
    """Return the update as Telegram would post it."""
    chat = 1000 + number // A_CHAT
    person = {"id": chat, "is_bot": False, "first_name": "An", "language_code": "vi"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_795_000_000,
            "from": person,
            "chat": {"id": chat, "type": "private", "first_name": "An"},
            "text": code_of(number),
        },
    }


class FakeTelegram:
    """Answers every call, and notes which codes the messages name."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call of the Bot API."""
        if request.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": True})
        is_json = request.content_type == "application/json"
        fields = await request.json() if is_json else dict(await request.post())
        for word in str(fields["text"]).replace(".\n", " ").split():
            if word.startswith("H22.38.9-2611"):
                self._ledger.sent[word.rstrip(".")] += 1
        chat = {"id": int(fields["chat_id"]), "type": "private"}
        message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
        return web.json_response({"ok": True, "result": message})


@asynccontextmanager
async def fake_telegram(ledger: Ledger) -> AsyncIterator[str]:
    """Serve the fake; gives its URL."""
    application = web.Application()
    application.router.add_post("/bot{token}/{method}", FakeTelegram(ledger).call)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Server:
    """A `motcua serve` that can be killed and started again."""

    def __init__(self, environ: dict[str, str], port: int) -> None:
        self._environ, self.port = environ, port
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, session: aiohttp.ClientSession) -> None:
        """Start it and wait until it is ready."""
        command = [sys.executable, "-m", "bot", "serve"]
        self._process = await asyncio.create_subprocess_exec(
            *command, env=self._environ, stderr=asyncio.subprocess.DEVNULL
        )
        async with asyncio.timeout(60):
            while not await self._is_ready(session):
                if self._process.returncode is not None:
                    raise RuntimeError(f"the server ended with {self._process.returncode}")
                await asyncio.sleep(0.02)

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/readyz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        assert self._process is not None  # noqa: S101 - it was started
        self._process.send_signal(number)
        return await self._process.wait()


class Crowd:
    """Posts updates at a steady rate, each until it is acknowledged."""

    def __init__(self, url: str, rate: float, ledger: Ledger) -> None:
        self._url, self._rate, self._ledger = url, rate, ledger
        self._posts: set[asyncio.Task[None]] = set()
        self.posted = 0

    async def run(self, session: aiohttp.ClientSession, stop: asyncio.Event) -> None:
        """Post until told to stop, then see the last ones through."""
        started = time.perf_counter()
        while not stop.is_set():
            self.posted += 1
            task = asyncio.create_task(self._post(session, self.posted))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)
            await asyncio.sleep(max(0.0, started + self.posted / self._rate - time.perf_counter()))
        await asyncio.gather(*self._posts)

    async def _post(self, session: aiohttp.ClientSession, number: int) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        while True:
            try:
                async with session.post(self._url, json=update(number), headers=headers) as said:
                    if said.status == 200:
                        self._ledger.acknowledged.add(number)
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.2)


async def campaign(database_url: str, kills: int, rate: float, seed: int) -> Verdict:
    """Kill the server so many times under this load, and judge."""
    chance = random.Random(seed)  # noqa: S311 - the same moments again
    ledger, stop = Ledger(), asyncio.Event()
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(fake_telegram(ledger))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        port = chance.randrange(20_000, 30_000)
        server = Server(_environ(database_url, api, port), port)
        crowd = Crowd(f"http://127.0.0.1:{port}/telegram", rate, ledger)
        await server.start(session)
        posting = asyncio.create_task(crowd.run(session, stop))
        for kill in range(kills):
            await asyncio.sleep(chance.uniform(0.05, 1.5))
            await server.end(signal.SIGKILL)
            await server.start(session)
            _tell(f"kill {kill + 1} of {kills}: {len(ledger.acknowledged)} acknowledged")
        stop.set()
        await posting
        await _drained(database_url)
        exit_code = await server.end(signal.SIGTERM)
        if exit_code:
            raise RuntimeError(f"SIGTERM ended the server with {exit_code}")
    return await judge(database_url, ledger)


def _environ(database_url: str, api: str, port: int) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    return {
        **ours,
        "MOTCUA_DATABASE_URL": database_url,
        "MOTCUA_HOST": "127.0.0.1",
        "MOTCUA_PORT": str(port),
        "MOTCUA_LOG_LEVEL": "error",
        "MOTCUA_TELEGRAM_TOKEN": TOKEN,
        "MOTCUA_TELEGRAM_API_URL": api,
        "MOTCUA_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "MOTCUA_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


async def _drained(database_url: str, patience: float = 180.0) -> None:
    """Wait until nothing is left to answer or to send."""
    database = await open_database(database_url, upgrade=False)
    left = (
        select(inbox.c.id).where(inbox.c.state.in_(("waiting", "working"))),
        select(outbox.c.id).where(outbox.c.state.in_(("waiting", "sending"))),
    )
    try:
        async with asyncio.timeout(patience):
            while await _is_any(database, left):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(0.5)
    finally:
        await database.close()


async def _is_any(database: Database, statements: Iterable[Select[Any]]) -> bool:
    for statement in statements:
        found = statement.limit(1)
        if await database.read(lambda connection, found=found: connection.scalar(found)):
            return True
    return False


async def judge(database_url: str, ledger: Ledger) -> Verdict:
    """Hold what the outside saw against what the database says."""
    database = await open_database(database_url, upgrade=False)
    statement = select(inbox.c.key, outbox.c.maybe_duplicate).join(
        outbox, outbox.c.inbox_id == inbox.c.id
    )
    rows = await database.read(lambda connection: connection.execute(statement).all())
    await database.close()
    effects = Counter(int(row.key) for row in rows)
    flagged = {int(row.key) for row in rows if row.maybe_duplicate}
    doubled = {n for n in effects if ledger.sent[code_of(n)] > 1}
    return Verdict(
        acknowledged=len(ledger.acknowledged),
        lost=sum(ledger.sent[code_of(number)] == 0 for number in ledger.acknowledged),
        without_effect=len(ledger.acknowledged - set(effects)),
        with_two_effects=sum(count > 1 for count in effects.values()),
        doubled=len(doubled),
        doubled_unflagged=len(doubled - flagged),
        flagged=len(flagged),
    )


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line}   ")


def main() -> None:
    """Run the campaign and print the verdict; exit code 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        if asked.database == "sqlite":
            url = f"sqlite:///{Path(folder) / 'kills.sqlite3'}"
            verdict = asyncio.run(campaign(url, asked.kills, asked.rate, asked.seed))
        else:
            with running_server(durable=True) as server:
                url = server.create("kills")
                verdict = asyncio.run(campaign(url, asked.kills, asked.rate, asked.seed))
    took = time.perf_counter() - started
    print(f"{asked.kills} kills on {asked.database} at {asked.rate:g} updates/s in {took:.0f} s")
    print(verdict)
    sys.exit(0 if verdict.is_good else 1)


if __name__ == "__main__":
    main()
