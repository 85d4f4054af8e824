"""Animations that nothing in the editor plays. The stock system's traps are in ``AnimationSystem``."""

from dataclasses import dataclass, field
from typing import Any

import pygame

__all__ = ["Animation", "AnimationComponent", "AnimationFrame", "AnimationSystem"]


@dataclass
class AnimationFrame:
    sprite: pygame.Surface
    duration: float


@dataclass
class Animation:
    name: str
    frames: list[AnimationFrame]
    loop: bool = True


@dataclass
class AnimationComponent:
    current_animation: str | None = None
    animations: dict[str, Any] = field(default_factory=dict)
    current_frame: int = 0
    time_in_frame: float = 0.0
    playing: bool = True
    speed: float = 1.0

    def play(self, name: str, restart: bool = True) -> None:
        if name in self.animations and (restart or name != self.current_animation):
            self.current_animation, self.playing = name, True
            self.current_frame, self.time_in_frame = 0, 0.0


class AnimationSystem:
    """Raises where an animation became shorter, hangs on durations of 0, forgets the last frame."""

    def update_animation(self, component: AnimationComponent, dt: float) -> pygame.Surface | None:
        animation: Animation | None = component.animations.get(component.current_animation or "")
        if animation is None or not animation.frames:
            return None
        if not component.playing:
            return animation.frames[0].sprite
        component.time_in_frame += dt * component.speed
        while component.time_in_frame >= animation.frames[component.current_frame].duration:
            component.time_in_frame -= animation.frames[component.current_frame].duration
            component.current_frame += 1
            if component.current_frame == len(animation.frames):
                component.current_frame = 0 if animation.loop else component.current_frame - 1
                component.playing = animation.loop
                if not animation.loop:
                    break
        return animation.frames[component.current_frame].sprite
