"""Toasts come, stack, wait while they are read, and go."""

from itertools import pairwise

import pygame
import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.toasts import Level, Toast, ToastStack
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench, pixels


def _texts(bench: UiBench) -> list[str]:
    return [toast.text for toast in bench.root.toasts]


def _stack(bench: UiBench) -> Widget:
    return next(layer for layer in bench.root.layers.over if isinstance(layer, ToastStack))


def test_they_go_when_their_time_is_over() -> None:
    bench = UiBench(Column([Button("x")]))
    empty = pixels(bench.frame())
    bench.root.toast("Saved")
    bench.root.toast("Trouble", Level.BAD)
    assert pixels(bench.frame()) != empty
    bench.frame(5.1)
    assert _texts(bench) == ["Trouble"]
    bench.frame(5)
    assert _texts(bench) == [] and pixels(bench.frame()) == empty


def test_times() -> None:
    assert Toast("x").lasts == Toast("x", Level.GOOD).lasts < Toast("x", Level.BAD).lasts
    assert Toast("x", action="Undo").lasts == 10 and Toast("x", seconds=2).lasts == 2


def test_the_same_again_is_shown_once_and_longer() -> None:
    bench = UiBench(Column([Button("x")]))
    bench.root.toast("Saved")
    bench.frame(4)
    bench.root.toast("Saved")
    bench.frame(4)
    assert _texts(bench) == ["Saved"]


def test_at_most_four() -> None:
    bench = UiBench(Column([Button("x")]))
    for number in range(7):
        bench.root.toast(f"message {number}")
    bench.frame()
    assert _texts(bench) == [f"message {number}" for number in (3, 4, 5, 6)]
    boxes = [card.rect for card in _stack(bench).children]
    assert all(a.bottom < b.top for a, b in pairwise(boxes))
    assert all(bench.root.bounds.contains(box) for box in boxes)


def test_the_action_is_done_once_and_closes() -> None:
    bench, done = UiBench(Column([Button("x")])), list[str]()
    bench.root.toast("Applied", Level.GOOD, "Undo", lambda: done.append("undo"))
    bench.frame()
    button = next(w for w in _stack(bench).walk() if isinstance(w, Button) and w.text == "Undo")
    bench.click(button)
    assert done == ["undo"] and _texts(bench) == []


def test_dismissing_by_mouse_and_keys() -> None:
    bench = UiBench(Column([Button("x")]))
    for text in ("a", "b"):
        bench.root.toast(text)
    bench.frame()
    bench.click(next(w for w in _stack(bench).walk() if isinstance(w, Button)))
    assert _texts(bench) == ["b"]
    bench.tab()
    bench.tab()
    assert isinstance(bench.root.focused, Button) and bench.root.focused.tooltip == "Dismiss"
    bench.key(pygame.K_DELETE)
    assert _texts(bench) == []


def test_they_wait_under_the_pointer() -> None:
    bench = UiBench(Column([Button("x")]))
    bench.root.toast("Saved")
    bench.frame()
    bench.move(_stack(bench).children[0])
    bench.frame(20)
    assert _texts(bench) == ["Saved"]
    bench.move((2, 2))
    bench.frame(1.1)
    assert _texts(bench) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_long_messages_wrap_inside_of_a_narrow_root(scale: float) -> None:
    bench = UiBench(Column([Button("x")]), (round(300 * scale), round(300 * scale)), scale=scale)
    bench.root.toast(
        "A long message in plain words that says what to do about it now", Level.WARNING, "Retry"
    )
    bench.frame()
    card = _stack(bench).children[0]
    assert bench.root.bounds.contains(card.rect)
    assert all(card.rect.contains(part.rect) and part.fits() for part in card.walk())


def test_a_bar_that_stays_free() -> None:
    bar = Button("Undo")
    bench = UiBench(Column([Button("x", grow=1), bar]))
    bench.root.toasts_above(bar)
    bench.root.toast("Saved")
    bench.frame()
    assert 0 < bar.rect.top - _stack(bench).children[0].rect.bottom < 20
    bar.visible = False
    bench.frame()
    assert 0 < bench.root.bounds.bottom - _stack(bench).children[0].rect.bottom < 20
