"""``SpriteNet``: the draft's canvas and times, own colours, and the draft where the net is not sure."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.contract.checker import check_clip
from neonworks_models.generators.artists import Artists
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.sprite_net import Doubts, SpriteNet, viewing_order
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS
from neonworks_models.nets.net_file import NetFile
from neonworks_models.nets.sprite_session import SpriteSession
from neonworks_models.requests import GeneratedFrame, GenerationRequest
from neonworks_models.sprites.hand_reader import Likeness
from neonworks_protocol.errors import JobCancelled
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Tier, Variant
from numpy.typing import NDArray

from tests.fakes.nets import DRAFT_HERE, STILL_HERE, digest, graph, logits
from tests.fakes.stills import request_for

SURE = Doubts(walking=9.0, posed=9.0)


class Remarks(NullContext):
    """Keeps what is said, cancels after ``steps`` checkpoints."""

    def __init__(self, steps: int = 1000) -> None:
        self.notes: list[str] = []
        self.steps = steps

    def checkpoint(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise JobCancelled("enough")

    def progress(self, fraction: float, note: str = "") -> None:
        if note:
            self.notes.append(note)


class Net:
    """A net that always makes the same choice, and does not know anything unless it is ``sure``."""

    name, sha256 = "fake-net", digest(graph())

    def __init__(self, choice: int = DRAFT_HERE, sure: float = 30.0) -> None:
        self._session = Answers(choice, sure)

    def session(self) -> "Answers":
        return self._session


class Answers(SpriteSession):
    def __init__(self, choice: int, sure: float) -> None:
        super().__init__(graph(choice))
        self._choice, self._sure = choice, sure
        self.runs = 0
        self.actions: set[int] = set()

    def answer(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        self.runs += 1
        self.actions.add(int(inputs["action"][0]))
        return logits(inputs, self._choice, self._sure)


def asked(name: str = "knight_down", action: Action = Action.WALK, **spec: Any) -> GenerationRequest:
    return replace(request_for(name, MotionSpec(animation_type=action, **spec)), tier=Tier.SPRITE)


def drawn(
    generator: SpriteNet, request: GenerationRequest, context: Remarks | None = None
) -> list[GeneratedFrame]:
    made = generator.generate(request, generator.plan(request), context or Remarks())
    frames: dict[int, GeneratedFrame] = {}
    for frame in made:
        assert frame.index not in frames or frame.revision > frames[frame.index].revision
        frames[frame.index] = frame
    return [frames[index] for index in sorted(frames)]


@pytest.mark.parametrize("action", [Action.WALK, Action.IDLE, Action.DEATH])
def test_the_draft_announces_the_canvas_and_the_times(action: Action) -> None:
    draft = DraftBiped()
    generator, request = SpriteNet(Net(), draft, doubts=SURE), asked(action=action)
    plan = generator.plan(request)
    assert plan == draft.plan(replace(request, tier=Tier.DRAFT))
    frames = drawn(generator, request)
    assert [frame.index for frame in frames] == list(range(plan.frame_count))
    assert all(frame.rgba.shape == (plan.height, plan.width, 4) for frame in frames)


def test_who_is_not_sure_leaves_the_draft_and_says_so() -> None:
    draft, request, context = DraftBiped(), asked(), Remarks()
    frames = drawn(SpriteNet(Net(sure=0.0), draft), request, context)
    wanted = list(draft.generate(replace(request, tier=Tier.DRAFT), draft.plan(request), NullContext()))
    assert all(frame.tier is Tier.DRAFT for frame in frames)
    assert all(np.array_equal(a.rgba, b.rgba) for a, b in zip(frames, wanted, strict=True))
    assert len(context.notes) == 1
    assert "not sure" in context.notes[0]


def test_what_would_break_the_contract_is_taken_back() -> None:
    """A walk that stands still repeats its first frame: the loop does not close."""
    context = Remarks()
    frames = drawn(SpriteNet(Net(STILL_HERE), DraftBiped(), doubts=SURE), asked(), context)
    assert {(frame.tier, frame.revision) for frame in frames} == {(Tier.DRAFT, 2)}
    assert "contract broken" in context.notes[0]


def test_what_an_artist_calls_otherwise_is_drawn_by_the_name_that_the_hand_knows() -> None:
    """Universal LPC's slash is the motion that LPC Revised calls a swing."""
    artists = Artists(lambda sprite: Likeness((0.0, 1.0, 0.0)))
    request = asked(action=Action.ATTACK, variant=Variant.SLASH)

    def told(hands: tuple[Hand, ...]) -> set[int]:
        net = Net()
        generator = SpriteNet(net, DraftBiped(artists=artists), doubts=SURE, artists=artists, hands=hands)
        list(generator.generate(request, generator.plan(request), Remarks()))
        return net.session().actions

    assert told((Hand.REVISED, Hand.CLASSIC)) == {STRIPS["slash"]}
    assert told((Hand.REVISED,)) == {STRIPS["swing"]}


@pytest.mark.parametrize("facing", [Direction.RIGHT, Direction.LEFT])
def test_left_is_the_mirror_of_right(facing: Direction) -> None:
    generator = SpriteNet(Net(), DraftBiped(), doubts=SURE)
    right = asked(f"knight_{facing.value}", direction=Direction.RIGHT) if facing is Direction.RIGHT else None
    request = right or replace(asked("knight_right"), direction=Direction.LEFT)
    frames = drawn(generator, request)
    other = Direction.LEFT if request.direction is Direction.RIGHT else Direction.RIGHT
    turned = drawn(generator, replace(request, direction=other))
    assert all(np.array_equal(a.rgba, b.rgba[:, ::-1]) for a, b in zip(frames, turned, strict=True))


