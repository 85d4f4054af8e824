"""Directions that cannot be drawn of a still: a sentence's own is then passed over, the user's is not.

The daemon does this for a plain sentence; one with edits is sent as specs, where it is done here.
"""

from collections.abc import Iterable

import msgspec
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Direction

from neonworks_editor.studio.spec import SpecField, SpecRecord
from neonworks_editor.studio.sprite import Sprite

__all__ = ["Turning"]

_MOST = 256
"""Stills and directions that are remembered."""


class Turning:
    """What was learned from refusals."""

    def __init__(self) -> None:
        self._refused: dict[tuple[str, Direction], None] = {}

    def refused(self, sprite: Sprite, records: Iterable[SpecRecord]) -> bool:
        """A request was ``unsupported_direction``; whether there is something to pass over from now on."""
        fresh = False
        for record in records:
            direction = record.spec.direction
            if direction is None or SpecField.DIRECTION in record.edited:
                continue
            fresh |= (sprite.sha256, direction) not in self._refused
            self._refused[sprite.sha256, direction] = None
        while len(self._refused) > _MOST:
            del self._refused[next(iter(self._refused))]
        return fresh

    def drawable(self, sprite: Sprite, reading: Interpretation) -> Interpretation:
        """The reading, as the still faces where its own direction was refused."""
        sequence = tuple(
            msgspec.structs.replace(spec, direction=None)
            if spec.direction is not None and (sprite.sha256, spec.direction) in self._refused
            else spec
            for spec in reading.sequence
        )
        return msgspec.structs.replace(reading, sequence=sequence)
