"""``Performer``: one entity of the map with the animations that we applied to it, and what it shows now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from neonworks_editor.hosts.neonworks_playback import MIN_DURATION_S, advance, frame_at, phase, set_phase
from neonworks_editor.hosts.neonworks_textures import PlacedFrame, PrivateTexture
from neonworks_editor.project.applied import AppliedClip

__all__ = ["Performer", "PerformerLook", "Still"]


@dataclass(frozen=True, slots=True)
class Still:
    """The picture that the entity had before any animation: texture name, its size in pixels, and how large
    the entity is drawn for each of those pixels."""

    texture: str
    size: tuple[int, int]
    scale: tuple[float, float]

    @property
    def drawn(self) -> tuple[int, int]:
        """Its size on the map in world pixels."""
        return _times(self.size, self.scale)


@dataclass(frozen=True, slots=True)
class PerformerLook:
    """What ``show`` changes about an entity; ``component`` is None where there was none."""

    texture: str
    size: tuple[int, int]
    component: ComponentState | None
    held: dict[str, AppliedClip]


@dataclass(frozen=True, slots=True)
class ComponentState:
    """The fields of an ``AnimationComponent``."""

    animations: dict[str, AnimationLike]
    current: str | None
    frame: int
    time: float
    playing: bool
    speed: float


@dataclass(slots=True, eq=False)
class _Preview:
    clip: PreviewClip
    frames: list[pygame.Surface]
    elapsed_ms: float


@dataclass(slots=True, eq=False)
class Performer:
    """Keeps ``Sprite`` true to real files at all times and gives the renderer the picture of this moment.

    ``texture_of`` names a clip's first frame as the engine names textures.
    """

    engine: Engine
    entity: EntityLike
    still: Still
    renderer: RendererLike
    texture_of: Callable[[AppliedClip], str]
    held: dict[str, AppliedClip] = field(default_factory=dict)
    _placed: dict[str, list[pygame.Surface]] = field(default_factory=dict)
    _preview: _Preview | None = None
    _shown: str = ""
    _key: PrivateTexture | None = None

    @property
    def sprite(self) -> SpriteLike | None:
        """The entity's sprite component, None when somebody took it away."""
        found: SpriteLike | None = self.entity.get_component(self.engine.sprite)
        return found

    @property
    def component(self) -> AnimationComponentLike | None:
        """The entity's animations, None when it has none."""
        kind = self.engine.animation_component
        assert isinstance(kind, type)
        found: AnimationComponentLike | None = self.entity.get_component(kind)
        return found

    @property
    def previewing(self) -> PreviewClip | None:
        """What is shown in place of the entity's own animation."""
        return self._preview.clip if self._preview else None

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
        self._settle(component)

    def swap(self, clip: AppliedClip, frames: Sequence[pygame.Surface]) -> None:
        """New content of an animation that is held; what plays goes on, at the same share of its pass."""
        component = self._ensured_component()
        current = component.current_animation == clip.animation
        share = phase(component)
        self._take(component, clip, frames)
        if current:
            set_phase(component, share)
            self._settle(component)

    def preview(self, clip: PreviewClip | None) -> None:
        """Show frames that are nobody's files; the component and the sprite stay as they are."""
        if clip is None:
            self._preview = None
            self._publish(self._own_frame(0.0))
            return
        total = sum(clip.durations)
        frames = [self._place(frame, clip.still_offset) for frame in clip.frames]
        self._preview = _Preview(clip, frames, self._share() * total)
        self._publish(self._preview_frame(0.0))

    def beat(self, dt: float) -> None:
        """``dt`` seconds went by: give the renderer the frame of this moment."""
        if self._outdated():
            self.held, self._placed, self._shown = {}, {}, ""
        own = self._own_frame(dt)
        self._publish(self._preview_frame(dt) if self._preview else own)

    def _outdated(self) -> bool:
        """Whether somebody gave the entity another picture: then it is no longer ours to animate."""
        sprite, clip = self.sprite, self.held.get(self._shown)
        return sprite is None or (clip is not None and str(sprite.texture) != self.texture_of(clip))

    # Looks: undo, and leaving without a trace.

    def look(self) -> PerformerLook | None:
        """The entity as it is."""
        sprite, component = self.sprite, self.component
        if sprite is None:
            return None
        size = (sprite.width, sprite.height)
        return PerformerLook(str(sprite.texture), size, _state(component), dict(self.held))

    def put_back(self, look: PerformerLook, pictures: dict[str, Sequence[pygame.Surface]]) -> None:
        """The entity as it was in ``look``; ``pictures`` are the frames of the clips that it held."""
        self.held, self._placed, self._shown = {}, {}, ""
        self._restore_component(look.component)
        sprite = self.sprite
        if sprite is not None:
            sprite.texture = look.texture
            sprite.width, sprite.height = look.size
        component = self.component
        for name, frames in pictures.items():
            if component is not None:
                self._take(component, look.held[name], frames)
        if component is not None:
            self._settle(component)
        self._publish(self._own_frame(0.0))

    def leave(self) -> None:
        """Stop performing: the sprite keeps its file and size, the renderer's cache loses our picture."""
        self._preview = None
        sprite = self.sprite
        if sprite is not None and isinstance(sprite.texture, PrivateTexture):
            sprite.texture = str(sprite.texture)
        self._forget_key()

    # What the parts above are made of.

    def _ensured_component(self) -> AnimationComponentLike:
        component = self.component
        if component is None:
            component = self.engine.animation_component()
            self.entity.add_component(component)
        return component

    def _restore_component(self, state: ComponentState | None) -> None:
        if state is None:
            kind = self.engine.animation_component
            assert isinstance(kind, type)
            self.entity.remove_component(kind)
            return
        component = self._ensured_component()
        component.animations.clear()
        component.animations.update(state.animations)
        component.current_animation = state.current
        component.current_frame, component.time_in_frame = state.frame, state.time
        component.playing, component.speed = state.playing, state.speed

    def _take(
        self, component: AnimationComponentLike, clip: AppliedClip, frames: Sequence[pygame.Surface]
    ) -> None:
        """One assignment puts the animation into the component, so nobody sees half of it."""
        made = [
            self.engine.animation_frame(frame, max(ms / 1000.0, MIN_DURATION_S))
            for frame, ms in zip(frames, clip.durations, strict=True)
        ]
        component.animations[clip.animation] = self.engine.animation(clip.animation, made, clip.loop)
        if component.current_animation == clip.animation:
            component.current_frame = min(component.current_frame, len(made) - 1)
        self.held[clip.animation] = clip
        self._placed.pop(clip.animation, None)
        self._shown = ""

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
        frames = self._placed.get(component.current_animation)
        return frames[index] if frames and index is not None and index < len(frames) else None

    def _settle(self, component: AnimationComponentLike) -> None:
        """When another animation plays, or the sprite was resized: its file and size become the sprite's."""
        name, sprite = component.current_animation or "", self.sprite
        clip = self.held.get(name)
        if clip is None or sprite is None:
            return
        if name == self._shown and not self._resized(sprite, clip):
            return
        self._shown = name
        sprite.width, sprite.height = _times(clip.size, self.still.scale)
        self._set_texture(sprite, self.texture_of(clip))
        animation = component.animations[name]
        self._placed = {name: [self._place(frame.sprite, clip.still_offset) for frame in animation.frames]}

    def _resized(self, sprite: SpriteLike, clip: AppliedClip) -> bool:
        size = (sprite.width, sprite.height)
        if size == _times(clip.size, self.still.scale):
            return False
        scale = (size[0] / clip.size[0], size[1] / clip.size[1])
        self.still = Still(self.still.texture, self.still.size, scale)
        return True

    def _place(self, frame: pygame.Surface, offset: tuple[int, int]) -> pygame.Surface:
        """The frame as the renderer has to get it; in a cell of the grid the engine scales by itself."""
        sprite = self.sprite
        if sprite is None or self.entity.get_component(self.engine.grid_position) is not None:
            return frame
        claimed = (sprite.width, sprite.height)
        return PlacedFrame.of(
            frame, scale=self.still.scale, still=self.still.drawn, offset=offset, claimed=claimed
        )

    def _set_texture(self, sprite: SpriteLike, texture: str) -> PrivateTexture:
        self._forget_key()
        self._key = PrivateTexture(texture)
        sprite.texture = self._key
        return self._key

    def _forget_key(self) -> None:
        if self._key is not None:
            self.renderer._sprite_cache.pop(self._key, None)
            self._key = None

    def _publish(self, picture: pygame.Surface | None) -> None:
        sprite = self.sprite
        if picture is None or sprite is None:
            self.leave_texture()
            return
        key = self._key
        if key is None or sprite.texture is not key:
            key = self._set_texture(sprite, str(sprite.texture))
        self.renderer._sprite_cache[key] = picture

    def leave_texture(self) -> None:
        """Nothing of ours to show: the engine's own picture of the same file."""
        sprite = self.sprite
        if sprite is not None and self._key is not None and sprite.texture is self._key:
            sprite.texture = str(self._key)
        self._forget_key()


def _times(size: tuple[int, int], scale: tuple[float, float]) -> tuple[int, int]:
    return max(1, round(size[0] * scale[0])), max(1, round(size[1] * scale[1]))


def _state(component: AnimationComponentLike | None) -> ComponentState | None:
    if component is None:
        return None
    return ComponentState(
        dict(component.animations),
        component.current_animation,
        component.current_frame,
        component.time_in_frame,
        component.playing,
        component.speed,
    )
