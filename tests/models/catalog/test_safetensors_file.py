"""The structure of safetensors files."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.catalog.safetensors_file import BITS, encode_safetensors, read_table
from neonworks_protocol.errors import BadRequest
from safetensors.numpy import load, save

from tests.fakes.weight_files import GOOD, LIES, safetensors

MINE = [name for name in LIES if name.startswith("safetensors")]


@pytest.mark.parametrize("name", MINE)
def test_lies_are_refused(name: str) -> None:
    with pytest.raises(BadRequest, match="damaged or a lie"):
        read_table(memoryview(LIES[name]))


def test_what_the_reference_library_writes_is_read() -> None:
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "b": np.arange(6, dtype=np.float16).reshape(2, 3),
        "a": np.zeros((), np.int64),
        "c": np.zeros((0, 2)),
    }
    table = read_table(memoryview(save(arrays, {"k": "v"})))
    assert dict(table.metadata) == {"k": "v"}
    assert {name: tensor.shape for name, tensor in table.tensors.items()} == {
        "a": (),
        "b": (2, 3),
        "c": (0, 2),
    }


def test_what_is_written_the_reference_library_reads() -> None:
    data = b"".join(
        encode_safetensors([("w", "F32", (2,), np.array([1, 2], np.float32).tobytes())], {"k": "v"})
    )
    assert load(data)["w"].tolist() == [1.0, 2.0]
    table = read_table(memoryview(data))
    assert table.start % 8 == 0
    assert BITS[table.tensors["w"].dtype] == 32


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda text: safetensors(b"{" + text)))
def test_no_bytes_escape(data: bytes) -> None:
    try:
        table = read_table(memoryview(data))
    except BadRequest as error:
        assert len(error.message) < 400
    else:
        assert sum(math.prod(t.shape) * BITS[t.dtype] for t in table.tensors.values()) <= 8 * len(data)


def test_every_cut_is_refused() -> None:
    for end in range(len(GOOD["safetensors"])):
        with pytest.raises(BadRequest):
            read_table(memoryview(GOOD["safetensors"][:end]))
