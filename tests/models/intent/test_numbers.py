import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.numbers import FRAME_LIMITS, FrameCount, frame_count, numbers
from neonworks_models.intent.tokenize import tokenize


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("walk, 8 frames", 8),
        ("walk 8f", 8),
        ("an eight-frame walk", 8),
        ("in twelve frames", 12),
        ("twenty four frames", 24),
        ("a dozen frames", 12),
        ("frames: 6", 6),
        ("frame count of 10", 10),
        ("8 key frames", 8),
        ("not 6 but 8 frames", 8),
        ("8 frames at 12 fps", 8),
        ("6-8 frames", 6),
        ("4x2 sprite sheet", 8),
        ("ocho fotogramas", 8),
        ("acht Bilder", 8),
        ("six images", 6),
        ("8フレーム", 8),
        ("八コマ", 8),
        ("250ms", None),
        ("12 fps", None),
        ("60 frames per second", None),
        ("3 hops", None),
        ("1 sec", None),
        ("hold the last frame", None),
        ("on frame 3 he jumps", None),
        ("64x64 pixel art", None),
        ("two swords", None),
    ],
)
def test_a_number_counts_frames_only_beside_a_word_for_them(text: str, count: int | None) -> None:
    found = frame_count(tokenize(text, frozenset({"フレーム", "コマ"})))
    assert (found.value if found else None) == count


def test_out_of_range_counts_are_limited_and_remembered() -> None:
    assert frame_count(tokenize("10000 frames")) == FrameCount(FRAME_LIMITS[1], 10000)
    assert frame_count(tokenize("1 frame")) == FrameCount(FRAME_LIMITS[0], 1)


def test_a_lone_number_counts_only_when_refining() -> None:
    assert frame_count(tokenize("make it 12")) is None
    assert frame_count(tokenize("make it 12"), bare=True) == FrameCount(12, 12)


def test_words_and_digits_are_the_same_numbers() -> None:
    assert [n.value for n in numbers(tokenize("twenty four and 24 and half"))] == [24, 24]


@given(st.integers(min_value=0))
def test_any_number_of_frames_stays_in_range(asked: int) -> None:
    found = frame_count(tokenize(f"{asked} frames"))
    assert found is None or FRAME_LIMITS[0] <= found.value <= FRAME_LIMITS[1]
