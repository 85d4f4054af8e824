"""Lists choose and open rows by mouse, arrows and typed letters."""

import pygame
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.list_view import ListItem, ListView
from neonworks_editor.ui.scroll import ScrollArea

from tests.fakes.ui_bench import UiBench, pixels

_WORDS = ("idle", "walk", "wave", "run", "jump", "attack", "hurt", "death", "cast", "dance", "swim", "climb")


class _Desk:
    def __init__(self, **options: object) -> None:
        self.said: list[str] = []
        items = [ListItem(word, word, enabled=word != "wave") for word in _WORDS]
        self.list = ListView(
            items,
            on_choose=self.said.append,
            on_open=lambda key: self.said.append(f"open {key}"),
            **options,  # type: ignore[arg-type]
        )
        self.area = ScrollArea(self.list)
        self.bench = UiBench(Column([self.area]), (200, 150))
        self.bench.root.focus(self.list)

    def row(self, number: int) -> tuple[int, int]:
        return self.list.rect.x + 20, self.list.rect.y + number * self.list.row_height() + 4


def test_mouse() -> None:
    desk = _Desk()
    desk.bench.click(desk.row(1))
    desk.bench.click(desk.row(1), times=2)
    desk.bench.click(desk.row(2))
    assert desk.said == ["walk", "open walk"] and desk.list.chosen == "walk", "wave cannot be chosen"


def test_arrows_skip_what_cannot_be_chosen_and_scroll() -> None:
    desk = _Desk()
    for _ in range(3):
        desk.bench.key(pygame.K_DOWN)
    assert desk.said == ["idle", "walk", "run"]
    desk.bench.key(pygame.K_END)
    desk.bench.frame()
    assert desk.said[-1] == "climb"
    mark = desk.list.focus_rect()
    assert mark and desk.area.rect.contains(mark)
    desk.bench.key(pygame.K_PAGEUP)
    assert desk.said[-1] == "run"
    desk.bench.key(pygame.K_HOME)
    desk.bench.key(pygame.K_UP)
    assert desk.said[-1] == "idle" and desk.area.offset == 0
    desk.bench.key(pygame.K_RETURN)
    assert desk.said[-1] == "open idle"


def test_letters_find_rows() -> None:
    desk = _Desk()
    desk.bench.type("d")
    assert desk.said == ["death"]
    desk.bench.type("a")
    assert desk.said == ["death", "dance"]
    desk.bench.time += 2
    desk.bench.type("d")
    assert desk.said[-1] == "death"
    desk.bench.type("zz")
    assert desk.list.chosen == "death"


def test_rows_are_drawn_and_changed() -> None:
    desk = _Desk(thumb=32)
    before = pixels(desk.bench.frame())
    image = pygame.Surface((8, 8))
    image.fill((255, 0, 255))
    desk.list.items = [ListItem("a", "a", "detail", image=image), ListItem("b", "b", icon=Icon.FILE)]
    assert pixels(desk.bench.frame()) != before
    shown = pygame.image.tobytes(desk.bench.screen, "RGB")
    assert b"\xff\x00\xff" * 30 in shown
    desk.list.chosen = "b"
    assert desk.list.index() == 1 and desk.said == []


def test_an_empty_list_says_so() -> None:
    view = ListView(empty="Nothing yet")
    bench = UiBench(Column([view]))
    empty = pixels(bench.frame())
    view.empty = ""
    view.invalidate()
    assert pixels(bench.frame()) != empty
    bench.root.focus(view)
    bench.key(pygame.K_DOWN)
    bench.type("x")
    bench.click(view)
    assert view.chosen == ""


def test_cut_rows_have_a_tooltip() -> None:
    view = ListView([ListItem("a", "a name that is too long for this list by far"), ListItem("b", "b")])
    bench = UiBench(Column([view]), (120, 100))
    bench.move((20, 10))
    assert view.tip().startswith("a name")
    bench.move((20, 40))
    assert view.tip() == ""
