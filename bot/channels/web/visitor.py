"""Who is at the other end: the browser, by its cookie, and the network it comes from."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from aiohttp import web

KEPT_SECONDS = 30 * 24 * 3600
"""How long a browser keeps its chat; renewed with every use."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_IPV4_PREFIX, _IPV6_PREFIX = 24, 56

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A browser: its chat, its network (both as hashes), and whether the line is encrypted."""

    token: str
    network: str
    is_secure: bool
    is_new: bool  # it brought no cookie of ours

    @property
    def chat(self) -> str:
        """Return the id of its chat; the token itself is stored nowhere."""
        return hashlib.sha256(self.token.encode()).hexdigest()

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
        behind_proxy = self._is_trusted(request.remote)
        forwarded = request.headers.get("X-Forwarded-Proto") if behind_proxy else None
        is_secure = (forwarded or request.scheme) == "https"
        token = request.cookies.get(cookie_name(is_secure), "")
        is_known = _TOKEN.fullmatch(token) is not None
        return Visitor(
            token=token if is_known else secrets.token_urlsafe(32),
            network=self._hash(self._address(request)),
            is_secure=is_secure,
            is_new=not is_known,
        )

    def _address(self, request: web.Request) -> str:
        """Return the address of the other end: what the last proxy of ours saw."""
        address = request.remote or ""
        chain = request.headers.get("X-Forwarded-For", "").split(",")
        while chain and self._is_trusted(address):
            address = chain.pop().strip() or address
        return address

    def _is_trusted(self, address: str | None) -> bool:
        try:
            known = ip_address(address or "")
        except ValueError:
            return False
        return any(known in network for network in self._trusted)

    def _hash(self, address: str) -> str:
        """Return a name for the network of an address: a household, an office, a valley."""
        try:
            known = ip_address(address)
        except ValueError:
            network = "unknown"
        else:
            prefix = _IPV4_PREFIX if known.version == 4 else _IPV6_PREFIX
            network = str(ip_network((known, prefix), strict=False))
        return hmac.digest(self._key, network.encode(), hashlib.sha256).hex()[:24]


def cookie_name(is_secure: bool) -> str:
    """Return the cookie's name; with the prefix a browser takes it from this very host only."""
    return "__Host-motcua" if is_secure else "motcua"
