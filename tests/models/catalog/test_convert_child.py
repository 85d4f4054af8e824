"""What a checkpoint holds becomes safetensors, and nothing else."""

import io
import pickle

import numpy as np
import pytest
from neonworks_models.catalog.convert_child import Limits, convert
from neonworks_models.catalog.safetensors_file import read_table
from neonworks_protocol.errors import BadRequest

from tests.fakes.weight_files import LEGACY, ZIPPED, checkpoint

LIMITS = Limits(memory_bytes=1 << 30, seconds=30, output_bytes=1 << 20, source_sha256="5" * 64)


def _converted(data: bytes) -> tuple[bytes, int, int]:
    out = io.BytesIO()
    tensors, dropped = convert(io.BytesIO(data), out, LIMITS)
    return out.getvalue(), tensors, dropped


def _arrays(written: bytes) -> dict[str, np.ndarray]:
    """numpy has no bfloat16: those are given as their bits."""
    kinds = {"F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "BOOL": "?"}
    table = read_table(memoryview(written))
    return {
        name: np.frombuffer(
            written[table.start + t.data_offsets[0] : table.start + t.data_offsets[1]], kinds[t.dtype]
        ).reshape(t.shape)
        for name, t in table.tensors.items()
    }


@pytest.mark.parametrize("data", [ZIPPED, LEGACY], ids=["archive", "before 1.6"])
def test_values_types_and_views_are_kept(data: bytes) -> None:
    written, tensors, dropped = _converted(data)
    assert (tensors, dropped) == (8, 3)
    arrays = _arrays(written)
    assert arrays["state_dict.a"].tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert arrays["state_dict.b"].tolist() == [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
    assert arrays["state_dict.b"].dtype == np.float16
    assert arrays["bf"].tolist() == [0x3FC0, 0xC000]
    assert arrays["view"].tolist() == [3, 5]
    assert (arrays["flag"].tolist(), arrays["scalar"].tolist()) == ([True, False], 5)
    assert (arrays["p"].tolist(), arrays["list.0"].tolist()) == ([7.0, 8.0], [0.0])


def test_without_tensors_there_is_nothing_to_convert() -> None:
    with pytest.raises(BadRequest, match="no tensor"):
        _converted(checkpoint(pickle.dumps({"a": 1})))


def test_nesting_is_limited() -> None:
    value: object = 1
    for _ in range(40):
        value = {"a": value}
    with pytest.raises(BadRequest, match="nested too deep"):
        _converted(checkpoint(pickle.dumps(value)))


def test_a_missing_storage_is_damage() -> None:
    archive = ZIPPED.replace(b"/data/0", b"/dote/0")
    with pytest.raises(BadRequest, match="storage is missing"):
        _converted(archive)
