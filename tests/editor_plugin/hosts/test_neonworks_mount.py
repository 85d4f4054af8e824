"""What is put into an editor, piece by piece."""

import pygame
import pytest
from neonworks_editor.hosts.neonworks_mount import ACTION, TOOL_ID, Heart, Mount
from neonworks_editor.hosts.neonworks_slot import Slot
from neonworks_protocol.errors import BadRequest

from tests.fakes.neonworks_editors import Editor, Guest


def mounted(editor: Editor, guest: Guest, open_key: str = "ctrl+k") -> Mount:
    def first_look(event: pygame.event.Event) -> bool:
        return guest.visible and guest.event(event)

    return Mount(editor.ui, Slot(guest, saw_first=True), Heart(guest.beat), first_look, open_key)


def test_another_key_can_open_it(editor: Editor) -> None:
    mounted(editor, guest := Guest(), "ctrl+f8")
    pygame.key.set_mods(pygame.KMOD_LCTRL)
    editor.ui.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F8, mod=pygame.KMOD_LCTRL))
    pygame.key.set_mods(0)
    assert guest.visible


def test_a_key_that_is_none_is_refused_and_nothing_stays(editor: Editor) -> None:
    stock = editor.ui.ai_animator
    with pytest.raises(BadRequest, match="nokey"):
        mounted(editor, Guest(), "ctrl+nokey")
    assert editor.ui.ai_animator is stock


def test_a_key_that_is_taken_is_no_lasting_conflict(editor: Editor) -> None:
    manager = editor.ui.hotkey_manager
    before = (list(manager.hotkeys), list(manager.conflicts))
    mount = mounted(editor, Guest(), "shift+f7")
    assert len(manager.hotkeys) == len(before[0]) + 1
    mount.remove()
    assert (list(manager.hotkeys), list(manager.conflicts)) == before


def test_events_are_seen_before_the_editor_sees_them(editor: Editor) -> None:
    mounted(editor, guest := Guest())
    guest.visible = True
    editor.ui.shortcuts_overlay.visible = False
    assert editor.ui.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F1, mod=0))
    assert guest.calls == ["event"]
    assert not editor.ui.debug_console.visible


def test_the_toolbar_has_a_button_that_the_editor_can_draw_and_click(editor: Editor) -> None:
    mount = mounted(editor, guest := Guest())
    spaces = editor.ui.workspace_manager.workspaces
    tools = [tool for space in spaces.values() for tool in space.tools if tool.id == TOOL_ID]
    assert [tool.toggle_method for tool in tools] == [ACTION]
    editor.ui.workspace_toolbar.render()
    getattr(editor.ui, ACTION)()
    assert guest.visible
    mount.remove()
    assert not hasattr(editor.ui, ACTION)


def test_an_open_stock_panel_is_closed_meanwhile(editor: Editor) -> None:
    stock = editor.ui.ai_animator
    stock.visible = True
    mount = mounted(editor, Guest())
    assert not stock.visible
    mount.remove()
    assert stock.visible
    assert editor.ui.ai_animator is stock


def test_the_heart_follows_the_editor_into_another_world(editor: Editor) -> None:
    mount = mounted(editor, guest := Guest())
    old = editor.ui.world
    editor.ui.world = type(old)()
    mount.keep()
    old.update(1 / 60)
    assert guest.calls == []
    editor.ui.world.update(1 / 60)
    assert guest.calls == ["beat"]
    mount.remove()
    editor.ui.world.update(1 / 60)
    assert guest.calls == ["beat"]


def test_somebody_elses_panel_in_the_slot_is_left_there(editor: Editor) -> None:
    mount = mounted(editor, Guest())
    editor.ui.ai_animator = other = Guest()
    mount.remove()
    assert editor.ui.ai_animator is other
