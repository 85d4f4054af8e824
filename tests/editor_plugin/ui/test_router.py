"""Events reach the right widget, and the host hears what it may use."""

import pygame
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.layout import Card, Column, Row, Spacer
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench


class _Ear(Widget):
    """Writes down events and uses those whose type it was told."""

    def __init__(self, *uses: int) -> None:
        super().__init__(focusable=True, size=(100, 40))
        self.uses, self.heard = uses, list[pygame.event.Event]()

    def handle(self, event: pygame.event.Event) -> bool:
        self.heard.append(event)
        return event.type in self.uses


def test_outside_of_the_root_is_the_hosts() -> None:
    bench = UiBench(Column([Spacer()]), (200, 100), at=(300, 50))
    assert not bench.post(pygame.MOUSEBUTTONDOWN, pos=(10, 10), button=1)
    assert not bench.post(pygame.MOUSEMOTION, pos=(10, 10), rel=(0, 0), buttons=(0, 0, 0))
    assert not bench.post(pygame.MOUSEWHEEL, x=0, y=1)
    assert bench.press((5, 5)), "inside everything is the root's, even where nothing is"
    assert not bench.key(pygame.K_a)
    assert not bench.post(pygame.QUIT)


def test_places_are_those_of_the_root() -> None:
    ear = _Ear(pygame.MOUSEBUTTONDOWN)
    bench = UiBench(Row([ear], cross="start"), at=(300, 50))
    bench.press((7, 9))
    down = ear.heard[-1]
    assert (down.pos, down.clicks) == ((7, 9), 1)


def test_a_drag_is_followed_anywhere() -> None:
    ear = _Ear(pygame.MOUSEBUTTONDOWN)
    bench = UiBench(Row([ear], cross="start"), at=(300, 50))
    bench.press((7, 9))
    bench.post(pygame.MOUSEMOTION, pos=(2, 3), rel=(0, 0), buttons=(1, 0, 0))
    assert ear.heard[-1].pos == (-298, -47)
    assert ear.held
    bench.post(pygame.MOUSEBUTTONUP, pos=(2, 3), button=1)
    assert ear.heard[-1].type == pygame.MOUSEBUTTONUP and not ear.held


def test_unused_events_go_up() -> None:
    inner, outer = _Ear(), Card([], name="outer")
    heard: list[int] = []
    outer.handle = lambda event: bool(heard.append(event.type))  # type: ignore[method-assign,func-returns-value]
    outer.add(inner)
    bench = UiBench(Column([outer]))
    bench.press(inner)
    bench.root.focus(inner)
    bench.key(pygame.K_a)
    assert pygame.MOUSEBUTTONDOWN in heard and pygame.KEYDOWN in heard


def test_clicks_are_counted_by_time_and_place() -> None:
    ear = _Ear(pygame.MOUSEBUTTONDOWN)
    bench = UiBench(Row([ear], cross="start"))
    bench.click((5, 5), times=4)
    bench.click((5, 5))
    bench.press((60, 5))
    counts = [event.clicks for event in ear.heard if event.type == pygame.MOUSEBUTTONDOWN]
    assert counts == [1, 2, 3, 1, 1, 1]


def test_focus_follows_clicks() -> None:
    one, two = Button("1"), Button("2")
    bench = UiBench(Row([one, two, Spacer()], cross="start"))
    bench.click(one)
    assert bench.root.focused is one
    bench.click((400, 300))
    assert bench.root.focused is None


def test_escape_closes_the_popup_then_leaves() -> None:
    button = Button("x")
    bench = UiBench(Column([button]))
    bench.root.focus(button)
    bench.root.open_popup(Card([Button("y")]), button.rect)
    assert bench.key(pygame.K_ESCAPE) and bench.root.layers.top() is None
    assert bench.root.focused is button
    assert bench.key(pygame.K_ESCAPE) and bench.root.focused is None
    assert not bench.key(pygame.K_ESCAPE), "now it is the host's"


def test_tab_stays_inside_of_a_popup() -> None:
    bench = UiBench(Column([Button("x")]))
    inner = [Button("1"), Button("2")]
    bench.root.open_popup(Card(inner), None, modal=True)
    assert [bench.tab() for _ in range(3)] == [inner[1], inner[0], inner[1]]
    assert bench.key(pygame.K_a), "keys do not reach the host under a popup"


def test_hover_ends_when_the_pointer_leaves_the_window() -> None:
    button = Button("x")
    bench = UiBench(Column([button]))
    bench.move(button)
    assert button.hovered
    bench.post(pygame.WINDOWLEAVE)
    assert not button.hovered
