"""The panel in a host's loop: opening, typing, keys, files dropped, clicks on the map, and going away."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from neonworks_editor.client.states import ClientState
from neonworks_editor.panel.app import EXAMPLE_TEXT
from neonworks_editor.panel.panel import Page
from neonworks_editor.panel.preview_view import PreviewView
from neonworks_editor.panel.recording import RecordedEvent
from neonworks_editor.panel.settings import EditorSettings, ThemeChoice
from neonworks_editor.studio.state import StudioState
from neonworks_editor.ui.text_field import TextField
from neonworks_protocol.vocabulary import Action

from tests.fakes.panel_lab import PanelLab

MakeLab = Callable[..., PanelLab]


def test_the_first_start_shows_something_that_moves(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(fill=True))
    lab.frames(10)
    assert lab.app.studio.settings.text == EXAMPLE_TEXT
    assert lab.app.studio.line.state is StudioState.UP_TO_DATE
    shots = set()
    for _ in range(60):
        lab.frames()
        view = lab.find("preview", PreviewView).view
        shots.add(view.shot.key if view.shot else "")
    assert len(shots) > 3
    assert "" not in shots


def test_the_example_is_shown_once(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(fill=True))
    assert lab.settings.current.seen_first_run
    again = make_lab(settings=lab.settings.current)
    assert again.app.studio.settings.text == ""


def test_typing_needs_no_click_and_replaces_the_example(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(fill=True))
    lab.enter("run é 10 - a=b? s0")
    assert lab.app.studio.settings.text == "run é 10 - a=b? s0"
    assert lab.daemon.submitted[-1].text == "run é 10 - a=b? s0"


def test_keys_belong_to_the_host_unless_somebody_types(lab: PanelLab) -> None:
    assert lab.host.typing
    lab.press("escape")
    assert not lab.host.typing
    lab.click("prompt")
    assert lab.host.typing
    lab.app.close()
    assert not lab.host.typing


def test_escape_leaves_the_field_then_closes_the_panel(lab: PanelLab) -> None:
    assert lab.app.root.wants_text
    assert lab.press("escape")
    assert lab.app.visible and not lab.app.root.wants_text
    assert lab.press("escape")
    assert not lab.app.visible


def test_where_nothing_is_behind_the_panel_escape_does_not_close_it(make_lab: MakeLab) -> None:
    lab = make_lab(closes=False)
    assert lab.press("escape")
    assert not lab.press("escape")
    assert lab.app.visible
    assert not lab.shown("close")


def test_the_hotkey_opens_and_closes(make_lab: MakeLab) -> None:
    lab = make_lab(opened=False)
    assert not lab.press("a")
    assert lab.press("k", "ctrl") and lab.app.visible
    assert lab.press("k", "ctrl") and not lab.app.visible


def test_hidden_it_draws_nothing_and_goes_on_working(make_lab: MakeLab) -> None:
    lab = make_lab(opened=False)
    lab.screen.fill((1, 2, 3))
    lab.app.studio.open_sprite(lab.root_folder / "slime.png")
    lab.app.studio.set_text("walk")
    lab.frames(20)
    assert lab.app.studio.line.state is StudioState.UP_TO_DATE
    assert {tuple(lab.screen.get_at((x, 300)))[:3] for x in range(0, 1280, 40)} == {(1, 2, 3)}


def test_single_keys_work_only_while_nobody_types(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.press("space")
    assert lab.app.panel.stage.playing
    lab.press("escape")
    lab.press("space")
    assert not lab.app.panel.stage.playing
    before = lab.find("preview", PreviewView).camera.zoom
    lab.press("=", "shift")
    assert lab.find("preview", PreviewView).camera.zoom > before


def test_undo_takes_back_the_last_change(lab: PanelLab) -> None:
    lab.press("escape")
    lab.click("preset-run")
    lab.click("preset-jump")
    lab.press("z", "ctrl")
    assert lab.app.studio.settings.actions == (Action.RUN,)
    lab.press("y", "ctrl")
    assert lab.app.studio.settings.actions == (Action.JUMP,)


def test_a_dropped_picture_is_animated(lab: PanelLab) -> None:
    lab.enter("walk")
    path = lab.root_folder / "slime.png"
    assert lab.play([RecordedEvent(t=0, event="DROPFILE", file=str(path))]) == [True]
    sprite = lab.app.studio.settings.sprite
    assert sprite is not None and sprite.path == path
    lab.play([RecordedEvent(t=0, event="DROPFILE", file=str(lab.folder / "notes.txt"))])
    assert any("notes.txt is no picture" in text for text in lab.texts())


def test_somebody_on_the_map_is_chosen_by_a_click(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(panel_width=420))
    lab.click("pick")
    figure = next(e for e in lab.host.entities() if e.screen_rect.x + 20 < lab.app.area.x)
    rect = pygame.Rect(*figure.screen_rect)
    event = pygame.event.Event(pygame.MOUSEBUTTONDOWN, {"pos": rect.center, "button": 1})
    assert lab.app.handle_event(event)
    lab.frames(3)
    sprite = lab.app.studio.settings.sprite
    assert sprite is not None and sprite.entity == figure.id
    assert not lab.app.handle_event(event), "the next click is the host's again"


def test_whoever_the_host_picks_is_animated(lab: PanelLab) -> None:
    other = lab.host.entities()[-1]
    lab.host.select(other.id)
    lab.frames(3)
    sprite = lab.app.studio.settings.sprite
    assert sprite is not None and (sprite.entity, sprite.path) == (other.id, other.sprite_path)


def test_the_edge_of_the_docked_panel_drags(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(panel_width=500))
    area = lab.app.area
    assert (area.right, area.width, area.height) == (1280, 500, 720)
    for kind, x in ((pygame.MOUSEBUTTONDOWN, 780), (pygame.MOUSEMOTION, 700), (pygame.MOUSEBUTTONUP, 700)):
        event = pygame.event.Event(kind, {"pos": (x, 300), "button": 1, "rel": (0, 0), "buttons": (1, 0, 0)})
        assert lab.app.handle_event(event)
        lab.frames(1)
    assert lab.app.area.width == 580
    assert lab.settings.current.panel_width == 580


def test_theme_and_scale_change_at_once(lab: PanelLab) -> None:
    dark = lab.screen.get_at((5, 400))
    lab.app.panel.page = Page.SETTINGS
    lab.frames(2)
    lab.click("theme", part=(0.75, 0.5))
    lab.click("scale", part=(0.6, 0.5))
    assert (lab.settings.current.theme, lab.settings.current.scale) == (ThemeChoice.LIGHT, 1.5)
    assert lab.app.root.theme.scale == 1.5
    assert lab.screen.get_at((5, 400)) != dark


def test_a_daemon_that_is_gone_is_said_in_words(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.daemon.go(ClientState.RETRYING, "the daemon does not answer; it is started again")
    lab.frames(30)
    offline = lab.app.studio.line.state
    assert offline is StudioState.OFFLINE
    assert any("it is started again" in text for text in lab.texts())
    lab.daemon.go(ClientState.ONLINE)
    lab.frames(30)
    assert lab.app.studio.line.state is StudioState.UP_TO_DATE


def test_ctrl_enter_applies_while_typing(lab: PanelLab) -> None:
    lab.enter("walk")
    asked = len(lab.daemon.asked)
    assert lab.press("return", "ctrl")
    lab.until(lambda: any(type(q).__name__ == "Export" for q in lab.daemon.asked[asked:]))


def test_located_widgets_are_in_the_window(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(panel_width=480))
    assert lab.app.locate("panel") == lab.app.area
    assert lab.app.area.contains(lab.app.locate("prompt"))
    assert lab.app.locate("no such name").size == (0, 0)
    lab.app.close()
    assert lab.app.locate("prompt").size == (0, 0)


def test_wrong_settings_never_keep_the_panel_from_opening(tmp_path: Path, make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(fill=True, open_key="nonsense+"), opened=False)
    assert not lab.press("k", "ctrl")
    lab.app.open()
    lab.frames(2)
    assert lab.app.visible


@pytest.mark.parametrize("times", [3])
def test_opening_and_closing_again_keeps_everything(lab: PanelLab, times: int) -> None:
    lab.enter("walk")
    for _ in range(times):
        lab.app.close()
        lab.frames(2)
        lab.app.open()
        lab.frames(2)
    assert lab.find("prompt", TextField).text == "walk"
    assert lab.app.studio.line.state is StudioState.UP_TO_DATE


@pytest.mark.parametrize(("size", "scale"), [((1280, 720), 1.0), ((1280, 720), 2.0), ((640, 400), 1.0)])
def test_messages_leave_the_actions_free(make_lab: MakeLab, size: tuple[int, int], scale: float) -> None:
    lab = make_lab(size=size, settings=EditorSettings(fill=True, scale=scale, seen_first_run=True))
    lab.studio.set_text("walk")
    lab.frames(60)
    for number in range(4):
        lab.app.root.toast(f"Message {number} in some words, as long as they are when something went wrong")
    lab.frames(2)
    assert all(not lab.app.locate("toasts").colliderect(lab.app.locate(n)) for n in ("undo", "apply"))
    assert lab.app.root.bounds.contains(lab.app.locate("toasts").move(lab.app.root.area.topleft))
    lab.click("undo")
    assert lab.studio.settings.text == ""


def test_what_it_opens_with_is_not_undone(make_lab: MakeLab) -> None:
    lab = make_lab(settings=EditorSettings(fill=True))
    lab.frames(4)
    assert lab.studio.settings.text == EXAMPLE_TEXT and not lab.studio.can_undo
    lab.studio.set_text("run")
    lab.frames(20)
    lab.click("undo")
    assert lab.studio.settings.text == EXAMPLE_TEXT and not lab.studio.can_undo


def test_messages_begin_with_a_capital_or_a_name(lab: PanelLab) -> None:
    lab.app.desk.tell("cannot write it: free some space")
    lab.app.desk.tell("hero.png is gone")
    assert [toast.text for toast in lab.app.root.toasts] == [
        "Cannot write it: free some space",
        "hero.png is gone",
    ]
