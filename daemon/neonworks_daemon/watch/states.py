"""What a watcher knows of one path, and which state may follow which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from neonworks_protocol.errors import IllegalTransition

__all__ = ["PATH_TRANSITIONS", "Key", "PathState", "Stamp", "transition"]

Stamp = tuple[object, ...]
"""Changes whenever the sprite, a recipe or the rig file that applies to it may have changed."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a result is made of: hex sha256 of the sprite file and of the recipe, and who draws."""

    content: str
    recipe: str
    maker: str


class PathState(StrEnum):
    """Life of one sprite file in a watched folder."""

    SETTLING = "settling"
    """It was written to a moment ago: size and time must hold still first."""
    READING = "reading"
    """It is being read, hashed and decoded."""
    DUE = "due"
    """Its content has no result yet; it waits for its turn."""
    DRAWING = "drawing"
    WRITING = "writing"
    PUBLISHED = "published"
    """Its newest content has its result."""
    QUARANTINED = "quarantined"
    """It cannot be animated; left alone until it, its recipe or its rig file changes."""
    FOREIGN = "foreign"
    """Not a sprite of this folder: one of our own outputs, or a link that leads out."""
    MISSING = "missing"
    """It is gone; when it stays so for a moment it is forgotten."""


_SEEN = frozenset({PathState.SETTLING, PathState.MISSING})

PATH_TRANSITIONS: Mapping[PathState, frozenset[PathState]] = MappingProxyType(
    {
        PathState.SETTLING: _SEEN | {PathState.READING},
        PathState.READING: _SEEN
        | {PathState.DUE, PathState.PUBLISHED, PathState.QUARANTINED, PathState.FOREIGN},
        PathState.DUE: _SEEN | {PathState.DRAWING},
        PathState.DRAWING: _SEEN | {PathState.DUE, PathState.WRITING, PathState.QUARANTINED},
        PathState.WRITING: _SEEN | {PathState.DUE, PathState.PUBLISHED, PathState.QUARANTINED},
        PathState.PUBLISHED: _SEEN,
        PathState.QUARANTINED: _SEEN,
        PathState.FOREIGN: _SEEN,
        PathState.MISSING: _SEEN,
    }
)
"""From a state to those that may follow it. A path leaves MISSING for good by being forgotten."""


def transition(current: PathState, target: PathState, path: str) -> PathState:
    """``target``, when ``current`` may become it; else raises ``IllegalTransition``, naming ``path``."""
    if target not in PATH_TRANSITIONS[current]:
        raise IllegalTransition(f"{path} is {current} and cannot become {target}")
    return target
