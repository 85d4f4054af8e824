"""``bench score``: artists' strips as we draw them, beside the still that never moves and one that slides.

The generator sees the still in the strip's own direction and is asked for as many frames as the artist drew.
The *slide* moves the whole picture and turns nothing, as tools without a rig do: a bob for cycles, a leap, a
lunge, a sinking fall.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Action, Direction, Tier

from neonworks_daemon.bench.cases import LOOPS, Strip, read_strips
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.scoring import StripScore, mean_score, score_strip

__all__ = ["bench_score", "drawn_in", "drawn_strip", "slid_strip"]

_COLUMNS = ("action", "strips", "way", "ssim", "gain", "iou", "palette", "motion")
_MUST_GAIN = ("walk", "run", "jump", "slash", "hurt")
_ALL = "all"

Maker = Callable[[Strip], Sequence[RGBA]]


def bench_score(*, cases: Path) -> BenchResult:
    """Scores per action and over all strips under ``cases``, each way in the same run."""
    pipeline = Pipeline(default_registry())
    ways: dict[str, Maker] = {
        "ours, draft": lambda strip: drawn_strip(pipeline, strip),
        "ours, sprite": lambda strip: drawn_in(pipeline, strip, Tier.SPRITE)[0],
        "still": lambda strip: [strip.still.rgba] * len(strip.frames),
        "slide": slid_strip,
    }
    if Tier.SPRITE not in pipeline.registry.tiers():
        del ways["ours, sprite"]
    scores: dict[tuple[str, str], list[StripScore]] = defaultdict(list)
    for strip in read_strips(cases):
        for way, make in ways.items():
            loop = strip.spec.animation_type in LOOPS
            score = score_strip(make(strip), strip.frames, strip.still.rgba, loop=loop)
            scores[strip.name, way].append(score)
            scores[_ALL, way].append(score)
    means = {key: mean_score(values) for key, values in scores.items()}
    names = [name for name, way in means if way == "still" and name != _ALL]
    rows = tuple(
        _row(name, way, len(scores[name, way]), means[name, way]) for name in (*names, _ALL) for way in ways
    )
    return BenchResult(
        "score",
        "Artists' strips: what each way comes to (1 is the artist's own)",
        _COLUMNS,
        rows,
        _checks({name: means[name, "ours, draft"] for name in (*names, _ALL)}),
        ("gain: 1 - error / error of the still; motion: change from frame to frame / the artist's.",),
    )


def _row(name: str, way: str, count: int, score: StripScore) -> tuple[Value, ...]:
    return (name, count, way, score.ssim, score.gain, score.iou, score.palette, score.motion)


def _checks(ours: dict[str, StripScore]) -> tuple[Check, ...]:
    gains = tuple(Check(f"gain in {name}", ours[name].gain, 0.0, True) for name in _MUST_GAIN if name in ours)
    every = ours[_ALL]
    return (
        *gains,
        Check("gain over all", every.gain, 0.05, True),
        Check("colours of the still", every.palette, 1.0, True),
        Check("motion, at least", every.motion, 0.5, True),
        Check("motion, at most", every.motion, 1.5, False),
    )


def drawn_strip(pipeline: Pipeline, strip: Strip) -> list[RGBA]:
    """Our draft, cut back to the still's own canvas."""
    return drawn_in(pipeline, strip, Tier.DRAFT)[0]


def drawn_in(pipeline: Pipeline, strip: Strip, tier: Tier) -> tuple[list[RGBA], Tier]:
    """Our frames in the best tier up to ``tier``, cut back to the still's own canvas, and the tier they are
    of: where one is not sure of a clip, a lower one's."""
    tier = pipeline.registry.best_tier(tier)
    (request,), _ = pipeline.best(build_requests(strip.still, strip.analysis, (strip.spec,), tier=tier))
    plan = pipeline.plan(request)
    frames = {frame.index: frame for frame in pipeline.render(request, plan, NullContext())}
    return [_cropped(frames[i].rgba, plan, strip) for i in sorted(frames)], frames[0].tier


def _cropped(rgba: RGBA, plan: ClipPlan, strip: Strip) -> RGBA:
    rows = slice(plan.offset_y, plan.offset_y + strip.still.height)
    return rgba[rows, plan.offset_x : plan.offset_x + strip.still.width]


def slid_strip(strip: Strip) -> list[RGBA]:
    """The still moved as a whole, by amounts relative to the figure's height."""
    count, height = len(strip.frames), strip.analysis.box.height
    ahead = {Direction.LEFT: -1, Direction.RIGHT: 1}.get(strip.analysis.facing, 0)
    frames = []
    for index in range(count):
        phase = index / count if strip.spec.animation_type in LOOPS else index / max(1, count - 1)
        right, up = _slide(strip.spec.animation_type, phase)
        dx, dy = round(right * height * ahead), -round(up * height)
        frames.append(_moved(strip.still.rgba, dx, dy))
    return frames


def _moved(rgba: RGBA, dx: int, dy: int) -> RGBA:
    height, width = rgba.shape[:2]
    reach = max(abs(dx), abs(dy))
    padded = np.pad(rgba, ((reach, reach), (reach, reach), (0, 0)))
    return padded[reach - dy : reach - dy + height, reach - dx : reach - dx + width]


def _slide(action: Action, phase: float) -> tuple[float, float]:
    """(ahead, up) in figure heights at ``phase`` 0..1."""
    wave = math.sin(math.pi * phase)
    match action:
        case Action.WALK:
            return 0.0, 0.04 * abs(math.sin(2 * math.pi * phase))
        case Action.RUN:
            return 0.0, 0.08 * abs(math.sin(2 * math.pi * phase))
        case Action.JUMP:
            return 0.0, 0.25 * wave
        case Action.ATTACK:
            return 0.15 * wave, 0.0
        case Action.HURT:
            return -0.08 * wave, 0.0
        case Action.DEATH:
            return 0.0, -0.1 * phase
        case _:
            return 0.0, 0.02 * abs(math.sin(2 * math.pi * phase))
