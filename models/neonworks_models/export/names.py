"""File names that every system accepts, made from what users call things."""

import re
import unicodedata
from collections.abc import Sequence

from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.paths import is_reserved
from neonworks_protocol.vocabulary import Direction

__all__ = ["clip_label", "distinct_label", "safe_name"]

_LONGEST = 80
"""Characters; leaves room for the label and extension within the 255 bytes of common file systems."""


def safe_name(text: str) -> str:
    """``text`` as the first part of file names: letters, digits, ``-``, ``_`` and inner dots, never empty.

    Path separators and everything else become ``_``. Letters of any script stay.
    """
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r"[^\w.-]+", "_", name).strip("._-")[:_LONGEST].rstrip("._-")
    while len(name.encode()) > 2 * _LONGEST:
        name = name[:-1]
    if is_reserved(name):
        name = f"{name}_"
    return name or "sprite"


def clip_label(spec: MotionSpec, direction: Direction, facing: Direction) -> str:
    """What tells this clip from others of its sprite: ``walk``, ``attack_slash``, ``walk_left``.

    The direction is named only where it is not the still's own.
    """
    parts = [spec.animation_type.value]
    if spec.variant is not None:
        parts.append(spec.variant.value)
    if direction is not facing:
        parts.append(direction.value)
    return "_".join(parts)


def distinct_label(label: str, taken: Sequence[str]) -> str:
    """``label``, numbered from the second time on that it comes among ``taken``: ``walk-2``."""
    times = sum(earlier == label or earlier.startswith(f"{label}-") for earlier in taken)
    return f"{label}-{times + 1}" if times else label
