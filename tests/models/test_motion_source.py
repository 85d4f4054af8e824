"""From a sheet's bytes to a performance: rows, facings, frames, hostile sizes."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.motion_source import read_performance
from neonworks_models.pipeline import build_requests
from neonworks_models.sprites.analysis import analyse
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite, UnsupportedDirection
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.records import MotionSource
from neonworks_protocol.vocabulary import Action, Archetype, Direction

from tests.fakes.stills import example
from tests.fakes.strips import played_strip, sheet_png

_ROWS = [
    played_strip(Direction.UP)[2],
    [frame[:, ::-1] for frame in played_strip(Direction.RIGHT)[2]],
    played_strip(Direction.DOWN)[2],
    played_strip(Direction.RIGHT)[2],
]
_SHEET = sheet_png(_ROWS)


def _read(facing: Direction = Direction.RIGHT, action: Action | None = Action.WALK, **said: object) -> object:
    return read_performance(MotionSource(**({"sheet": _SHEET} | said)), facing, action)  # type: ignore[arg-type]


@pytest.mark.parametrize("facing", list(Direction))
def test_the_row_that_faces_as_the_still_is_performed(facing: Direction) -> None:
    performance = read_performance(MotionSource(sheet=_SHEET), facing, Action.WALK)
    assert performance.facing is facing
    assert len(performance.poses) == 8 and performance.cyclic


def test_a_row_of_the_other_side_serves_where_there_is_no_better_one() -> None:
    sheet = sheet_png([_ROWS[3]])
    assert read_performance(MotionSource(sheet=sheet), Direction.LEFT, Action.WALK).facing is Direction.RIGHT


def test_rows_frames_and_times_that_are_said() -> None:
    source = MotionSource(sheet=_SHEET, row=4, first=3, frames=4, durations=(80, 90, 100, 110))
    performance = read_performance(source, Direction.RIGHT, Action.ATTACK)
    assert len(performance.poses) == 4 and not performance.cyclic
    assert performance.durations == (80, 90, 100, 110)


def test_a_cycle_is_known_by_its_end() -> None:
    walk = read_performance(MotionSource(sheet=sheet_png([_ROWS[3]])), Direction.RIGHT, None)
    frames = played_strip(Direction.DOWN, Action.DEATH)[2]
    fall = read_performance(
        MotionSource(sheet=sheet_png([frames]), direction=Direction.DOWN), Direction.DOWN, None
    )
    assert walk.cyclic
    assert not fall.cyclic


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ({"row": 5}, BadRequest, "the sheet has 4"),
        ({"row": 2, "first": 8}, BadRequest, "two or more"),
        ({"first": 9}, BadRequest, "no row"),
        ({"durations": (100,)}, BadRequest, "one for each"),
        ({"size": (60, 60)}, BadRequest, "no grid"),
        ({"sheet": b"GIF89a nothing"}, BadSprite, "PNG or WebP"),
        ({"sheet": b"\x89PNG\r\n\x1a\nbroken"}, BadSprite, "damaged"),
    ],
)
def test_mistakes_are_one_clear_line(said: dict[str, object], error: type[AnimatorError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        _read(**said)  # type: ignore[arg-type]
    assert "\n" not in caught.value.message


def test_a_front_view_cannot_move_like_a_side_view() -> None:
    with pytest.raises(UnsupportedDirection, match="faces"):
        read_performance(MotionSource(sheet=_SHEET, row=4), Direction.DOWN, Action.WALK)
    with pytest.raises(UnsupportedDirection, match="no row"):
        read_performance(MotionSource(sheet=sheet_png([_ROWS[2], _ROWS[2]])), Direction.RIGHT, Action.WALK)


def _png_header(width: int, height: int) -> bytes:
    body = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", len(body)) + b"IHDR" + body
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", zlib.crc32(b"IHDR" + body))


@pytest.mark.parametrize("size", [(2**31 - 1, 2**31 - 1), (8193, 8), (4096, 4096), (0, 64), (64, 4)])
def test_hostile_sizes_are_refused_before_anything_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(BadSprite):
        _read(sheet=_png_header(*size))


@settings(max_examples=80, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.integers(0, len(_SHEET) - 1))
def test_broken_sheets_raise_nothing_but_documented_errors(noise: bytes, place: int) -> None:
    broken = _SHEET[:place] + noise + _SHEET[place + len(noise) :]
    try:
        _read(sheet=broken)
    except AnimatorError as error:
        assert "\n" not in error.message


def test_clips_take_frames_and_times_from_the_performance() -> None:
    still = example("knight_right")
    analysis = analyse(still.sprite, facing=still.facing, archetype=Archetype.BIPED)
    performance = read_performance(MotionSource(sheet=_SHEET), Direction.RIGHT, Action.WALK)
    (request,) = build_requests(
        still.sprite, analysis, (MotionSpec(animation_type=Action.WALK),), performance=performance
    )
    (plain,) = build_requests(still.sprite, analysis, (MotionSpec(animation_type=Action.WALK),))
    assert request.spec.frame_count == 8
    assert request.digest != plain.digest
    assert np.allclose(
        request.library(performance.library).track(Action.WALK, None, Direction.RIGHT).at(0.0).values,
        performance.poses[0].values,
    )


def test_who_has_no_two_legs_cannot_borrow() -> None:
    slime = example("slime")
    analysis = analyse(slime.sprite, archetype=Archetype.BLOB)
    performance = read_performance(MotionSource(sheet=_SHEET), Direction.DOWN, Action.WALK)
    with pytest.raises(BadRequest, match="two legs"):
        build_requests(
            slime.sprite, analysis, (MotionSpec(animation_type=Action.WALK),), performance=performance
        )