def test_a_squash_is_drawn_too() -> None:
    generator = SpriteNet(Net(), DraftBiped(), doubts=SURE)
    plain = drawn(generator, asked())
    squashed = drawn(generator, asked(parameters=MotionParameters(squash=1.0)))
    assert any(not np.array_equal(a.rgba, b.rgba) for a, b in zip(plain, squashed, strict=True))


def test_cancelled_between_two_frames() -> None:
    generator, request = SpriteNet(Net(), DraftBiped(), doubts=SURE), asked()
    with pytest.raises(JobCancelled):
        drawn(generator, request, Remarks(steps=4))


def test_a_cancelled_job_stops_the_net_and_the_next_one_runs() -> None:
    class Cancelled(Remarks):
        def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
            stop()
            return nullcontext()

    class Real:
        name, sha256 = "fake-net", digest(graph())

        def __init__(self) -> None:
            self._session = SpriteSession(graph(DRAFT_HERE))

        def session(self) -> SpriteSession:
            return self._session

    generator, request = SpriteNet(Real(), DraftBiped(), doubts=SURE), asked()
    with pytest.raises(JobCancelled):
        drawn(generator, request, Cancelled())
    assert {frame.tier for frame in drawn(generator, request)} == {Tier.SPRITE}


class Heard(Net):
    """Remembers whose hand was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.hands: list[int] = []
        answer = self._session.answer

        def heard(inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
            self.hands.append(int(inputs["hand"][0]))
            return answer(inputs)

        self._session.answer = heard  # type: ignore[method-assign]


def by(*shares: float) -> Artists:
    return Artists(lambda sprite: Likeness(shares))


@pytest.mark.parametrize(
    ("shares", "hand"),
    [
        ((0.9, 0.1, 0.0), Hand.REVISED),
        ((0.1, 0.9, 0.0), Hand.CLASSIC),
        ((0.0, 0.1, 0.9), Hand.POSE),
    ],
)
def test_who_drew_the_still_decides_whose_hand_moves_it(shares: tuple[float, ...], hand: Hand) -> None:
    net = Heard()
    drawn(SpriteNet(net, DraftBiped(), doubts=SURE, artists=by(*shares)), asked())
    assert set(net.hands) == {hand}


class Jumping(Net):
    """Copies the draft, in the frame at ``moment`` from two pixels beside."""

    def __init__(self, moment: float) -> None:
        super().__init__()

        def answer(inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
            jumps = abs(float(inputs["phase"][0, 0]) - moment) < 1e-6
            return logits(inputs, DRAFT_HERE + 2 if jumps else DRAFT_HERE, 30.0)

        self._session.answer = answer  # type: ignore[method-assign]


def test_a_body_that_jumps_off_its_track_is_moved_back() -> None:
    request = asked("knight_right", Action.WALK, frame_count=8)
    steady, jumping = (
        SpriteNet(net, DraftBiped(), doubts=SURE, artists=by(1.0, 0.0, 0.0)) for net in (Net(), Jumping(0.25))
    )
    context = Remarks()
    frames, wanted = drawn(jumping, request, context), drawn(steady, request)
    assert {frame.tier for frame in frames} == {Tier.SPRITE}
    assert context.notes == []
    assert [frame.index for frame in frames if frame.revision] == [2]
    # Two pixels aside as it was drawn; what its neighbours allow is at most one.
    off = [
        int((frames[2].rgba != np.roll(wanted[2].rgba, aside, axis=1)).any(axis=-1).sum())
        for aside in (0, 1, -1, 2, -2)
    ]
    assert off.index(min(off)) < 3


def test_what_one_hand_breaks_the_other_draws() -> None:
    """A walk that stands still repeats its first frame, whoever draws it: both are tried, then the draft."""
    net, context = Heard(), Remarks()
    net._session._choice = STILL_HERE
    frames = drawn(SpriteNet(net, DraftBiped(), doubts=SURE, artists=by(0.0, 1.0, 0.0)), asked(), context)
    assert list(dict.fromkeys(net.hands)) == [Hand.CLASSIC, Hand.REVISED]
    assert {(frame.tier, frame.revision) for frame in frames} == {(Tier.DRAFT, 4)}
    assert "contract broken" in context.notes[0]


@pytest.mark.parametrize(("count", "order"), [(1, (0,)), (2, (0, 1)), (6, (0, 4, 2, 1, 3, 5))])
def test_frames_come_from_coarse_to_fine(count: int, order: tuple[int, ...]) -> None:
    assert viewing_order(count) == order
    assert sorted(viewing_order(count)) == list(range(count))


def test_the_shipped_net_draws_a_small_clip_in_the_stills_colours_and_the_same_again() -> None:
    request = asked("adventurer_down", frame_count=4)
    first, second = (SpriteNet(NetFile(NetChoice.SPRITE_NET), DraftBiped()) for _ in range(2))
    frames = drawn(first, request)
    assert {frame.tier for frame in frames} == {Tier.SPRITE}
    pictures = [frame.rgba for frame in frames]
    assert check_clip(request.sprite, request.analysis, request.spec, first.plan(request), pictures).passed
    own = {tuple(pixel) for pixel in request.sprite.rgba.reshape(-1, 4) if pixel[3]}
    shown = {tuple(pixel) for picture in pictures for pixel in picture.reshape(-1, 4) if pixel[3]}
    assert shown <= own
    assert any(not np.array_equal(picture, pictures[0]) for picture in pictures)
    again = drawn(second, request)
    assert all(np.array_equal(a.rgba, b.rgba) for a, b in zip(frames, again, strict=True))
    assert first.capabilities == second.capabilities
