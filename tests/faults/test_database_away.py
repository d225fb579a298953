"""PostgreSQL goes away and comes back: guidance goes on, nothing is acknowledged in vain."""

from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.webhook import SECRET_HEADER
from tests.postgres import running_server
from tests.processes import Desk, call, free_port, serving, wait_for

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(180)]

SECRET = "database-away-0123"  # noqa: S105 - of a test


def update(number: int) -> dict[str, Any]:
    message = {"chat": {"id": number}, "from": {"id": number, "is_bot": False}, "text": "xin chào"}
    return {"update_id": number, "message": message}


def hook(desk: Desk, number: int) -> int:
    return call(f"{desk.url}/telegram", update(number), {SECRET_HEADER: SECRET})[0]


def ask(desk: Desk, text: str, number: int = 1) -> tuple[int, Any]:
    return call(f"{desk.url}/web/messages", {"id": f"m{number}", "text": text})


def test_the_web_page_guides_and_webhooks_are_refused_until_it_is_back(tmp_path: Path) -> None:
    settings = {
        "telegram_token": "1:x",
        "telegram_api_url": f"http://127.0.0.1:{free_port()}",
        "telegram_webhook_url": "http://127.0.0.1:{port}/telegram",
        "telegram_webhook_secret": SECRET,
    }
    with (
        running_server(durable=True) as server,
        serving(tmp_path, server.create("away"), **settings) as desk,
    ):
        assert hook(desk, 1) == 200
        server.stop()

        guidance = ask(desk, "đăng ký kết hôn cần gì")
        look_up = ask(desk, "H22.38.9-261116-0001")
        refused = hook(desk, 2)
        health = call(f"{desk.url}/healthz")[0]
        ready = call(f"{desk.url}/readyz")
        server.start()
        wait_for(lambda: hook(desk, 2) == 200, "the webhook to be back", 15)

        assert guidance[0] == 200
        assert "kết hôn" in guidance[1]["reply"]["text"].lower()
        assert look_up[0] == 200
        assert "chưa tra được hồ sơ" in look_up[1]["reply"]["text"]
        assert (refused, health) == (503, 200)
        assert ready == (200, {"status": "ok", "database": "away"})
        assert ask(desk, "xin chào", 2)[0] == 202
        assert desk.stop() == 0
