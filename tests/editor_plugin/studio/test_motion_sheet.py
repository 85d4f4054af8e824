"""Sheets of another figure's frames: read once, with what Aseprite's JSON tells of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.motion_sheet import _told, read_motion_sheet
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import MAX_FRAME_SIDE, MAX_FRAMES, Limits

from tests.fakes.editor_links import png


def sheet(folder: Path, document: object = None) -> Path:
    path = folder / "knight_walk.png"
    path.write_bytes(png(256, 64))
    if document is not None:
        path.with_suffix(".json").write_text(json.dumps(document), encoding="utf-8")
    return path


def frames(count: int, *, side: int = 64, rows: int = 1) -> list[dict[str, object]]:
    return [
        {"frame": {"x": n * side, "y": n % rows * side, "w": side, "h": side}, "duration": 90 + n}
        for n in range(count)
    ]


def test_without_a_json_the_daemon_finds_the_grid(tmp_path: Path) -> None:
    found = read_motion_sheet(sheet(tmp_path), Limits())
    assert found.name == "knight_walk.png" and found.source.sheet == png(256, 64)
    assert (found.source.size, found.source.durations) == (None, ())
    assert "bytes" in repr(found) and "PNG" not in repr(found)


def test_asepritess_json_tells_size_and_times(tmp_path: Path) -> None:
    listed = read_motion_sheet(sheet(tmp_path, {"frames": frames(3)}), Limits())
    named = read_motion_sheet(sheet(tmp_path, {"frames": dict(enumerate(frames(3)))}), Limits())
    assert listed.source.size == (64, 64) and listed.source.durations == (90, 91, 92)
    assert named.source == listed.source and named.sha256 == listed.sha256
    rows = read_motion_sheet(sheet(tmp_path, {"frames": frames(4, rows=2)}), Limits())
    assert rows.source.size == (64, 64) and rows.source.durations == (), "which row is read is not known here"
    assert rows.sha256 != listed.sha256


@pytest.mark.parametrize("document", [{"frames": []}, {"frames": frames(2, side=4)}, [1], {"frames": [{}]}])
def test_another_json_says_nothing(tmp_path: Path, document: object) -> None:
    found = read_motion_sheet(sheet(tmp_path, document), Limits()).source
    assert (found.size, found.durations) == (None, ())


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
    lambda value: json.dumps({"frames": value}).encode()))  # fmt: skip
def test_any_bytes_beside_it_are_survived(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.json"
    path.write_bytes(data)
    size, times = _told(path)
    assert size is None or all(8 <= side <= MAX_FRAME_SIDE for side in size)
    assert len(times) <= MAX_FRAMES


def test_what_is_no_sheet_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadSprite, match=r"gone\.png cannot be read"):
        read_motion_sheet(tmp_path / "gone.png", Limits())
    (tmp_path / "dance.gif").write_bytes(b"GIF89a\x08\0\x08\0")
    with pytest.raises(BadSprite, match=r"dance\.gif is a GIF; save its frames as a sheet"):
        read_motion_sheet(tmp_path / "dance.gif", Limits())
    (tmp_path / "notes.png").write_bytes(b"notes")
    with pytest.raises(BadSprite, match=r"notes\.png is not a PNG"):
        read_motion_sheet(tmp_path / "notes.png", Limits())
