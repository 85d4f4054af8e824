"""What the parts of the panel share: the studio, the host, the pictures, and what is being looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from neonworks_protocol.messages import Clip

from neonworks_editor.hosts.adapter import EntityView, HostAdapter
from neonworks_editor.panel.exporter import Exporter
from neonworks_editor.panel.link import PanelLink
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.settings import SettingsStore
from neonworks_editor.panel.undoing import Undoing
from neonworks_editor.panel.when_drawn import WhenDrawn
from neonworks_editor.project.applier import ApplyOutcome, ApplyRequest
from neonworks_editor.project.files import ProjectFiles
from neonworks_editor.studio.notices import Level, Notice
from neonworks_editor.studio.strip import Strip
from neonworks_editor.studio.studio import Studio

__all__ = ["Desk", "Looking"]


@dataclass(slots=True)
class Looking:
    """What of the studio is in view; ``revision`` grows with every change."""

    take: int = 0
    clip: int = 0
    onion: int = 0
    joints: bool = False
    second: bool = False
    """The take that the larger language model's reading makes, while there is one."""
    revision: int = 0


@dataclass(slots=True)
class Desk:
    """One per panel. ``say`` shows a notice; ``clock`` is in seconds and never goes back."""

    studio: Studio
    client: PanelLink
    host: HostAdapter
    settings: SettingsStore
    files: ProjectFiles
    undoing: Undoing
    exporter: Exporter
    store: PictureStore
    clock: Callable[[], float]
    say: Callable[[Notice], None]
    when_drawn: WhenDrawn
    looking: Looking = field(default_factory=Looking)

    def look(self, **changes: int | bool) -> None:
        """Look at another take or clip, or in another way."""
        before = tuple(getattr(self.looking, name) for name in changes)
        if before != tuple(changes.values()):
            for name, value in changes.items():
                setattr(self.looking, name, value)
            self.looking.revision += 1

    @property
    def take(self) -> int:
        """The take that is looked at, among those that there are; ``take_count`` is the larger model's."""
        if self.second:
            return self.studio.take_count
        return min(self.looking.take, max(0, self.studio.take_count - 1))

    @property
    def second(self) -> bool:
        """Whether the larger model's take is looked at."""
        return self.looking.second and bool(self.studio.second.strips)

    @property
    def strips(self) -> tuple[Strip, ...]:
        """The strips of that take."""
        return self.studio.strips(self.take)

    @property
    def strip(self) -> Strip | None:
        """The strip that the preview plays; None before the first picture."""
        strips = self.strips
        return strips[min(self.looking.clip, len(strips) - 1)] if strips else None

    def together(self) -> list[Strip]:
        """The strips of all takes that play the clip in view: they are played and stopped as one."""
        takes = [self.studio.strips(take) for take in range(self.studio.take_count + 1)]
        return [strips[min(self.looking.clip, len(strips) - 1)] for strips in takes if strips]

    def tell(self, text: str, level: Level = Level.INFO) -> None:
        """A toast of one line."""
        self.say(Notice(level, text))

    @property
    def sprite_name(self) -> str:
        """What files of the sprite are called."""
        sprite = self.studio.settings.sprite
        return Path(sprite.name).stem if sprite is not None else "sprite"

    def clips(self) -> tuple[Clip, ...]:
        """The clips of the take that is looked at, as far as all of their frames are there."""
        drawn = [strip.drawn for strip in self.strips if strip.drawn is not None]
        return tuple(d.clip for d in drawn if d.complete_tier is not None)

    @property
    def entity(self) -> EntityView | None:
        """Who shows what is applied: the one whose sprite this is, else the one that is picked."""
        sprite = self.studio.settings.sprite
        if sprite is not None and sprite.entity is not None:
            found = next((e for e in self.host.entities() if e.id == sprite.entity), None)
            if found is not None:
                return found
        return self.host.selected()

    def apply(self) -> None:
        """Put what is shown into the project and on the entity, and into the history."""
        self.when_drawn.do("Apply", self.take, self._apply)

    def _apply(self) -> None:
        entity = self.entity.id if self.entity else None
        current = min(self.looking.clip, max(0, len(self.strips) - 1))
        self.studio.record(self.take)
        self.undoing.apply(ApplyRequest(self.clips(), self.sprite_name, entity, current), self.told)

    def undo(self) -> None:
        """Take back the newest step, of the settings or of the project's files."""
        self.undoing.undo(self.told)

    def redo(self) -> None:
        """Put again what was taken back."""
        self.undoing.redo(self.told)

    def keep(self, **changes: object) -> None:
        """Change the user's settings and keep them; says when that is not possible."""
        self.settings.change(msgspec.structs.replace(self.settings.current, **changes))
        if self.settings.problem:
            self.tell(self.settings.problem, Level.WARNING)

    def told(self, outcome: ApplyOutcome) -> None:
        """What came of Apply, Undo or Redo, as a toast."""
        self.tell(outcome.text, Level.INFO if outcome.done else Level.ERROR)
