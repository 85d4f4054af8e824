"""``NeonWorksAdapter``: the ``HostAdapter`` of a running NeonWorks editor."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pygame

from neonworks_editor.hosts.adapter import Area, EntityView, Look, PreviewClip, SpriteChoice, who_shows
from neonworks_editor.hosts.neonworks_caches import refresh_caches
from neonworks_editor.hosts.neonworks_contract import Engine, MasterUi, RendererLike
from neonworks_editor.hosts.neonworks_ensemble import Ensemble
from neonworks_editor.hosts.neonworks_keys import KeyCapture
from neonworks_editor.hosts.neonworks_look import PerformerLook, plain_tags
from neonworks_editor.hosts.neonworks_places import Places
from neonworks_editor.hosts.neonworks_scene import Drawn, drawn_at, drawn_entities, drawn_entity
from neonworks_editor.hosts.neonworks_status import StatusLine
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.place import ProjectPlace

__all__ = ["NeonWorksAdapter"]

_STATUS_BAR = 30
"""Height of the bar at the bottom, ui/master_ui_manager.py ``_render_status_bar``."""
_BACKGROUND_S = 0.1
"""A background older than this is drawn again; drawing a map takes a part of a frame."""


class NeonWorksAdapter:
    """One ``MasterUIManager`` with a renderer, seen from the panel.

    ``changed`` hears that the lasting look of an entity changed. ``clock`` gives seconds and never goes back.
    """

    def __init__(
        self,
        ui: MasterUi,
        renderer: RendererLike,
        engine: Engine,
        *,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ui = ui
        self._renderer = renderer
        self._engine = engine
        self._changed = changed
        self._clock = clock
        self.places = Places(renderer.asset_manager, engine.current_project)
        self.keys = KeyCapture(ui)
        self.status = StatusLine(ui)
        self._ensemble = Ensemble(ui, renderer, engine, self.places, self.say)
        self._selected: str | None = None
        self._last_beat = clock()
        self._background: tuple[float, pygame.Surface] | None = None

    @property
    def name(self) -> str:
        """As people call the host."""
        return "NeonWorks"

    def panel_area(self) -> Area:
        """The window between the toolbar and the status bar: the toolbar takes clicks before anybody."""
        width, height = self._ui.screen.get_size()
        top = self._ui.workspace_toolbar.get_height()
        return Area(0, top, width, max(0, height - top - _STATUS_BAR))

    def project(self) -> ProjectPlace | None:
        """The open project."""
        return self.places.project()

    def sprites(self) -> Sequence[SpriteChoice]:
        """Stills of the project and of the engine's own assets."""
        return self.places.sprites()

    # The map.

    def entities(self) -> Sequence[EntityView]:
        """Everything on the map that has a picture."""
        return [self._view(drawn) for drawn in self._drawn()]

    def entity_at(self, point: tuple[int, int]) -> EntityView | None:
        """The frontmost entity under the mouse."""
        drawn = drawn_at(self._drawn(), point)
        return self._view(drawn) if drawn else None

    def selected(self) -> EntityView | None:
        """The entity picked last, if it is still drawn."""
        entity = self._ui.world.get_entity(self._selected) if self._selected else None
        drawn = drawn_entity(self._engine, self._renderer, entity) if entity is not None else None
        return self._view(drawn) if drawn else None

    def select(self, entity_id: str | None) -> None:
        """Mark an entity as picked."""
        known = entity_id is not None and self._ui.world.get_entity(entity_id) is not None
        self._selected = entity_id if known else None

    def bring(self, path: Path) -> EntityView | None:
        """Pick whoever shows this picture; nobody is added to the map."""
        found = who_shows(path, self.selected(), self.entities())
        if found is not None:
            self.select(found.id)
        return found

    # Animations.

    def show(self, entity_id: str, clip: AppliedClip, *, keep_phase: bool = True) -> None:
        """Play an applied animation on the entity; the sprite's file becomes the animation's first frame."""
        performer, frames = self._ensemble.of(entity_id), self._ensemble.frames(clip)
        if performer is not None and frames is not None:
            performer.hold(clip, frames, keep_phase=keep_phase)

    def remember(self, entity_id: str) -> Look | None:
        """Sprite, animations and what plays."""
        performer = self._ensemble.of(entity_id)
        return performer.look() if performer else None

    def restore(self, entity_id: str, look: Look) -> None:
        """Put the entity back, with pictures as the files have them now."""
        assert isinstance(look, PerformerLook)
        performer = self._ensemble.of(entity_id)
        if performer is None:
            return
        pictures = {
            name: frames for name, clip in look.held.items() if (frames := self._ensemble.frames(clip))
        }
        still = self.places.file(look.texture)
        if still is not None:
            self.refresh([still])
        performer.put_back(look, pictures)

    def clips(self) -> Mapping[str, Sequence[AppliedClip]]:
        """What each entity holds, the one that plays first."""
        return {
            entity_id: performer.playing_first() for entity_id, performer in self._ensemble if performer.held
        }

    def swap(self, entity_id: str, clip: AppliedClip) -> None:
        """An animation that the entity holds has new files."""
        performer = self._ensemble.known(entity_id)
        frames = self._ensemble.frames(clip) if performer and clip.animation in performer.held else None
        if performer is not None and frames is not None:
            performer.swap(clip, frames)

    def drop(self, entity_id: str, animation: str) -> None:
        """Take an applied animation away."""
        performer = self._ensemble.known(entity_id)
        if performer is not None:
            performer.drop(animation)

    def preview(self, entity_id: str, clip: PreviewClip | None) -> None:
        """Show frames that are nobody's files."""
        performer = self._ensemble.known(entity_id) if clip is None else self._ensemble.of(entity_id)
        if performer is not None:
            performer.preview(clip)

    def refresh(self, paths: Sequence[Path]) -> None:
        """Take new pictures into every cache of the engine."""
        wanted = frozenset(Path(os.path.normpath(path)) for path in paths)
        refresh_caches(self._renderer, self.places, wanted)

    def beat(self) -> None:
        """Move the animations on by the time that went by; once a frame, more often is harmless."""
        now = self._clock()
        dt, self._last_beat = now - self._last_beat, now
        self._ensemble.beat(dt)

    def leave(self) -> None:
        """Give everything back: the caches, the keys, the status line."""
        self._ensemble.leave()
        self.keys.release()
        self.status.give_back()

    # The host itself.

    def capture_text(self, on: bool) -> None:
        """Keys belong to a text field, or to the host again."""
        if on:
            self.keys.take()
        else:
            self.keys.release()

    def say(self, text: str) -> None:
        """One line in the status bar."""
        self.status.say(text)

    def background(self) -> pygame.Surface | None:
        """The map alone, drawn anew at most ten times a second."""
        now = self._clock()
        if self._background is None or now - self._background[0] > _BACKGROUND_S:
            self._background = (now, self._map_alone())
        return self._background[1]

    def scene_changed(self) -> None:
        """The map differs from what was saved."""
        self._changed()

    # Parts.

    def _drawn(self) -> list[Drawn]:
        return drawn_entities(self._engine, self._renderer, self._ui.world)

    def _map_alone(self) -> pygame.Surface:
        """The renderer draws on whatever its ``screen`` is."""
        screen = self._renderer.screen
        picture = pygame.Surface(screen.get_size())
        self._renderer.screen = picture
        try:
            self._renderer.clear()
            self._renderer.render_world(self._ui.world)
        finally:
            self._renderer.screen = screen
        return picture

    def _view(self, drawn: Drawn) -> EntityView:
        performer = self._ensemble.known(drawn.entity.id)
        texture = performer.still.texture if performer else str(drawn.sprite.texture)
        path = self.places.file(texture)
        name = next(iter(plain_tags(drawn.entity)), path.stem if path else drawn.entity.id)
        if performer is None or not performer.held:
            return EntityView(drawn.entity.id, name, path, drawn.area)
        animation, index, elapsed = performer.progress()
        return EntityView(drawn.entity.id, name, path, drawn.area, animation, index, elapsed)
