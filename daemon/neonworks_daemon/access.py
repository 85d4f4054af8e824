"""Who may connect: ``Host``, ``Origin``, target and token, decided before the WebSocket upgrade.

A web page can open a socket to loopback from any browser, so an ``Origin`` header is refused unless it is
allow-listed; programs send none, and then the token alone decides. A rebound DNS name reaches loopback with a
foreign ``Host``, so that header is compared as text and never resolved (CVE-2024-28224 in ollama,
Comfy-Org/ComfyUI#12860).

Origins are equal when scheme, host and port are (RFC 6454, 4 and 5): scheme and host in any case, a missing
port is the scheme's own (80 for http, 443 for https). What is not the plain ``scheme://host[:port]`` that
browsers send, such as ``null``, is no origin and never matches.
"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NamedTuple

from neonworks_protocol.errors import AccessDenied, BadRequest
from neonworks_protocol.ready import is_loopback

__all__ = ["AccessPolicy", "Origin", "Refusal", "check_bind", "parse_host", "parse_origin"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PORT = r"(?::(?P<port>[0-9]{1,5}))?"
_HOST = r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9_])?)"
"""A name or address as it stands in a URL; a dot at its end would be another name (URL standard, 3.1)."""
_AUTHORITY = re.compile(_HOST + _PORT, re.ASCII)
_ORIGIN = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,63})://" + _HOST + _PORT, re.ASCII)
_HIGHEST_PORT = 65535


class Origin(NamedTuple):
    """One origin; ``port`` is None only for schemes that have none of their own."""

    scheme: str
    host: str
    port: int | None


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer instead of the upgrade; ``reason`` is one line for the user."""

    status: HTTPStatus
    reason: str


def parse_origin(text: str) -> Origin | None:
    """The origin that ``text`` is the serialisation of, None where it is none."""
    found = _ORIGIN.fullmatch(text)
    if found is None or not _port_exists(found["port"]):
        return None
    scheme = found["scheme"].lower()
    port = int(found["port"]) if found["port"] else _DEFAULT_PORTS.get(scheme)
    return Origin(scheme, found["host"].lower(), port)


def parse_host(header: str) -> str | None:
    """The lower-case name or address (IPv6 in brackets) of a ``Host`` header, None where it is neither."""
    found = _AUTHORITY.fullmatch(header)
    return found["host"].lower() if found and _port_exists(found["port"]) else None


def check_bind(host: str) -> None:
    """Raises ``AccessDenied`` unless ``host`` is a literal loopback address."""
    if not is_loopback(host) and host != "::1":
        raise AccessDenied(
            f"listening on {host!r} is refused: the token travels unencrypted and would be readable on the "
            "network; use 127.0.0.1 and a tunnel (ssh -L) for other machines"
        )


@dataclass(frozen=True)
class AccessPolicy:
    """The rules of one daemon. Raises ``BadRequest`` for an entry of a list that could never match."""

    token: str = field(repr=False)
    allowed_hosts: Sequence[str] = ()
    allowed_origins: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not self.token:
            raise BadRequest("the token is empty: a daemon needs one")
        for host in self.allowed_hosts:
            if _AUTHORITY.fullmatch(host) is None or parse_host(host) != host.lower():
                raise BadRequest(
                    f"allowed_hosts: {host!r} is no host: write a name or address without a port"
                )
        for origin in self.allowed_origins:
            if parse_origin(origin) is None:
                raise BadRequest(
                    f"allowed_origins: {origin!r} is no origin: write scheme://host[:port], such as "
                    "https://editor.example"
                )

    def refusal(
        self,
        *,
        hosts: Sequence[str],
        origins: Sequence[str],
        authorizations: Sequence[str],
        target: str = "/",
    ) -> Refusal | None:
        """None when ``target`` may be upgraded. Each sequence holds all headers of that name."""
        if not self._host_allowed(hosts):
            return Refusal(
                HTTPStatus.FORBIDDEN, "Host refused: connect to 127.0.0.1 or add it to allowed_hosts"
            )
        if not self._origin_allowed(origins):
            return Refusal(
                HTTPStatus.FORBIDDEN, "Origin refused: add it to allowed_origins to let this page in"
            )
        if target != "/":
            return Refusal(
                HTTPStatus.FORBIDDEN, "path refused: connect to / and send the token as a Bearer token"
            )
        if not self._token_matches(authorizations):
            return Refusal(
                HTTPStatus.UNAUTHORIZED, "token refused: send the ready file's token as a Bearer token"
            )
        return None

    def _host_allowed(self, hosts: Sequence[str]) -> bool:
        if len(hosts) != 1:
            return False
        name = parse_host(hosts[0])
        return name is not None and (is_loopback(name) or name in {h.lower() for h in self.allowed_hosts})

    def _origin_allowed(self, origins: Sequence[str]) -> bool:
        if not origins:
            return True
        given = parse_origin(origins[0])
        return len(origins) == 1 and given is not None and given in map(parse_origin, self.allowed_origins)

    def _token_matches(self, authorizations: Sequence[str]) -> bool:
        if len(authorizations) != 1:
            return False
        scheme, _, given = authorizations[0].partition(" ")
        # Compared in a time that does not depend on where they differ.
        equal = hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())
        return scheme.lower() == "bearer" and equal


def _port_exists(port: str | None) -> bool:
    return port is None or 0 < int(port) <= _HIGHEST_PORT
