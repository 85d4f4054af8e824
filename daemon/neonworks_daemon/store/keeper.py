"""``StoreKeeper``: the store's slow work, beside the event loop's."""

import asyncio
import logging
import time
from collections.abc import Callable

from neonworks_protocol.errors import StorageFailed

from neonworks_daemon.logs import fields
from neonworks_daemon.store.results import ResultStore

__all__ = ["StoreKeeper"]

_TICK_S = 0.25
"""Seconds between two looks at what can be tidied."""
_PAUSE_S = 0.003
"""Between two slices: they take a quarter of the event loop at most."""
_CHECKPOINT_S = 10.0
"""Seconds after which it is brought in however short it is: what a power cut may cost."""

_logger = logging.getLogger(__name__)


class StoreKeeper:
    """``clock`` gives seconds and never goes back."""

    def __init__(self, store: ResultStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._saved_rows = 0
        self._saved_s = clock()

    async def run(self) -> None:
        """Tidy up until cancelled."""
        while True:
            await asyncio.sleep(_TICK_S)
            try:
                while self._store.tidy():
                    await asyncio.sleep(_PAUSE_S)
                await self._checkpoint()
            except StorageFailed as error:
                _logger.warning("store_not_tidied", extra=fields(reason=error.message))

    async def _checkpoint(self) -> None:
        if self._store.changes == self._saved_rows:
            return
        if self._store.log_is_long or self._clock() - self._saved_s >= _CHECKPOINT_S:
            self._saved_rows, self._saved_s = self._store.changes, self._clock()
            await asyncio.to_thread(self._store.checkpoint)
