"""The joints drawn over a still: which one is chosen, and moving it by pointer or keys."""

from collections.abc import Callable, Mapping

import pygame

from neonworks_editor.panel.joints import BONES, Joints, Point, joint_side
from neonworks_editor.ui.stage import Stage

__all__ = ["JointLayer"]

_NUDGE = 0.5
"""Pixels of the still that an arrow key moves a joint: finer places cannot be told apart."""
_SIDES = {-1: (250, 190, 80), 0: (235, 238, 245), 1: (120, 190, 255)}
"""Colours of the character's left, middle and right; with a rim they show on any pixels."""
_RIM = (16, 17, 20)
_CHOSEN = (255, 255, 255)


class JointLayer:
    """``on_joint`` hears a joint's name and its new place in the still, on half pixels and inside of it."""

    def __init__(self, on_joint: Callable[[str, Point], None]) -> None:
        self._on_joint = on_joint
        self.chosen: str | None = None
        self.held = False
        """Whether the chosen joint follows the pointer."""

    def press(self, name: str | None) -> None:
        """The pointer went down on a joint, or beside all of them."""
        self.chosen, self.held = name, name is not None

    def drag(self, point: Point, size: tuple[int, int]) -> None:
        """The held joint is now at ``point`` of a still of that size."""
        if self.chosen is not None:
            self._on_joint(self.chosen, _inside(point, size))

    def nudge(self, joints: Joints, step: tuple[int, int], size: tuple[int, int]) -> bool:
        """Move the chosen joint by half a pixel; false when none is chosen."""
        if self.chosen is None or self.chosen not in joints:
            return False
        x, y = joints[self.chosen]
        self._on_joint(self.chosen, _inside((x + step[0] * _NUDGE, y + step[1] * _NUDGE), size))
        return True

    def choose(self, joints: Joints, step: int) -> None:
        """Choose the next joint by name, or the one before."""
        names = sorted(joints)
        if names:
            at = names.index(self.chosen) + step if self.chosen in names else 0
            self.chosen = names[at % len(names)]

    def draw(self, surface: pygame.Surface, stage: Stage, places: Mapping[str, tuple[int, int]]) -> None:
        """Draw bones and joints at these places of the surface."""
        px = stage.theme.px
        for one, other in BONES:
            if one in places and other in places:
                pygame.draw.line(surface, _RIM, places[one], places[other], px(4))
                pygame.draw.line(surface, _SIDES[joint_side(other)], places[one], places[other], px(2))
        for name, place in places.items():
            grip = px(7 if name == self.chosen else 5)
            stage.shapes.disc(surface, place, grip + px(2), _RIM)
            stage.shapes.disc(
                surface, place, grip, _CHOSEN if name == self.chosen else _SIDES[joint_side(name)]
            )


def _inside(point: Point, size: tuple[int, int]) -> Point:
    x, y = (max(0.0, min(float(most), round(at * 2) / 2)) for at, most in zip(point, size, strict=True))
    return x, y
