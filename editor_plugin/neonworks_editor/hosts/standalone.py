"""``StandaloneHost``: our own window's scene, as the panel sees it.

The scene saves itself after each change that lasts, and when the window closes: what an entity shows is in
its files and in ``scene.json``, never in the panel.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pygame
from neonworks_protocol.errors import AnimatorError, NotFound
from neonworks_protocol.roots import Root, read_regular

from neonworks_editor.hosts.adapter import Area, EntityView, Look, PreviewClip, SpriteChoice, who_shows
from neonworks_editor.hosts.standalone_actor import Actor, ActorLook
from neonworks_editor.hosts.standalone_file import SavedEntity, load_scene, merge_scenes, save_scene
from neonworks_editor.hosts.standalone_pictures import LoadedClip, load_still
from neonworks_editor.hosts.standalone_project import find_stills
from neonworks_editor.hosts.standalone_scene import Scene
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.arrival import plain_name
from neonworks_editor.project.library import SIDECAR, clip_of_sidecar
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.runtime import Animation

__all__ = ["MAX_ACTORS", "StandaloneHost"]

MAX_ACTORS = 6
"""Sprites that a new scene begins with; the picker has the rest."""
_MAX_SPRITE = 8 * 1024 * 1024
"""Bytes; as the protocol takes."""
_AT_FIRST = ("walk", "idle")
"""What a scene shows by itself before attacks and the like."""
_READ_S = 0.002
"""Seconds a tick may read frames from disk."""
_SPOTS = ((0.12, 0.5), (0.34, 0.82), (0.52, 0.3), (0.7, 0.66), (0.9, 0.42), (0.24, 0.12))


class StandaloneHost:
    """``place`` is the project, ``sprite`` the one to begin with. ``clock`` is in seconds, never going back.

    Reads the saved scene, or makes one of the project's stills. Raises nothing for damaged files: ``said``
    holds what is wrong.
    """

    def __init__(
        self,
        place: ProjectPlace,
        size: tuple[int, int],
        *,
        sprite: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._place, self._clock = place, clock
        self._last = clock()
        self.said = ""
        """The newest line for the status line."""
        self.typing = False
        """A text field of the panel has the keys."""
        self.scene = Scene(size)
        self._stills: list[Path] | None = None
        self._keep = True
        self._known: dict[str, SavedEntity] = {}
        """The scene as it was read or written last: what differs in the file is another editor's."""
        self._absent: list[SavedEntity] = []
        """Entities whose picture cannot be read now: they stay in the file."""
        self._fill()
        if sprite is not None:
            self.add_sprite(sprite)
        elif self.scene.actors:
            self.scene.selected = self.scene.actors[0].id

    @property
    def name(self) -> str:
        return "standalone"

    def panel_area(self) -> Area:
        width, height = self.scene.window
        return Area(0, 0, width, height)

    def project(self) -> ProjectPlace | None:
        return self._place

    def sprites(self) -> Sequence[SpriteChoice]:
        if self._stills is None:
            self._stills = find_stills(self._place)
        root = self._place.root
        return [SpriteChoice(path.relative_to(root).as_posix(), path) for path in self._stills]

    def entities(self) -> Sequence[EntityView]:
        return [self._view(actor) for actor in self.scene.actors]

    def entity_at(self, point: tuple[int, int]) -> EntityView | None:
        actor = self.scene.actor_at(point)
        return None if actor is None else self._view(actor)

    def selected(self) -> EntityView | None:
        actor = self.scene.find(self.scene.selected)
        return None if actor is None else self._view(actor)

    def select(self, entity_id: str | None) -> None:
        self.scene.selected = entity_id if self.scene.find(entity_id) else None

    def bring(self, path: Path) -> EntityView | None:
        found = who_shows(path.resolve(), self.selected(), self.entities())
        if found is None:
            return self.add_sprite(path)
        self.scene.selected = found.id
        return found

    def show(self, entity_id: str, clip: AppliedClip, *, keep_phase: bool = True) -> None:
        if (actor := self.scene.find(entity_id)) is not None:
            actor.want(clip, current=True, keep_phase=keep_phase)
            self._read()

    def remember(self, entity_id: str) -> Look | None:
        actor = self.scene.find(entity_id)
        return None if actor is None else actor.look()

    def restore(self, entity_id: str, look: Look) -> None:
        actor = self.scene.find(entity_id)
        if actor is not None and isinstance(look, ActorLook):
            actor.wear(look)
            self._read()

    def clips(self) -> Mapping[str, Sequence[AppliedClip]]:
        return {actor.id: clips for actor in self.scene.actors if (clips := actor.applied())}

    def swap(self, entity_id: str, clip: AppliedClip) -> None:
        if (actor := self.scene.find(entity_id)) is not None:
            actor.want(clip, current=False)
            self._read()

    def drop(self, entity_id: str, animation: str) -> None:
        if (actor := self.scene.find(entity_id)) is not None:
            actor.drop(animation)

    def preview(self, entity_id: str, clip: PreviewClip | None) -> None:
        if (actor := self.scene.find(entity_id)) is None:
            return
        if clip is None:
            actor.show_preview(None)
            return
        play = Animation(clip.frames, clip.durations, clip.loop, clip.pivot)
        actor.show_preview(LoadedClip(clip.animation, play, clip.still_offset))

    def refresh(self, paths: Sequence[Path]) -> None:
        self._stills = None
        changed = set(paths)
        for actor in self.scene.actors:
            if actor.sprite_path in changed:
                try:
                    actor.set_still(load_still(actor.sprite_path))
                except AnimatorError as error:
                    self.say(error.message)
                if not actor.applied():
                    self._adopt(actor, [path for path in paths if path.name.endswith(SIDECAR)])

    def capture_text(self, on: bool) -> None:
        self.typing = on

    def say(self, text: str) -> None:
        self.said = " ".join(text.split())

    def background(self) -> pygame.Surface | None:
        return self.scene.background()

    def scene_changed(self) -> None:
        self.save()

    def add_sprite(self, path: Path) -> EntityView | None:
        """Put a picture into the scene, or pick the actor that shows it already; None when that fails.

        One from elsewhere is copied into the project first, under a name that is free.
        """
        try:
            path = self._inside(path)
        except (AnimatorError, OSError) as error:
            self.say(str(error))
            return None
        known = next((actor for actor in self.scene.actors if actor.sprite_path == path), None)
        if known is None:
            try:
                self._add(path, _spot(len(self.scene.actors)))
            except AnimatorError as error:
                self.say(error.message)
                return None
            known = self.scene.actors[-1]
        self.scene.selected = known.id
        return self._view(known)

    def tick(self) -> None:
        """Let the scene go on to now and read what is wanted; once a frame."""
        now = self._clock()
        # A window that was hidden or moved goes on where it was, it does not catch up.
        self.scene.advance(min(now - self._last, 0.1))
        self._last = now
        self._read()

    def save(self) -> None:
        """Write ``scene.json``; what is wrong is said. A damaged file of the user's is not written over."""
        if not self._keep:
            return
        places = self.scene.places()
        saved = [
            SavedEntity(
                id=actor.id,
                name=actor.name,
                sprite=actor.sprite_path,
                place=places[actor.id],
                clips=actor.applied(),
                current=actor.wanted,
            )
            for actor in self.scene.actors
        ]
        mine = [*saved, *self._absent]
        try:
            merged = merge_scenes(mine, self._known, load_scene(self._place) or ())
            save_scene(self._place, merged)
        except AnimatorError as error:
            self.say(error.message)
        else:
            self._known = {entity.id: entity for entity in mine}

    def _fill(self) -> None:
        try:
            saved = load_scene(self._place)
        except AnimatorError as error:
            self._keep = False
            self.say(error.message)
            saved = None
        if saved is None:
            for path, spot in zip(find_stills(self._place)[:MAX_ACTORS], _SPOTS, strict=False):
                try:
                    self._add(path, spot)
                except AnimatorError as error:
                    self.say(error.message)
            return
        self._known = {entity.id: entity for entity in saved}
        for entity in saved:
            try:
                self._add_saved(entity)
            except AnimatorError as error:
                self._absent.append(entity)
                self.say(error.message)

    def _inside(self, path: Path) -> Path:
        root = self._place.root
        path = path.resolve()
        if path.is_relative_to(root):
            return path
        load_still(path)  # What is no picture stays outside.
        data = read_regular(path, _MAX_SPRITE)
        name = plain_name(path.stem)
        for number in range(1, 1000):
            free = f"{name}{path.suffix.lower()}" if number == 1 else f"{name}_{number}{path.suffix.lower()}"
            if not (root / free).exists():
                self._stills = None
                return Root(root).write(free, data)
        raise NotFound(f"{root} has 999 pictures called {name}: rename {path.name}")

    def _add(self, path: Path, spot: tuple[float, float]) -> None:
        taken = {actor.id for actor in self.scene.actors}
        names = (path.stem if number == 1 else f"{path.stem}_{number}" for number in range(1, len(taken) + 2))
        name = next(name for name in names if name not in taken)
        actor = Actor(name, name, path, load_still(path), 0.0, 0.0)
        self._adopt(actor, self._sidecars(path))
        self.scene.add(actor, spot)

    def _add_saved(self, entity: SavedEntity) -> None:
        actor = Actor(entity.id, entity.name, entity.sprite, load_still(entity.sprite), 0.0, 0.0)
        for clip in entity.clips:
            actor.want(clip, current=clip.animation == entity.current)
        self.scene.add(actor, entity.place)

    def _sidecars(self, sprite: Path) -> list[Path]:
        """Of a watched folder's results for this sprite, where they go unless a recipe says otherwise."""
        folder = sprite.parent / self._place.animations / sprite.stem
        return sorted(folder.glob(f"*{SIDECAR}"))

    def _adopt(self, actor: Actor, sidecars: Sequence[Path]) -> None:
        """An actor that has nothing else plays what a watched folder made of its sprite."""
        clips: list[AppliedClip] = []
        for path in sidecars:
            try:
                clips.append(clip_of_sidecar(path))
            except AnimatorError as error:
                self.say(error.message)
        clips.sort(key=lambda clip: not clip.animation.startswith(_AT_FIRST))
        for index, clip in enumerate(clips):
            actor.want(clip, current=index == 0)

    def _read(self) -> None:
        """Read frames that are wanted, some milliseconds' worth at most; the rest in the next ticks."""
        until = self._clock() + _READ_S
        for actor in self.scene.actors:
            try:
                while actor.read_on():
                    if self._clock() >= until:
                        return
            except AnimatorError as error:
                self.say(f"{error.message} (the earlier picture stays)")

    def _view(self, actor: Actor) -> EntityView:
        shown = actor.playing
        return EntityView(
            id=actor.id,
            name=actor.name,
            sprite_path=actor.sprite_path,
            screen_rect=self.scene.area_of(actor),
            animation=shown.animation if shown else "",
            frame_index=shown.play.index_at(actor.elapsed_s) if shown else 0,
            elapsed_ms=actor.elapsed_s * 1000,
        )


def _spot(number: int) -> tuple[float, float]:
    """A place on the ground, far from those of lower numbers."""
    if number < len(_SPOTS):
        return _SPOTS[number]
    # Roberts' R2 sequence: no two of its points are ever close.
    return 0.08 + 0.84 * (number * 0.7548776662 % 1.0), 0.08 + 0.84 * (number * 0.5698402910 % 1.0)
