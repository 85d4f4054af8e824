"""``bench turn``: strips of the other three directions, drawn from the still that faces down.

Every frame is compared with the artist's; the gain is over the artist's own still of that direction, which we
do not have. Beside it the front still held, which is all there is without turning.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.errors import UnsupportedDirection
from neonworks_protocol.vocabulary import Direction, Tier

from neonworks_daemon.bench.cases import LOOPS, Strip, read_front, read_strips
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.score import drawn_in
from neonworks_daemon.bench.scoring import StripScore, mean_score, score_strip

__all__ = ["bench_turn", "turned_strip"]

_COLUMNS = ("strips", "count", "way", "ssim", "gain", "iou", "motion")
_ALL = "all"
_SSIM = 0.89
"""Lowest mean ssim over all strips that is aimed at."""


@dataclass(frozen=True)
class _Tally:
    """Scores by (name of the strip or direction, way), and how often what reason left a strip out."""

    scores: dict[tuple[str, str], list[StripScore]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, strip: Strip, way: str, drawn: Sequence[RGBA]) -> None:
        loop = strip.spec.animation_type in LOOPS
        score = score_strip(drawn, strip.frames, strip.still.rgba, loop=loop)
        for name in (strip.name, str(strip.analysis.facing), _ALL):
            self.scores[name, way].append(score)


def bench_turn(*, cases: Path, pipeline: Pipeline | None = None) -> BenchResult:
    """Scores per action, per direction and over all strips under ``cases`` that do not face down."""
    tally = _Tally()
    pipeline = pipeline or Pipeline(default_registry())
    for strip in read_strips(cases):
        front = read_front(cases, strip.case)
        if strip.analysis.facing is not Direction.DOWN and front is not None:
            _add(tally, pipeline, strip, front)
    means = {key: mean_score(values) for key, values in tally.scores.items()}
    rows = tuple(_row(key, len(tally.scores[key]), means[key]) for key in sorted(means, key=_order))
    ours = means.get((_ALL, "ours, sprite"), means.get((_ALL, "ours, draft")))
    return BenchResult(
        "turn",
        "Strips of other directions, drawn from the front still",
        _COLUMNS,
        rows,
        () if ours is None else (Check("ssim over all", ours.ssim, _SSIM, True),),
        ("gain: 1 - error / error of the artist's own still of that direction.", *_refusals(tally)),
    )


def _add(tally: _Tally, pipeline: Pipeline, strip: Strip, front: tuple[Sprite, SpriteAnalysis]) -> None:
    try:
        drawn = {
            f"ours, {tier}": turned_strip(pipeline, strip, front, tier) for tier in pipeline.registry.tiers()
        }
    except UnsupportedDirection as refusal:
        tally.refused[refusal.message] += 1
        return
    for way, frames in {**drawn, "front": [front[0].rgba] * len(strip.frames)}.items():
        tally.add(strip, way, frames)


def turned_strip(
    pipeline: Pipeline, strip: Strip, front: tuple[Sprite, SpriteAnalysis], tier: Tier
) -> list[RGBA]:
    """Our frames of ``strip`` from the ``front`` still, cut back to its canvas. Raises
    ``UnsupportedDirection`` where it cannot be turned."""
    still, analysis = front
    return drawn_in(pipeline, replace(strip, still=still, analysis=analysis), tier)[0]


def _order(key: tuple[str, str]) -> tuple[bool, bool, str, str]:
    """Actions, then directions, then all."""
    name, way = key
    return name == _ALL, name in set(Direction), name, way


def _row(key: tuple[str, str], count: int, score: StripScore) -> tuple[Value, ...]:
    name, way = key
    return (name, count, way, score.ssim, score.gain, score.iou, score.motion)


def _refusals(tally: _Tally) -> tuple[str, ...]:
    return tuple(f"{count} strips left out: {why}" for why, count in tally.refused.most_common(3))
