"""``NetFile``: a net of the sprite net's kind that comes with the program, loaded once, when it is needed."""

import importlib.util
import threading
from importlib.resources import as_file, files
from typing import Protocol

from neonworks_protocol.errors import Unavailable

from neonworks_models.catalog.cards import CARDS
from neonworks_models.nets.sprite_session import SpriteSession

__all__ = ["Net", "NetFile"]


class Net(Protocol):
    """Where a net comes from."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str:
        """Of its weights, in hex."""
        ...

    def session(self) -> SpriteSession:
        """Loaded when it is first needed. Raises ``Unavailable``."""
        ...


class NetFile:
    """Weights that come with the program; ``session`` may be asked for by any thread."""

    def __init__(self, name: str) -> None:
        """``name``: of a card in ``CARDS``."""
        self._card = CARDS[name]
        self._lock = threading.Lock()
        self._session: SpriteSession | None = None  # guarded by _lock

    @property
    def name(self) -> str:
        return self._card.name

    @property
    def present(self) -> bool:
        """Whether it could be loaded, as far as one can tell without loading anything."""
        there = self._card.sha256 is not None and self._card.size_bytes > 0
        return there and importlib.util.find_spec("onnxruntime") is not None

    @property
    def sha256(self) -> str:
        """Of the weights. Raises ``Unavailable`` where they are not a part of this version."""
        if (digest := self._card.sha256) is None:
            raise Unavailable(
                f"the weights of {self.name} are not a part of this version: choose another net"
            )
        return digest

    def session(self) -> SpriteSession:
        """The loaded net. Raises ``Unavailable``."""
        with self._lock:
            if self._session is None:
                with as_file(files("neonworks_models") / "weights" / self._card.file) as path:
                    self._session = SpriteSession.load(path, self.sha256)
            return self._session
