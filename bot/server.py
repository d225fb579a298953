"""The HTTP server around the routes it is given."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.ports import StorageUnavailable

log = structlog.get_logger(__name__)

LARGEST_BODY = 1024 * 1024
"""Bytes; what platforms send is a few thousand."""

PATIENCE = 5.0
"""Seconds that open requests get when the server stops."""


@asynccontextmanager
async def serving(
    routes: Iterable[web.AbstractRouteDef], host: str, port: int
) -> AsyncIterator[int]:
    """Serve these routes for as long as the context is open; gives the port.

    Raises OSError when the address cannot be listened on.
    """
    application = web.Application(client_max_size=LARGEST_BODY, middlewares=[_named_errors])
    application.add_routes(routes)
    runner = web.AppRunner(
        application,
        access_log=None,  # a path may hold a token
        handle_signals=False,
        shutdown_timeout=PATIENCE,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, reuse_port=False, backlog=1024)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@web.middleware
async def _named_errors(request: web.Request, handler: object) -> web.StreamResponse:
    """Turn what breaks into an answer that tells nothing of the inside."""
    try:
        response: web.StreamResponse = await handler(request)  # type: ignore[operator]
    except web.HTTPException:
        raise
    except StorageUnavailable:
        log.warning("request_not_stored", route=_route(request))
        return web.Response(status=503, headers={"Retry-After": "1"})
    except Exception:
        log.exception("request_failed", route=_route(request))
        return web.Response(status=500)
    return response


def _route(request: web.Request) -> str:
    """Return the route a request took, without what stood in its path."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"
