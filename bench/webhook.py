"""Webhook to inbox row, beside a bare aiohttp handler that parses the same JSON; and full turns.

Usage: python bench/webhook.py [--rounds 5] [--seconds 4] [--database sqlite|postgres]

Each server is a process of its own on one core; wrk (Debian's package) posts updates with numbers
of their own from the other core, over 64 connections. Rounds of the two servers take turns, since
the machine is noisy; the ratio is that of the medians. Full turns: a thousand messages that wait in
the inbox are answered, with their replies in the outbox.
"""

import argparse
import asyncio
import gc
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot import app, logs
from bot.channels.telegram.parse import arrival_of, incoming
from bot.channels.telegram.webhook import SECRET_HEADER, webhook_route
from bot.conversation.answering import Answerer
from bot.messages import Incoming
from bot.ports import Arrival, Ending, Received
from bot.server import serving
from bot.settings import Settings
from db.effects import TurnEnd
from db.engine import Database, open_database
from db.inbox import SqlInbox
from tests.postgres import running_server
from tests.processes import free_port, wait_for

SECRET = "of-the-bench-only"  # noqa: S105 - of a bench
TURNS = 1000

SCRIPT = """
local n = tonumber(os.time()) %% 100000 * 1000000
function request()
  n = n + 1
  local body = '{"update_id":' .. n .. ',"message":{"message_id":' .. n ..
    ',"date":1795000000,"from":{"id":' .. n % 5000 .. ',"is_bot":false,"first_name":"An",' ..
    '"language_code":"vi"},"chat":{"id":' .. n % 5000 .. ',"type":"private","first_name":"An"},' ..
    '"text":"lam giay khai sinh cho chau can giay to gi vay ad"}}'
  return wrk.format("POST", "/telegram", {["%s"] = "%s",
    ["Content-Type"] = "application/json"}, body)
end
""".replace("% 5000", "%% 5000")


class BareTelegram:
    """As much of the channel as answering needs; it sends nothing."""

    name = "telegram"

    def parse(self, arrival: Arrival) -> Incoming | None:
        """Return the message of an update."""
        return incoming(arrival)

    async def acknowledge(self, arrival: Arrival) -> None:
        """Show nothing."""


async def bare(port: int) -> None:
    """Serve a handler that does what every webhook must: secret, JSON, 200."""

    async def take(request: web.Request) -> web.Response:
        if request.headers.get(SECRET_HEADER) != SECRET:
            return web.Response(status=403)
        json.loads(await request.read())
        return web.Response()

    async with serving([web.post("/telegram", take)], "127.0.0.1", port):
        await asyncio.Event().wait()


async def desk(port: int, url: str) -> None:
    """Serve the webhook over the inbox."""
    database = await open_database(url)
    inbox = _inbox(database)
    gc.freeze()  # as the service does
    route = webhook_route("https://desk/telegram", SECRET, inbox.receive, app.now)
    async with serving([route], "127.0.0.1", port):
        await asyncio.Event().wait()


def _inbox(database: Database) -> SqlInbox:
    settings = Settings()
    words = app.notice_words(settings, app.knowledge())
    return SqlInbox(database, TurnEnd(words), lambda: None, lambda: None)


async def turns_per_second(url: str) -> float:
    """Answer what waits in an inbox, and return how many turns a second that were."""
    settings = Settings()
    base = app.knowledge()
    database = await open_database(url)
    turn_end = TurnEnd(app.notice_words(settings, base))
    inbox = SqlInbox(database, turn_end, lambda: None, lambda: None)
    at = datetime.now(UTC)
    for number in range(TURNS):
        message = {"chat": {"id": number}, "text": "lam giay khai sinh cho chau can giay to gi"}
        update = {"update_id": number, "message": message}
        arrival = arrival_of(update, json.dumps(update).encode(), at)
        await inbox.receive([arrival] if arrival else [])
    engine = app.engine(settings, base, app.stored_ports(database, turn_end))
    bell, done = asyncio.Event(), 0
    answerer = Answerer(engine, inbox, {"telegram": BareTelegram()}, app.now, bell)  # type: ignore[dict-item]
    finish = inbox.finish

    async def counted(received: Received, ending: Ending, moment: datetime) -> bool:
        nonlocal done
        ended = await finish(received, ending, moment)
        done += 1
        bell.set()
        return ended

    inbox.finish = counted  # type: ignore[method-assign]
    started = time.perf_counter()
    running = asyncio.create_task(answerer.worker.run())
    while done < TURNS:  # noqa: ASYNC110 - the worker works meanwhile
        await asyncio.sleep(0.01)
    took = time.perf_counter() - started
    await answerer.worker.stop(1)
    await running
    await database.close()
    return TURNS / took


@contextmanager
def server(mode: str, url: str) -> Iterator[int]:
    """Run one of the servers on the first core; gives its port."""
    port = free_port()
    command = ["taskset", "-c", "0", sys.executable, __file__, "--serve", mode, "--port", str(port)]
    process = subprocess.Popen([*command, "--url", url])  # noqa: S603 - our own
    try:
        wait_for(lambda: _listens(port), f"the {mode} server")
        yield port
    finally:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def requests_per_second(port: int, seconds: int, script: Path) -> float:
    """Post from the second core and return the rate that wrk prints."""
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s"]
    said = subprocess.run(  # noqa: S603 - our own
        [*command, str(script), f"http://127.0.0.1:{port}/telegram"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found[1]) if found else 0.0


def measure(url: str, rounds: int, seconds: int, folder: Path) -> None:
    """Let the two servers take turns and print the medians."""
    script = folder / "post.lua"
    script.write_text(SCRIPT % (SECRET_HEADER, SECRET))
    rates: dict[str, list[float]] = {"bare": [], "desk": []}
    with server("bare", url) as bare_port, server("desk", url) as desk_port:
        for _ in range(rounds):
            rates["bare"].append(requests_per_second(bare_port, seconds, script))
            rates["desk"].append(requests_per_second(desk_port, seconds, script))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    for name, found in rates.items():
        print(f"{name}: {medians[name]:,.0f}/s ({min(found):,.0f}-{max(found):,.0f})")
    print(f"webhook to inbox row / bare handler: {medians['desk'] / medians['bare']:.2f}")


def main() -> None:
    """Print rates and ratio, then full turns a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--serve", choices=("bare", "desk"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        asyncio.run(bare(asked.port) if asked.serve == "bare" else desk(asked.port, asked.url))
        return
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed: on Debian `apt-get install wrk`")
    logs.configure("error", "console")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.database == "sqlite":
            measure(f"sqlite:///{folder}/a.sqlite3", asked.rounds, asked.seconds, folder)
            turns = asyncio.run(turns_per_second(f"sqlite:///{folder}/b.sqlite3"))
        else:
            with running_server(durable=True) as postgres:
                measure(postgres.create("a"), asked.rounds, asked.seconds, folder)
                turns = asyncio.run(turns_per_second(postgres.create("b")))
    print(f"full turns, answered into the outbox: {turns:,.0f}/s")


if __name__ == "__main__":
    main()
