"""The shell around a NeonWorks editor, against the double and the engine."""

from collections.abc import Callable
from typing import Any

import pygame
import pytest
from neonworks_editor.hosts.neonworks import attach
from neonworks_editor.hosts.neonworks_shell import Shell
from neonworks_editor.hosts.neonworks_toasts import ToastBoard

from tests.fakes.neonworks_editors import Editor, StandIn, make_stand_in


class Shelled:
    """An editor whose main loop asks our shell; ``frame`` does what one turn of the loop does."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        made: list[StandIn] = []
        self.toasts = ToastBoard(pygame.font.Font(None, 20))
        self.keys: list[Any] = []
        self.attached = attach(editor.ui, make_app=make_stand_in(made), shell=True, notify=self.toasts.say)
        self.app = made[0]
        self.shell = Shell(editor.ui, editor.renderer, self.attached, self.toasts, keys=self._key)
        self.engine = editor.application.engine
        self.engine.attach_ui_manager(self.shell, lambda: (0.0, 0.0))
        self.engine.running = True

    def _key(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.KEYDOWN and event.key == pygame.K_s and event.mod & pygame.KMOD_CTRL:
            self.keys.append(event)
            return True
        return False

    def frame(self, *events: pygame.event.Event) -> None:
        pygame.event.clear()
        for event in events:
            pygame.event.post(event)
        self.engine._fixed_update(1 / 60)
        self.engine._render()

    def click(self, x: int, y: int) -> None:
        self.frame(
            pygame.event.Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0)),
            pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1),
            pygame.event.Event(pygame.MOUSEBUTTONUP, pos=(x, y), button=1),
        )

    def press(self, key: int, text: str = "", mod: int = 0) -> None:
        pygame.key.set_mods(mod)
        self.frame(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=text))
        pygame.key.set_mods(0)

    def colour(self, x: int, y: int) -> tuple[int, ...]:
        return tuple(self.editor.renderer.screen.get_at((x, y)))[:3]


@pytest.fixture
def shelled(editor: Editor) -> Shelled:
    return Shelled(editor)


def test_the_window_shows_the_map_and_the_editor(shelled: Shelled, monkeypatch: pytest.MonkeyPatch) -> None:
    flips: list[bool] = []
    monkeypatch.setattr(shelled.editor.renderer, "present", lambda: flips.append(True))
    shelled.editor.entity()
    shelled.frame()
    assert shelled.colour(640, 360) == (255, 0, 0)
    assert shelled.colour(640, 250) != (0, 0, 0)
    assert shelled.colour(400, 20) != shelled.colour(405, 365)
    assert flips == [True]


def test_closing_the_window_works_with_the_panel_open(shelled: Shelled) -> None:
    shelled.attached.open()
    shelled.frame(pygame.event.Event(pygame.QUIT))
    assert not shelled.engine.running
    assert not shelled.app.visible


def test_closing_the_window_works_with_a_panel_that_swallows_everything(shelled: Shelled) -> None:
    shelled.editor.ui.autotile_editor.visible = True
    shelled.frame(pygame.event.Event(pygame.QUIT))
    assert not shelled.engine.running


@pytest.mark.parametrize("panel", ["level_builder", "quest_editor", "debug_console"])
def test_a_stock_panel_that_fails_is_closed_and_named(shelled: Shelled, panel: str) -> None:
    getattr(shelled.editor.ui, panel).visible = True
    shelled.frame()
    assert not getattr(shelled.editor.ui, panel).visible
    assert len(shelled.toasts.lines) == 1
    assert panel.replace("_", " ") in shelled.toasts.lines[0]
    shelled.frame()
    assert len(shelled.toasts.lines) == 1


def test_other_panels_stay_open_when_one_fails(shelled: Shelled) -> None:
    ui = shelled.editor.ui
    ui.autotile_editor.visible = ui.level_builder.visible = True
    shelled.frame()
    assert ui.autotile_editor.visible
    assert not ui.level_builder.visible


def test_the_editors_own_crash_at_a_click_is_survived(shelled: Shelled) -> None:
    shelled.frame()
    pygame.key.set_mods(pygame.KMOD_LCTRL)
    shelled.click(300, 400)
    assert shelled.toasts.lines
    assert "entities" in shelled.toasts.lines[0]


def test_the_panel_sees_events_before_the_hotkeys(shelled: Shelled) -> None:
    shelled.attached.open()
    sentence = "0-="
    for letter in sentence:
        shelled.press(ord(letter), letter)
        shelled.frame(pygame.event.Event(pygame.TEXTINPUT, text=letter))
    assert shelled.app.text == sentence


def test_what_the_panel_leaves_reaches_the_editor(shelled: Shelled) -> None:
    """The editor swallows every event while its animator's slot is visible."""
    seen: list[int] = []
    shelled.engine.input_manager = Listener(seen)
    shelled.attached.open()
    entity = shelled.editor.entity()
    shelled.frame()
    shelled.click(640, 360)
    selected = shelled.attached.adapter.selected()
    assert selected is not None
    assert selected.id == entity.id
    shelled.click(300, 400)
    assert shelled.attached.adapter.selected() is None


