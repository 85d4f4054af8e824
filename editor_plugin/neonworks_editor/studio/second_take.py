"""``SecondTake``: the sentence as a larger language model reads it, drawn beside what is shown.

Where the model reads what would change the clip, that is drawn as a take of its own, in its own lane. It
never takes the place of anything: the user looks at it, and keeps it or not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from neonworks_protocol.messages import Reading
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.records import FieldRead

from neonworks_editor.studio.lane import Lane
from neonworks_editor.studio.second_reader import SecondQuestion, SecondReader, SecondState
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.spec import SpecRecord
from neonworks_editor.studio.strip import Strip

__all__ = ["Opinion", "OpinionKind", "SecondTake"]


class OpinionKind(Enum):
    """What the larger model thinks of the reading that is shown."""

    NONE = auto()
    """It has nothing to say, or there is none."""
    WAITS = auto()
    READS = auto()
    """Fields come in."""
    AGREES = auto()
    DIFFERS = auto()
    UNSURE = auto()
    """Its answer is of no use."""
    FAILED = auto()
    KEPT = auto()
    """The user took its reading over."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """For the panel, in one value. ``name`` is the model's; ``fields`` what it has read so far."""

    kind: OpinionKind
    name: str = ""
    fields: tuple[FieldRead, ...] = ()
    interpretation: Interpretation | None = None
    note: str = ""


class SecondTake:
    """``lane`` is its own, beside those of the takes; ``prepared`` lays over a reading what is known of the
    still (directions that cannot be drawn)."""

    def __init__(
        self, reader: SecondReader, lane: Lane, prepared: Callable[[Interpretation], Interpretation]
    ) -> None:
        self.lane = lane
        self._reader = reader
        self._prepared = prepared
        self._settings = Settings()

    @property
    def name(self) -> str:
        """What the larger model is called; empty where there is none."""
        return self._reader.name

    @property
    def records(self) -> tuple[SpecRecord, ...]:
        """Its reading with the user's edits, one for each action."""
        heard = self.opinion.interpretation
        return () if heard is None else self._settings.records(heard)

    @property
    def revision(self) -> int:
        """Grows with every visible change of the opinion; the pictures are the strips'."""
        return self._reader.revision

    @property
    def pictures(self) -> int:
        """Grows with every change of its strips."""
        return self.lane.revision + sum(strip.revision for strip in self.lane.strips)

    @property
    def strips(self) -> tuple[Strip, ...]:
        """What is drawn of it; none while it agrees."""
        return tuple(self.lane.strips) if self.opinion.kind is OpinionKind.DIFFERS else ()

    @property
    def opinion(self) -> Opinion:
        """What the larger model thinks now."""
        reader = self._reader
        name, reading = reader.name, reader.reading
        if self._settings.second:
            return Opinion(OpinionKind.KEPT, name)
        match reader.state:
            case SecondState.RESTING:
                return Opinion(OpinionKind.WAITS, name)
            case SecondState.READING:
                return Opinion(OpinionKind.READS, name, reading.fields if reading else ())
            case SecondState.ANSWERED if reading is not None:
                return _answered(name, reading)
            case SecondState.FAILED:
                return Opinion(OpinionKind.FAILED, name, note=reader.problem)
        return Opinion(OpinionKind.NONE, name)

    @property
    def settings(self) -> Settings:
        """The settings that its take is drawn with: the user's, and the model's reading."""
        heard = self.opinion.interpretation
        return self._settings if heard is None else replace(self._settings, second=heard.sequence)

    def signed(self, label: str, settings: Settings) -> str:
        """``label`` of a result, with whose reading it shows where that is the larger model's."""
        return f"{label} (read by {self.name})" if settings.second and self.name else label

    def follow(self, settings: Settings, *, send: bool) -> None:
        """The user changed something, or the model answered. With ``send`` its take is asked for."""
        self._settings = settings
        self._reader.want(_question(settings))
        heard = self.opinion.interpretation
        if heard is None or settings.sprite is None:
            self.lane.clear()
        else:
            chosen = replace(settings, second=heard.sequence)
            self.lane.want(chosen.content(0, self._prepared(heard)), send=send)

    def tick(self, now: float) -> None:
        """Once a frame: asks the model, draws its take."""
        self._reader.tick(now)
        self.lane.tick(now)

    def cancel(self) -> None:
        """Stops both."""
        self._reader.cancel()
        self.lane.cancel()


def _answered(name: str, reading: Reading) -> Opinion:
    heard = reading.interpretation
    if heard is None:
        return Opinion(OpinionKind.UNSURE, name, note=reading.note)
    if not heard.understood:
        return Opinion(OpinionKind.UNSURE, name, note="it asks for nothing that can be drawn")
    if not reading.differs:
        return Opinion(OpinionKind.AGREES, name, reading.fields)
    return Opinion(OpinionKind.DIFFERS, name, reading.fields, heard, reading.note)


def _question(settings: Settings) -> SecondQuestion | None:
    """A plain sentence alone is read twice: what the user chose or laid over it is no question any more."""
    sprite = settings.sprite
    laid_over = settings.chosen or settings.second or settings.refinements or settings.actions
    if sprite is None or laid_over or not settings.text.strip():
        return None
    return SecondQuestion(settings.text.strip(), sprite.name[:255], settings.facing, settings.archetype)
