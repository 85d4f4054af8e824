"""The look of an entity as a value: what Apply changes and Undo puts back."""

from __future__ import annotations

from dataclasses import dataclass

from neonworks_editor.hosts.neonworks_contract import (
    AnimationComponentLike,
    AnimationLike,
    Engine,
    EntityLike,
    SpriteLike,
)
from neonworks_editor.project.applied import AppliedClip

__all__ = [
    "ComponentState",
    "PerformerLook",
    "Still",
    "component_of",
    "forget_still",
    "new_component",
    "plain_tags",
    "remember_still",
    "sprite_of",
    "still_of",
]

_TAG = "animator-still:"
"""Tags are saved with an entity, so the picture it had before any animation is known after a reload."""


@dataclass(frozen=True, slots=True)
class Still:
    """The picture that the entity had before any animation: texture name, its size in pixels, and how large
    the entity is drawn for each of those pixels. ``known`` is False when it had to be guessed."""

    texture: str
    size: tuple[int, int]
    scale: tuple[float, float]
    known: bool = True

    @property
    def drawn(self) -> tuple[int, int]:
        """Its size on the map in world pixels."""
        return self.times(self.size)

    def times(self, size: tuple[int, int]) -> tuple[int, int]:
        """``size`` in pixels of a picture, as large as it is drawn."""
        return max(1, round(size[0] * self.scale[0])), max(1, round(size[1] * self.scale[1]))


@dataclass(frozen=True, slots=True)
class ComponentState:
    """The fields of an ``AnimationComponent``."""

    animations: dict[str, AnimationLike]
    current: str | None
    frame: int
    time: float
    playing: bool
    speed: float

    @classmethod
    def of(cls, component: AnimationComponentLike) -> ComponentState:
        """What ``component`` holds now."""
        return cls(
            dict(component.animations),
            component.current_animation,
            component.current_frame,
            component.time_in_frame,
            component.playing,
            component.speed,
        )

    def put_into(self, component: AnimationComponentLike) -> None:
        """Make ``component`` hold this."""
        component.animations.clear()
        component.animations.update(self.animations)
        component.current_animation = self.current
        component.current_frame, component.time_in_frame = self.frame, self.time
        component.playing, component.speed = self.playing, self.speed


@dataclass(frozen=True, slots=True)
class PerformerLook:
    """What ``show`` changes about an entity; ``component`` is None where there was none."""

    texture: str
    size: tuple[int, int]
    tags: frozenset[str]
    component: ComponentState | None
    held: dict[str, AppliedClip]

    @classmethod
    def of(cls, engine: Engine, entity: EntityLike, held: dict[str, AppliedClip]) -> PerformerLook | None:
        """The look of now; None for an entity without a sprite."""
        sprite, component = sprite_of(engine, entity), component_of(engine, entity)
        if sprite is None:
            return None
        state = ComponentState.of(component) if component is not None else None
        tags = frozenset(tag for tag in entity.tags if tag.startswith(_TAG))
        return cls(str(sprite.texture), (sprite.width, sprite.height), tags, state, dict(held))

    def put_into(self, engine: Engine, entity: EntityLike) -> None:
        """Give the entity this look, all but the pictures."""
        sprite, component = sprite_of(engine, entity), component_of(engine, entity)
        if sprite is not None:
            sprite.texture = self.texture
            sprite.width, sprite.height = self.size
        if self.component is None:
            entity.remove_component(engine.animation_component)
        else:
            if component is None:
                component = new_component(engine, entity)
            self.component.put_into(component)
        forget_still(entity)
        for tag in self.tags:
            entity.add_tag(tag)


def sprite_of(engine: Engine, entity: EntityLike) -> SpriteLike | None:
    """The entity's sprite, None when it has none."""
    found: SpriteLike | None = entity.get_component(engine.sprite)
    return found


def component_of(engine: Engine, entity: EntityLike) -> AnimationComponentLike | None:
    """The entity's animations, None when it has none."""
    found: AnimationComponentLike | None = entity.get_component(engine.animation_component)
    return found


def new_component(engine: Engine, entity: EntityLike) -> AnimationComponentLike:
    """Give the entity an empty animation component."""
    made: AnimationComponentLike = engine.animation_component()
    entity.add_component(made)
    return made


def still_of(entity: EntityLike) -> str | None:
    """The texture that the entity had before any animation, if that was noted."""
    tags = (tag for tag in entity.tags if tag.startswith(_TAG))
    return next((tag.removeprefix(_TAG) for tag in tags), None)


def plain_tags(entity: EntityLike) -> list[str]:
    """The entity's tags without ours, sorted."""
    return sorted(tag for tag in entity.tags if not tag.startswith(_TAG))


def remember_still(entity: EntityLike, texture: str) -> None:
    """Note the entity's picture, to be saved with it."""
    if still_of(entity) is None:
        entity.add_tag(_TAG + texture)


def forget_still(entity: EntityLike) -> None:
    """Take the note away."""
    for tag in [tag for tag in entity.tags if tag.startswith(_TAG)]:
        entity.remove_tag(tag)
