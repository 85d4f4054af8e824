"""The root: one surface, repainted where it must be; time, theme, size and scale."""

import pygame
import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.font_files import FontFiles
from neonworks_editor.ui.fonts import Fonts
from neonworks_editor.ui.label import Label
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.root import Root
from neonworks_editor.ui.theme import LIGHT, Theme
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench, pixels, rgb


class _Slow(Widget):
    """Takes 3 ms of the bench's clock to be painted, and changes its colour when it is asked or clicked."""

    def __init__(self) -> None:
        super().__init__(grow=1)
        self.bench: UiBench | None = None
        self.light = 10

    def change(self) -> None:
        self.light += 10
        self.invalidate()

    def draw(self, surface: pygame.Surface) -> None:
        surface.fill((self.light, 0, 0), self.rect)
        if self.bench is not None:
            self.bench.time += 0.003

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.MOUSEBUTTONDOWN:
            self.change()
        return True


def _slow_bench() -> tuple[UiBench, _Slow]:
    slow = _Slow()
    bench = UiBench(Column([slow]), (100, 800))
    slow.bench = bench
    return bench, slow


class _Waking(Widget):
    def __init__(self) -> None:
        super().__init__()
        self.woken: list[float] = []

    def wake(self) -> None:
        self.woken.append(self.stage.now)


def test_it_is_drawn_where_it_is() -> None:
    bench = UiBench(Column([Button("x")]), (100, 80), at=(30, 20))
    assert rgb(bench.screen, (29, 50)) == (0, 0, 0)
    assert rgb(bench.screen, (31, 99)) == bench.root.theme.color("window")


def test_nothing_changed_paints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = UiBench(Column([Button("x")]))
    painted: list[pygame.Rect] = []
    monkeypatch.setattr(
        "neonworks_editor.ui.root.paint", lambda root, surface, rect, ring: painted.append(rect)
    )
    bench.frame(0.1)
    assert painted == []
    bench.root.damage(pygame.Rect(1, 1, 2, 2))
    bench.frame()
    assert painted == [pygame.Rect(1, 1, 2, 2)]


def test_size_and_theme_arrange_and_paint_anew() -> None:
    button = Button("x")
    bench = UiBench(Column([button]), (100, 80))
    bench.root.area = pygame.Rect(0, 0, 90, 60)
    dark = pixels(bench.frame())
    assert button.rect.width == 90
    bench.root.theme = Theme(LIGHT, 2)
    assert pixels(bench.frame()) != dark
    assert button.rect.height == 64


def test_moving_alone_keeps_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = UiBench(Column([Button("x")]), (100, 80))
    painted: list[pygame.Rect] = []
    monkeypatch.setattr(
        "neonworks_editor.ui.root.paint", lambda root, surface, rect, ring: painted.append(rect)
    )
    bench.root.area = pygame.Rect(50, 10, 100, 80)
    bench.frame()
    assert painted == []


def test_alarms_ring_once_and_the_last_counts() -> None:
    waking = _Waking()
    bench = UiBench(Column([waking]))
    bench.root.wake_at(waking, bench.time + 1)
    bench.root.wake_at(waking, bench.time + 2)
    bench.frame(1.5)
    assert waking.woken == []
    bench.frame(1)
    bench.frame(5)
    assert len(waking.woken) == 1
    bench.root.wake_at(waking, bench.time)
    bench.root.content.remove(waking)
    bench.frame(1)
    assert len(waking.woken) == 1, "what is gone sleeps on"


def test_fonts_that_are_found_later_are_used() -> None:
    files = FontFiles(lambda family, bold: None, known=())
    label = Label("x")
    bench = UiBench(Column([label]), fonts=Fonts(files))
    style_width = label.wanted(400)
    files.start()
    assert files.wait()
    bench.frame()
    assert label.wanted(400) == style_width
    assert not bench.root.text.fonts.refreshed(), "the root has seen it"


def test_an_empty_area_is_no_error() -> None:
    root = Root(Column([Button("x")]))
    root.render(pygame.Surface((10, 10)))
    assert not root.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a, mod=0, unicode="a"))


def test_defaults_are_the_systems() -> None:
    root = Root(Column([Button("x")]))
    root.area = pygame.Rect(0, 0, 50, 50)
    root.focus(None)
    root.clipboard.put("x")
    assert root.clipboard.get() == "x"


def test_what_takes_long_is_painted_over_some_frames() -> None:
    bench, slow = _slow_bench()
    slow.change()
    assert rgb(bench.frame(), (50, 5))[0] == 20
    assert rgb(bench.screen, (50, 795))[0] == 10
    for _ in range(6):
        bench.frame()
    assert rgb(bench.screen, (50, 795))[0] == 20


def test_what_changes_all_the_time_is_painted_in_the_end() -> None:
    bench, slow = _slow_bench()
    seen = []
    for _ in range(12):
        slow.change()
        seen.append(rgb(bench.frame(), (50, 795))[0])
    assert seen[0] == 10
    assert seen[-1] > 10


def test_what_an_event_changed_is_painted_at_once() -> None:
    bench, _ = _slow_bench()
    bench.post(pygame.MOUSEBUTTONDOWN, pos=(50, 400), button=1)
    assert rgb(bench.frame(), (50, 795))[0] == 20


def test_what_is_urgent_is_painted_at_once() -> None:
    bench, slow = _slow_bench()
    slow.urgent = True
    slow.change()
    assert rgb(bench.frame(), (50, 795))[0] == 20
