from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.local.options import KEYS, JobOptions, read_options
from neonworks_models.export.kinds import ExportFormat
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Action, Direction, Effect, Tier, Variant


def test_a_whole_line() -> None:
    job = read_options(
        {
            "sprite": "hero.png",
            "facing": "down",
            "action": "attack",
            "variant": "slash",
            "direction": "right",
            "frames": 6,
            "tier": "draft",
            "format": "frames",
            "out": "out/hero",
        }
    )
    assert (job.motion.action, job.motion.variant, job.motion.frames) == (Action.ATTACK, Variant.SLASH, 6)
    assert (job.facing, job.directions, job.tier) == (Direction.DOWN, (Direction.RIGHT,), Tier.DRAFT)
    assert (job.formats, job.out) == ((ExportFormat.FRAMES,), Path("out/hero"))


def test_defaults() -> None:
    job = read_options({"sprite": "art/hero.png", "text": None, "seed": None})
    assert (job.text, job.seed, job.tier, job.directions) == (None, 0, None, ())
    assert job.out == Path("animations/hero")
    assert job.formats == (ExportFormat.GIF, ExportFormat.SHEET)


def test_lists_and_commas_mean_the_same() -> None:
    job = read_options(
        {
            "sprite": "a.png",
            "direction": ["left", "right"],
            "effect": "glow, flash,glow",
            "style": ["sad,tired"],
        }
    )
    assert job.directions == (Direction.LEFT, Direction.RIGHT)
    assert job.motion.effects == (Effect.GLOW, Effect.FLASH)
    assert job.motion.styles == ("sad", "tired")


def test_all_directions_in_a_word() -> None:
    for said in ("all", ["all"], "left,all"):
        assert read_options({"sprite": "a.png", "direction": said}).directions == tuple(Direction)
    with pytest.raises(BadRequest, match="direction"):
        read_options({"sprite": "a.png", "direction": "every"})


def test_one_kind_of_sheet_goes_with_any_other_format() -> None:
    every = ["frames", "sheet-grid", "gif", "apng", "webp"]
    assert [fmt.value for fmt in read_options({"sprite": "a.png", "format": every}).formats] == every


@pytest.mark.parametrize("formats", ["sheet,sheet-grid", "sheet-vertical,gif,sheet-array"])
def test_sheets_that_would_replace_each_other_are_refused(formats: str) -> None:
    with pytest.raises(BadRequest, match="write the same files: ask for one of them at a time"):
        read_options({"sprite": "a.png", "format": formats})


def test_dashes_in_keys() -> None:
    assert read_options({"sprite": "a.png", "only-tier": "sprite"}).only_tier is Tier.SPRITE


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "no sprite"),
        ({"acton": "walk"}, "unknown key 'acton': did you mean 'action'"),
        ({"zzzzzz": 1}, "choose from sprite, text"),
        ({"action": "wlak"}, "did you mean 'walk'"),
        ({"action": "Swing"}, "the action attack and the variant Swing"),
        ({"style": "tierd"}, "did you mean 'tired'"),
        ({"format": "jif"}, "did you mean 'gif'"),
        ({"frames": 10_000}, "frames must be from 2 to 32, not 10000"),
        ({"frames": "six"}, "whole number"),
        ({"frames": 6.5}, "whole number"),
        ({"frames": True}, "whole number"),
        ({"speed": 99}, "speed must be from 0.1 to 3"),
        ({"speed": float("nan")}, "must be a number"),
        ({"intensity": -1}, "from 0 to 1"),
        ({"seed": -1}, "seed must be from 0"),
        ({"text": 5}, "text must be text"),
        ({"direction": {"a": 1}}, "a word or a list of words"),
        ({"direction": [1]}, "must be words"),
    ],
)
def test_wrong_values_are_named(values: dict[str, Any], words: str) -> None:
    given_values = values if values == {} else {"sprite": "a.png", **values}
    with pytest.raises(BadRequest) as caught:
        read_options(given_values)
    assert words in caught.value.message


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), _JSON, max_size=6))
def test_any_json_object_is_a_job_or_one_line(values: dict[str, object]) -> None:
    try:
        assert isinstance(read_options(values), JobOptions)
    except BadRequest as error:
        assert len(error.message) < 400
