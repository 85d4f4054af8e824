"""Everything that the user has set, as one frozen value: what undo restores and what a request is made of."""

from dataclasses import dataclass

from neonworks_protocol.messages import Submit
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_editor.studio.content import Content, content_of
from neonworks_editor.studio.motion_sheet import MotionSheet
from neonworks_editor.studio.spec import FieldEdit, SpecField, SpecRecord, apply_edits
from neonworks_editor.studio.sprite import MAX_NAME, Sprite

__all__ = ["MAX_TAKES", "Refinement", "Settings"]

MAX_TAKES = 4
"""Takes side by side: a 2 x 2 picker."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """A change in words ("slower") of the action at ``place``."""

    text: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides what is drawn. ``seeds`` has one seed for each take; ``locked`` numbers takes."""

    sprite: Sprite | None = None
    text: str = ""
    chosen: MotionSpec | None = None
    """An alternative reading that the user took in place of the sentence's."""
    second: tuple[MotionSpec, ...] = ()
    """The larger language model's reading, where the user took that."""
    refinements: tuple[Refinement, ...] = ()
    edits: tuple[FieldEdit, ...] = ()
    actions: tuple[Action, ...] = ()
    """Presets: actions to draw in place of the sentence's, in its manner."""
    motion: MotionSheet | None = None
    """Another figure's frames to move like."""
    directions: tuple[Direction, ...] = ()
    facing: Direction | None = None
    archetype: Archetype | None = None
    joints: tuple[tuple[str, tuple[float, float]], ...] = ()
    """The user's joints, sorted by name; empty: the analysis's own."""
    tier: Tier = Tier.SPRITE
    only_tier: bool = False
    generator: str | None = None
    seeds: tuple[int, ...] = (0,)
    locked: frozenset[int] = frozenset()

    @property
    def asks_for_something(self) -> bool:
        """Whether there is a sprite and anything to do with it."""
        edited = any(edit.field is SpecField.ACTION for edit in self.edits)
        said = bool(self.text.strip() or self.chosen or self.actions or edited)
        return self.sprite is not None and (said or self.motion is not None)

    @property
    def only_moves_like(self) -> bool:
        """Whether the sheet is all that says what to do: the daemon tells the action by its frames."""
        return self.motion is not None and not (self.text.strip() or self.actions)

    @property
    def needs_reading(self) -> bool:
        """Whether a request needs the sentence's specs: there is something to lay over them."""
        return bool(self.edits or self.chosen or self.second or self.refinements)

    @property
    def label(self) -> str:
        """What a result of them is called in the history."""
        like = f"like {self.motion.name}" if self.motion is not None else "edited"
        return self.text.strip() or ", ".join(action.value for action in self.actions) or like

    def records(self, reading: Interpretation) -> tuple[SpecRecord, ...]:
        """The specs with the user's edits."""
        return tuple(apply_edits(spec, place, self.edits) for place, spec in enumerate(reading.sequence))

    def content(self, take: int, reading: Interpretation | None) -> Content:
        """What take ``take`` asks for: the specs of ``reading``, which has the presets in it, else the
        sentence and the presets."""
        assert self.sprite is not None
        return content_of(
            Submit(
                request_id="-",
                sprite=self.sprite.data,
                text=self.text,
                name=self.sprite.name[:MAX_NAME],
                spec=() if reading is None else tuple(record.spec for record in self.records(reading)),
                actions=self.actions if reading is None else (),
                directions=self.directions,
                facing=self.facing,
                archetype=self.archetype,
                joints=dict(self.joints) or None,
                tier=self.tier,
                only_tier=self.only_tier,
                generator=self.generator,
                motion=self.motion.source if self.motion else None,
                seed=self.seeds[take],
            ),
            self.sprite.sha256,
            self.motion.sha256 if self.motion else "",
        )
