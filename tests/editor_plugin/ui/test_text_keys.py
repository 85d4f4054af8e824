"""The keys that everybody knows from text fields."""

import sys

import pygame
import pytest
from neonworks_editor.ui.text_keys import Command, command_of, move_of, removal_of
from neonworks_editor.ui.text_model import Step

_MAC = sys.platform == "darwin"
_MAIN = pygame.KMOD_LMETA if _MAC else pygame.KMOD_LCTRL
_WORDS = pygame.KMOD_LALT if _MAC else pygame.KMOD_LCTRL


def _press(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod)


@pytest.mark.parametrize(
    ("key", "mod", "command"),
    [
        (pygame.K_a, _MAIN, Command.SELECT_ALL),
        (pygame.K_c, _MAIN, Command.COPY),
        (pygame.K_x, _MAIN, Command.CUT),
        (pygame.K_v, _MAIN, Command.PASTE),
        (pygame.K_z, _MAIN, Command.UNDO),
        (pygame.K_y, _MAIN, Command.REDO),
        (pygame.K_z, _MAIN | pygame.KMOD_LSHIFT, Command.REDO),
        (pygame.K_INSERT, pygame.KMOD_LSHIFT, Command.PASTE),
        (pygame.K_DELETE, pygame.KMOD_LSHIFT, Command.CUT),
        (pygame.K_a, 0, None),
        (pygame.K_b, _MAIN, None),
    ],
)
def test_commands(key: int, mod: int, command: Command | None) -> None:
    assert command_of(_press(key, mod)) is command


@pytest.mark.skipif(_MAC, reason="the Mac has no AltGr")
def test_alt_gr_types_characters() -> None:
    assert command_of(_press(pygame.K_v, pygame.KMOD_LCTRL | pygame.KMOD_RALT)) is None


def test_steps() -> None:
    assert move_of(_press(pygame.K_LEFT)) is Step.LEFT
    assert move_of(_press(pygame.K_RIGHT, _WORDS)) is Step.WORD_RIGHT
    assert move_of(_press(pygame.K_UP)) is None
    assert removal_of(_press(pygame.K_BACKSPACE)) is Step.LEFT
    assert removal_of(_press(pygame.K_DELETE, _WORDS)) is Step.WORD_RIGHT
    assert removal_of(_press(pygame.K_a)) is None
