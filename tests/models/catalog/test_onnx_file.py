"""ONNX files: everything inside, standard operators only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.catalog.onnx_file import check_onnx
from neonworks_protocol.errors import BadRequest

from tests.fakes.weight_files import GOOD, LIES

MINE = [name for name in LIES if name.startswith("ONNX")]


def test_a_good_file_is_counted() -> None:
    assert check_onnx(memoryview(GOOD["onnx"])) == 1


@pytest.mark.parametrize("name", MINE)
def test_lies_and_other_files_are_refused(name: str) -> None:
    with pytest.raises(BadRequest, match="the ONNX file"):
        check_onnx(memoryview(LIES[name]))


def test_the_name_of_another_file_is_found_wherever_it_stands() -> None:
    for name in MINE:
        if "reads" in name:
            with pytest.raises(BadRequest, match="reads tensors from other files"):
                check_onnx(memoryview(LIES[name]))


@given(st.data())
def test_no_mutation_escapes(data: st.DataObject) -> None:
    content = bytearray(GOOD["onnx"])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        check_onnx(memoryview(content))
    except BadRequest as error:
        assert error.message.isprintable()
