"""Runs lo-bot-api-emulator, with what its command line lacks: `python emulator.py PORT`.

It keeps the texts of what was sent (GET /__fixture/sent?since=N), takes edited messages, serves
photos (POST /__fixture/asset/ID), and fails as told (POST /__fixture/fail).
"""

import sys
from collections import defaultdict, deque
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator, updates

updates.KINDS.update({"edited_message", "my_chat_member"})

NOT_RECORDED = {"getUpdates", "getMe"}


class Emulator(LoBotApiEmulator):
    """The emulator with a memory and a temper."""

    def __init__(self) -> None:
        super().__init__(enable_control=True, allow_insecure_loopback_webhooks=True)
        self.calls: list[dict[str, Any]] = []
        self.failures: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)  # by chat

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        """Answer one call as the emulator does; note it, and fail if the test wants it to."""
        call: dict[str, Any] = {"method": method, "fields": dict(fields)}
        if method not in NOT_RECORDED:
            self.calls.append(call)
        waiting = self.failures[str(fields.get("chat_id"))]
        try:
            if waiting and method == "sendMessage":
                failure = waiting.popleft()
                raise ApiRefusal(
                    failure["description"], failure["status"], failure.get("parameters")
                )
            result = super().validate(method, fields, uploads)
        except ApiRefusal as refusal:
            call["refused"] = refusal.description
            raise
        if isinstance(result, dict) and "message_id" in result:
            call["message_id"] = result["message_id"]
        return result

    async def sent(self, request: web.Request) -> web.Response:
        """Return the calls from number `since` on."""
        return web.json_response(self.calls[int(request.query.get("since", 0)) :])

    async def asset(self, request: web.Request) -> web.Response:
        """Take the bytes of a file that a citizen sends."""
        data = await request.read()
        file = {"filename": "photo.jpg", "data": data, "size": len(data)}
        self.assets[request.match_info["id"]] = file
        return web.json_response({"ok": True})

    async def fail(self, request: web.Request) -> web.Response:
        """Refuse the next message to a chat: {"chat", "status", "description", "parameters"}."""
        failure = await request.json()
        self.failures[str(failure["chat"])].append(failure)
        return web.json_response({"ok": True})


def main() -> None:
    """Serve until killed."""
    emulator = Emulator()
    app = emulator.app()
    app.router.add_get("/__fixture/sent", emulator.sent)
    app.router.add_post("/__fixture/asset/{id}", emulator.asset)
    app.router.add_post("/__fixture/fail", emulator.fail)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)


if __name__ == "__main__":
    main()
