"""Reading key poses off artists' strips: the poses with which our own draft drawing comes nearest to them.

For each frame of an action and view, the pose's fields are searched by coordinate descent (steps of 6, 3, 1
and 0.5 pixels of a 48-pixel figure; single fields and the pairs that move a whole limb) so that the drawn
frames of several characters at once come nearest to what the artist drew for each (L1 on mid grey). One pose
serves all characters, so it is motion, not a copy of anybody's pixels.

Run: ``python -m neonworks_models.training.fit_motion SPRITES OUT [--characters N] [--only walk,run]``.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from types import MappingProxyType

import msgspec
import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.data.characters import Character
from neonworks_models.data.lpc import LpcSource, training_characters
from neonworks_models.draft.cutout import Cutout, cut_out
from neonworks_models.draft.puppet import draw, posed
from neonworks_models.draft.raster import unpack_pixels
from neonworks_models.motion.library import Key, TrackFile
from neonworks_models.motion.pose import FIELDS, Depth, Pose
from neonworks_models.motion.symmetry import symmetrised
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_models.training.motion_prior import guide_values

__all__ = ["JOBS", "FitJob", "fit_track", "main"]

VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)
STEPS = (6.0, 3.0, 1.0, 0.5)
"""Search steps, in pixels of a figure 48 px tall."""
FIGURE = 48.0
SWEEPS = 2
STIFFNESS = 0.0006
"""Cost of one pixel's displacement, as a share of the still's own error: breaks ties toward rest."""
TILT = 45.0
"""Degrees that a head or foot may turn."""
MISREAD, UNGUIDED = 0.8, 0.1
"""Cost of a guided fit from which its guide is doubted, and what a fit without guide must be better by."""
VISIBLE = 0.3
"""Displacements below this many pixels are search noise and left out."""
TETHER = 0.0025
HINT_TETHER = 0.006
"""Cost of one squared pixel away from the artist's guide lines, or from a hint, which is never misread."""
SLACK = 7.0
"""Pixels away from which the tether pulls no harder: guides are sometimes misread."""
BONES = 0.3
"""Cost of a limb bone drawn at a length no bone can have, per share of its own length."""
BONE_LENGTHS = {True: (0.8, 1.4), False: (0.4, 1.4)}
"""Side view or not -> shortest and longest a bone is seen, as shares of the hanging limb's."""


@dataclass(frozen=True)
class FitJob:
    """One track: the strips it is read from, as (source, strip name, first frame's place in the cycle)."""

    name: str
    cyclic: bool
    strips: tuple[tuple[LpcSource, str, int], ...]
    views: tuple[Direction, ...] = VIEWS


_R, _C = LpcSource.REVISED, LpcSource.CLASSIC
JOBS: tuple[FitJob, ...] = (
    FitJob("walk", True, ((_R, "walk", 0), (_C, "walk", 0))),
    FitJob("run", True, ((_R, "run", 0),)),
    FitJob("idle", True, ((_R, "idle", 0),)),
    FitJob("jump", False, ((_R, "jump", 0),)),
    FitJob("attack_slash", False, ((_R, "slash", 0),)),
    FitJob("attack_swing", False, ((_R, "swing", 0), (_C, "slash", 0))),
    FitJob("attack_thrust", False, ((_C, "thrust", 0),)),
    FitJob("attack_shoot", False, ((_C, "shoot", 0),)),
    FitJob("cast_spell", False, ((_C, "spellcast", 0),)),
    FitJob("death", False, ((_C, "hurt", 0),), (Direction.DOWN,)),
)

_LIMBS: Mapping[str, float] = MappingProxyType({"elbow": 0.33, "wrist": 0.33, "knee": 0.25, "ankle": 0.25})
"""Usual length of the limb a field counts in, as a share of the figure's height."""
_OPPOSED = (("root_x", "neck_x"), ("root_y", "neck_y"))
_PAIRS = (
    *(
        tuple(f"{side}_{joint}_{axis}" for joint in joints)
        for side in ("left", "right")
        for joints in (("elbow", "wrist"), ("knee", "ankle"))
        for axis in "xy"
    ),
    *_OPPOSED,
)
_BONES = tuple(
    (Joint(f"{side}_{a}"), Joint(f"{side}_{b}"))
    for side in ("left", "right")
    for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
)


@dataclass(frozen=True, eq=False)
class _Guide:
    """Where a frame's fields are expected, NaN where nothing is known, and how hard they are held there."""

    values: NDArray[np.float64]
    pull: float


@dataclass(frozen=True, eq=False)
class _Actor:
    """One character in one view: its pieces and the frames its artist drew, composited on grey."""

    cutout: Cutout
    frames: tuple[NDArray[np.int16], ...]
    still_error: tuple[float, ...]


