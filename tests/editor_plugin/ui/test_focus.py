"""Tab visits what can be used, in the order of the tree."""

import pygame
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.focus import following, stops
from neonworks_editor.ui.layout import Column, Row

from tests.fakes.ui_bench import UiBench


def test_order_and_what_is_left_out() -> None:
    one, two, three, four = (Button(str(i)) for i in range(4))
    hidden = Row([three])
    top = Column([Row([one, two]), hidden, four])
    hidden.visible = False
    assert stops(top) == [one, two, four]
    two.enabled = False
    assert stops(top) == [one, four]
    assert following(top, one, 1) is four
    assert following(top, four, 1) is one
    assert following(top, None, -1) is four
    assert following(top, two, 1) is one, "from something that is no stop, from the start"
    assert following(Column(), None, 1) is None


def test_tab_goes_round_both_ways() -> None:
    buttons = [Button(str(i)) for i in range(3)]
    bench = UiBench(Column(buttons))
    assert [bench.tab() for _ in range(4)] == [*buttons, buttons[0]]
    bench.shift(pygame.K_TAB)
    assert bench.root.focused is buttons[2]


def test_what_goes_loses_the_focus() -> None:
    one, two = Button("1"), Button("2")
    row = Row([one, two])
    bench = UiBench(Column([row]))
    bench.root.focus(one)
    one.visible = False
    assert bench.root.focused is None
    bench.root.focus(two)
    row.enabled = False
    assert bench.root.focused is None
    row.enabled = one.visible = True
    bench.root.focus(one)
    row.remove(one)
    assert bench.root.focused is None
