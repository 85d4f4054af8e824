"""The structure of GGUF files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.catalog.gguf_file import check_gguf
from neonworks_protocol.errors import BadRequest

from tests.fakes.weight_files import GOOD, LIES, gguf

MINE = [name for name in LIES if name.startswith("GGUF")]


def test_a_good_file_is_counted() -> None:
    assert check_gguf(memoryview(GOOD["gguf"])) == 1
    assert check_gguf(memoryview(gguf(version=2))) == 1
    assert check_gguf(memoryview(gguf(tensors=0, tensor=b"", data=b""))) == 0


@pytest.mark.parametrize("name", MINE)
def test_lies_are_refused(name: str) -> None:
    with pytest.raises(BadRequest, match="damaged or a lie"):
        check_gguf(memoryview(LIES[name]))


@given(st.data())
def test_no_mutation_escapes(data: st.DataObject) -> None:
    content = bytearray(GOOD["gguf"])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        check_gguf(memoryview(content))
    except BadRequest as error:
        assert error.message.isprintable()


def test_every_cut_is_refused() -> None:
    for end in range(4, len(GOOD["gguf"])):
        with pytest.raises(BadRequest):
            check_gguf(memoryview(GOOD["gguf"][:end]))
