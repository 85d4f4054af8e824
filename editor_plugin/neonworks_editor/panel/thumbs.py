"""Small pictures of files, read one after the other so that no frame of the host is late."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pygame
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import Limits

from neonworks_editor.panel.pictures import PictureStore, decode_picture
from neonworks_editor.studio.watching import file_stamp

__all__ = ["Thumbnails"]

_SIDE = 128
"""Pixels: pictures that are larger are kept smaller."""
_MOST_WAITING = 1024
_BUDGET_S = 0.0015
"""Processor time a frame for reading files; at least one is read."""
_CPU: Callable[[], float] = time.thread_time


class Thumbnails:
    """``get`` answers at once; ``changed`` is called after pictures were read, so that they can be drawn."""

    def __init__(
        self, store: PictureStore, changed: Callable[[], None], *, cpu: Callable[[], float] = _CPU
    ) -> None:
        self._store, self._changed, self._cpu = store, changed, cpu
        self._waiting: deque[Path] = deque(maxlen=_MOST_WAITING)
        self._known: dict[Path, pygame.Surface | None] = {}

    def get(self, path: Path) -> pygame.Surface | None:
        """The picture, or None while it was not read or when it cannot be."""
        if path in self._known:
            return self._known[path]
        if path not in self._waiting:
            self._waiting.append(path)
        return None

    def failed(self, path: Path) -> bool:
        """Whether the file was read and is no picture that can be animated."""
        return path in self._known and self._known[path] is None

    def forget(self) -> None:
        """Read all files anew when they are asked for."""
        self._waiting.clear()
        self._known.clear()

    def tick(self) -> None:
        """Read what is waited for, as far as the frame's budget goes."""
        if not self._waiting:
            return
        start = self._cpu()
        while self._waiting:
            path = self._waiting.popleft()
            self._known[path] = self._read(path)
            if self._cpu() - start > _BUDGET_S:
                break
        self._changed()

    def _read(self, path: Path) -> pygame.Surface | None:
        try:
            return self._store.get(("file", path, file_stamp(path)), lambda: _small(path))
        except (OSError, BadSprite):
            return None


def _small(path: Path) -> pygame.Surface:
    with path.open("rb") as file:
        data = file.read(Limits().sprite_bytes + 1)
    if len(data) > Limits().sprite_bytes:
        raise BadSprite(f"{path.name} is too large to be a sprite")
    picture = decode_picture(data)
    share = _SIDE / max(picture.get_size())
    if share >= 1:
        return picture
    return pygame.transform.smoothscale(picture, [max(1, int(side * share)) for side in picture.get_size()])
