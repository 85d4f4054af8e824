"""Valid values of any message type, made from the types themselves: new messages need no new generator."""

import random
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct, inspect

__all__ = ["Plain", "ValueMaker"]

Plain = dict[str, Any]
"""A message before it is packed: field name -> value, ``type`` first."""

_TEXT = "abcXYZ 019_-/.é你🙂\u202e\x00"
"""ASCII, accents, CJK, an emoji, a direction mark and NUL: code points of one to four bytes."""
_LONG = 0.02
"""Share of texts, bytes and lists that are as long as they may be, within ``_MOST``."""
_MOST = 400
_USUAL = 6
_OMITTED = 0.5
"""Share of the fields with a default that are left out."""
_DEFAULT_BOUND = 2**53


class ValueMaker:
    """Draws valid values; equal random states give equal values."""

    def __init__(self, source: random.Random) -> None:
        self._random = source
        self._makers: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
            {
                inspect.IntType: self._int,
                inspect.FloatType: self._float,
                inspect.StrType: self._str,
                inspect.BytesType: self._bytes,
                inspect.BoolType: lambda _type: source.random() < 0.5,
                inspect.NoneType: lambda _type: None,
                inspect.AnyType: lambda _type: self.anything(2),
                inspect.EnumType: lambda kind: source.choice(list(kind.cls)).value,
                inspect.UnionType: lambda kind: self._of(source.choice(kind.types)),
                inspect.VarTupleType: self._list,
                inspect.ListType: self._list,
                inspect.TupleType: lambda kind: [self._of(item) for item in kind.item_types],
                inspect.DictType: self._dict,
                inspect.StructType: self._struct,
            }
        )

    def message(self, cls: type[Struct]) -> Plain:
        """Fields of one valid message; those with a default are there or not."""
        made: Plain = self._of(_type_info(cls))
        return made

    def anything(self, depth: int) -> Any:
        """Any value MessagePack can hold, nested at most ``depth`` deep."""
        draw = self._random
        match draw.randrange(8 if depth > 0 else 6):
            case 0:
                return None
            case 1:
                return draw.random() < 0.5
            case 2:
                return draw.choice((0, -1, 2**31, 2**63 - 1, 2**64 - 1, -(2**63)))
            case 3:
                return draw.choice((0.0, -0.0, 1e308, 5e-324, 0.5))
            case 4:
                return self._letters(draw.randrange(_USUAL))
            case 5:
                return draw.randbytes(draw.randrange(_USUAL))
            case 6:
                return [self.anything(depth - 1) for _ in range(draw.randrange(4))]
            case _:
                return {self._letters(3): self.anything(depth - 1) for _ in range(draw.randrange(4))}

    def _of(self, kind: inspect.Type) -> Any:
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        return self._makers[type(kind)](kind)

    def _int(self, kind: inspect.IntType) -> int:
        low = kind.ge if kind.ge is not None else kind.gt + 1 if kind.gt is not None else -_DEFAULT_BOUND
        high = kind.le if kind.le is not None else kind.lt - 1 if kind.lt is not None else _DEFAULT_BOUND
        near = min(high, low + 4) if low > -_DEFAULT_BOUND else high
        return self._random.choice((low, high, self._random.randint(low, near)))

    def _float(self, kind: inspect.FloatType) -> float:
        low = float(kind.ge) if kind.ge is not None else -1e6
        high = float(kind.le) if kind.le is not None else 1e6
        return self._random.choice((low, high, self._random.uniform(low, high)))

    def _str(self, kind: inspect.StrType) -> str:
        return self._letters(self._length(kind.min_length, kind.max_length))

    def _bytes(self, kind: inspect.BytesType) -> bytes:
        return self._random.randbytes(self._length(kind.min_length, kind.max_length))

    def _list(self, kind: inspect.VarTupleType | inspect.ListType) -> list[Any]:
        length = self._length(kind.min_length, min(kind.max_length or _USUAL, 32))
        return [self._of(kind.item_type) for _ in range(length)]

    def _dict(self, kind: inspect.DictType) -> dict[Any, Any]:
        length = self._length(kind.min_length, min(kind.max_length or _USUAL, 32))
        return {self._of(kind.key_type): self._of(kind.value_type) for _ in range(length)}

    def _struct(self, kind: inspect.StructType) -> Plain:
        made: Plain = {kind.tag_field: kind.tag} if kind.tag_field else {}
        for field in kind.fields:
            if field.required or self._random.random() > _OMITTED:
                made[field.encode_name] = self._of(field.type)
        return made

    def _length(self, least: int | None, most: int | None) -> int:
        low, high = least or 0, min(most if most is not None else _MOST, _MOST)
        if low >= high:
            return low
        return high if self._random.random() < _LONG else self._random.randint(low, min(high, low + _USUAL))

    def _letters(self, length: int) -> str:
        return "".join(self._random.choices(_TEXT, k=length))


@cache
def _type_info(cls: type[Struct]) -> inspect.Type:
    return inspect.type_info(cls)
