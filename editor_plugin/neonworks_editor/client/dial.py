"""``dial``: a WebSocket to the daemon that a ready file tells of, with refusals in plain words."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from neonworks_protocol.errors import AccessDenied, Busy, Unavailable, VersionMismatch
from neonworks_protocol.limits import Limits
from neonworks_protocol.ready import ReadyInfo
from neonworks_protocol.version import SUPPORTED_VERSIONS
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

__all__ = ["CONNECT_S", "SAME_VERSION", "Dial", "dial", "mismatch"]

CONNECT_S = 10.0
"""Seconds to connect, and to be welcomed; on loopback both take milliseconds."""
SAME_VERSION = "bring both to the same version of neonworks-animator, then restart the daemon"
"""What to do when daemon and editor speak different versions of the protocol."""
_CLOSE_S = 0.25
"""Seconds for the daemon's goodbye; ours has been sent by then."""

Dial = Callable[[ReadyInfo], Awaitable[ClientConnection]]


async def dial(info: ReadyInfo) -> ClientConnection:
    """A socket to the daemon, which has said nothing yet.

    What is raised says what is wrong; what to do about it depends on who may start a daemon. Raises
    ``Unavailable`` when nobody or something else answers, ``AccessDenied`` when the token is refused,
    ``Busy`` when the daemon has clients enough, ``VersionMismatch`` when the ready file shares no version.
    """
    if not set(info.versions) & set(SUPPORTED_VERSIONS):
        raise VersionMismatch(mismatch(info.versions))
    limits = Limits()
    try:
        return await connect(
            info.uri,
            # Given separately, a redirect to another place is refused: the sprites are for this one.
            host=info.host,
            port=info.port,
            additional_headers={"Authorization": f"Bearer {info.token}"},
            compression=None,
            proxy=None,
            # What a server sends is never larger; submits are, and go the other way.
            max_size=max(limits.payload_bytes, limits.control_bytes),
            open_timeout=CONNECT_S,
            close_timeout=_CLOSE_S,
        )
    except InvalidStatus as error:
        raise _refused(error, info) from error
    except (OSError, WebSocketException, TimeoutError, ValueError, EOFError) as error:
        raise Unavailable(f"no daemon answers at {info.host}:{info.port}") from error


def mismatch(versions: tuple[int, ...]) -> str:
    """The line for a daemon that speaks none of our protocol versions."""
    theirs, ours = (", ".join(map(str, some)) or "none" for some in (versions, SUPPORTED_VERSIONS))
    return f"the daemon speaks protocol version {theirs}, this editor {ours}; {SAME_VERSION}"


def _refused(error: InvalidStatus, info: ReadyInfo) -> AccessDenied | Busy | Unavailable:
    status = error.response.status_code
    body = (error.response.body or b"")[:300].decode(errors="replace").strip()
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Busy(body or "the daemon has clients enough: close another editor")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return AccessDenied(f"the daemon at {info.host}:{info.port} refuses our token ({body or status})")
    return Unavailable(f"another program answers at {info.host}:{info.port} (HTTP {status})")
