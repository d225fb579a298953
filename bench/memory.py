"""Resident memory of an idle `motcua serve` with the web page and Telegram on.

Usage: python bench/memory.py [--seconds 10]

Telegram is a fake that holds every long poll; the process is a real one. Linux only: /proc tells.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from aiohttp import web

from bot.server import serving as http_serving
from tests.processes import serving


async def call(request: web.Request) -> web.Response:
    """Answer like a Telegram to which nobody writes."""
    if request.match_info["method"] == "getUpdates":
        await asyncio.sleep(20)
        return web.json_response({"ok": True, "result": []})
    return web.json_response({"ok": True, "result": True})


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process in MB (10^6 bytes)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("/proc does not tell")


async def measure(seconds: float) -> tuple[float, float]:
    """Return the memory at the start and after some idle seconds."""
    async with http_serving([web.post("/bot{token}/{method}", call)], "127.0.0.1", 0) as port:
        with tempfile.TemporaryDirectory() as folder:
            settings = {"telegram_token": "1:x", "telegram_api_url": f"http://127.0.0.1:{port}"}
            context = serving(Path(folder), f"sqlite:///{folder}/desk.sqlite3", **settings)
            desk = await asyncio.to_thread(context.__enter__)
            try:
                first = resident_mb(desk.process.pid)
                await asyncio.sleep(seconds)
                return first, resident_mb(desk.process.pid)
            finally:
                await asyncio.to_thread(context.__exit__, None, None, None)


def main() -> None:
    """Print the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    started = time.perf_counter()
    first, idle = asyncio.run(measure(parser.parse_args().seconds))
    print(f"at the start: {first:.1f} MB; idle with Telegram on: {idle:.1f} MB", end="")
    print(f" (after {time.perf_counter() - started:.0f} s)")


if __name__ == "__main__":
    main()
