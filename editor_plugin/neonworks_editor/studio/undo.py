"""Undo and redo of values, with steps that belong together made one."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["JOIN_S", "MAX_STEPS", "UndoStack"]

JOIN_S = 1.0
"""Changes of one thing within this time of each other are one step: a word being typed, a slider being
dragged."""
MAX_STEPS = 200
"""Settings are small and share their parts; the sprite's bytes are shared, too."""

_Value = TypeVar("_Value")


class UndoStack(Generic[_Value]):
    """``value`` is the present one. Times are seconds of any clock that never goes back."""

    def __init__(self, value: _Value, most: int = MAX_STEPS) -> None:
        self.value = value
        self._past: deque[_Value] = deque(maxlen=most)
        self._future: list[_Value] = []
        self._kind: Hashable = None
        self._last = 0.0

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier value."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether an undone value can come back."""
        return bool(self._future)

    def change(self, value: _Value, kind: Hashable, now: float) -> None:
        """A new value. Equal ``kind`` s that follow within ``JOIN_S`` are one step; None never joins."""
        joins = kind is not None and kind == self._kind and now - self._last <= JOIN_S and bool(self._past)
        if not joins:
            self._past.append(self.value)
        self.value, self._kind, self._last = value, kind, now
        self._future.clear()

    def amend(self, value: _Value) -> None:
        """Another present value that is no step: it changed by itself."""
        self.value = value

    def begin_here(self) -> None:
        """The present value is where undo ends: what led to it was not the user's doing."""
        self._past.clear()
        self._future.clear()
        self._kind = None

    def rest(self) -> None:
        """The next change begins a step: the mouse was released, the field was left."""
        self._kind = None

    def undo(self) -> _Value:
        """The value before the last step; the present one when there is none."""
        if self._past:
            self._future.append(self.value)
            self.value = self._past.pop()
        self._kind = None
        return self.value

    def redo(self) -> _Value:
        """The value that the last ``undo`` left."""
        if self._future:
            self._past.append(self.value)
            self.value = self._future.pop()
        self._kind = None
        return self.value
