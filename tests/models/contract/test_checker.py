"""The checker has teeth: typical faults fail, each by the rule that names it; good clips pass."""

import json
from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.report import Rule
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction

from tests.models.contract.figures import (
    FOOT,
    HAIR,
    Clip,
    all_clips,
    analysed,
    attack,
    hurt,
    idle,
    jump,
    walk,
)

Fault = Callable[[RGBA], RGBA]


def _torso_aside(frame: RGBA) -> RGBA:
    frame[30:46] = np.roll(frame[30:46], -3, axis=1)
    return frame


def _foot_aside(frame: RGBA) -> RGBA:
    frame[50 : FOOT + 1] = np.roll(frame[50 : FOOT + 1], 3, axis=1)
    return frame


def _all_aside(frame: RGBA) -> RGBA:
    return np.roll(frame, 3, axis=1)


def _sunk(frame: RGBA) -> RGBA:
    return np.roll(frame, 3, axis=0)


def _raised(frame: RGBA) -> RGBA:
    return np.roll(frame, -2, axis=0)


def _speck(frame: RGBA) -> RGBA:
    frame[4, 50] = HAIR
    return frame


def _foreign(frame: RGBA) -> RGBA:
    frame[40, 32] = (41, 90, 170, 255)
    return frame


def _half(frame: RGBA) -> RGBA:
    frame[40, 32, 3] = 128
    return frame


def _cut(frame: RGBA) -> RGBA:
    out = np.zeros_like(frame)
    out[:48] = frame[16:]
    out[48:FOOT] = frame[48:FOOT]
    return out


ANYWHERE = (idle, walk, jump, attack, hurt)
GROUNDED = (idle, walk, attack, hurt)
FAULTS: list[tuple[Fault, Rule, tuple[Callable[[], Clip], ...]]] = [
    (_torso_aside, Rule.CORE, ANYWHERE),
    (_all_aside, Rule.CORE, (idle, walk)),
    (_foot_aside, Rule.FEET, (idle, attack, hurt)),
    (_sunk, Rule.GROUND, GROUNDED),
    (_raised, Rule.GROUND, GROUNDED),
    (_speck, Rule.SPECKS, ANYWHERE),
    (_foreign, Rule.COLOURS, ANYWHERE),
    (_half, Rule.ALPHA, ANYWHERE),
    (_cut, Rule.BORDER, ANYWHERE),
]


@pytest.mark.parametrize("clip", all_clips(), ids=lambda c: c.spec.animation_type.value)
def test_a_good_clip_passes(clip: Clip) -> None:
    report = clip.check()
    assert report.passed, report.one_line()
    assert [f.rule for f in report.findings] == list(Rule)


@pytest.mark.parametrize(
    ("fault", "rule", "make"),
    [(fault, rule, make) for fault, rule, makes in FAULTS for make in makes],
    ids=lambda v: getattr(v, "__name__", str(v)),
)
def test_a_fault_in_one_frame_is_found(fault: Fault, rule: Rule, make: Callable[[], Clip]) -> None:
    good = make()
    middle = 2 if len(good.frames) > 4 else 1
    report = good.with_frame(middle, fault(good.frames[middle].copy())).check()
    assert not report[rule].passed, [f.sentence() for f in report.findings]


@pytest.mark.parametrize("make", [idle, walk])
def test_a_repeated_frame_at_the_seam_is_found(make: Callable[[], Clip]) -> None:
    good = make()
    assert not good.with_frame(-1, good.frames[0].copy()).check()[Rule.REPEAT].passed


def test_wrong_sizes_and_numbers_break_the_canvas_only() -> None:
    good = idle()
    small = replace(good, frames=(*good.frames[:-1], np.zeros((8, 8, 4), dtype=np.uint8)))
    report = small.check()
    assert report[Rule.CANVAS].measured == 1
    assert report[Rule.CANVAS].frame == len(good.frames) - 1
    assert not report.passed
    assert not report[Rule.GROUND].judged
    assert not replace(good, frames=good.frames[:-1]).check()[Rule.CANVAS].passed
    assert not replace(good, frames=()).check().passed


def test_reports_travel_as_plain_values() -> None:
    for clip in (idle(), replace(idle(), frames=())):
        told = clip.check().to_dict()
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(told)) == told
        assert json.loads(json.dumps(told)) == told


def test_the_mirror_image_is_judged_like_the_clip() -> None:
    good = attack()
    facing = replace(good.analysis, facing=Direction.RIGHT)
    turned = replace(
        good,
        analysis=facing,
        spec=msgspec.structs.replace(good.spec, direction=Direction.LEFT),
        frames=tuple(np.ascontiguousarray(f[:, ::-1]) for f in good.frames),
    )
    assert turned.check().passed, turned.check().one_line()
    aside = np.ascontiguousarray(_torso_aside(good.frames[2].copy())[:, ::-1])
    bad = turned.with_frame(2, aside)
    assert not bad.check()[Rule.CORE].passed


_PIXELS = st.integers(1, 24).flatmap(
    lambda w: st.integers(1, 24).flatmap(
        lambda h: st.tuples(
            arrays(np.uint8, (h, w, 4)), st.lists(arrays(np.uint8, (h, w, 4)), min_size=0, max_size=5)
        )
    )
)


@settings(max_examples=250, deadline=None)
@given(
    _PIXELS,
    st.sampled_from(Action),
    st.sampled_from(Archetype),
    st.sampled_from([None, *Direction]),
    st.booleans(),
    st.integers(-30, 30),
    st.integers(-30, 30),
)
def test_any_pixels_get_a_report(
    pixels: tuple[RGBA, list[RGBA]],
    action: Action,
    archetype: Archetype,
    direction: Direction | None,
    loop: bool,
    offset_x: int,
    offset_y: int,
) -> None:
    still, frames = pixels
    still[0, 0, 3] = 255
    sprite, analysis = analysed(still, archetype)
    durations = (80,) * max(1, len(frames))
    plan = ClipPlan(still.shape[1], still.shape[0], offset_x, offset_y, (0.0, 0.0), durations, loop)
    spec = MotionSpec(animation_type=action, direction=direction)
    report = check_clip(sprite, analysis, spec, plan, frames, extra_palette=((255, 255, 255),))
    assert [f.rule for f in report.findings] == list(Rule)
    assert report.passed == (not report.broken)
    assert all(np.isfinite(f.measured) for f in report.findings)
