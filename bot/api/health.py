"""Whether the process lives, and whether it wants work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.ports import StorageUnavailable


@dataclass(slots=True)
class Readiness:
    """Whether new work may come: not before all is open, and not once the process is to end."""

    is_ready: bool = False


def health_routes(
    readiness: Readiness, storage_answers: Callable[[], Awaitable[object]]
) -> list[web.RouteDef]:
    """Return /healthz, which touches nothing, and /readyz.

    A database that is away does not make a process unready: procedures are answered from memory,
    and if every replica said it was not ready, nobody would be left to say so.
    """

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        if not readiness.is_ready:
            return web.json_response({"status": "not ready"}, status=503)
        try:
            await storage_answers()
        except StorageUnavailable:
            return web.json_response({"status": "ok", "database": "away"})
        return web.json_response({"status": "ok", "database": "ok"})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