def _grey(rgba: RGBA) -> NDArray[np.int16]:
    """Binary alpha over mid grey, (H, W, 3)."""
    out: NDArray[np.int16] = np.where(rgba[..., 3:] > 127, rgba[..., :3], 128).astype(np.int16)
    return out


def _actor(character: Character, strip: str, shift: int, view: Direction) -> _Actor:
    still = Sprite.from_rgba(character.stills[view])
    analysis = analyse(still, facing=view)
    if analysis.joints is None:
        raise ValueError(f"{character} was not read as a biped")
    frames = character.strips[strip, view]
    frames = tuple(frames[(i + shift) % len(frames)] for i in range(len(frames)))
    rest = _grey(still.rgba)
    targets = tuple(_grey(frame) for frame in frames)
    errors = tuple(float(np.abs(rest - target).sum()) for target in targets)
    return _Actor(cut_out(still, analysis.joints, view, analysis.box.height), targets, errors)


def _cost(pose: Pose, actors: Sequence[_Actor], index: int, guide: _Guide) -> float:
    """Mean over actors of drawn error / still error, plus what the pose itself costs."""
    total = 0.0
    for actor in actors:
        target = actor.frames[index]
        drawn = _grey(unpack_pixels(draw(actor.cutout, pose, target.shape[:2], (0, 0))))
        total += float(np.abs(drawn - target).sum()) / max(actor.still_error[index], 2000.0)
    astray = np.nan_to_num((pose.values - guide.values) * _PIXELS)
    tether = guide.pull * float(np.minimum(astray**2, SLACK**2).sum())
    stiff = STIFFNESS * float((np.abs(pose.values) * _PIXELS).sum())
    return total / len(actors) + stiff + tether + BONES * _misfit(pose, actors[0].cutout)


def _misfit(pose: Pose, cutout: Cutout) -> float:
    """How far limb bones are from lengths that bones can have, in shares of their own length."""
    shortest, longest = BONE_LENGTHS[cutout.facing is Direction.RIGHT]
    skeleton = posed(cutout, pose)
    total = 0.0
    for a, b in _BONES:
        rest = float(np.hypot(*np.subtract(cutout.joints[b], cutout.joints[a])))
        ratio = float(np.hypot(*(skeleton[b] - skeleton[a]))) / max(rest, 1.0)
        total += max(0.0, shortest - ratio, ratio - longest)
    return total


def _pixels(name: str) -> float:
    """Pixels of a 48-pixel figure that one unit of the field moves."""
    if name.endswith("tilt"):
        return 0.1
    joint = name.split("_")[1]
    return FIGURE * _LIMBS.get(joint, 1.0)


_IS_ARM = np.array([name.split("_")[1] in ("elbow", "wrist") for name in FIELDS])
_IS_TILT = np.array([name.endswith("_tilt") for name in FIELDS])
_PIXELS = np.array([_pixels(name) for name in FIELDS])


def _directions() -> tuple[NDArray[np.float64], ...]:
    """All moves of one pixel: single fields, limbs as a whole, and the hip against the chest."""
    moves = []
    for name in FIELDS:
        moves.append({name: 1.0})
    moves += [dict.fromkeys(pair, 1.0) for pair in _PAIRS]
    moves += [{a: 1.0, b: -1.0} for a, b in _OPPOSED]
    vectors = []
    for move in moves:
        vector = np.zeros(len(FIELDS))
        for name, amount in move.items():
            vector[FIELDS.index(name)] = amount / _pixels(name)
        vectors += [vector, -vector]
    return tuple(vectors)


def _descend(start: Pose, actors: Sequence[_Actor], index: int, guide: _Guide) -> tuple[Pose, float]:
    pose, cost = _best_depth(start, actors, index, guide)
    moves = _directions()
    for step in STEPS:
        for _ in range(SWEEPS):
            before = cost
            for move in moves:
                trial = replace(pose, values=_turns_limited(pose.values + step * move))
                trial_cost = _cost(trial, actors, index, guide)
                if trial_cost < cost - 1e-6:
                    pose, cost = trial, trial_cost
            if cost > before * 0.998:
                break
        pose, cost = _best_depth(pose, actors, index, guide)
    return pose, cost


