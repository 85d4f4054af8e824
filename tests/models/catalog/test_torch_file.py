"""Checkpoints are read without PyTorch, and can name nothing but tensors."""

import io
import pickle
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.catalog.torch_file import TorchTensor, read_torch
from neonworks_protocol.errors import BadRequest

from tests.fakes.weight_files import LEGACY, ZIPPED, checkpoint, hostile, legacy


@pytest.mark.parametrize("data", [ZIPPED, LEGACY], ids=["archive", "before 1.6"])
def test_both_formats_of_pytorch_are_read(data: bytes) -> None:
    content, storages = read_torch(io.BytesIO(data))
    assert isinstance(content, dict)
    weights = content["state_dict"]
    assert set(weights) == {"a", "b"}
    assert (weights["a"].shape, weights["a"].dtype) == ((2, 3), "F32")
    assert (weights["b"].shape, weights["b"].strides) == ((3, 2), (1, 3))
    assert (content["view"].offset, content["view"].strides) == (3, (2,))
    assert (content["epoch"], content["note"]) == (3, "hi")
    floats = storages[weights["a"].storage.key]
    assert struct.unpack("<6f", floats) == (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)


def _op(name: str) -> bytes:
    module, _, attribute = name.rpartition(".")
    return b"c" + f"{module}\n{attribute}\n".encode()


_STORAGE = (
    b"(X\x07\x00\x00\x00storage"
    + _op("torch.FloatStorage")
    + b"X\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ"
)
"""Refers to storage 0 of four floats."""


def _tensor(offset: int, shape: bytes, strides: bytes) -> bytes:
    """A tensor as torch pickles it, with numbers of ours."""
    return (
        _op("torch._utils._rebuild_tensor_v2")
        + b"(" + _STORAGE + b"M" + struct.pack("<H", offset) + shape + strides + b"\x89Nt"
    )  # fmt: skip


def _numbers(*values: int) -> bytes:
    return b"(" + b"".join(b"J" + struct.pack("<i", value) for value in values) + b"t"


@pytest.mark.parametrize(
    ("offset", "shape", "strides", "fits"),
    [
        (0, (4,), (1,), True),
        (3, (1,), (1,), True),
        (0, (2, 2), (1, 2), True),
        (4, (0,), (1,), True),
        (1, (4,), (1,), False),
        (0, (2,), (4,), False),
        (0, (5,), (1,), False),
        (0, (1 << 30,), (0,), False),
        (0, (2,), (-1,), False),
        (0, (-2,), (1,), False),
        (60_000, (1,), (1,), False),
        (0, (2, 2), (1,), False),
        (0, (1,) * 17, (1,) * 17, False),
    ],
)
def test_a_tensor_lies_within_its_storage(
    offset: int, shape: tuple[int, ...], strides: tuple[int, ...], fits: bool
) -> None:
    made = b"\x80\x02" + _tensor(offset, _numbers(*shape), _numbers(*strides)) + b"R."
    data = checkpoint(made, {"data/0": bytes(16)})
    if fits:
        content, _ = read_torch(io.BytesIO(data))
        assert isinstance(content, TorchTensor)
        assert content.shape == shape
    else:
        with pytest.raises(BadRequest, match="checkpoint is damaged"):
            read_torch(io.BytesIO(data))


def test_a_tensor_cannot_be_changed_after_it_was_checked() -> None:
    good = _tensor(0, _numbers(4), _numbers(1)) + b"R"
    for state in (
        b"](" + _STORAGE + b"M\x60\xea" + _numbers(9) + _numbers(1) + b"eb",
        b"}X\x06\x00\x00\x00offsetM\x60\xeasb",
        b"N}X\x06\x00\x00\x00offsetM\x60\xeas\x86b",
    ):
        with pytest.raises(BadRequest):
            read_torch(io.BytesIO(checkpoint(b"\x80\x02" + good + state + b".", {"data/0": bytes(16)})))


@pytest.mark.parametrize("name", ["torch._utils._rebuild_tensor_v2", "collections.OrderedDict", "torch.Size"])
def test_what_a_pickle_may_call_it_cannot_change(name: str) -> None:
    for state in (b"}X\x05\x00\x00\x00_makeNsb", b"N}X\x05\x00\x00\x00_makeNs\x86b"):
        with pytest.raises(BadRequest, match="changes what it is read with"):
            read_torch(io.BytesIO(checkpoint(b"\x80\x02" + _op(name) + state + b".")))


def test_nothing_that_would_run_is_run(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for name, data in hostile(canary).items():
        with pytest.raises(BadRequest) as caught:
            read_torch(io.BytesIO(data))
        assert caught.value.message.isprintable(), name
        assert not canary.exists(), name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        ZIPPED[: len(ZIPPED) // 2],
        LEGACY[:-9],
        checkpoint(pickle.dumps({"a": 1}), packed=True),
        legacy(b"\x80\x02" + _op("torch.FloatStorage") + b")R."),
        checkpoint(b"\x80\x02" + b"(" * 100_000 + b"."),
        checkpoint(b"\x80\x04\x95" + b"\xff" * 8),
        checkpoint(b"\x80\x02X\xff\xff\xff\x7f"),
        checkpoint(b"\x80\x02K\x01Q."),
    ],
)
def test_damage_is_one_line(data: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        read_torch(io.BytesIO(data))
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("put", [b"r\xff\xff\xff\x7f", b"q\xff", b"p268435456\n"])
def test_no_few_bytes_ask_for_gigabytes(put: bytes) -> None:
    with pytest.raises(BadRequest, match="memory that it does not need"):
        read_torch(io.BytesIO(b"\x80\x02K\x01" + put + b"."))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([ZIPPED, LEGACY]), st.data())
def test_no_mutation_escapes(whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_torch(io.BytesIO(content))
    except BadRequest as error:
        assert error.message.isprintable()