class Listener:
    """The engine's input manager, as far as the main loop needs it."""

    def __init__(self, seen: list[int]) -> None:
        self._seen = seen

    def process_event(self, event: pygame.event.Event) -> None:
        self._seen.append(event.type)

    def update(self, dt: float) -> None:
        """Nothing is polled."""


def test_ctrl_k_opens_and_the_panel_is_drawn_over_the_editor(shelled: Shelled) -> None:
    shelled.frame()
    before = shelled.colour(1000, 400)
    shelled.press(pygame.K_k, mod=pygame.KMOD_LCTRL)
    assert shelled.app.visible
    assert shelled.colour(1000, 400) == (70, 20, 90) != before


def test_keys_of_the_window_work_while_somebody_types(shelled: Shelled) -> None:
    shelled.press(pygame.K_s, mod=pygame.KMOD_LCTRL)
    assert len(shelled.keys) == 1
    shelled.attached.open()
    shelled.press(pygame.K_s, mod=pygame.KMOD_LCTRL)
    assert len(shelled.keys) == 2
    shelled.press(pygame.K_s, "s")
    assert len(shelled.keys) == 2


def test_the_window_goes_on_when_the_plugin_is_detached(shelled: Shelled) -> None:
    shelled.attached.open()
    shelled.attached.detach()
    shelled.frame()
    shelled.press(pygame.K_k, mod=pygame.KMOD_LCTRL)
    shelled.click(640, 360)
    assert not shelled.app.visible
    assert shelled.app.ticks == 0
    shelled.frame(pygame.event.Event(pygame.QUIT))
    assert not shelled.engine.running


def test_the_selected_entity_is_marked(shelled: Shelled) -> None:
    shelled.editor.entity()
    shelled.frame()
    plain = shelled.editor.renderer.screen.copy()
    shelled.click(640, 360)
    marked = shelled.editor.renderer.screen
    assert plain.get_at((640, 360 - 20)) != marked.get_at((640, 360 - 20))


def test_it_ticks_once_a_frame_however_many_steps_there_are(shelled: Shelled) -> None:
    now = [0.0]
    shelled.attached._clock = lambda: now[0]
    shelled.attached._last_beat = -1.0
    step: Callable[[float], None] = shelled.engine._fixed_update
    for _ in range(10):
        now[0] += 1 / 60
        for _ in range(5):
            step(1 / 60)
        shelled.engine._render()
    assert shelled.app.ticks == 10


def test_a_thousand_frames_with_everything_open(shelled: Shelled) -> None:
    ui = shelled.editor.ui
    shelled.attached.open()
    shelled.editor.entity()
    for number in range(1000):
        if number % 100 == 0:
            ui.level_builder.visible = ui.quest_editor.visible = True
        if number % 10 == 0:
            shelled.click(5 * (number % 170), 130 + number % 500)
        else:
            shelled.engine._fixed_update(1 / 60)
    assert shelled.engine.running
    assert shelled.app.visible
