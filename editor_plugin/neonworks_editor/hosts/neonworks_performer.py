"""``Performer``: one entity of the map with the animations that we applied to it, and what it shows now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pygame

from neonworks_editor.hosts.adapter import PreviewClip
from neonworks_editor.hosts.neonworks_contract import (
    AnimationComponentLike,
    AnimationLike,
    Engine,
    EntityLike,
    RendererLike,
    SpriteLike,
)
from neonworks_editor.hosts.neonworks_look import (
    PerformerLook,
    Still,
    component_of,
    forget_still,
    new_component,
    remember_still,
    sprite_of,
)
from neonworks_editor.hosts.neonworks_playback import MIN_DURATION_S, advance, frame_at, phase, set_phase
from neonworks_editor.hosts.neonworks_textures import PlacedFrame, PrivateTexture
from neonworks_editor.project.applied import AppliedClip

__all__ = ["Performer"]


@dataclass(slots=True, eq=False)
class _Preview:
    clip: PreviewClip
    frames: list[pygame.Surface]
    elapsed_ms: float


@dataclass(slots=True, eq=False)
class Performer:
    """Keeps ``Sprite`` true to real files at all times and gives the renderer the picture of this moment.

    ``texture_of`` names a clip's first frame as the engine names textures. ``held`` are the clips by the name
    of their animation.
    """

    engine: Engine
    entity: EntityLike
    still: Still
    renderer: RendererLike
    texture_of: Callable[[AppliedClip], str]
    held: dict[str, AppliedClip] = field(default_factory=dict)
    _replaced: dict[str, AnimationLike | None] = field(default_factory=dict)
    _placed: list[pygame.Surface] = field(default_factory=list)
    _shown: str = ""
    _preview: _Preview | None = None
    _key: PrivateTexture | None = None

    @property
    def sprite(self) -> SpriteLike | None:
        """The entity's sprite, None when somebody took it away."""
        return sprite_of(self.engine, self.entity)

    @property
    def component(self) -> AnimationComponentLike | None:
        """The entity's animations, None when it has none."""
        return component_of(self.engine, self.entity)

    @property
    def idle(self) -> bool:
        """Whether there is nothing of ours about the entity."""
        return not self.held and self._preview is None

    def playing_first(self) -> list[AppliedClip]:
        """The clips that the entity holds, the one that plays first."""
        component = self.component
        current = component.current_animation if component is not None else None
        return sorted(self.held.values(), key=lambda clip: clip.animation != current)

    def progress(self) -> tuple[str, int, float]:
        """Animation, frame index and milliseconds inside the pass; an empty name when none of ours plays."""
        component = self.component
        clip = self.held.get(component.current_animation or "") if component is not None else None
        if component is None or clip is None:
            return "", 0, 0.0
        return clip.animation, component.current_frame, phase(component) * clip.total_ms

    # Changing what plays.

    def hold(self, clip: AppliedClip, frames: Sequence[pygame.Surface], *, keep_phase: bool) -> None:
        """Play ``clip``, whose pictures are ``frames``, from now on."""
        component = self._ensured_component()
        share = phase(component) if keep_phase else 0.0
        self._take(component, clip, frames)
        component.current_animation = clip.animation
        component.playing = True
        set_phase(component, share)
        remember_still(self.entity, self.still.texture)
        self.beat(0.0)

    def swap(self, clip: AppliedClip, frames: Sequence[pygame.Surface]) -> None:
        """New content of an animation that is held; what plays goes on, at the same share of its pass."""
        component = self._ensured_component()
        current = component.current_animation == clip.animation
        share = phase(component)
        self._take(component, clip, frames)
        if current:
            set_phase(component, share)
            self.beat(0.0)

    def drop(self, animation: str) -> None:
        """The entity has what it had before ``animation`` was applied; without any it is the still again."""
        component = self.component
        if self.held.pop(animation, None) is None or component is None:
            return
        before = self._replaced.pop(animation, None)
        if before is None:
            component.animations.pop(animation, None)
        else:
            component.animations[animation] = before
        if component.current_animation == animation:
            component.current_animation = next(iter(self.held), animation if before else None)
            component.current_frame, component.time_in_frame = 0, 0.0
        self._shown = ""
        if self.held:
            self.beat(0.0)
        else:
            self._be_still(component)

    def preview(self, clip: PreviewClip | None) -> None:
        """Show frames that are nobody's files; the component and the sprite stay as they are."""
        if clip is None:
            self._preview = None
            self.beat(0.0)
            return
        frames = [self._place(frame, clip.still_offset) for frame in clip.frames]
        self._preview = _Preview(clip, frames, self._share() * sum(clip.durations))
        self.beat(0.0)

    def beat(self, dt: float) -> None:
        """``dt`` seconds went by: give the renderer the frame of this moment."""
        if self._outdated():
            self.held, self._replaced, self._placed, self._shown = {}, {}, [], ""
        own = self._own_frame(dt)
        self._publish(self._preview_frame(dt) if self._preview else own)

    # Looks: undo, and leaving without a trace.

    def look(self) -> PerformerLook | None:
        """The entity as it is."""
        return PerformerLook.of(self.engine, self.entity, self.held)

    def put_back(self, look: PerformerLook, pictures: Mapping[str, Sequence[pygame.Surface]]) -> None:
        """The entity as it was in ``look``; ``pictures`` are the frames of the clips that it held."""
        self.held, self._placed, self._shown = {}, [], ""
        look.put_into(self.engine, self.entity)
        component = self.component
        if component is not None:
            for name, frames in pictures.items():
                self._take(component, look.held[name], frames)
        self._replaced = {name: old for name, old in self._replaced.items() if name in self.held}
        self.beat(0.0)

    def adopt(self, clip: AppliedClip, frames: Sequence[pygame.Surface], *, current: bool) -> None:
        """Hold a clip that the entity had before we knew it, as after a reload."""
        component = self._ensured_component()
        self._take(component, clip, frames)
        if current:
            component.current_animation = clip.animation
            self.beat(0.0)

    def leave(self) -> None:
        """Stop performing: the sprite keeps its file and size, the renderer's cache loses our picture."""
        self._preview = None
        self._publish(None)

    # What the parts above are made of.

    def _ensured_component(self) -> AnimationComponentLike:
        return self.component or new_component(self.engine, self.entity)

    def _be_still(self, component: AnimationComponentLike) -> None:
        sprite = self.sprite
        if sprite is not None:
            sprite.texture = self.still.texture
            sprite.width, sprite.height = self.still.drawn
        if not component.animations:
            self.entity.remove_component(self.engine.animation_component)
        forget_still(self.entity)
        self._publish(None)

    def _take(
        self, component: AnimationComponentLike, clip: AppliedClip, frames: Sequence[pygame.Surface]
    ) -> None:
        """One assignment puts the animation into the component, so nobody sees half of it."""
        made = [
            self.engine.animation_frame(frame, max(ms / 1000.0, MIN_DURATION_S))
            for frame, ms in zip(frames, clip.durations, strict=True)
        ]
        if clip.animation not in self.held:
            self._replaced.setdefault(clip.animation, component.animations.get(clip.animation))
        component.animations[clip.animation] = self.engine.animation(clip.animation, made, clip.loop)
        if component.current_animation == clip.animation:
            component.current_frame = min(component.current_frame, len(made) - 1)
        self.held[clip.animation] = clip
        self._shown = ""

    def _outdated(self) -> bool:
        """Whether somebody gave the entity another picture: then it is no longer ours to animate."""
        sprite, clip = self.sprite, self.held.get(self._shown)
        return sprite is None or (clip is not None and str(sprite.texture) != self.texture_of(clip))

    def _share(self) -> float:
        """The share of the pass that goes on, of the preview or of the entity's own animation."""
        if self._preview:
            total = sum(self._preview.clip.durations)
            return min(self._preview.elapsed_ms % total / total, 1.0 - 1e-9)
        component = self.component
        return phase(component) if component is not None else 0.0

    def _preview_frame(self, dt: float) -> pygame.Surface | None:
        preview = self._preview
        if preview is None:
            return None
        preview.elapsed_ms += dt * 1000.0
        index, _ = frame_at(preview.clip.durations, preview.elapsed_ms, loop=preview.clip.loop)
        return preview.frames[index]

    def _own_frame(self, dt: float) -> pygame.Surface | None:
        component = self.component
        if component is None or component.current_animation not in self.held:
            return None
        index = advance(component, dt)
        self._settle(component)
        return self._placed[index] if index is not None and index < len(self._placed) else None

    def _settle(self, component: AnimationComponentLike) -> None:
        """When another animation plays, or the sprite was resized: its file and size become the sprite's."""
        name, sprite = component.current_animation or "", self.sprite
        clip = self.held.get(name)
        if clip is None or sprite is None:
            return
        if name == self._shown:
            if (sprite.width, sprite.height) == self.still.times(clip.size):
                return
            scale = (sprite.width / clip.size[0], sprite.height / clip.size[1])
            self.still = Still(self.still.texture, self.still.size, scale, self.still.known)
        self._shown = name
        sprite.width, sprite.height = self.still.times(clip.size)
        self._use_texture(sprite, self.texture_of(clip))
        frames = component.animations[name].frames
        self._placed = [self._place(frame.sprite, clip.still_offset) for frame in frames]

    def _place(self, frame: pygame.Surface, offset: tuple[int, int]) -> pygame.Surface:
        """The frame as the renderer has to get it; in a cell of the grid the engine scales by itself."""
        sprite, still = self.sprite, self.still
        if sprite is None or self.entity.get_component(self.engine.grid_position) is not None:
            return frame
        claimed = (sprite.width, sprite.height)
        drawn = still.drawn if still.known else still.times(frame.get_size())
        shift = offset if still.known else (0, 0)
        return PlacedFrame.of(frame, scale=still.scale, still=drawn, offset=shift, claimed=claimed)

    def _use_texture(self, sprite: SpriteLike, texture: str) -> PrivateTexture:
        self._forget_key()
        self._key = key = PrivateTexture(texture)
        sprite.texture = key
        return key

    def _forget_key(self) -> None:
        if self._key is not None:
            self.renderer._sprite_cache.pop(self._key, None)
            self._key = None

    def _publish(self, picture: pygame.Surface | None) -> None:
        """The renderer draws ``picture``; None: its own picture of the sprite's file."""
        sprite, key = self.sprite, self._key
        if picture is None or sprite is None:
            if sprite is not None and isinstance(sprite.texture, PrivateTexture):
                sprite.texture = str(sprite.texture)
            self._forget_key()
            return
        if key is None or sprite.texture is not key:
            key = self._use_texture(sprite, str(sprite.texture))
        self.renderer._sprite_cache[key] = picture
