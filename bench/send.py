"""Sends through our aiohttp request beside python-telegram-bot's default httpx one, in one run.

A fake Bot API in a process of its own answers at once, so that only the client is measured.

Usage: python bench/send.py [--sends 2000] [--rounds 5] [--at-once 32]
"""

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from aiohttp import web
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram.request import AiohttpRequest

TOKEN = "123456:TOKEN-of-a-fake-Bot-API"  # noqa: S105 - opens nothing
TEXT = "☐ Giấy chứng sinh\n☐ Tờ khai đăng ký khai sinh\n" * 10

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}, "text": "x"}


async def answer(request: web.Request) -> web.Response:
    """Read a call to its end and take it."""
    await request.read()
    return web.json_response({"ok": True, "result": MESSAGE})


async def serve(ready: Connection) -> None:
    """Serve the fake Bot API until killed; tells its port."""
    application = web.Application()
    application.router.add_post("/bot{token}/sendMessage", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready.send(runner.addresses[0][1])
    await asyncio.Event().wait()


def run_server(ready: Connection) -> None:
    """Be the child process."""
    asyncio.run(serve(ready))


@contextmanager
def fake_api() -> Iterator[str]:
    """Run the fake Bot API beside us; gives its URL."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_server, args=(theirs,), daemon=True)
    process.start()
    try:
        if not ours.poll(30):
            raise RuntimeError("the fake Bot API did not start")
        yield f"http://127.0.0.1:{ours.recv()}/bot"
    finally:
        process.kill()
        process.join()


async def rate(url: str, request: BaseRequest, sends: int, at_once: int) -> float:
    """Return sends per second; the connections are opened before the clock starts."""
    waiting = iter(range(sends))

    async def sender(bot: Bot) -> None:
        for _ in waiting:
            await bot.send_message(77, TEXT)

    async with request:
        bot = Bot(TOKEN, base_url=url, request=request)
        await asyncio.gather(*(bot.send_message(77, TEXT) for _ in range(at_once)))
        started = time.perf_counter()
        await asyncio.gather(*(sender(bot) for _ in range(at_once)))
        return sends / (time.perf_counter() - started)


def main() -> None:
    """Print the median and range of both rates, and the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sends", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-once", type=int, default=32)
    asked = parser.parse_args()
    kinds: dict[str, type[BaseRequest]] = {"httpx": HTTPXRequest, "aiohttp": AiohttpRequest}
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    with fake_api() as url:
        for _ in range(asked.rounds):
            for name, kind in kinds.items():
                rates[name].append(asyncio.run(rate(url, kind(), asked.sends, asked.at_once)))
    for name, found in rates.items():
        print(
            f"{name:8} median {statistics.median(found):6.0f} sends/s  "
            f"min {min(found):6.0f}  max {max(found):6.0f}"
        )
    ratio = statistics.median(rates["aiohttp"]) / statistics.median(rates["httpx"])
    print(f"ratio    {ratio:.1f} x with {asked.at_once} at once, {asked.rounds} rounds each")


if __name__ == "__main__":
    main()
