"""ONNX (onnx.proto3): one file, standard operators only, nothing loaded from beside it.

A tensor of an ONNX file may name another file to be read in its place (``external_data``), and that name may
be ``../../anything`` (CVE-2022-25882, CVE-2024-27318): every tensor of every graph is looked at here, and one
such name refuses the file. Operators of other domains need libraries of native code and are refused too.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from neonworks_protocol.errors import BadRequest

__all__ = ["check_onnx"]

_MAX_DEPTH = 24
"""Nested graphs; each takes three levels of messages."""
_MAX_FIELDS = 8_000_000
_DOMAINS = frozenset((b"", b"ai.onnx", b"ai.onnx.ml", b"com.microsoft"))
"""Operators that onnxruntime has built in."""
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14
_NODE_DOMAIN, _OPSET_DOMAIN, _FUNCTION_DOMAIN = 7, 1, 10

_Field = tuple[int, int, int, int]
"""(number, wire type, begin, end) of content; for numbers begin is the value."""

_CHILDREN: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "model": {7: "graph", 8: "opset", 20: "training", 25: "function"},
        "graph": {1: "node", 5: "tensor", 15: "sparse"},
        "node": {5: "attribute"},
        "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
        "sparse": {1: "tensor", 2: "tensor"},
        "training": {1: "graph", 2: "graph"},
        "function": {7: "node", 9: "opset", 11: "attribute"},
        "tensor": {},
        "opset": {},
    }
)
"""Message -> field -> message, for all that can hold a tensor, a graph or a domain."""
_MODEL_FIELDS = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26))


def check_onnx(view: memoryview) -> int:
    """The number of tensors of a whole file's content. Raises BadRequest."""
    checker = _Checker(view)
    checker.message("model", 0, len(view), 0)
    if not checker.graphs:
        raise _broken("it has no graph")
    return checker.tensors


class _Checker:
    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._fields = 0
        self.graphs = 0
        self.tensors = 0

    def message(self, kind: str, begin: int, end: int, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise _broken("its graphs are nested too deep")
        self.tensors += kind == "tensor"
        self.graphs += kind == "graph"
        children = _CHILDREN[kind]
        for number, wire, first, last in self._message_fields(begin, end):
            if kind == "model" and number not in _MODEL_FIELDS:
                raise _broken(f"it has a field {number}, which no model has")
            if number in children:
                if wire != _BYTES:
                    raise _broken("a field has a wrong type")
                self.message(children[number], first, last, depth + 1)
            else:
                self._check(kind, number, wire, first, last)

    def _check(self, kind: str, number: int, wire: int, first: int, last: int) -> None:
        if kind == "tensor" and (number == _EXTERNAL_DATA or (number == _DATA_LOCATION and first != 0)):
            raise BadRequest("the ONNX file reads tensors from other files: save it with all data inside")
        domain = {"node": _NODE_DOMAIN, "opset": _OPSET_DOMAIN, "function": _FUNCTION_DOMAIN}.get(kind)
        if number == domain and wire == _BYTES and bytes(self._view[first:last][:64]) not in _DOMAINS:
            name = ascii(bytes(self._view[first:last][:32]).decode("utf-8", "replace"))
            raise BadRequest(f"the ONNX file needs operators of {name}: use a model of standard operators")

    def _message_fields(self, at: int, end: int) -> Iterator[_Field]:
        while at < end:
            self._fields += 1
            if self._fields > _MAX_FIELDS:
                raise _broken(f"it has more than {_MAX_FIELDS:,} fields")
            key, at = self._varint(at, end)
            number, wire = key >> 3, key & 7
            if wire == _VARINT:
                value, at = self._varint(at, end)
                yield number, wire, value, at
                continue
            size = {_FIXED64: 8, _FIXED32: 4}.get(wire)
            if wire == _BYTES:
                size, at = self._varint(at, end)
            if size is None or number == 0 or size > end - at:
                raise _broken("it is cut off, or a length in it is a lie")
            yield number, wire, at, at + size
            at += size

    def _varint(self, at: int, end: int) -> tuple[int, int]:
        value = 0
        for shift in range(0, 70, 7):
            if at >= end:
                raise _broken("it is cut off")
            byte = self._view[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, at
        raise _broken("a number in it is too long")


def _broken(reason: str) -> BadRequest:
    return BadRequest(f"the ONNX file is damaged or a lie: {reason}; get it again")
