from dataclasses import replace

import numpy as np
import pytest
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.contract.checker import check_clip
from neonworks_models.generators.artists import Artists
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.registry import GeneratorRegistry, default_registry
from neonworks_models.generators.turning import KEPT_TURNS, Turner, must_turn
from neonworks_models.nets.pixel_choice import CHOICES
from neonworks_models.nets.sprite_session import SpriteSession
from neonworks_models.pipeline import Pipeline
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.hand_reader import Artist, Likeness
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import UnsupportedDirection
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from tests.fakes.nets import STILL_HERE, digest, graph
from tests.fakes.stills import request_for

WALK = MotionSpec(animation_type=Action.WALK, frame_count=4)


class Net:
    """Copies the still; ``choice`` of nothing at all is the clear colour everywhere."""

    name = "fake-turn"

    def __init__(self, choice: int = STILL_HERE) -> None:
        self._graph = graph(choice)
        self.loaded = 0

    @property
    def sha256(self) -> str:
        return digest(self._graph)

    def session(self) -> SpriteSession:
        self.loaded += 1
        return SpriteSession(self._graph)


def artists(artist: Artist = Artist.CLASSIC) -> Artists:
    shares = [0.0, 0.0, 0.0]
    shares[artist] = 1.0
    return Artists(lambda sprite: Likeness((shares[0], shares[1], shares[2])))


def asked(direction: Direction, still: str = "knight_down") -> GenerationRequest:
    return request_for(still, WALK, direction=direction)


@pytest.mark.parametrize("direction", [Direction.UP, Direction.LEFT, Direction.RIGHT])
def test_a_front_is_turned_and_read_anew(direction: Direction) -> None:
    request = asked(direction)
    turned = Turner(Net(), artists()).turned(request)
    assert turned.facing is turned.direction is direction
    assert turned.analysis.archetype is Archetype.BIPED
    assert turned.analysis.joints is not None
    assert np.array_equal(turned.sprite.rgba, request.sprite.rgba)
    assert turned.spec == request.spec


def test_who_faces_there_already_is_left_alone() -> None:
    net = Net()
    turner = Turner(net, artists())
    for still, direction in (("knight_down", Direction.DOWN), ("knight_right", Direction.LEFT)):
        request = asked(direction, still)
        assert not must_turn(request)
        assert turner.turned(request) is request
    slime = request_for("slime", MotionSpec(animation_type=Action.WALK), direction=Direction.UP)
    assert turner.turned(slime) is slime
    assert net.loaded == 0


@pytest.mark.parametrize(
    ("request_", "artist", "why"),
    [
        (asked(Direction.UP), Artist.STRANGER, "only characters in the manner of the sets"),
        (asked(Direction.UP, "knight_right"), Artist.CLASSIC, "only a still that faces down"),
        (
            replace(asked(Direction.UP), analysis=replace(asked(Direction.UP).analysis, joints=None)),
            Artist.CLASSIC,
            "no joints",
        ),
    ],
)
def test_what_cannot_be_turned_is_refused_with_the_reason(
    request_: GenerationRequest, artist: Artist, why: str
) -> None:
    with pytest.raises(UnsupportedDirection, match=why) as refusal:
        Turner(Net(), artists(artist)).turned(request_)
    assert "give a still that faces up" in refusal.value.message


def test_a_net_that_draws_nothing_is_a_refusal() -> None:
    clear = Net(choice=CHOICES)
    with pytest.raises(UnsupportedDirection, match="nothing of it would be left"):
        Turner(clear, artists()).turned(asked(Direction.UP))


def test_turned_stills_are_remembered_but_not_for_ever() -> None:
    net = Net()
    turner = Turner(net, artists())
    first = turner.turned(asked(Direction.UP))
    assert turner.turned(asked(Direction.UP)).sprite is first.sprite
    assert net.loaded == 1
    request = asked(Direction.UP)
    for shade in range(KEPT_TURNS):
        rgba = request.sprite.rgba.copy()
        rgba[rgba[..., 3] > 0, 0] = shade
        turner.turned(replace(request, sprite=Sprite.from_rgba(rgba)))
    assert turner.turned(request).sprite is not first.sprite


def test_who_drew_the_front_drew_the_turned_still() -> None:
    asked_for = []

    def reader(sprite: Sprite) -> Likeness:
        asked_for.append(sprite.sha256)
        return Likeness((0.0, 1.0, 0.0) if len(asked_for) == 1 else (1.0, 0.0, 0.0))

    known = Artists(reader)
    net = Net(STILL_HERE + 1)
    turned = Turner(net, known).turned(asked(Direction.UP))
    assert turned.sprite.sha256 != asked(Direction.UP).sprite.sha256
    assert known.of(turned) is Artist.CLASSIC
    assert len(asked_for) == 1


def test_the_pipeline_draws_a_turned_clip_by_the_contract() -> None:
    turner = Turner(Net(), artists())
    draft = DraftBiped(artists=artists(), turner="+turn")
    pipeline = Pipeline(GeneratorRegistry((draft,), turner))
    request = asked(Direction.UP)
    plan = pipeline.plan(request)
    frames = [frame.rgba for frame in pipeline.render(request, plan, NullContext())]
    assert len(frames) == 4
    assert pipeline.report(request, plan, frames).passed
    turned = turner.turned(request)
    assert check_clip(turned.sprite, turned.analysis, request.spec, plan, frames).passed
    assert pipeline.turned_by(request) == "fake-turn"
    assert pipeline.turned_by(asked(Direction.DOWN)) == ""
    assert draft.capabilities.can_turn
    assert draft.capabilities.version == "1+turn"


def test_only_the_net_that_is_shared_alike_brings_its_turner() -> None:
    assert default_registry(NetChoice.SPRITE_NET).turner is not None
    assert default_registry(NetChoice.SPRITE_NET_OGA).turner is None
    assert default_registry(NetChoice.SPRITE_NET_OGA).tiers() == (Tier.DRAFT, Tier.SPRITE)
    assert default_registry(NetChoice.OFF).turner is None
    assert not any(record.can_turn for record in default_registry(NetChoice.OFF).capabilities())
