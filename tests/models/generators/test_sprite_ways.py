from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.sprite_ways import Stage
from neonworks_models.motion.library import shipped_library
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS
from neonworks_models.nets.sprite_artist import Answer
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Variant
from numpy.typing import NDArray

from tests.fakes.nets import DRAFT_HERE, logits
from tests.fakes.stills import request_for

BOTH = (Hand.REVISED, Hand.CLASSIC)


def answering(sure: float) -> Answer:
    def answer(inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return logits(inputs, DRAFT_HERE, sure)

    return answer


def stage(name: str = "knight_right", sure: float = 30.0, **spec: Any) -> Stage:
    request = request_for(name, MotionSpec(**{"animation_type": Action.WALK, **spec}))
    return Stage.of(request, DraftBiped().plan(request), shipped_library(), answering(sure))


@pytest.mark.parametrize(
    ("spec", "hands"),
    [
        ({}, {Hand.REVISED, Hand.CLASSIC}),
        ({"animation_type": Action.RUN}, {Hand.REVISED}),
        ({"animation_type": Action.CAST_SPELL}, {Hand.CLASSIC}),
        ({"animation_type": Action.ATTACK, "variant": Variant.KICK}, set()),
        ({"animation_type": Action.HURT}, set()),
        ({"intensity": 0.8}, set()),
        ({"parameters": MotionParameters(lean=10.0)}, set()),
        ({"parameters": MotionParameters(holds=0.5, tempo_curve=0.5)}, {Hand.REVISED, Hand.CLASSIC}),
    ],
)
def test_artists_draw_what_they_drew_and_in_their_own_manner(spec: dict[str, Any], hands: set[Hand]) -> None:
    ways = stage(**spec).artists_ways(Hand.REVISED, BOTH)
    assert {way.hand for way in ways} == hands
    assert all(way.action is not None for way in ways)


def test_the_posed_way_is_nameless_and_takes_short_steps_on_demand() -> None:
    long, short = (stage().posed_way(short_steps=choice) for choice in (False, True))
    assert long.hand is short.hand is Hand.POSE
    assert long.action is short.action is None
    reach = [max(float(abs(pose["right_ankle_x"])) for pose in way.scene.poses) for way in (long, short)]
    assert reach[1] < reach[0]


def test_probes_are_the_frames_that_move_most() -> None:
    (way, _) = stage().artists_ways(Hand.REVISED, BOTH)
    still = way.scene.actor.sprite.rgba
    moved = [int((draft != still).any(axis=-1).sum()) for draft in way.scene.drafts]
    assert sorted(moved)[-2:] == sorted(moved[index] for index in way.probes)
    assert way.doubt == pytest.approx(0, abs=1e-3)
    assert STRIPS["walk"] == way.action


@pytest.mark.parametrize("own", [Hand.REVISED, Hand.CLASSIC])
def test_the_stills_own_artist_comes_first(own: Hand) -> None:
    assert stage().artists_ways(own, BOTH)[0].hand is own
    (only,) = stage(animation_type=Action.RUN).artists_ways(own, BOTH)
    assert only.hand is Hand.REVISED


def test_a_hand_that_the_net_does_not_know_draws_nothing() -> None:
    (way,) = stage().artists_ways(Hand.CLASSIC, (Hand.REVISED,))
    assert way.hand is Hand.REVISED
    assert stage(animation_type=Action.CAST_SPELL).artists_ways(Hand.CLASSIC, (Hand.REVISED,)) == ()


@pytest.mark.parametrize("short_steps", [False, True])
def test_a_later_last_frame_is_drawn_at_a_later_moment(short_steps: bool) -> None:
    shown = stage(frame_count=4)
    later = replace(shown, late=0.5)
    assert later.moments[:-1] == shown.moments[:-1]
    assert later.moments[-1] == pytest.approx(shown.moments[-1] + 0.5 / 4)
    way = shown.posed_way(short_steps=short_steps)
    scene = later.posed_way(short_steps=short_steps).scene
    assert np.array_equal(shown.later(way, 0.5).rgba, scene.draw(3, Hand.POSE, None).rgba)
    assert not np.array_equal(shown.later(way, 0.5).rgba, way.frame(3).rgba)
