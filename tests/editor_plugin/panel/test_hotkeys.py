"""Combinations are read as people write them, and typing never triggers a plain key."""

import pygame
import pytest
from neonworks_editor.panel.hotkeys import Command, KeyCombination, command_of, parse_keys
from neonworks_protocol.errors import BadRequest


def _down(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, {"key": key, "mod": mod, "unicode": ""})


@pytest.mark.parametrize(
    ("text", "key", "modifiers"),
    [
        ("ctrl+k", pygame.K_k, {"ctrl"}),
        ("Ctrl + Shift + F11", pygame.K_F11, {"ctrl", "shift"}),
        ("alt+enter", pygame.K_RETURN, {"alt"}),
        ("ctrl++", pygame.K_PLUS, {"ctrl"}),
    ],
)
def test_combinations_are_read(text: str, key: int, modifiers: set[str]) -> None:
    assert parse_keys(text) == KeyCombination(key, frozenset(modifiers))


@pytest.mark.parametrize("text", ["", "ctrl+", "hyper+k", "ctrl+nosuch", "é"])
def test_others_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(BadRequest, match="use "):
        parse_keys(text)


def test_a_combination_wants_exactly_its_modifiers() -> None:
    keys = parse_keys("ctrl+k")
    assert keys.matches(_down(pygame.K_k, pygame.KMOD_LCTRL))
    assert keys.matches(_down(pygame.K_k, pygame.KMOD_LCTRL | pygame.KMOD_NUM))
    assert not keys.matches(_down(pygame.K_k))
    assert not keys.matches(_down(pygame.K_k, pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT))


def test_every_command_has_keys_of_its_own() -> None:
    keys = [parse_keys(c.value) if c is not Command.ZOOM_IN else None for c in Command]
    assert len(set(keys)) == len(Command)


@pytest.mark.parametrize("command", [c for c in Command if c.plain])
def test_plain_keys_are_off_while_typing(command: Command) -> None:
    key = pygame.K_PLUS if command is Command.ZOOM_IN else parse_keys(command.value).key
    assert command_of(_down(key), typing=False) is command
    assert command_of(_down(key), typing=True) is None


def test_text_fields_keep_their_own_undo() -> None:
    undo = _down(pygame.K_z, pygame.KMOD_LCTRL)
    assert command_of(undo, typing=True) is None
    assert command_of(undo, typing=False) is Command.UNDO
    redo = _down(pygame.K_z, pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT)
    assert command_of(redo, typing=False) is Command.REDO


def test_apply_works_while_typing() -> None:
    assert command_of(_down(pygame.K_RETURN, pygame.KMOD_RCTRL), typing=True) is Command.APPLY
    assert command_of(_down(pygame.K_KP_ENTER, pygame.KMOD_RCTRL), typing=True) is Command.APPLY


def test_plus_needs_no_shift_key() -> None:
    assert command_of(_down(pygame.K_EQUALS, pygame.KMOD_LSHIFT), typing=False) is Command.ZOOM_IN
