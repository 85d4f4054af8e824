"""Strips drawn by artists, read from a folder of cases: the still, the strip and what was asked for.

``CASES/<case>/ref_<direction>.png`` is the still, ``<action>_<direction>.png`` beside it the strip: frames of
the still's size side by side. Other files are ignored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant
from PIL import Image

__all__ = ["LOOPS", "Strip", "read_front", "read_strips"]

LOOPS = frozenset({Action.IDLE, Action.WALK, Action.RUN})

_NAMES: Mapping[str, tuple[Action, Variant | None]] = MappingProxyType(
    {
        "idle": (Action.IDLE, None),
        "walk": (Action.WALK, None),
        "run": (Action.RUN, None),
        "jump": (Action.JUMP, None),
        "slash": (Action.ATTACK, Variant.SLASH),
        "swing": (Action.ATTACK, Variant.SWING),
        "thrust": (Action.ATTACK, Variant.THRUST),
        "shoot": (Action.ATTACK, Variant.SHOOT),
        "spellcast": (Action.CAST_SPELL, None),
        "hurt": (Action.DEATH, None),
    }
)
"""Names of the layered character sets; their "hurt" is the whole fall."""


@dataclass(frozen=True, eq=False)
class Strip:
    """One strip, and the request it answers. ``name`` is the artist's word for the action."""

    case: str
    name: str
    still: Sprite
    analysis: SpriteAnalysis
    spec: MotionSpec
    frames: tuple[RGBA, ...]

    @property
    def plan(self) -> ClipPlan:
        """The artist's own canvas: the still's, in even time."""
        return ClipPlan(
            width=self.still.width,
            height=self.still.height,
            offset_x=0,
            offset_y=0,
            pivot=(self.analysis.core_x, float(self.analysis.foot_line)),
            durations=(100,) * len(self.frames),
            loop=self.spec.animation_type in LOOPS,
        )


def read_strips(folder: Path) -> Iterator[Strip]:
    """Every strip under ``folder``, in the order of names. Raises ``BadRequest`` where there is none."""
    found = False
    for case in sorted(path for path in folder.glob("*") if path.is_dir()):
        for ref in sorted(case.glob("ref_*.png")):
            for strip in _of_still(case, ref):
                found = True
                yield strip
    if not found:
        raise BadRequest(
            f"no strips under {folder}; expected CASE/ref_DIRECTION.png and CASE/ACTION_DIRECTION.png"
        )


def read_front(folder: Path, case: str) -> tuple[Sprite, SpriteAnalysis] | None:
    """The still of ``case`` that faces down; None where there is none."""
    ref = folder / case / f"ref_{Direction.DOWN}.png"
    return _still(ref, Direction.DOWN) if ref.is_file() else None


def _still(ref: Path, direction: Direction) -> tuple[Sprite, SpriteAnalysis]:
    still = decode_sprite(ref.read_bytes())
    return still, analyse(still, facing=direction, archetype=Archetype.BIPED)


def _of_still(case: Path, ref: Path) -> Iterator[Strip]:
    direction = ref.stem.removeprefix("ref_")
    if direction not in set(Direction):
        return
    still, analysis = _still(ref, Direction(direction))
    for name, (action, variant) in _NAMES.items():
        path = case / f"{name}_{direction}.png"
        if not path.is_file():
            continue
        frames = _cut(_picture(path), still, path)
        spec = MotionSpec(
            animation_type=action,
            variant=variant,
            direction=Direction(direction),
            frame_count=len(frames),
            loop=action in LOOPS,
        )
        yield Strip(case.name, name, still, analysis, spec, frames)


def _picture(path: Path) -> Sprite:
    """A strip may be wider than any sprite, so it is not read as one."""
    try:
        with Image.open(path) as picture:
            return Sprite.from_rgba(np.asarray(picture.convert("RGBA")))
    except OSError as error:
        raise BadRequest(f"{path} cannot be read as a picture; fix or remove it") from error


def _cut(strip: Sprite, still: Sprite, path: Path) -> tuple[RGBA, ...]:
    if strip.height != still.height or strip.width % still.width:
        raise BadRequest(f"{path} is not a strip of {still.width}×{still.height} frames; fix or remove it")
    count = strip.width // still.width
    return tuple(np.ascontiguousarray(part) for part in np.split(strip.rgba, count, axis=1))
