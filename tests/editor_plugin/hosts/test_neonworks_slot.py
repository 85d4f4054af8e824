"""The five names that the editor knows."""

import pygame
import pytest
from neonworks_editor.hosts.neonworks_slot import Slot

from tests.fakes.neonworks_editors import Guest


@pytest.fixture(autouse=True)
def _display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.init()
    pygame.display.set_mode((32, 32))
    pygame.event.clear()


def test_the_editor_opens_draws_and_closes_it() -> None:
    slot = Slot(guest := Guest(), saw_first=False)
    slot.toggle()
    assert slot.visible
    slot.visible = True
    slot.update(0.1)
    slot.render(pygame.Surface((1, 1)))
    slot.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a))
    assert guest.calls == ["beat", "draw", "event"]
    slot.visible = False
    assert not guest.visible


def test_it_looks_closed_while_events_pass() -> None:
    slot = Slot(guest := Guest(), saw_first=True)
    slot.toggle()
    slot.passing = True
    assert not slot.visible
    assert guest.visible
    slot.passing = False
    slot.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a))
    assert guest.calls == []


def test_closing_the_window_is_sent_again_with_the_panel_closed() -> None:
    slot = Slot(guest := Guest(), saw_first=False)
    slot.toggle()
    slot.handle_event(pygame.event.Event(pygame.QUIT))
    assert not guest.visible
    assert [event.type for event in pygame.event.get(pygame.QUIT)] == [pygame.QUIT]