def _turns_limited(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tilts within ``TILT``: beyond it a foot is turned only to hide its pixels."""
    return np.where(_IS_TILT, np.clip(values, -TILT, TILT), values)


def _best_depth(pose: Pose, actors: Sequence[_Actor], index: int, guide: _Guide) -> tuple[Pose, float]:
    depths = (Depth.BEHIND, Depth.BEFORE, Depth.OVER_HEAD)
    trials = [replace(pose, left_arm=a, right_arm=b) for a, b in product(depths, depths)]
    costs = [_cost(trial, actors, index, guide) for trial in trials]
    # Ties go to the depths as they are, so that a hidden arm does not flicker.
    costs = [
        c + (0 if (t.left_arm, t.right_arm) == (pose.left_arm, pose.right_arm) else 1e-4)
        for c, t in zip(costs, trials, strict=True)
    ]
    best = int(np.argmin(costs))
    return trials[best], costs[best]


def fit_track(job: FitJob, cast: Mapping[LpcSource, Sequence[Character]], root: Path) -> TrackFile:
    """The track of ``job``, read off the characters of ``cast``; prints each frame's cost (1 = the still).

    ``root`` holds the guide lines (the folder of LPC Revised). A hand-keyed hint of the same name under
    ``hints/`` starts and tethers the search where there are no guides: a raised arm is too far from a
    hanging one to be found by small steps.
    """
    views = {view: _fit_view(job, cast, root, view) for view in job.views}
    sources = ", ".join(sorted({source.value for source, _, _ in job.strips}))
    return TrackFile(cyclic=job.cyclic, source=f"fitted to {sources}", views=views)


def _fit_view(
    job: FitJob, cast: Mapping[LpcSource, Sequence[Character]], root: Path, view: Direction
) -> tuple[Key, ...]:
    actors = [_actor(c, strip, shift, view) for source, strip, shift in job.strips for c in cast[source]]
    count = len(actors[0].frames)
    guides, pull = np.full((count, len(FIELDS)), np.nan), TETHER
    for source, strip, _ in job.strips:
        if source is LpcSource.REVISED:
            guides = guide_values(root, strip, view, count, cyclic=job.cyclic)
    hint = _hint(job.name)
    if hint is not None and view in hint.views:
        hints = np.stack([_hinted(key) for key in hint.views[view]])
        guides, pull = np.where(np.isnan(hints), guides, hints), HINT_TETHER
    far = Depth.BEHIND if view is Direction.RIGHT else Depth.BEFORE
    rest = last = Pose.of({}, left_arm=far)
    poses: list[Pose] = []
    for index in range(count):
        guided = replace(rest, values=np.nan_to_num(guides[index]))
        starts = (guided, last) if index else (guided,)
        guide = _Guide(guides[index], pull)
        fits = [_descend(start, actors, index, guide) for start in starts]
        fits += _untethered(fits, last, actors, index)
        last, cost = min(fits, key=lambda fit: fit[1])
        print(f"{job.name} {view.value} {index} cost {cost:.3f}", flush=True)
        poses.append(last)
    if job.cyclic and view is not Direction.RIGHT and count % 2 == 0:
        poses = list(symmetrised(poses))
    return tuple(_key(pose) for pose in poses)


def _untethered(
    fits: Sequence[tuple[Pose, float]], last: Pose, actors: Sequence[_Actor], index: int
) -> list[tuple[Pose, float]]:
    """A fit without guide, offered where guided ones are hardly better than the still: a misread guide."""
    if min(cost for _, cost in fits) < MISREAD:
        return []
    free = _Guide(np.full(len(FIELDS), np.nan), 0.0)
    pose, cost = _descend(last, actors, index, free)
    return [(pose, cost + UNGUIDED)]


def _hint(name: str) -> TrackFile | None:
    path = Path(__file__).with_name("hints") / f"{name}.json"
    return msgspec.json.decode(path.read_bytes(), type=TrackFile) if path.exists() else None


def _hinted(key: Key) -> NDArray[np.float64]:
    """A hint's fields; what it leaves out is free, except both arms, which it always places."""
    values = np.where(_IS_ARM, 0.0, np.nan)
    for name, value in key.fields.items():
        values[FIELDS.index(name)] = value
    return values


def _key(pose: Pose) -> Key:
    pixels = np.abs(pose.values) * _PIXELS
    fields = {
        name: round(float(value), 3)
        for name, value, size in zip(FIELDS, pose.values, pixels, strict=True)
        if size > VISIBLE
    }
    return Key(fields=fields, left_arm=pose.left_arm, right_arm=pose.right_arm)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sprites", type=Path, help="folder that holds lpc-revised/ and lpc-classic/")
    parser.add_argument("out", type=Path, help="folder for the track files")
    parser.add_argument("--characters", type=int, default=6, help="characters a source (default 6)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="comma-separated track names")
    parser.add_argument("--views", default=",".join(VIEWS), help="comma-separated views (default all)")
    args = parser.parse_args()
    cast = {
        source: tuple(training_characters(args.sprites, args.characters, args.seed, sources=(source,)))
        for source in LpcSource
    }
    args.out.mkdir(parents=True, exist_ok=True)
    for job in JOBS:
        if args.only and job.name not in args.only.split(","):
            continue
        wanted = tuple(view for view in job.views if view in args.views.split(","))
        track = fit_track(replace(job, views=wanted), cast, args.sprites / LpcSource.REVISED)
        (args.out / f"{job.name}.json").write_bytes(
            msgspec.json.format(msgspec.json.encode(track), indent=1) + b"\n"
        )


if __name__ == "__main__":
    main()
