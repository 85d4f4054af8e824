"""Scroll areas show what is asked for and never more than there is."""

import pygame
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.scroll import ScrollArea

from tests.fakes.ui_bench import UiBench, pixels


def _long(count: int = 30) -> tuple[UiBench, ScrollArea, list[Button]]:
    buttons = [Button(str(i)) for i in range(count)]
    area = ScrollArea(Column(buttons))
    return UiBench(Column([area]), (200, 200)), area, buttons


def test_wheel_and_ends() -> None:
    bench, area, buttons = _long()
    assert bench.wheel(area, -1) and area.offset == 48
    bench.wheel(area, 5)
    assert area.offset == 0
    bench.wheel(area, -1000)
    bench.frame()
    assert area.offset == area.most_offset and buttons[-1].rect.bottom == area.rect.bottom


def test_keys() -> None:
    bench, area, buttons = _long()
    bench.root.focus(buttons[0])
    bench.key(pygame.K_PAGEDOWN)
    assert area.offset == 180
    bench.key(pygame.K_PAGEUP)
    assert area.offset == 0
    bench.ctrl(pygame.K_END)
    assert area.offset == area.most_offset
    bench.ctrl(pygame.K_HOME)
    assert area.offset == 0


def test_the_focus_is_brought_into_view() -> None:
    bench, area, buttons = _long()
    for _ in range(10):
        bench.tab()
    assert area.rect.contains(buttons[9].rect)
    bench.root.focus(buttons[29])
    assert area.rect.contains(buttons[29].rect)
    bench.root.focus(buttons[0])
    assert area.rect.contains(buttons[0].rect)


def test_the_bar_is_dragged() -> None:
    bench, area, _ = _long()
    bar = area.children[1]
    with bench.dragging((bar.rect.centerx, bar.rect.y + 5)):
        bench.move((bar.rect.centerx, bar.rect.bottom + 100))
    assert area.offset == area.most_offset
    bench.click((bar.rect.centerx, bar.rect.y + 2))
    assert area.offset < area.most_offset // 4


def test_without_need_there_is_no_bar() -> None:
    bench, area, buttons = _long(3)
    assert buttons[0].rect.right == area.rect.right and not area.children[1].visible
    assert not area.scroll_to(50)
    buttons[0].parent.add(Button("more", size=(None, 400)))  # type: ignore[union-attr]
    bench.frame()
    assert area.children[1].visible and buttons[0].rect.right < area.rect.right
    assert overlaps(bench.root) == []


def test_what_is_scrolled_away_is_neither_seen_nor_pressed() -> None:
    pressed: list[int] = []
    buttons = [Button(str(i), lambda i=i: pressed.append(i)) for i in range(30)]  # type: ignore[misc]
    area, above = ScrollArea(Column(buttons, gap=0)), Button("above", lambda: pressed.append(-1))
    bench = UiBench(Column([above, area], gap=0), (200, 200))
    plain = pixels(bench.frame(), above.rect)
    area.scroll_to(40)
    bench.frame()
    bench.click(above)
    assert pressed == [-1]
    bench.move((100, 150))
    bench.root.focus(None)
    assert pixels(bench.frame(), above.rect) == plain
    bench.click((50, 34))
    assert pressed == [-1, 1]


def test_the_thumb_follows_content_that_shrinks() -> None:
    bench, _, buttons = _long()
    for button in buttons[8:]:
        button.visible = False
    shown = pixels(bench.frame())
    bench.root.damage(bench.root.bounds)
    assert pixels(bench.frame()) == shown
