from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.draft.performance import Actor, Manner, poses
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import MOTIONS, STRIPS
from neonworks_models.nets.sprite_scene import SpriteScene, on_canvas
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray

from tests.fakes.nets import DRAFT_HERE, STILL_HERE, logits

WALK = STRIPS["walk"]
MOMENTS = (0.0, 0.25)


def actor() -> Actor:
    sprite = Sprite.from_rgba(DrawnActor(4, Direction.RIGHT, height=36).frame())
    return Actor.of(sprite, analyse(sprite, facing=Direction.RIGHT, archetype=Archetype.BIPED))


def scene(player: Actor, choice: int, seen: list[Mapping[str, NDArray[Any]]] | None = None) -> SpriteScene:
    def answer(inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        if seen is not None:
            seen.append(inputs)
        return logits(inputs, choice)

    motion = MOTIONS[WALK]
    played = poses(player, motion, MOMENTS, Manner.plain())
    return SpriteScene(player, Direction.RIGHT, motion, MOMENTS, played, answer)


@pytest.mark.parametrize(("sides", "top"), [(0, 0), (3, 0), (40, 25)])
def test_the_still_stays_where_it_is_on_any_canvas(sides: int, top: int) -> None:
    player = actor()
    laid = on_canvas(player, sides, top)
    drawn = scene(laid, STILL_HERE).draw(0, Hand.POSE, None)
    height, width = player.sprite.rgba.shape[:2]
    assert drawn.rgba.shape == (height + top, width + 2 * sides, 4)
    assert np.array_equal(drawn.rgba[top:, sides : sides + width], player.sprite.rgba)
    assert not drawn.rgba[:top].any()


def test_a_larger_canvas_costs_no_larger_window() -> None:
    small: list[Mapping[str, NDArray[Any]]] = []
    large: list[Mapping[str, NDArray[Any]]] = []
    player = on_canvas(actor(), 30, 30)
    scene(player, STILL_HERE, small).draw(0, Hand.POSE, WALK)
    drawn = scene(on_canvas(player, 200, 200), STILL_HERE, large).draw(0, Hand.POSE, WALK)
    assert small[0]["planes"].shape == large[0]["planes"].shape
    for name in ("keys", "joints", "size", "pose"):
        assert np.allclose(small[0][name], large[0][name], atol=1e-6)
    assert np.array_equal(drawn.rgba[200:, 200:-200], player.sprite.rgba)


def test_frames_start_from_the_draft_of_their_moment() -> None:
    played = scene(on_canvas(actor(), 10, 10), DRAFT_HERE)
    assert len(played.drafts) == len(MOMENTS)
    for index, draft in enumerate(played.drafts):
        shape = played.draw(index, Hand.POSE, WALK).rgba[..., 3] > 0
        assert np.array_equal(shape, draft[..., 3] > 127)
