"""``Recent``: the values used last, made when they are first asked for."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Recent"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """The ``limit`` values used last. For one thread at a time."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        """The value of ``key``, from ``make`` where it is not kept; what ``make`` raises passes through, and
        nothing is kept then."""
        if key not in self._values:
            self._values[key] = make()
        return self._used(key)

    def put(self, key: _Key, value: _Value) -> None:
        """Keep ``value`` as the one of ``key``."""
        self._values[key] = value
        self._used(key)

    def _used(self, key: _Key) -> _Value:
        self._values.move_to_end(key)
        while len(self._values) > self._limit:
            self._values.popitem(last=False)
        return self._values[key]
