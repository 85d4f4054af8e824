"""``bench blind``: artists' strips and ours, shuffled and unlabelled, to be told apart by people.

Both kinds are answers to the same kinds of requests, cut to the still's own canvas, with the same number of
frames at the same times; pixels that are clear hold nothing. Which is which is written into the key alone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from neonworks_models.generators.timing import durations
from neonworks_models.pipeline import Pipeline
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Tier

from neonworks_daemon.bench.cases import Strip
from neonworks_daemon.bench.result import BenchResult
from neonworks_daemon.bench.score import drawn_in

__all__ = ["BlindClip", "blind_clips", "blind_key", "blind_result"]


@dataclass(frozen=True, eq=False)
class BlindClip:
    """``number`` counts from 1; ``ours`` is the answer. ``durations`` in milliseconds."""

    number: int
    ours: bool
    strip: Strip
    frames: tuple[RGBA, ...]
    durations: tuple[int, ...]
    tier: Tier | None
    """In which our frames were drawn."""


def blind_clips(
    strips: Sequence[Strip], count: int, seed: int, pipeline: Pipeline, step: Callable[[], None]
) -> list[BlindClip]:
    """``count`` clips in random order, half of them ours, rounded down; no strip is shown twice.

    ``step`` is called after each. Raises ``BadRequest`` where there are too few strips.
    """
    if len(strips) < count:
        raise BadRequest(f"{count} clips need as many strips, and there are {len(strips)}: ask for fewer")
    random = Random(seed)
    pairs = _pairs(strips, count, random)
    chosen = [(strip, ours) for pair in pairs for strip, ours in zip(pair, (False, True), strict=False)]
    chosen = chosen[:count]
    random.shuffle(chosen)
    clips = []
    for number, (strip, ours) in enumerate(chosen, start=1):
        frames: Sequence[RGBA] = strip.frames
        tier: Tier | None = None
        if ours:
            frames, tier = drawn_in(pipeline, strip, Tier.SPRITE)
        clips.append(BlindClip(number, ours, strip, tuple(map(_clean, frames)), durations(strip.spec), tier))
        step()
    return clips


def blind_key(clips: Sequence[BlindClip], seed: int) -> dict[str, object]:
    """Plain values for JSON: what each clip is."""
    return {
        "seed": seed,
        "clips": [
            {
                "number": clip.number,
                "answer": "ours" if clip.ours else "artist",
                "case": clip.strip.case,
                "strip": clip.strip.name,
                "direction": clip.strip.analysis.facing.value,
                "tier": None if clip.tier is None else clip.tier.value,
            }
            for clip in clips
        ],
    }


def blind_result(clips: Sequence[BlindClip]) -> BenchResult:
    """What is on the sheet, without telling which clip is whose."""
    kinds = Counter((clip.strip.name, clip.ours) for clip in clips)
    names = sorted({name for name, _ in kinds})
    rows = [(name, kinds[name, False], kinds[name, True]) for name in names]
    rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return BenchResult("blind", "Clips on the blind sheet", ("strip", "artists'", "ours"), tuple(rows))


def _pairs(strips: Sequence[Strip], count: int, random: Random) -> list[tuple[Strip, ...]]:
    """Strips of the same kind and direction two by two, kinds in turn; what is left over comes last."""
    kinds: dict[tuple[str, str], list[Strip]] = {}
    for strip in random.sample(list(strips), len(strips)):
        kinds.setdefault((strip.name, strip.analysis.facing.value), []).append(strip)
    pairs: list[tuple[Strip, ...]] = []
    while len(pairs) * 2 < count and (open_kinds := [kind for kind in kinds.values() if len(kind) > 1]):
        random.shuffle(open_kinds)
        for kind in open_kinds:
            pairs.append((kind.pop(), kind.pop()))
    if len(pairs) * 2 < count:
        rest = [strip for kind in kinds.values() for strip in kind]
        pairs += [tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)]
    return pairs


def _clean(rgba: RGBA) -> RGBA:
    """Opaque or clear, and nothing under what is clear."""
    out = np.ascontiguousarray(rgba).copy()
    opaque = out[..., 3] > 127
    out[~opaque] = 0
    out[opaque, 3] = 255
    return out
