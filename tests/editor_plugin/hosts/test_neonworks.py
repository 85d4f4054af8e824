"""Attaching to a NeonWorks editor and leaving it, against the double and the engine."""

from typing import Any

import pygame
import pytest
from neonworks_editor.hosts.neonworks import Attached, attach
from neonworks_protocol.errors import BadRequest, Unavailable

from tests.fakes.neonworks_editors import Editor, StandIn, applied_clip, make_stand_in

SENTENCE = "Walk 10 - a=b? s0 é"


def attached(editor: Editor, **options: Any) -> tuple[Attached, StandIn]:
    made: list[StandIn] = []
    return attach(editor.ui, make_app=make_stand_in(made), **options), made[0]


def press(editor: Editor, key: int, text: str = "", mods: int = 0) -> None:
    pygame.key.set_mods(mods)
    editor.ui.handle_event(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mods, unicode=text))
    if text:
        editor.ui.handle_event(pygame.event.Event(pygame.TEXTINPUT, text=text))
    editor.ui.handle_event(pygame.event.Event(pygame.KEYUP, key=key, mod=mods))
    pygame.key.set_mods(0)


def type_text(editor: Editor, text: str) -> None:
    """As a keyboard does: ``?`` is Shift and the slash key."""
    for letter in text:
        shifted = {"?": pygame.K_SLASH}
        key = shifted.get(letter, ord(letter.lower()))
        held = pygame.KMOD_SHIFT if letter in shifted or letter.isupper() else 0
        press(editor, key, letter, held)


def traces(editor: Editor) -> dict[str, Any]:
    """Everything that a plugin can leave behind."""
    ui = editor.ui
    manager = ui.hotkey_manager
    return {
        "ui": {name: id(value) for name, value in vars(ui).items() if not isinstance(value, int | float)},
        "status": (ui.status_message, ui.status_color, ui.current_tool),
        "toolbar": set(vars(ui.workspace_toolbar)),
        "systems": [id(system) for system in editor.world._systems],
        "hotkeys": [(key.key, key.action, sorted(key.modifiers)) for key in manager.hotkeys],
        "conflicts": len(manager.conflicts),
        "enabled": manager.enabled,
        "tools": {kind: list(space.tools) for kind, space in ui.workspace_manager.workspaces.items()},
        "renderer": {name: id(value) for name, value in vars(editor.renderer).items()},
        "cache": dict(editor.renderer._sprite_cache),
        "sprites": {
            entity.id: (vars(editor.sprite(entity)).copy(), editor.animations(entity), set(entity.tags))
            for entity in editor.world.get_entities()
        },
    }


def test_detaching_leaves_no_trace(editor: Editor) -> None:
    entity = editor.entity()
    editor.map_picture()
    before = traces(editor)
    handle, app = attached(editor)
    clip = applied_clip(editor.folder)
    look = handle.adapter.remember(entity.id)
    assert look is not None
    handle.open()
    handle.adapter.show(entity.id, clip)
    handle.beat()
    handle.adapter.say("something of ours")
    handle.adapter.background()
    assert traces(editor) != before
    handle.adapter.restore(entity.id, look)
    handle.detach()
    assert traces(editor) == before
    assert app.stopped
    assert type(editor.sprite(entity).texture) is str


def test_an_applied_animation_stays_when_the_plugin_leaves(editor: Editor) -> None:
    entity = editor.entity()
    handle, _ = attached(editor)
    handle.adapter.show(entity.id, applied_clip(editor.folder))
    handle.detach()
    assert type(editor.sprite(entity).texture) is str
    assert editor.pixel(0, 0) == (255, 255, 0)
    assert not [key for key in editor.renderer._sprite_cache if type(key) is not str]


def test_attaching_twice_gives_the_same_attachment(editor: Editor) -> None:
    handle, _ = attached(editor)
    systems = len(editor.world._systems)
    made: list[StandIn] = []
    assert attach(editor.ui, make_app=make_stand_in(made)) is handle
    assert not made
    assert len(editor.world._systems) == systems


def test_detaching_twice_changes_nothing(editor: Editor) -> None:
    handle, _ = attached(editor)
    handle.detach()
    after = traces(editor)
    handle.detach()
    assert traces(editor) == after
    again, _ = attached(editor)
    assert again is not handle


def test_the_hotkey_the_toolbar_and_the_slot_open_the_panel(editor: Editor) -> None:
    _, app = attached(editor)
    press(editor, pygame.K_k, mods=pygame.KMOD_LCTRL)
    assert app.visible
    app.close()
    editor.ui.toggle_ai_animator()
    assert app.visible
    assert editor.ui.ai_animator.visible
    editor.ui.toggle_neonworks_animator()
    assert not app.visible


