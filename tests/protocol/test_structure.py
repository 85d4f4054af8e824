"""The byte scan against the independent ``msgpack`` package."""

from contextlib import suppress
from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_protocol.errors import ProtocolError, TooLarge
from neonworks_protocol.structure import check_structure

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40)
    | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=17) | st.dictionaries(st.text(max_size=8), inner, max_size=17),
    max_leaves=8,
)
MAPS = st.dictionaries(st.text(max_size=8), VALUES, max_size=4)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def count(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(1 + count(item) for item in value.values())
    return 1 + sum(map(count, value)) if isinstance(value, list) else 1


@settings(max_examples=40)
@given(MAPS)
def test_limits_are_exact(value: dict[str, Any]) -> None:
    data = msgpack.packb(value)
    levels, values = max(1, depth(value)), count(value)
    check_structure(data, max_depth=levels, max_items=values)
    if values > 1:
        with pytest.raises(TooLarge):
            check_structure(data, max_depth=levels, max_items=values - 1)
    if levels > 1 and any(value.values()):
        with pytest.raises(TooLarge):
            check_structure(data, max_depth=depth_with_content(value) - 1, max_items=values)


def depth_with_content(value: Any) -> int:
    """Levels that hold something: an empty map or array nests nothing."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth_with_content, inner), default=0) if inner else 0


@settings(max_examples=40)
@given(MAPS, st.data())
def test_anything_cut_or_continued_is_refused(value: dict[str, Any], data: st.DataObject) -> None:
    packed = msgpack.packb(value)
    cut = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(ProtocolError):
        check_structure(packed[:cut], max_depth=50, max_items=10_000)
    with pytest.raises(ProtocolError, match="after its end"):
        check_structure(packed + b"\x00", max_depth=50, max_items=10_000)


@given(st.binary(max_size=100))
def test_whatever_passes_can_be_read_by_another_package(data: bytes) -> None:
    try:
        check_structure(data, max_depth=20, max_items=1000)
    except ProtocolError:
        return
    with suppress(UnicodeDecodeError, TypeError):  # text and map keys are the decoder's to check
        msgpack.unpackb(data, strict_map_key=False)


@pytest.mark.parametrize("width", ["8", "16", "32"])
def test_wide_headers(width: str) -> None:
    size = {"8": 200, "16": 40_000, "32": 70_000}[width]
    value: dict[str, Any] = {"text": "a" * size, "bytes": b"a" * size, "list": [1] * size}
    value["map"] = {str(number): 1 for number in range(size)}
    check_structure(msgpack.packb(value), max_depth=2, max_items=10**6)
    check_structure(msgpack.packb({"x": 1.5}, use_single_float=True), max_depth=1, max_items=3)
