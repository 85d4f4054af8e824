"""Buttons are pressed by the mouse and by keys, and only while enabled."""

import pygame
import pytest
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column, Row

from tests.fakes.ui_bench import UiBench, pixels


def _pressed(**options: object) -> tuple[UiBench, Button, list[str]]:
    pressed: list[str] = []
    button = Button("Apply", lambda: pressed.append("x"), **options)  # type: ignore[arg-type]
    return UiBench(Row([button], cross="start"), at=(30, 20)), button, pressed


def test_a_click_presses_when_let_go_over_it() -> None:
    bench, button, pressed = _pressed()
    bench.press(button)
    assert pressed == []
    bench.release(button)
    assert pressed == ["x"]
    bench.press(button)
    bench.release((400, 300))
    bench.press(button, button=3)
    bench.release(button, button=3)
    assert pressed == ["x"]


@pytest.mark.parametrize("key", [pygame.K_SPACE, pygame.K_RETURN, pygame.K_KP_ENTER])
def test_keys_press(key: int) -> None:
    bench, _, pressed = _pressed()
    bench.tab()
    assert bench.key(key)
    assert pressed == ["x"]


def test_disabled_buttons_do_nothing() -> None:
    bench, button, pressed = _pressed()
    button.enabled = False
    assert bench.click(button), "the click is still not for the host"
    assert bench.tab() is None
    button.press()
    assert pressed == []


def test_states_look_different() -> None:
    bench, button, _ = _pressed()
    rest = pixels(bench.frame())
    bench.move(button)
    hover = pixels(bench.frame())
    bench.press(button)
    held = pixels(bench.frame())
    bench.release(button)
    bench.move((400, 300))
    bench.root.focus(None)
    assert pixels(bench.frame()) == rest
    bench.tab()
    focused = pixels(bench.frame())
    button.chosen = True
    chosen = pixels(bench.frame())
    button.enabled = False
    assert len({rest, hover, held, focused, chosen, pixels(bench.frame())}) == 6


@pytest.mark.parametrize("kind", ButtonKind)
def test_kinds_differ(kind: ButtonKind) -> None:
    bench, button, _ = _pressed()
    before = pixels(bench.frame())
    button.kind = kind
    assert (pixels(bench.frame()) == before) == (kind is ButtonKind.NORMAL)


def test_icon_alone_is_square_and_cut_text_is_told() -> None:
    icon, text = (
        Button(icon=Icon.PLAY, tooltip="Play"),
        Button("A long text that does not fit", size=(60, None)),
    )
    bench = UiBench(Column([Row([icon]), Row([text])]))
    assert icon.rect.width == icon.rect.height
    assert (icon.tip(), text.tip()) == ("Play", text.text)
    assert [flaw.what for flaw in overlaps(bench.root)] == ["text is cut"]


def test_a_new_text_is_measured() -> None:
    bench, button, _ = _pressed()
    before = button.rect.width
    button.text, button.icon = "Apply to the entity", Icon.CHECK
    bench.frame()
    assert button.rect.width > before + 16
