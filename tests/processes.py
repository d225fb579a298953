"""Our own processes, started for real: their environment, their ports, their ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 20.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(look: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """Return what `look` finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:g} s in vain for {what}")


def call(url: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """Return status and JSON of a GET, or of a POST when there is a body."""
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    all_headers = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data, all_headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, _json(answer.read())
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code, _json(exc.read())


def _json(said: bytes) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return None


def is_up(url: str) -> bool:
    """Whether a server answers here with 200."""
    try:
        return call(url)[0] == 200
    except OSError:
        return False


class Desk:
    """A `motcua serve` of this test's own."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=25)


@contextmanager
def serving(folder: Path, database_url: str, *arguments: str, **settings: str) -> Iterator[Desk]:
    """Run `motcua serve` until the context is left; its log is in a file of the folder."""
    port = int(settings.get("port", 0)) or free_port()
    log = folder / f"desk-{port}.log"
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")},
        "MOTCUA_DATABASE_URL": database_url,
        "MOTCUA_PORT": str(port),
        "MOTCUA_LOG_LEVEL": "info",
        "MOTCUA_LOG_FORMAT": "json",
        **{f"MOTCUA_{name.upper()}": value for name, value in settings.items()},
    }
    environ = {name: value.replace("{port}", str(port)) for name, value in environ.items()}
    command = [sys.executable, "-m", "bot", "serve", *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environ, stdout=file, stderr=file)  # noqa: S603
    desk = Desk(process, port, log)
    try:
        wait_for(lambda: process.poll() is not None or is_up(f"{desk.url}/readyz"), "the desk")
        if process.returncode is not None:
            raise AssertionError(f"the desk ended: {log.read_text()}")
        yield desk
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def motcua(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of motcua to its end."""
    environ = {**os.environ, "MOTCUA_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
