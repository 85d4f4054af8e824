"""``bench styles``: moods told apart by eye on a contact sheet, and by how far their poses differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from neonworks_models.draft.performance import Actor, Manner, Motion, poses
from neonworks_models.draft.puppet import posed_joints
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.contact import ContactRow
from neonworks_models.generators.base import NullContext
from neonworks_models.intent.styles import STYLES
from neonworks_models.jobs import MotionOptions, apply_options
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Tier
from numpy.typing import NDArray

from neonworks_daemon.bench.result import BenchResult, Check, Value

__all__ = ["MOODS", "Shown", "bench_styles", "shown_examples"]

MOODS = ("plain", "tired", "angry", "sneaky", "proud", "scared")
_EXAMPLES = ("knight_right", "knight_down", "villager_down", "egg_hero")
"""64×64 and 32×32, with joints and without."""
_PHASES = 16
_LEAST = 0.018
"""Least pose difference of two moods, in figure heights: nearly a pixel of a 48-pixel figure in every joint,
at every moment of the walk."""
_LEAST_DRAWN = 0.02
"""The same in pixels, of bodies without joints: share of the figure's pixels that differ."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A sprite that walks in every mood."""

    name: str
    sprite: Sprite
    analysis: SpriteAnalysis


def shown_examples() -> tuple[Shown, ...]:
    """Examples of our own, for when no sprite is given."""
    return tuple(
        Shown(each.name, each.sprite, analyse(each.sprite, facing=each.facing, archetype=each.archetype))
        for each in example_sprites()
        if each.name in _EXAMPLES
    )


def bench_styles(
    shown: Sequence[Shown], pipeline: Pipeline, step: Callable[[], None]
) -> tuple[BenchResult, list[ContactRow]]:
    """The matrix of differences of each sprite's moods, and the rows of the contact sheet, a tier after the
    other; ``step`` is called after each clip."""
    rows: list[tuple[Value, ...]] = []
    checks: list[Check] = []
    pictures: list[ContactRow] = []
    for each in shown:
        clips = {mood: _drawn(each, mood, pipeline, step) for mood in MOODS}
        for tier in sorted({tier for found in clips.values() for tier in found}, key=lambda tier: tier.rank):
            pictures += [
                ContactRow(f"{each.name}: {mood} walk, {tier.value}", clips[mood][tier])
                for mood in MOODS
                if tier in clips[mood]
            ]
        matrix = _pose_matrix(each) if each.analysis.joints else _pixel_matrix(clips)
        rows += [
            (f"{each.name}: {mood}", *map(float, line)) for mood, line in zip(MOODS, matrix, strict=True)
        ]
        least = min(float(matrix[i, j]) for i, j in combinations(range(len(MOODS)), 2))
        limit = _LEAST if each.analysis.joints else _LEAST_DRAWN
        checks.append(Check(f"{each.name}, least difference of two moods", least, limit, True))
    return _result(rows, checks), pictures


def _result(rows: list[tuple[Value, ...]], checks: list[Check]) -> BenchResult:
    return BenchResult(
        "styles",
        "How far the poses of two moods differ (figure heights)",
        ("walk", *MOODS),
        tuple(rows),
        tuple(checks),
        (
            f"Mean distance of all sixteen joints over {_PHASES} moments of the walk; 0.02 is a pixel of a"
            " 48-pixel figure. Of bodies without joints: share of the figure's pixels that differ.",
        ),
    )


def _spec(mood: str) -> MotionSpec:
    plain = Interpretation(
        understood=True, sequence=(MotionSpec(animation_type=Action.WALK),), interpreter="bench"
    )
    return apply_options(plain, MotionOptions(styles=(mood,) if mood in STYLES else ())).spec


def _drawn(
    each: Shown, mood: str, pipeline: Pipeline, step: Callable[[], None]
) -> dict[Tier, tuple[RGBA, ...]]:
    """The clip in every tier that draws this body."""
    tier = pipeline.registry.best_tier(Tier.SPRITE)
    (wanted,) = build_requests(each.sprite, each.analysis, (_spec(mood),), tier=tier)
    (wanted,), _ = pipeline.best((wanted,))
    drawn = {}
    for request in pipeline.registry.passes(wanted):
        plan = pipeline.plan(request)
        frames = {frame.index: frame.rgba for frame in pipeline.render(request, plan, NullContext())}
        drawn[request.tier] = tuple(frames[index] for index in sorted(frames))
    step()
    return drawn


def _pose_matrix(each: Shown) -> NDArray[np.float64]:
    actor = Actor.of(each.sprite, each.analysis)
    moved = [_moved(actor, _spec(mood)) for mood in MOODS]
    return np.array(
        [[np.linalg.norm(a - b, axis=-1).mean() / actor.height for b in moved] for a in moved], np.float64
    )


def _moved(actor: Actor, spec: MotionSpec) -> NDArray[np.float64]:
    """Where all joints are at every moment, shape (moments, 16, 2)."""
    moments = [index / _PHASES for index in range(_PHASES)]
    manner = Manner(spec.parameters, spec.intensity, spec.style_modifiers)
    played = poses(actor, Motion(spec.animation_type, looped=True), moments, manner)
    return np.array([list(posed_joints(actor.joints, actor.height, pose).values()) for pose in played])


def _pixel_matrix(clips: dict[str, dict[Tier, tuple[RGBA, ...]]]) -> NDArray[np.float64]:
    """Share of the figure's pixels that differ, frame by frame, the canvases' ground lines together."""
    stacks = [next(iter(clips[mood].values())) for mood in MOODS]
    height = max(frame.shape[0] for stack in stacks for frame in stack)
    width = max(frame.shape[1] for stack in stacks for frame in stack)
    level = [np.stack([_levelled(frame, height, width) for frame in stack]) for stack in stacks]
    area = float((level[0][..., 3] > 0).sum())
    return np.array([[float((a != b).any(axis=-1).sum()) / area for b in level] for a in level])


def _levelled(frame: RGBA, height: int, width: int) -> RGBA:
    side = (width - frame.shape[1]) // 2
    return np.pad(frame, ((height - frame.shape[0], 0), (side, width - frame.shape[1] - side), (0, 0)))
