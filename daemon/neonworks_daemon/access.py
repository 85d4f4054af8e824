"""Who may connect: token, ``Host`` and ``Origin``, decided before the WebSocket upgrade.

A web page can open a socket to loopback from any browser, so an ``Origin`` header is refused unless it is
allow-listed. A rebound DNS name reaches loopback with a foreign ``Host``, so that header is compared as text
and never resolved (CVE-2024-28224 in ollama, Comfy-Org/ComfyUI#12860).
"""

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from neonworks_protocol.errors import AccessDenied

__all__ = ["AccessPolicy", "Refusal", "check_bind"]


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer instead of the upgrade; ``reason`` is one line for the user."""

    status: HTTPStatus
    reason: str


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host_name(header: str) -> str | None:
    """The lower-case name of ``name[:port]``, None where it is not one."""
    name, port = header.strip().lower(), ""
    if name.startswith("["):
        name, _, port = name.partition("]")
        name, port = name + "]", port.removeprefix(":")
    elif ":" in name:
        name, _, port = name.partition(":")
    return name if name and (not port or port.isdecimal()) else None


def check_bind(host: str) -> None:
    """Raises ``AccessDenied`` unless ``host`` is a literal loopback address."""
    if not _is_loopback(host.lower()):
        raise AccessDenied(
            f"listening on {host!r} is refused: the token travels unencrypted and would be readable on the "
            "network; use 127.0.0.1 and a tunnel (ssh -L) for other machines"
        )


@dataclass(frozen=True)
class AccessPolicy:
    """The rules of one daemon. Origins are compared whole and case-insensitively, ``null`` never matches."""

    token: str
    allowed_hosts: Sequence[str] = ()
    allowed_origins: Sequence[str] = ()

    def refusal(
        self, *, hosts: Sequence[str], origins: Sequence[str], authorizations: Sequence[str]
    ) -> Refusal | None:
        """None when the request may be upgraded. Each argument holds all headers of that name."""
        if not self._host_allowed(hosts):
            return Refusal(
                HTTPStatus.FORBIDDEN, "Host refused: connect to 127.0.0.1 or add it to allowed_hosts"
            )
        if not self._origin_allowed(origins):
            return Refusal(
                HTTPStatus.FORBIDDEN, "Origin refused: add it to allowed_origins to let this page in"
            )
        if not self._token_matches(authorizations):
            return Refusal(
                HTTPStatus.UNAUTHORIZED, "token refused: send the ready file's token as a Bearer token"
            )
        return None

    def _host_allowed(self, hosts: Sequence[str]) -> bool:
        if len(hosts) != 1:
            return False
        name = _host_name(hosts[0])
        return name is not None and (_is_loopback(name) or name in {h.lower() for h in self.allowed_hosts})

    def _origin_allowed(self, origins: Sequence[str]) -> bool:
        allowed = {origin.lower() for origin in self.allowed_origins} - {"null"}
        return len(origins) <= 1 and all(origin.lower() in allowed for origin in origins)

    def _token_matches(self, authorizations: Sequence[str]) -> bool:
        if len(authorizations) != 1:
            return False
        scheme, _, given = authorizations[0].partition(" ")
        equal = hmac.compare_digest(given.strip().encode("utf-8", "replace"), self.token.encode())
        return scheme.lower() == "bearer" and equal
