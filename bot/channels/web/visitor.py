"""Who is at the other end: the browser, by its cookie, and the network it comes from."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from aiohttp import web

KEPT_SECONDS = 30 * 24 * 3600
"""How long a browser keeps its chat; renewed with every use."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](?::\d+)?|(?P<v4>[\d.]+):\d+")
_IPV4_PREFIX, _IPV6_PREFIX = 24, 56

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A browser: its chat, its network (both as hashes), and whether the line is encrypted."""

    token: str
    network: str
    is_secure: bool

    @property
    def chat(self) -> str:
        """Return the id of its chat; the token itself is stored nowhere."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def mark(self) -> str:
        """Return what the page tells two chats apart by."""
        return self.chat[:12]

    def greet(self, response: web.StreamResponse) -> None:
        """Give the browser its cookie, for another while."""
        response.set_cookie(
            cookie_name(self.is_secure),
            self.token,
            max_age=KEPT_SECONDS,
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="Lax",
        )

    def forget(self, response: web.StreamResponse) -> None:
        """Take the cookie back."""
        response.del_cookie(
            cookie_name(self.is_secure),
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="Lax",
        )


class Visitors:
    """Recognises visitors. `trusted`: the proxies whose word about the other end is taken."""

    def __init__(self, trusted: Sequence[Network] = ()) -> None:
        self._trusted = trusted
        self._key = secrets.token_bytes(32)  # hashes of networks mean nothing after a restart

    def visitor(self, request: web.Request) -> Visitor:
        """Return who sent this request."""
        schemes = _chain(request, "X-Forwarded-Proto") if self._is_trusted(request.remote) else []
        is_secure = (schemes[-1] if schemes else request.scheme).lower() == "https"
        token = request.cookies.get(cookie_name(is_secure), "")
        is_known = _TOKEN.fullmatch(token) is not None
        return Visitor(
            token=token if is_known else secrets.token_urlsafe(32),
            network=self._hash(self._address(request)),
            is_secure=is_secure,
        )

    def _address(self, request: web.Request) -> str:
        """Return the address of the other end: what the last proxy of ours saw."""
        address = request.remote or ""
        chain = _chain(request, "X-Forwarded-For")
        while chain and self._is_trusted(address):
            address = chain.pop()
        return address

    def _is_trusted(self, address: str | None) -> bool:
        known = _parsed(address or "")
        return known is not None and any(known in network for network in self._trusted)

    def _hash(self, address: str) -> str:
        """Return a name for the network of an address: a household, an office, a valley."""
        known = _parsed(address)
        if known is None:
            network = "unknown"
        else:
            prefix = _IPV4_PREFIX if known.version == 4 else _IPV6_PREFIX
            network = str(ip_network((known, prefix), strict=False))
        return hmac.digest(self._key, network.encode(), hashlib.sha256).hex()[:24]


def _chain(request: web.Request, header: str) -> list[str]:
    """Return what the proxies wrote into a header, the nearest last.

    Some append to the line, some add a line of their own: read alone, the first line would be
    whatever the other end made up.
    """
    lines = ",".join(request.headers.getall(header, []))
    return [each.strip() for each in lines.split(",") if each.strip()]


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address as proxies and sockets write it, with or without a port."""
    found = _WITH_PORT.fullmatch(address)
    try:
        known = ip_address((found["v6"] or found["v4"]) if found else address)
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def cookie_name(is_secure: bool) -> str:
    """Return the cookie's name; with the prefix a browser takes it from this very host only."""
    return "__Host-motcua" if is_secure else "motcua"
