from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.draft.performance import Actor, Manner, drafted, poses
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import COLOURS
from neonworks_models.nets.motions import MOTIONS, STRIPS
from neonworks_models.nets.pixel_choice import CHOICES, KEY_FEATURES, PLANES, POSE_FEATURES, STILL_REACH
from neonworks_models.nets.sprite_artist import Answer, Moment, SpriteArtist
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray

WALK = STRIPS["walk"]
STILL_HERE = (2 * STILL_REACH + 1) ** 2 // 2
DRAFT_HERE = (2 * STILL_REACH + 1) ** 2 + (CHOICES - (2 * STILL_REACH + 1) ** 2) // 2


def still(times: int = 1, facing: Direction = Direction.RIGHT) -> RGBA:
    figure = DrawnActor(4, Direction.RIGHT, height=36).frame()
    figure = figure[:, ::-1] if facing is Direction.LEFT else figure
    return np.ascontiguousarray(figure.repeat(times, axis=0).repeat(times, axis=1))


def actor(rgba: RGBA, facing: Direction = Direction.RIGHT) -> Actor:
    sprite = Sprite.from_rgba(rgba)
    return Actor.of(sprite, analyse(sprite, facing=facing, archetype=Archetype.BIPED))


def moment(player: Actor, phase: float = 0.25, action: int | None = WALK) -> Moment:
    (pose,) = poses(player, MOTIONS[WALK], (phase,), Manner.plain())
    (draft,) = drafted(player, MOTIONS[WALK], (pose,))
    return Moment(action, phase, pose, draft, Hand.POSE)


def always(choice: int, seen: list[Mapping[str, NDArray[Any]]] | None = None) -> Answer:
    """A net that makes the same choice everywhere."""

    def answer(inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        if seen is not None:
            seen.append(inputs)
        logits = np.zeros((1, *inputs["planes"].shape[2:], CHOICES + COLOURS), np.float32)
        logits[..., choice] = 30
        return logits

    return answer


@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_who_copies_the_still_draws_it_at_every_size(times: int) -> None:
    player = actor(still(times))
    drawn = SpriteArtist(player, Direction.RIGHT, always(STILL_HERE)).draw(moment(player))
    assert np.array_equal(drawn.rgba, player.sprite.rgba)
    assert drawn.doubt == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("times", [1, 3])
def test_who_copies_the_draft_draws_it_in_the_stills_colours(times: int) -> None:
    player = actor(still(times))
    played = moment(player)
    drawn = SpriteArtist(player, Direction.RIGHT, always(DRAFT_HERE)).draw(played)
    colours = {tuple(pixel) for pixel in player.sprite.rgba.reshape(-1, 4)}
    own = np.array([tuple(pixel) in colours for pixel in played.draft.reshape(-1, 4)]).reshape(
        drawn.rgba.shape[:2]
    )
    assert np.array_equal(drawn.rgba[own], played.draft[own])
    assert {tuple(pixel) for pixel in drawn.rgba.reshape(-1, 4)} <= colours
    assert np.array_equal(drawn.rgba[..., 3] > 0, played.draft[..., 3] > 127)


def test_a_chosen_colour_is_drawn_where_no_copy_shows_it() -> None:
    player = actor(still())
    drawn = SpriteArtist(player, Direction.RIGHT, always(CHOICES + 1)).draw(moment(player))
    assert len(np.unique(drawn.rgba.reshape(-1, 4), axis=0)) == 1


def test_a_still_of_many_colours_keeps_them_where_it_is_copied() -> None:
    shaded = still()
    noise = np.random.default_rng(0).integers(0, 40, shaded.shape[:2])
    shaded[..., 0] = np.where(shaded[..., 3] > 0, shaded[..., 0] // 2 + noise, 0)
    player = actor(shaded)
    drawn = SpriteArtist(player, Direction.RIGHT, always(STILL_HERE)).draw(moment(player))
    assert np.array_equal(drawn.rgba, shaded)


def test_the_net_reads_what_it_was_trained_on() -> None:
    seen: list[Mapping[str, NDArray[Any]]] = []
    player = actor(still(facing=Direction.LEFT), Direction.LEFT)
    artist = SpriteArtist(player, Direction.LEFT, always(STILL_HERE, seen))
    artist.draw(moment(player))
    artist.draw(moment(player, action=None))
    first, nameless = seen
    assert {name: values.shape for name, values in first.items()} == {
        "planes": (1, PLANES, 64, 64),
        "keys": (1, COLOURS, KEY_FEATURES),
        "allowed": (1, COLOURS),
        "view": (1,),
        "hand": (1,),
        "action": (1,),
        "phase": (1, 10),
        "pose": (1, POSE_FEATURES),
        "joints": (1, 32),
        "size": (1, 1),
    }
    assert first["action"] == [WALK]
    assert nameless["action"] == [len(MOTIONS)]
    assert first["phase"].any()
    assert not nameless["phase"].any()
    assert first["view"] == [list(Direction).index(Direction.LEFT)]


def test_a_net_that_does_not_know_says_so() -> None:
    player = actor(still())

    def unsure(inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((1, *inputs["planes"].shape[2:], CHOICES + COLOURS), np.float32)

    assert SpriteArtist(player, Direction.RIGHT, unsure).draw(moment(player)).doubt > 1
