from dataclasses import replace
from pathlib import Path

import numpy as np
from neonworks_models.data.lpc import LpcSource, compose
from neonworks_models.data.net_samples import CharacterPalette
from neonworks_models.data.net_views import actor_of, drawn_facing, misplaced, view_of
from neonworks_models.nets.motions import STRIPS
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction


def test_left_views_are_mirrored_and_falls_are_seen_from_the_front_only(lpc_root: Path) -> None:
    character = compose(lpc_root, LpcSource.CLASSIC, 1, False)
    few = {key: frames for key, frames in character.strips.items() if key[0] in ("hurt", "slash")}
    character, palette = replace(character, strips=few), CharacterPalette()
    views = {facing: view_of(character, facing, palette) for facing in Direction}
    still = character.stills[Direction.LEFT]
    assert np.array_equal(
        palette.draw(views[Direction.LEFT].still)[:, ::-1][still[..., 3] > 127], still[still[..., 3] > 127]
    )
    assert {facing for facing, view in views.items() if STRIPS["hurt"] in view.strips} == {Direction.DOWN}
    assert drawn_facing(Direction.LEFT) is Direction.RIGHT
    assert drawn_facing(Direction.UP) is Direction.UP


def test_misplaced_joints_are_off_by_what_was_asked(lpc_root: Path) -> None:
    character = compose(lpc_root, LpcSource.REVISED, 1, False)
    actor = actor_of(character.stills[Direction.DOWN], Direction.DOWN)
    random = np.random.default_rng(0)
    off = [misplaced(actor, random, 0.02).joints for _ in range(60)]
    errors = np.array([[joints[j][0] - actor.joints[j][0] for j in Joint] for joints in off])
    assert np.isclose(errors.std(), 0.02 * actor.height, rtol=0.1)
