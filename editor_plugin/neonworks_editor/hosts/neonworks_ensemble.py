"""``Ensemble``: the entities of the map that we animate."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

import pygame

from neonworks_editor.hosts.neonworks_caches import load_picture
from neonworks_editor.hosts.neonworks_contract import (
    Engine,
    EntityLike,
    MasterUi,
    RendererLike,
    SpriteLike,
)
from neonworks_editor.hosts.neonworks_look import Still, sprite_of, still_of
from neonworks_editor.hosts.neonworks_performer import Performer
from neonworks_editor.hosts.neonworks_places import Places
from neonworks_editor.hosts.neonworks_recall import ManifestMemory, recall
from neonworks_editor.project.applied import AppliedClip

__all__ = ["Ensemble"]

_LOOK_S = 1.0
"""How often the map is looked through for animations that were applied in an earlier session."""
_A_BEAT = 2
"""Entities of a save whose pictures are read in one beat: some ten small files."""


class Ensemble:
    """A performer for each entity that has an animation or a preview of ours, made when it is needed.

    ``say`` hears one line about files that cannot be read.
    """

    def __init__(
        self,
        ui: MasterUi,
        renderer: RendererLike,
        engine: Engine,
        places: Places,
        say: Callable[[str], None],
    ) -> None:
        self._ui = ui
        self._renderer = renderer
        self._engine = engine
        self._places = places
        self._say = say
        self._performers: dict[str, Performer] = {}
        self._seen: dict[str, str] = {}
        self._since_look = _LOOK_S
        self._waiting: deque[str] = deque()
        self._manifest = ManifestMemory()

    def __iter__(self) -> Iterator[tuple[str, Performer]]:
        return iter(tuple(self._performers.items()))

    def known(self, entity_id: str) -> Performer | None:
        """The entity's performer, if it has one."""
        return self._performers.get(entity_id)

    def of(self, entity_id: str) -> Performer | None:
        """The entity's performer; None for what is not there or has no picture."""
        entity = self._ui.world.get_entity(entity_id)
        known = self._performers.get(entity_id)
        if entity is None or (known is not None and known.entity is entity):
            return known if entity is not None else None
        sprite = sprite_of(self._engine, entity)
        if sprite is None or not sprite.texture:
            return None
        return self._from_save(entity, sprite) or self._new(entity, self._still(sprite))

    def beat(self, dt: float) -> None:
        """``dt`` seconds went by."""
        self._since_look += dt
        if self._since_look >= _LOOK_S:
            self._since_look = 0.0
            self._look()
        for _ in range(min(_A_BEAT, len(self._waiting))):
            self.of(self._waiting.popleft())
        for entity_id, performer in self:
            gone = self._ui.world.get_entity(entity_id) is not performer.entity
            if not gone:
                performer.beat(dt)
            if gone or performer.idle:
                performer.leave()
                del self._performers[entity_id]

    def leave(self) -> None:
        """Give the renderer back what is its own."""
        for _, performer in self:
            performer.leave()
        self._performers.clear()

    def frames(self, clip: AppliedClip) -> Sequence[pygame.Surface] | None:
        """The clip's pictures from its files; None, and said, when one cannot be read."""
        frames = []
        for index, path in enumerate(clip.frames):
            picture = load_picture(path)
            cell = clip.cells[index] if clip.cells else None
            if picture is None or (cell is not None and not picture.get_rect().contains(cell)):
                self._say(f"{path.name} cannot be read: apply the animation {clip.animation} again.")
                return None
            frames.append(picture if cell is None else picture.subsurface(cell).copy())
        return frames

    def _new(self, entity: EntityLike, still: Still) -> Performer:
        performer = Performer(self._engine, entity, still, self._renderer, self._texture_of)
        self._performers[entity.id] = performer
        return performer

    def _texture_of(self, clip: AppliedClip) -> str:
        return self._places.texture(clip.frames[0])

    def _still(self, sprite: SpriteLike) -> Still:
        size = self._size(str(sprite.texture)) or (sprite.width, sprite.height)
        return Still(str(sprite.texture), size, (sprite.width / size[0], sprite.height / size[1]))

    def _size(self, texture: str) -> tuple[int, int] | None:
        path = self._places.file(texture)
        picture = load_picture(path) if path is not None else None
        return picture.get_size() if picture is not None else None

    def _look(self) -> None:
        """Entities that came from a save will play what was applied to them."""
        present = self._ui.world.get_entities_with_component(self._engine.sprite)
        now = {entity.id: str(entity.get_component(self._engine.sprite).texture) for entity in present}
        place = self._places.project()
        # Most textures of a map are no animations: a look at the text is enough for them.
        mark = f"{place.animations}/" if place is not None else None
        for entity_id, texture in now.items():
            new = mark and mark in texture and self._seen.get(entity_id) != texture
            if new and entity_id not in self._performers and entity_id not in self._waiting:
                self._waiting.append(entity_id)
        self._seen = now

    def _from_save(self, entity: EntityLike, sprite: SpriteLike) -> Performer | None:
        place, path = self._places.project(), self._places.file(str(sprite.texture))
        if place is None or path is None or not path.is_relative_to(place.assets / place.animations):
            return None
        clips = recall(self._manifest.clips(place), entity.id, path)
        pictures = [(clip, frames) for clip in clips if (frames := self.frames(clip))]
        if not pictures:
            return None
        performer = self._new(entity, self._still_before(entity, sprite, clips[0]))
        for clip, frames in pictures:
            performer.adopt(clip, frames, current=clip is clips[0])
        return performer

    def _still_before(self, entity: EntityLike, sprite: SpriteLike, clip: AppliedClip) -> Still:
        texture = still_of(entity)
        size = self._size(texture) if texture else None
        scale = (sprite.width / clip.size[0], sprite.height / clip.size[1])
        if texture is None or size is None:
            return Still(str(sprite.texture), clip.size, scale, known=False)
        return Still(texture, size, scale)