def test_a_sentence_arrives_as_it_was_typed(editor: Editor) -> None:
    handle, app = attached(editor)
    handle.open()
    type_text(editor, SENTENCE)
    assert app.text == SENTENCE
    assert not editor.ui.shortcuts_overlay.visible


def test_a_click_beside_the_panel_picks_the_entity_there(editor: Editor) -> None:
    handle, _ = attached(editor)
    entity = editor.entity()
    click = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(640, 360), button=1)
    editor.ui.handle_event(click)
    assert handle.adapter.selected() is None
    handle.open()
    editor.ui.handle_event(click)
    selected = handle.adapter.selected()
    assert selected is not None
    assert selected.id == entity.id


def test_function_keys_open_nothing_while_somebody_types(editor: Editor) -> None:
    handle, _ = attached(editor)
    panels = [panel for panel in vars(editor.ui).values() if hasattr(panel, "visible")]
    handle.open()
    before = [panel.visible for panel in panels]
    for key in range(pygame.K_F1, pygame.K_F12 + 1):
        press(editor, key)
        press(editor, key, mods=pygame.KMOD_LSHIFT)
    assert [panel.visible for panel in panels] == before


def test_an_editor_that_asks_no_toolbar_gives_events_to_the_slot(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(type(editor.ui.workspace_toolbar), "handle_event")
    handle, app = attached(editor)
    handle.open()
    event = pygame.event.Event(pygame.TEXTINPUT, text="é")
    assert editor.ui.ai_animator.visible
    editor.ui.ai_animator.handle_event(event)
    assert app.text == "é"


def test_hotkeys_come_back_when_the_panel_closes(editor: Editor) -> None:
    handle, _ = attached(editor)
    table = editor.ui.keybinds
    handle.open()
    assert not editor.ui.hotkey_manager.enabled
    handle.close()
    assert editor.ui.hotkey_manager.enabled
    assert editor.ui.keybinds is table


def test_the_window_can_be_closed_while_the_panel_is_open(editor: Editor) -> None:
    handle, app = attached(editor)
    handle.open()
    assert not editor.ui.handle_event(pygame.event.Event(pygame.QUIT))
    assert not app.visible


@pytest.mark.parametrize("broken", ["event", "tick", "render"])
def test_an_error_of_ours_is_one_line_and_the_editor_goes_on(editor: Editor, broken: str) -> None:
    said: list[str] = []
    handle, app = attached(editor, notify=said.append)
    handle.open()
    app.fails = broken
    times = iter(range(10_000))
    handle._clock = lambda: float(next(times))
    for _ in range(3):
        editor.ui.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a, mod=0, unicode="a"))
        editor.world.update(1 / 60)
        editor.ui.render()
    assert len(said) == 1
    assert f"{broken} is broken" in said[0]
    assert "\n" not in said[0]
    assert editor.ui.hotkey_manager.enabled


def test_a_panel_that_only_fails_is_closed(editor: Editor) -> None:
    handle, app = attached(editor)
    handle.open()
    app.fails = "render"
    for _ in range(40):
        editor.ui.render()
    assert not app.visible


def test_it_ticks_while_hidden_and_not_for_each_of_the_editors_updates(editor: Editor) -> None:
    now = [0.0]
    handle, app = attached(editor, clock=lambda: now[0])
    for _ in range(10):
        now[0] += 1 / 60
        for _ in range(4):
            editor.world.update(1 / 60)
    assert app.ticks == 10
    handle.detach()
    now[0] += 1
    editor.world.update(1 / 60)
    assert app.ticks == 10


def test_what_the_editor_drops_is_put_back(editor: Editor) -> None:
    handle, app = attached(editor)
    editor.world.clear()
    editor.ui.hotkey_manager.reset_to_defaults()
    handle.open()
    handle.close()
    handle._last_beat = float("-inf")
    editor.world.update(1 / 60)
    assert app.ticks
    press(editor, pygame.K_k, mods=pygame.KMOD_LCTRL)
    assert app.visible


def test_only_an_editor_with_a_renderer_will_do(editor: Editor) -> None:
    renderer, editor.ui.renderer = editor.ui.renderer, None
    with pytest.raises(Unavailable, match="renderer"):
        attached(editor)
    editor.ui.renderer = renderer
    with pytest.raises(BadRequest, match="MasterUIManager"):
        attach(editor.world)


def test_a_failed_attachment_leaves_no_trace(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = traces(editor)

    def refuse(*_: object) -> None:
        raise RuntimeError("no more systems")

    monkeypatch.setattr(editor.world, "add_system", refuse)
    with pytest.raises(RuntimeError):
        attached(editor)
    assert traces(editor) == before
