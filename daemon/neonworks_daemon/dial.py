"""``dial``: a WebSocket to a daemon that a ready file tells of."""

from http import HTTPStatus

from neonworks_protocol.errors import AccessDenied, Busy, Unavailable
from neonworks_protocol.limits import Limits
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus

from neonworks_daemon.ready import ReadyInfo

__all__ = ["CONNECT_S", "dial"]

CONNECT_S = 10.0
"""Seconds to connect, and to be welcomed; on loopback both take milliseconds."""


async def dial(info: ReadyInfo) -> ClientConnection:
    """A socket to the daemon.

    Raises ``Unavailable`` when nobody listens, ``AccessDenied`` when the token is refused, ``Busy`` when the
    daemon has clients enough.
    """
    try:
        return await connect(
            info.uri,
            additional_headers={"Authorization": f"Bearer {info.token}"},
            compression=None,
            proxy=None,
            max_size=Limits().largest_message,
            open_timeout=CONNECT_S,
            close_timeout=2.0,
        )
    except InvalidStatus as error:
        body = (error.response.body or b"").decode(errors="replace").strip()
        if error.response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            raise Busy(body) from error
        raise AccessDenied(body or f"the daemon answered {error.response.status_code}") from error
    except (OSError, InvalidHandshake, TimeoutError) as error:
        text = f"no daemon answers at {info.host}:{info.port}; start one with: neonworks-animator serve"
        raise Unavailable(text) from error
