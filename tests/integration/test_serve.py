"""`motcua serve` as whoever runs it meets it: start, health, stop, and what it refuses."""

import json
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.processes import call, motcua, serving

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(60)]


def test_it_says_where_it_listens_and_that_it_is_well(database_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, database_url) as desk:
        assert call(f"{desk.url}/healthz") == (200, {"status": "ok"})
        assert call(f"{desk.url}/readyz") == (200, {"status": "ok", "database": "ok"})
        assert f"http://127.0.0.1:{desk.port}/" in desk.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_well_and_soon(
    database_url: str, tmp_path: Path, number: signal.Signals
) -> None:
    with serving(tmp_path, database_url) as desk:
        page = threading.Thread(target=_keep_a_page_open, args=(desk.port,))
        page.start()
        for each in range(20):
            call(f"{desk.url}/web/messages", {"id": f"m{each}", "text": "khai sinh cần gì"})
        started = time.monotonic()

        code = desk.stop(number)

        page.join()
        assert code == 0
        assert time.monotonic() - started < 20
    # Each is answered, or waits for the next start; nobody holds a lease any more.
    states = json.loads(motcua(database_url, "messages", "status", "--json").stdout)["inbox"]
    assert sum(states.values()) == 20
    assert set(states) <= {"done", "waiting"}


def _keep_a_page_open(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"GET /web/stream HTTP/1.1\r\nHost: desk\r\n\r\n")
        while line.recv(4096):
            pass


def test_one_file_is_served_by_one_process(sqlite_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, sqlite_url):
        second = motcua(sqlite_url, "serve")

    assert second.returncode == 1
    assert "another motcua serve is running" in second.stderr


def test_postgres_is_served_by_as_many_as_wanted(postgres_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, postgres_url) as one, serving(tmp_path, postgres_url) as other:
        for each in range(30):
            for desk in (one, other):
                body = {"id": f"{desk.port}-{each}", "text": "xin chào"}
                assert call(f"{desk.url}/web/messages", body)[0] == 202
        assert (one.stop(), other.stop()) == (0, 0)


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"MOTCUA_PORT": "70000"}, "MOTCUA_PORT"),
        ({"MOTCUA_TRUSTED_PROXIES": "somewhere"}, "MOTCUA_TRUSTED_PROXIES"),
        ({"MOTCUA_TELEGRAM_WEBHOOK_URL": "https://x.vn/hook"}, "MOTCUA_TELEGRAM_WEBHOOK_SECRET"),
        (
            {
                "MOTCUA_TELEGRAM_WEBHOOK_URL": "https://x.vn/",
                "MOTCUA_TELEGRAM_WEBHOOK_SECRET": "0123456789abcdef",
            },
            "needs a path",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, settings: dict[str, str], part: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    done = motcua(sqlite_url, "serve")

    assert done.returncode == 1
    assert part in done.stderr


def test_a_port_that_is_taken_is_named(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("MOTCUA_PORT", str(taken.getsockname()[1]))

        done = motcua(sqlite_url, "serve")

    assert done.returncode == 1
    assert "address already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_private_reaches_the_log(database_url: str, tmp_path: Path) -> None:
    """What people type, their codes and phones, and the bot's token stay out of it."""
    private = (
        "H22.38.9-261116-0001",
        "0988837457",
        "Giàng Thị Bí Mật",
        "777:SECRET-TOKEN-ABCDEFGHIJ",
    )
    with serving(
        tmp_path, database_url, telegram_token=private[3], telegram_api_url="http://127.0.0.1:9"
    ) as desk:
        for number, text in enumerate(private):
            call(f"{desk.url}/web/messages", {"id": f"m{number}", "text": text})
        time.sleep(1.5)
        desk.stop()

    log = desk.log.read_text()
    assert "message_answered" in log
    assert [text for text in private if text in log] == []


def test_the_help_has_an_example() -> None:
    done = motcua("sqlite://", "serve", "--help")

    assert done.returncode == 0
    assert "Example: MOTCUA_PORT=8080 motcua serve" in done.stdout
    assert isinstance(done, subprocess.CompletedProcess)
