"""What is known of the sprite beside the sentence: its name, its body, the way it looks.

A name counts as a hint: "goblin_archer_02" attacks by shooting, "old_mage" casts. A sentence that says
otherwise wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from msgspec.structs import replace
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.sentence import Reader, Sentence

__all__ = ["Hints", "SpriteContext", "hints_of", "in_context", "turned"]

_OPPOSITE: Mapping[Direction, Direction] = MappingProxyType(
    {
        Direction.LEFT: Direction.RIGHT,
        Direction.RIGHT: Direction.LEFT,
        Direction.UP: Direction.DOWN,
        Direction.DOWN: Direction.UP,
    }
)
_BLOB_WALKS = "a body without legs hops when it walks or runs"
_FLYER_WALKS = "a body with wings flies when it walks or runs"


@dataclass(frozen=True)
class SpriteContext:
    """``name`` is a file's or an entity's; ``facing`` the direction that the still is drawn in."""

    name: str = ""
    archetype: Archetype = Archetype.BIPED
    facing: Direction | None = None


@dataclass(frozen=True)
class Hints:
    """What a name suggests: the ``action`` such characters are known for, a ``variant`` of attack."""

    action: Action | None = None
    variant: Variant | None = None


def hints_of(name: str, reader: Reader) -> Hints:
    """What the words of ``name`` suggest."""
    if not name.strip():
        return Hints()
    cues = list(reader.read(name).affirmed(SenseKind.CUE))
    if not cues:
        return Hints()
    strongest = max(cues, key=lambda mention: (mention.sense.weight, -mention.start)).sense
    action = Action(strongest.value)
    return Hints(action, strongest.variant if action is Action.ATTACK else None)


def in_context(
    heard: Interpretation, sentence: Sentence, context: SpriteContext, hints: Hints
) -> Interpretation:
    """``heard`` with what the sentence left open taken from the sprite."""
    sequence = tuple(
        replace(
            spec, variant=_variant(spec, hints), direction=turned(sentence, spec.direction, context.facing)
        )
        for spec in heard.sequence
    )
    answer = replace(heard, sequence=sequence, notes=(*heard.notes, *_notes(sequence, context)))
    first = sequence[0]
    if first.animation_type is Action.ATTACK and first.variant is None and hints.action is Action.CAST_SPELL:
        other = replace(first, animation_type=Action.CAST_SPELL)
        rest = tuple(spec for spec in heard.alternatives if spec.animation_type is not Action.CAST_SPELL)
        answer = replace(answer, alternatives=(other, *rest)[:2])
    return answer


def turned(sentence: Sentence, said: Direction | None, facing: Direction | None) -> Direction | None:
    """The direction said, or the one opposite to ``facing`` where the sentence turns the character round."""
    if said is not None or facing is None:
        return said
    return _OPPOSITE[facing] if any(sentence.affirmed(SenseKind.RELATIVE)) else None


def _variant(spec: MotionSpec, hints: Hints) -> Variant | None:
    return spec.variant or (hints.variant if spec.animation_type is Action.ATTACK else None)


def _notes(sequence: tuple[MotionSpec, ...], context: SpriteContext) -> tuple[str, ...]:
    if not any(spec.animation_type in (Action.WALK, Action.RUN) for spec in sequence):
        return ()
    notes = {Archetype.BLOB: (_BLOB_WALKS,), Archetype.FLYER: (_FLYER_WALKS,)}
    return notes.get(context.archetype, ())
