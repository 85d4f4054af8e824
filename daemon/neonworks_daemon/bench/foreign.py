"""``bench foreign``: walks of figures in four formats that no artist's set has, drawn by our own code.

Still and true frames are painted by the drawing code (``data.drawn_actor``) in steps keyed by hand, so the
score says whether a foreign body keeps its own limbs. The sprite net has seen figures of this family, with
other seeds, in training: a rough check of each format, no independent evidence.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from neonworks_models.data.drawn_actor import FOOT_ROW, WINDOW, DrawnActor
from neonworks_models.data.hand_walks import HandWalk
from neonworks_models.pipeline import Pipeline
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_daemon.bench.cases import Strip
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.score import drawn_in
from neonworks_daemon.bench.scoring import StripScore, mean_score, score_strip

__all__ = ["FORMATS", "Format", "bench_foreign", "foreign_strips"]

_FRAMES = 4
_VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)
_FIRST_SEED = 9_500_000
"""Seeds from here on are used by no training shard."""
_TRIES = 400


@dataclass(frozen=True)
class Format:
    """A style of sprites: canvas in pixels, figure height, and the head's share of it."""

    name: str
    width: int
    height: int
    figure: int
    head: tuple[float, float]


FORMATS = (
    Format("chibi 32x32", 32, 32, 29, (0.42, 0.7)),
    Format("tall 32x48", 32, 48, 44, (0.1, 0.3)),
    Format("tiny 24x32", 24, 32, 22, (0.25, 0.6)),
    Format("middle 48x48", 48, 48, 42, (0.25, 0.45)),
)


def bench_foreign(figures: int, pipeline: Pipeline, step: Callable[[], None]) -> BenchResult:
    """Scores per format and tier, ``figures`` each; ``step`` is called after each figure."""
    rows: list[tuple[Value, ...]] = []
    checks = []
    for style in FORMATS:
        scores: dict[Tier, list[StripScore]] = {Tier.DRAFT: [], Tier.SPRITE: []}
        stayed = 0
        for strip in foreign_strips(style, figures):
            for tier, found in scores.items():
                drawn, shown = drawn_in(pipeline, strip, tier)
                stayed += tier is Tier.SPRITE and shown is not Tier.SPRITE
                found.append(score_strip(drawn, strip.frames, strip.still.rgba, loop=True))
            step()
        for tier, found in scores.items():
            mean = mean_score(found)
            kept = f"{stayed} of {figures}" if tier is Tier.SPRITE else ""
            rows.append(
                (style.name, tier.value, mean.ssim, mean.gain, mean.iou, mean.palette, mean.motion, kept)
            )
        checks.append(Check(f"{style.name}: gain in the sprite tier", mean.gain, 0.0, True))
        checks.append(Check(f"{style.name}: palette", mean.palette, 1.0, True))
    return BenchResult(
        "foreign",
        "Walks of figures in foreign formats, drawn by our own code (a still scores gain 0)",
        ("format", "tier", "ssim", "gain", "iou", "palette", "motion", "draft stayed"),
        tuple(rows),
        tuple(checks),
        ("The true strides, arms and lifts are not ours; a gain above 0: what moves, moves rightly.",),
    )


def foreign_strips(style: Format, count: int) -> Iterator[Strip]:
    """``count`` figures of a format with a walk each, the views in turn; the same ones every time."""
    made = 0
    for seed in range(_FIRST_SEED, _FIRST_SEED + _TRIES * count):
        if made == count:
            return
        view = _VIEWS[made % len(_VIEWS)]
        actor = DrawnActor(seed, view, style.figure)
        if not _fits(actor, style):
            continue
        made += 1
        yield _walk(actor, style, seed)


def _fits(actor: DrawnActor, style: Format) -> bool:
    joints = actor.joints
    head = (joints[Joint.NECK][1] - joints[Joint.HEAD_TOP][1]) / style.figure
    if not style.head[0] <= head <= style.head[1]:
        return False
    still = actor.frame()[..., 3] > 127
    outside = still.copy()
    outside[FOOT_ROW + 2 - style.height : FOOT_ROW + 2, _columns(style)] = False
    return bool(still.any()) and not outside.any()


def _columns(style: Format) -> slice:
    return slice((WINDOW - style.width) // 2, (WINDOW + style.width) // 2)


def _walk(actor: DrawnActor, style: Format, seed: int) -> Strip:
    steps = _steps(style, np.random.default_rng(seed))
    poses = steps.poses(actor.view, [index / _FRAMES for index in range(_FRAMES)])
    still = Sprite.from_rgba(_cut(actor.frame(), style))
    frames = tuple(_cut(actor.frame(pose), style) for pose in poses)
    analysis = analyse(still, facing=actor.view, archetype=Archetype.BIPED)
    spec = MotionSpec(animation_type=Action.WALK, direction=actor.view, frame_count=_FRAMES, loop=True)
    return Strip(style.name, "walk", still, analysis, spec, frames)


def _steps(style: Format, random: np.random.Generator) -> HandWalk:
    """Somebody's steps, in what all of the public sets that were looked at have in common: the figure stands
    between two steps and sinks on each by a pixel at least."""
    return replace(HandWalk.random(random), stands=True, heavy=True).sinking(style.figure)


def _cut(frame: RGBA, style: Format) -> RGBA:
    return np.ascontiguousarray(frame[FOOT_ROW + 2 - style.height : FOOT_ROW + 2, _columns(style)])
