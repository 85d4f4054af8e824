"""A host without a window: it keeps what it was told, and reads no pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pygame
from neonworks_editor.hosts.adapter import (
    Area,
    EntityView,
    HostAdapter,
    Look,
    PreviewClip,
    SpriteChoice,
    who_shows,
)
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.place import ProjectPlace

__all__ = ["FakeEntity", "FakeHost", "FakeLook"]


@dataclass
class FakeEntity:
    """``contents`` are the bytes of the current animation's frames when it was last read."""

    id: str
    sprite: Path | None = None
    clips: dict[str, AppliedClip] = field(default_factory=dict)
    current: str = ""
    contents: tuple[bytes, ...] = ()
    swaps: int = 0


@dataclass(frozen=True)
class FakeLook:
    clips: dict[str, AppliedClip]
    current: str


class FakeHost(HostAdapter):
    def __init__(self, place: ProjectPlace | None, *entities: FakeEntity) -> None:
        self.place = place
        self.things = {entity.id: entity for entity in entities}
        self.said: list[str] = []
        self.refreshed: list[Path] = []
        self.saves = 0

    @property
    def name(self) -> str:
        return "fake"

    def panel_area(self) -> Area:
        return Area(0, 0, 1280, 720)

    def project(self) -> ProjectPlace | None:
        return self.place

    def sprites(self) -> Sequence[SpriteChoice]:
        return ()

    def entities(self) -> Sequence[EntityView]:
        return [
            EntityView(thing.id, thing.id, thing.sprite, Area(0, 0, 1, 1)) for thing in self.things.values()
        ]

    def entity_at(self, point: tuple[int, int]) -> EntityView | None:
        return None

    def selected(self) -> EntityView | None:
        return None

    def select(self, entity_id: str | None) -> None:
        return None

    def bring(self, path: Path) -> EntityView | None:
        return who_shows(path, None, self.entities())

    def show(self, entity_id: str, clip: AppliedClip, *, keep_phase: bool = True) -> None:
        if entity_id in self.things:
            self.things[entity_id].current = clip.animation
            self._hold(entity_id, clip)

    def remember(self, entity_id: str) -> Look | None:
        thing = self.things.get(entity_id)
        return None if thing is None else FakeLook(dict(thing.clips), thing.current)

    def restore(self, entity_id: str, look: Look) -> None:
        assert isinstance(look, FakeLook)
        thing = self.things[entity_id]
        thing.clips, thing.current, thing.contents = dict(look.clips), look.current, ()
        if look.current:
            self._hold(entity_id, look.clips[look.current])

    def clips(self) -> Mapping[str, Sequence[AppliedClip]]:
        return {thing.id: tuple(thing.clips.values()) for thing in self.things.values() if thing.clips}

    def swap(self, entity_id: str, clip: AppliedClip) -> None:
        self.things[entity_id].swaps += 1
        self._hold(entity_id, clip)

    def drop(self, entity_id: str, animation: str) -> None:
        if (thing := self.things.get(entity_id)) is None:
            return
        thing.clips.pop(animation, None)
        if thing.current == animation:
            thing.current, thing.contents = "", ()

    def preview(self, entity_id: str, clip: PreviewClip | None) -> None:
        return None

    def refresh(self, paths: Sequence[Path]) -> None:
        self.refreshed += paths

    def capture_text(self, on: bool) -> None:
        return None

    def say(self, text: str) -> None:
        self.said.append(text)

    def background(self) -> pygame.Surface | None:
        return None

    def scene_changed(self) -> None:
        self.saves += 1

    def _hold(self, entity_id: str, clip: AppliedClip) -> None:
        thing = self.things[entity_id]
        thing.clips[clip.animation] = clip
        if thing.current == clip.animation:
            thing.contents = tuple(path.read_bytes() for path in clip.frames)
