"""Options about whose motion it is, and the files they name."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.local.sources import SourceOptions, load_source, read_source
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.vocabulary import Direction

from tests.fakes.strips import played_strip, sheet_png


def test_nothing_is_nothing() -> None:
    assert read_source({"sprite": "a.png", "motion_from": None}) is None


def test_everything_that_can_be_said() -> None:
    assert read_source(
        {
            "motion-from": "walk.png",
            "motion_row": 2,
            "motion_direction": "left",
            "motion_frames": "2-9",
            "motion_size": "64x48",
        }
    ) == SourceOptions(Path("walk.png"), 2, Direction.LEFT, 2, 8, (64, 48))
    counted = read_source({"motion_from": "walk.png", "motion_frames": "6", "motion_size": "32"})
    assert counted == SourceOptions(Path("walk.png"), first=1, frames=6, size=(32, 32))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"motion_row": 1}, "motion_from"),
        ({"motion_from": 7}, "motion_from"),
        ({"motion_from": "a.png", "motion_row": 0}, "top row is 1"),
        ({"motion_from": "a.png", "motion_row": True}, "motion_row"),
        ({"motion_from": "a.png", "motion_direction": "north"}, "motion_direction"),
        ({"motion_from": "a.png", "motion_frames": "1"}, "2 to 32"),
        ({"motion_from": "a.png", "motion_frames": "9-2"}, "2 to 32"),
        ({"motion_from": "a.png", "motion_frames": "many"}, "2-9"),
        ({"motion_from": "a.png", "motion_size": "4x4"}, "64x64"),
    ],
)
def test_mistakes_name_the_key(values: dict[str, object], words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        read_source(values)


@given(
    st.dictionaries(st.sampled_from(["motion_from", "motion_frames", "motion_size"]), st.text(max_size=12))
)
def test_any_text_is_options_or_one_line(values: dict[str, object]) -> None:
    try:
        read_source(values)
    except BadRequest as error:
        assert "\n" not in error.message


def test_sizes_and_times_come_from_a_json_beside_the_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "walk.png"
    sheet.write_bytes(sheet_png([played_strip(count=4)[2]]))
    frames = [
        {"filename": str(i), "frame": {"x": 64 * i, "y": 0, "w": 64, "h": 64}, "duration": 90 + i}
        for i in range(4)
    ]
    (tmp_path / "walk.json").write_text(json.dumps({"frames": frames}))
    whole = load_source(SourceOptions(sheet))
    assert (whole.size, whole.durations) == ((64, 64), (90, 91, 92, 93))
    part = load_source(SourceOptions(sheet, frames=3))
    assert (part.frames, part.durations) == (3, ())
    by_name = {each["filename"]: each for each in frames}
    (tmp_path / "walk.json").write_text(json.dumps({"frames": by_name}))
    assert load_source(SourceOptions(sheet)).durations == (90, 91, 92, 93)


@pytest.mark.parametrize(
    "text", ["{", '{"frames": 3}', '{"frames": []}', '{"frames": [{"frame": {}}]}', "[]"]
)
def test_a_json_of_another_kind_is_nothing(tmp_path: Path, text: str) -> None:
    sheet = tmp_path / "walk.png"
    sheet.write_bytes(sheet_png([played_strip(count=2)[2]]))
    sheet.with_suffix(".json").write_text(text)
    source = load_source(SourceOptions(sheet))
    assert (source.size, source.durations) == (None, ())


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadSprite, match="check its name"):
        load_source(SourceOptions(tmp_path / "nothing.png"))
    with pytest.raises(BadSprite):
        load_source(SourceOptions(tmp_path))
