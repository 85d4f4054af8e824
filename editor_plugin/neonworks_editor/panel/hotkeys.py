"""Key combinations as people write them (``ctrl+shift+e``), and the ones that the panel knows."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import pygame
from neonworks_protocol.errors import BadRequest

__all__ = ["Command", "KeyCombination", "command_of", "parse_keys"]

_MODIFIERS = {"ctrl": pygame.KMOD_CTRL | pygame.KMOD_META, "shift": pygame.KMOD_SHIFT, "alt": pygame.KMOD_ALT}
"""The command key of a Mac counts as ctrl."""


@dataclass(frozen=True)
class KeyCombination:
    """A key with exactly these modifiers."""

    key: int
    modifiers: frozenset[str]

    def matches(self, event: pygame.event.Event) -> bool:
        """Whether a KEYDOWN event is this combination."""
        held = {word for word, bits in _MODIFIERS.items() if event.mod & bits}
        return bool(event.key == self.key and held == self.modifiers)


@lru_cache(maxsize=64)
def parse_keys(text: str) -> KeyCombination:
    """``ctrl+k`` as a combination. Raises ``BadRequest`` that says what is wrong."""
    *modifiers, name = [word.strip().lower() for word in text.replace("++", "+plus").split("+")]
    unknown = [word for word in modifiers if word not in _MODIFIERS]
    if unknown:
        raise BadRequest(f"{text}: {unknown[0]!r} is no modifier; use ctrl, shift or alt")
    key = _NAMED.get(name) or _letter(name)
    if not key:
        raise BadRequest(f"{text}: {name!r} is no key; use a letter, a digit or f1 to f12")
    return KeyCombination(key, frozenset(modifiers))


_NAMED = {
    "enter": pygame.K_RETURN,
    "escape": pygame.K_ESCAPE,
    "space": pygame.K_SPACE,
    "plus": pygame.K_PLUS,
    "left": pygame.K_LEFT,
    "right": pygame.K_RIGHT,
    **{f"f{number}": pygame.K_F1 + number - 1 for number in range(1, 13)},
}


def _letter(name: str) -> int:
    """Key codes of printable ASCII keys are their characters."""
    return ord(name) if len(name) == 1 and name.isascii() and name.isprintable() else 0


class Command(Enum):
    """What a key combination does anywhere in the panel; the value is how it is written."""

    APPLY = "ctrl+enter"
    EXPORT = "ctrl+e"
    UNDO = "ctrl+z"
    REDO = "ctrl+y"
    PLAY = "space"
    ZOOM_IN = "+"
    ZOOM_OUT = "-"
    FIT = "0"
    STEP_BACK = ","
    STEP_ON = "."
    ONION = "o"
    JOINTS = "j"
    TAKE_1 = "1"
    TAKE_2 = "2"
    TAKE_3 = "3"
    TAKE_4 = "4"
    FIND = "ctrl+o"

    @property
    def plain(self) -> bool:
        """Whether it is a key that types something, and so is off while a text field has the focus."""
        return "ctrl" not in self.value


_ALSO = {
    Command.ZOOM_IN: (pygame.K_EQUALS, pygame.K_KP_PLUS),
    Command.ZOOM_OUT: (pygame.K_KP_MINUS,),
    Command.APPLY: (pygame.K_KP_ENTER,),
}


def command_of(event: pygame.event.Event, *, typing: bool) -> Command | None:
    """The command of a KEYDOWN event, if any; ``typing``: a text field has the focus."""
    if event.key == pygame.K_z and event.mod & pygame.KMOD_CTRL and event.mod & pygame.KMOD_SHIFT:
        return None if typing else Command.REDO
    return next((command for command in Command if _means(event, command, typing)), None)


def _means(event: pygame.event.Event, command: Command, typing: bool) -> bool:
    if typing and (command.plain or command in (Command.UNDO, Command.REDO)):
        return False
    wanted = parse_keys("plus" if command is Command.ZOOM_IN else command.value)
    held = {word for word, bits in _MODIFIERS.items() if event.mod & bits}
    if command is Command.ZOOM_IN:
        held.discard("shift")
    return event.key in (wanted.key, *_ALSO.get(command, ())) and held == wanted.modifiers
