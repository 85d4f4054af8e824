"""Right or wrong, field by field, as labelled requests have it.

A label that is null is not scored; ``direction_not``, ``speed_not`` and ``frame_count_not`` list what a
field must not be. ``understood: false`` marks requests that no interpreter should claim to have understood.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from neonworks_protocol.motion import Interpretation, MotionSpec

from neonworks_models.generators.timing import default_loop

__all__ = ["FIELDS", "LabelledLine", "Labels", "mark", "weight_of"]

FIELDS = (
    "understood",
    "animation_type",
    "variant",
    "direction",
    "speed",
    "intensity",
    "frame_count",
    "special_effects",
    "loop",
)
"""Fields in the order of tables."""
_BANDS = {"low": (0.0, 0.45), "mid": (0.45, 0.75), "high": (0.75, 1.0)}
_WEIGHTS: Mapping[str, int] = {"understood": 4, "animation_type": 8}


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """What a request asks for; None is not scored."""

    animation_type: str | None = None
    variant: str | None = None
    direction: str | None = None
    direction_not: tuple[str, ...] = ()
    speed: str | None = None
    speed_not: tuple[str, ...] = ()
    intensity: str | None = None
    frame_count: int | None = None
    frame_count_not: tuple[int, ...] = ()
    special_effects: tuple[str, ...] | None = None
    loop: bool | None = None


class LabelledLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a file of labelled requests. Without ``labels`` nothing of it should be understood."""

    id: Annotated[str | int, msgspec.Meta(description="unique in the file")]
    text: str
    labels: Labels | None = None
    source: str = ""

    @property
    def outside(self) -> bool:
        """Whether the request asks for nothing that can be drawn."""
        return self.labels is None or self.labels.animation_type is None


def mark(line: LabelledLine, heard: Interpretation) -> Mapping[str, bool]:
    """Field -> right, for the scored fields of ``line``."""
    if line.labels is None or line.outside:
        return {"understood": not heard.understood}
    found = dict(_plain_marks(line.labels, heard.spec)) | dict(_other_marks(line.labels, heard.spec))
    found["understood"] = heard.understood
    return {field: found[field] for field in FIELDS if field in found}


def weight_of(marks: Mapping[str, bool]) -> int:
    """How bad the mistakes in ``marks`` are; 0 for none."""
    return sum(_WEIGHTS.get(field, 1) for field, right in marks.items() if not right)


def _plain_marks(labels: Labels, spec: MotionSpec) -> Mapping[str, bool]:
    loop = default_loop(spec.animation_type) if spec.loop is None else spec.loop
    given = {
        "animation_type": (labels.animation_type, spec.animation_type),
        "variant": (labels.variant, spec.variant),
        "direction": (labels.direction, spec.direction),
        "speed": (labels.speed, _speed_class(spec.speed_multiplier)),
        "frame_count": (labels.frame_count, spec.frame_count),
        "loop": (labels.loop, loop),
    }
    return {field: wanted == got for field, (wanted, got) in given.items() if wanted is not None}


def _other_marks(labels: Labels, spec: MotionSpec) -> Mapping[str, bool]:
    marks = {}
    if labels.direction is None and labels.direction_not:
        marks["direction"] = spec.direction not in labels.direction_not
    if labels.speed is None and labels.speed_not:
        marks["speed"] = _speed_class(spec.speed_multiplier) not in labels.speed_not
    if labels.frame_count is None and labels.frame_count_not:
        marks["frame_count"] = spec.frame_count not in labels.frame_count_not
    if labels.intensity in _BANDS:
        low, high = _BANDS[labels.intensity]
        marks["intensity"] = low <= spec.intensity <= high
    if labels.special_effects is not None:
        marks["special_effects"] = set(spec.special_effects) == set(labels.special_effects)
    return marks


def _speed_class(speed: float) -> str:
    return "slow" if speed < 0.9 else "fast" if speed > 1.1 else "normal"
