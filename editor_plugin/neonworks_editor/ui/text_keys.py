"""The keys of text fields: which press moves, deletes, copies. Those of the Mac too (Command, Option)."""

import sys
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

import pygame

from neonworks_editor.ui.text_model import Step

__all__ = ["Command", "command_of", "move_of", "removal_of"]


class Command(Enum):
    """What Ctrl (Command on the Mac) and a letter do."""

    SELECT_ALL = "select all"
    COPY = "copy"
    CUT = "cut"
    PASTE = "paste"
    UNDO = "undo"
    REDO = "redo"


_LETTERS: Mapping[int, Command] = MappingProxyType(
    {
        pygame.K_a: Command.SELECT_ALL,
        pygame.K_c: Command.COPY,
        pygame.K_x: Command.CUT,
        pygame.K_v: Command.PASTE,
        pygame.K_z: Command.UNDO,
        pygame.K_y: Command.REDO,
    }
)
_MOVES: Mapping[int, tuple[Step, Step]] = MappingProxyType(
    {
        pygame.K_LEFT: (Step.LEFT, Step.WORD_LEFT),
        pygame.K_RIGHT: (Step.RIGHT, Step.WORD_RIGHT),
    }
)
_REMOVALS: Mapping[int, tuple[Step, Step]] = MappingProxyType(
    {
        pygame.K_BACKSPACE: (Step.LEFT, Step.WORD_LEFT),
        pygame.K_DELETE: (Step.RIGHT, Step.WORD_RIGHT),
    }
)


def _mac() -> bool:
    return sys.platform == "darwin"


def _main(mod: int) -> bool:
    """Whether the key that makes commands is held, and not AltGr, which types characters."""
    if _mac():
        return bool(mod & pygame.KMOD_META)
    return bool(mod & pygame.KMOD_CTRL) and not mod & (pygame.KMOD_ALT | pygame.KMOD_MODE)


def _by_words(mod: int) -> bool:
    return bool(mod & (pygame.KMOD_ALT if _mac() else pygame.KMOD_CTRL))


def command_of(event: pygame.event.Event) -> Command | None:
    """The command of a key press; Shift with the one for undo means redo, Ctrl/Shift+Insert work too."""
    shift = bool(event.mod & pygame.KMOD_SHIFT)
    if event.key == pygame.K_INSERT:
        return Command.PASTE if shift else Command.COPY if _main(event.mod) else None
    if event.key == pygame.K_DELETE and shift:
        return Command.CUT
    found = _LETTERS.get(event.key) if _main(event.mod) else None
    return Command.REDO if found is Command.UNDO and shift else found


def move_of(event: pygame.event.Event) -> Step | None:
    """Where a key press moves the caret within its line or by words; None for other keys."""
    steps = _MOVES.get(event.key)
    return steps[_by_words(event.mod)] if steps else None


def removal_of(event: pygame.event.Event) -> Step | None:
    """What a key press deletes when nothing is selected; None for other keys."""
    steps = _REMOVALS.get(event.key)
    return steps[_by_words(event.mod)] if steps else None
