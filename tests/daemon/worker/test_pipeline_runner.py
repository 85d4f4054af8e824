"""What a job does, in this process."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import msgspec
import numpy as np
import pytest
from neonworks_daemon.worker.messages import (
    Analysed,
    AnalyseWork,
    AnimateWork,
    ClipFinished,
    ClipPlanned,
    FrameMade,
    InterpretWork,
    JobEvent,
    Progressed,
    Understood,
)
from neonworks_daemon.worker.pipeline_runner import PipelineRunner, encode_png, warm_up_sprite
from neonworks_models.examples.gallery import example_sprites
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite, JobCancelled
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.records import MotionSource
from neonworks_protocol.vocabulary import Action, Direction, Tier, Variant
from PIL import Image

from tests.fakes.strips import played_strip, sheet_png

HERO = encode_png(example_sprites()[0].sprite.rgba)


class Context:
    """Keeps events; cancels the job when ``frames`` were made."""

    job = 7

    def __init__(self, frames: int = 1000) -> None:
        self.events: list[JobEvent] = []
        self._frames = frames

    def checkpoint(self) -> None:
        if sum(isinstance(event, FrameMade) for event in self.events) >= self._frames:
            raise JobCancelled("enough")

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()

    def emit(self, event: JobEvent) -> None:
        self.checkpoint()
        self.events.append(event)


@pytest.fixture(scope="module")
def runner() -> PipelineRunner:
    return PipelineRunner()


def _run(runner: PipelineRunner, work: AnimateWork | AnalyseWork | InterpretWork) -> Context:
    context = Context()
    runner.run(work, context)
    return context


def test_the_warm_up_draws_and_tells_what_can_be_made(runner: PipelineRunner) -> None:
    assert {record.tier for record in runner.warm_up()} == {Tier.DRAFT, Tier.SPRITE}


def test_a_sentence_becomes_a_whole_clip_with_its_report(runner: PipelineRunner) -> None:
    events = _run(runner, AnimateWork(sprite=HERO, text="a tired walk")).events
    assert [type(event) for event in events[:2]] == [Understood, ClipPlanned]
    plan, end = events[1], events[-1]
    assert isinstance(plan, ClipPlanned)
    assert isinstance(end, ClipFinished)
    frames = [event for event in events if isinstance(event, FrameMade)]
    assert sorted(frame.index for frame in frames) == list(range(len(plan.durations)))
    assert all(len(frame.data) == plan.width * plan.height * 4 for frame in frames)
    assert end.passed
    assert all(event.job == 7 for event in events)


def test_a_spec_wins_over_the_text_and_actions_take_over_its_manner(runner: PipelineRunner) -> None:
    spec = MotionSpec(animation_type=Action.WALK, parameters=MotionParameters(bob=2.0), frame_count=5)
    work = AnimateWork(sprite=HERO, text="death", spec=(spec,), actions=(Action.IDLE, Action.WALK))
    plans = [event for event in _run(runner, work).events if isinstance(event, ClipPlanned)]
    assert [plan.spec.animation_type for plan in plans] == [Action.IDLE, Action.WALK]
    assert all(plan.spec.parameters.bob == 2.0 for plan in plans)
    assert len(plans[1].durations) == 5
    assert (plans[0].clip, plans[0].clips, plans[1].clip) == (0, 2, 1)


def test_an_action_alone_is_enough(runner: PipelineRunner) -> None:
    events = _run(runner, AnimateWork(sprite=HERO, actions=(Action.IDLE,))).events
    heard = events[0]
    assert isinstance(heard, Understood)
    assert heard.interpretation.interpreter == "given"


def test_cancelled_between_two_frames(runner: PipelineRunner) -> None:
    context = Context(frames=3)
    with pytest.raises(JobCancelled):
        runner.run(AnimateWork(sprite=HERO, text="walk"), context)
    assert sum(isinstance(event, FrameMade) for event in context.events) == 3


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (AnimateWork(sprite=b"", text="walk"), BadSprite),
        (AnimateWork(sprite=HERO[:100], text="walk"), BadSprite),
        (AnimateWork(sprite=HERO, text="  "), BadRequest),
        (AnimateWork(sprite=HERO, text="walk", keyframes=(HERO,)), BadRequest),
        (AnimateWork(sprite=HERO, text="walk", tier=Tier.DIFFUSION), AnimatorError),
        (AnimateWork(sprite=HERO, text="walk", generator="no_such"), AnimatorError),
    ],
)
def test_what_cannot_be_drawn_is_an_error_of_ours(
    runner: PipelineRunner, work: AnimateWork, error: type[AnimatorError]
) -> None:
    with pytest.raises(error):
        _run(runner, work)


def test_interpreting_draws_nothing(runner: PipelineRunner) -> None:
    events = _run(runner, InterpretWork(text="jump high")).events
    assert len(events) == 1
    assert isinstance(events[0], Understood)
    assert events[0].interpretation.spec.animation_type is Action.JUMP


def heard_of(runner: PipelineRunner, work: InterpretWork | AnimateWork) -> MotionSpec:
    event = _run(runner, work).events[0]
    assert isinstance(event, Understood)
    return event.interpretation.spec


def test_a_sentence_is_read_for_the_sprite_that_it_is_about(runner: PipelineRunner) -> None:
    archer = InterpretWork(text="attack", name="goblin_archer_02.png")
    assert heard_of(runner, archer).variant is Variant.SHOOT
    assert heard_of(runner, InterpretWork(text="attack")).variant is None
    turned = InterpretWork(text="walk the other way", facing=Direction.LEFT)
    assert heard_of(runner, turned).direction is Direction.RIGHT


def test_a_request_is_read_with_what_is_seen_in_its_still(runner: PipelineRunner) -> None:
    work = AnimateWork(sprite=HERO, text="punch the other way", name="hero.png", facing=Direction.LEFT)
    assert heard_of(runner, work).direction is Direction.RIGHT
    named = AnimateWork(sprite=HERO, text="attack", name="old_archer.png", facing=Direction.RIGHT)
    assert heard_of(runner, named).variant is Variant.SHOOT


def test_an_analysis_suggests_what_such_a_sprite_needs(runner: PipelineRunner) -> None:
    events = _run(runner, AnalyseWork(sprite=HERO, name="old_mage.png")).events
    assert isinstance(events[-1], Analysed)
    suggested = events[-1].reading.suggestions
    read = [heard_of(runner, InterpretWork(text=text)).animation_type for text in suggested]
    assert read[:2] == [Action.IDLE, Action.WALK]
    assert Action.CAST_SPELL in read


def test_png_frames_name_the_digest_of_their_pixels(runner: PipelineRunner) -> None:
    raw, packed = (
        [
            e
            for e in _run(runner, AnimateWork(sprite=HERO, text="walk", png=png)).events
            if isinstance(e, FrameMade)
        ]
        for png in (False, True)
    )
    assert [frame.sha256 for frame in raw] == [frame.sha256 for frame in packed]
    assert packed[0].png
    pixels = np.asarray(Image.open(io.BytesIO(packed[0].data)))
    assert pixels.tobytes() == raw[0].data


def test_encode_png_keeps_every_pixel() -> None:
    rgba = np.random.default_rng(1).integers(0, 256, (9, 7, 4), dtype=np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encode_png(rgba)))), rgba)
    assert warm_up_sprite().shape == (24, 16, 4)


def test_every_clip_is_drafted_before_any_is_drawn_better(runner: PipelineRunner) -> None:
    still = next(e for e in example_sprites() if e.name == "adventurer_down").sprite.rgba
    asked = AnimateWork(sprite=encode_png(still), actions=(Action.IDLE, Action.WALK), tier=Tier.SPRITE)
    events = _run(runner, asked).events
    ends = [event for event in events if isinstance(event, ClipFinished)]
    order = [(0, Tier.DRAFT), (1, Tier.DRAFT), (0, Tier.SPRITE), (1, Tier.SPRITE)]
    assert [(end.clip, end.tier) for end in ends] == order
    assert [end.final for end in ends] == [False, False, True, True]
    plans = {event.clip: event for event in events if isinstance(event, ClipPlanned)}
    assert len(plans) == 2
    assert all(plan.refined and plan.tier is Tier.SPRITE for plan in plans.values())
    for clip, tier in order:
        drawn = {(e.clip, e.tier, e.index) for e in events if isinstance(e, FrameMade)}
        assert {(clip, tier, index) for index in range(len(plans[clip].durations))} <= drawn
    names = {end.report["drawn_by"]["name"] for end in ends}
    assert names == {"draft-biped", "sprite-net"}


def test_who_cannot_be_drawn_better_keeps_the_draft_and_says_so(runner: PipelineRunner) -> None:
    slime = next(e for e in example_sprites() if e.name == "slime").sprite.rgba
    context = Context()
    runner.run(AnimateWork(sprite=encode_png(slime), text="jump", tier=Tier.SPRITE), context)
    (end,) = (event for event in context.events if isinstance(event, ClipFinished))
    assert (end.tier, end.final) == (Tier.DRAFT, True)
    said = [event.note for event in context.events if isinstance(event, Progressed)]
    assert any("draws no blob" in note for note in said)


def test_only_the_tier_that_is_asked_for_is_drawn(runner: PipelineRunner) -> None:
    still = next(e for e in example_sprites() if e.name == "adventurer_down").sprite.rgba
    asked = AnimateWork(sprite=encode_png(still), text="idle", tier=Tier.SPRITE, only_tier=True)
    ends = [event for event in _run(runner, asked).events if isinstance(event, ClipFinished)]
    assert [(end.tier, end.final) for end in ends] == [(Tier.SPRITE, True)]


def test_a_sheet_alone_says_what_to_do_and_how(runner: PipelineRunner) -> None:
    frames = played_strip(Direction.RIGHT, count=6)[2]
    still = next(e for e in example_sprites() if e.name == "knight_right").sprite.rgba
    work = AnimateWork(
        sprite=encode_png(still),
        facing=Direction.RIGHT,
        motion=MotionSource(sheet=sheet_png([frames]), durations=(50, 60, 70, 80, 90, 100)),
    )
    events = _run(runner, work).events
    heard, plan = events[0], events[1]
    assert isinstance(heard, Understood) and isinstance(plan, ClipPlanned)
    assert heard.interpretation.spec.animation_type in (Action.WALK, Action.RUN)
    assert plan.durations == (50, 60, 70, 80, 90, 100)
    said = _run(runner, msgspec.structs.replace(work, text="a proud attack")).events[1]
    assert isinstance(said, ClipPlanned)
    assert (said.spec.animation_type, said.spec.frame_count) == (Action.ATTACK, 6)
    assert said.digest != plan.digest


def test_a_sheet_that_cannot_be_read_is_the_job_s_error(runner: PipelineRunner) -> None:
    with pytest.raises(BadSprite, match="sheet"):
        _run(runner, AnimateWork(sprite=HERO, motion=MotionSource(sheet=b"no picture")))
