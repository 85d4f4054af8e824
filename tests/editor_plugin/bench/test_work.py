"""Lists of work, good and bad."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.bench.work import Work, read_work
from neonworks_protocol.errors import BadRequest


def test_stills_lie_beside_their_list(work: Work) -> None:
    assert work.seed == 3
    assert [item.text for item in work.items] == ["walk", "run", "jump", "idle"]
    assert all(item.read().startswith(b"\x89PNG") for item in work.items)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"seed": 1, "items": []}',
        '{"seed": -1, "items": [1, 2, 3, 4]}',
        '{"seed": 1, "items": [{"sprite": "a"}]}',
        "[" * 100_000,
        " " * (1 << 21),
    ],
)
def test_what_is_no_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "work.json"
    path.write_text(text)
    with pytest.raises(BadRequest) as caught:
        read_work(path)
    assert "\n" not in caught.value.message


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_being_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(data)
    with pytest.raises(BadRequest):
        read_work(path)


def test_a_list_or_a_still_that_is_not_there(tmp_path: Path, work: Work) -> None:
    with pytest.raises(BadRequest, match="--work"):
        read_work(tmp_path / "none.json")
    work.items[0].path.rename(work.items[0].path.with_suffix(".gone"))
    try:
        with pytest.raises(BadRequest, match="make the work list anew"):
            work.items[0].read()
    finally:
        work.items[0].path.with_suffix(".gone").rename(work.items[0].path)
