"""The Bot API over aiohttp: what python-telegram-bot's client sends its calls through.

Its own default, httpx, gets slower the more calls run side by side; bench/send.py measures it.
"""

from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
"""Seconds to wait for Telegram; with them a send ends well within its lease."""

USER_AGENT = "motcua"


class NotSent(NetworkError):
    """The call never left this machine."""


class AiohttpRequest(BaseRequest):
    """Sends calls through one aiohttp session, which it opens and closes.

    The token is part of every URL, so no error names one, nor has one that does as its cause.
    """

    def __init__(self, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how long an answer is waited for, in seconds."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=100, ttl_dns_cache=60)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; TimedOut, NotSent or NetworkError when it got no answer."""
        if self._session is None:
            raise RuntimeError("the request was not initialised")
        given = isinstance(read_timeout, int | float)
        total = float(read_timeout) if given else self._read_seconds
        timeout = aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, total=total)
        try:
            async with self._session.request(
                method,
                url,
                data=_body(request_data),
                timeout=timeout,
                headers={"User-Agent": USER_AGENT},
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSent("no connection to the Bot API") from None
        except TimeoutError:
            raise TimedOut("the Bot API did not answer in time") from None
        except aiohttp.ClientError as exc:
            raise NetworkError(f"the Bot API hung up: {type(exc).__name__}") from None


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData(request_data.json_parameters)
    for name, file in request_data.multipart_data.items():
        filename, content, content_type = file
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form
