"""``Teller``: has the daemon tell clients of every result, until it has answered."""

import asyncio
import logging
from collections.abc import Callable

from neonworks_protocol.errors import AnimatorError, ProtocolError
from neonworks_protocol.limits import MAX_OUTPUTS
from neonworks_protocol.messages import Publish, Published

from neonworks_daemon.client import DaemonClient
from neonworks_daemon.logs import fields
from neonworks_daemon.watch.ledger import Announcement, Ledger
from neonworks_daemon.watch.link import DaemonLink

__all__ = ["Teller", "news_of"]

_WAIT_S = 1.0
"""Rest after a refusal that may pass."""
_NEWS_BYTES = 256 << 10
"""Names in one message: half of what a control message may have."""

_logger = logging.getLogger(__name__)


class Teller:
    """``name`` is the folder's; ``failed(path, reason)`` hears of what no client can be told, ``changed`` of
    each step."""

    def __init__(
        self,
        name: str,
        link: DaemonLink,
        ledger: Ledger,
        failed: Callable[[str, str], None],
        changed: Callable[[], None],
    ) -> None:
        self._name = name
        self._link = link
        self._ledger = ledger
        self._failed = failed
        self._changed = changed
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There is something new to tell."""
        self._news.set()

    async def run(self) -> None:
        """Tell what waits, oldest first, for ever. Raises ``AnimatorError`` when no daemon will ever do."""
        while True:
            waiting = self._ledger.untold()
            for announcement in waiting:
                if not await self._tell(await self._link.client(), announcement):
                    break
            self._changed()
            if not waiting:
                await self._news.wait()
                self._news.clear()

    async def _tell(self, client: DaemonClient, told: Announcement) -> bool:
        """Whether it is done with; otherwise it is told again."""
        try:
            answer = await client.ask(news_of(self._name, told))
        except ProtocolError as error:
            # The daemon will never take it, and it must not stand in the way of the others.
            self._failed(told.path, f"published, but clients could not be told: {error.message}")
        except AnimatorError as error:
            _logger.info("publish_again", extra=fields(path=told.path, reason=error.message))
            await asyncio.sleep(_WAIT_S if client.connected else 0)
            return False
        else:
            if not isinstance(answer, Published):
                return False
        self._ledger.told(told.serial)
        return True


def news_of(root: str, told: Announcement) -> Publish:
    """The message; of more files than one can name only the last, the manifest, which names them all."""
    outputs = told.outputs
    if len(outputs) > MAX_OUTPUTS or sum(len(name.encode()) for name in outputs) > _NEWS_BYTES:
        outputs = outputs[-1:]
    return Publish(
        request_id=told.token,
        root=root,
        path=told.path,
        sha256=told.key.content,
        recipe=told.key.recipe,
        outputs=outputs,
    )
