import pytest
from neonworks_models.generators.artists import Artists, is_plain, own_variant
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.hand_reader import Artist, Likeness
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Variant

from tests.fakes.stills import request_for

WALK = MotionSpec(animation_type=Action.WALK)


@pytest.mark.parametrize(
    ("name", "shares", "artist"),
    [
        ("knight_down", (0.9, 0.1, 0.0), Artist.REVISED),
        ("knight_down", (0.3, 0.7, 0.0), Artist.CLASSIC),
        ("knight_down", (0.0, 0.1, 0.9), Artist.STRANGER),
        ("knight_down", (0.45, 0.5, 0.05), Artist.STRANGER),
        ("adventurer_down", (0.8, 0.2, 0.0), Artist.STRANGER),
        ("adventurer_down", (0.9, 0.1, 0.0), Artist.REVISED),
        ("villager_right", (1.0, 0.0, 0.0), Artist.STRANGER),
    ],
)
def test_sure_likeness_and_size_make_an_artists_character(
    name: str, shares: tuple[float, ...], artist: Artist
) -> None:
    assert Artists(lambda sprite: Likeness(shares)).of(request_for(name, WALK)) is artist


def test_the_figures_that_those_cases_mean() -> None:
    heights = {
        name: request_for(name, WALK).analysis.box.height
        for name in ("knight_down", "adventurer_down", "villager_right")
    }
    assert 40 <= heights["knight_down"] <= 60
    assert 30 <= heights["adventurer_down"] < 40
    assert heights["villager_right"] < 30


def test_a_still_is_read_once() -> None:
    read: list[str] = []

    def reader(sprite: Sprite) -> Likeness:
        read.append(sprite.sha256)
        return Likeness((1.0, 0.0, 0.0))

    artists = Artists(reader)
    for action in (Action.WALK, Action.IDLE):
        artists.of(request_for("knight_down", MotionSpec(animation_type=action)))
    assert len(read) == 1


def test_a_slash_of_the_classic_set_is_played_as_a_swing() -> None:
    assert own_variant(Artist.CLASSIC, Action.ATTACK, Variant.SLASH) is Variant.SWING
    assert own_variant(Artist.REVISED, Action.ATTACK, Variant.SLASH) is Variant.SLASH
    assert own_variant(Artist.CLASSIC, Action.ATTACK, Variant.KICK) is Variant.KICK
    assert own_variant(Artist.CLASSIC, Action.WALK, None) is None


def test_only_what_changes_the_pose_is_a_style() -> None:
    def asked(**parameters: float) -> GenerationRequest:
        spec = MotionSpec(animation_type=Action.WALK, parameters=MotionParameters(**parameters))
        return request_for("knight_right", spec)

    assert is_plain(asked(squash=0.5))
    assert not is_plain(asked(head_drop=0.2))
