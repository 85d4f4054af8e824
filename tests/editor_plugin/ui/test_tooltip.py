"""Tooltips come after a rest, or on F1, stay inside and go."""

import pygame
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column, Row, Spacer
from neonworks_editor.ui.tooltip import Tooltip

from tests.fakes.ui_bench import UiBench


class _Desk:
    def __init__(self) -> None:
        self.one = Button(icon=Icon.PLAY, tooltip="Play the animation from its first frame " * 3)
        self.two = Button("Plain")
        row = Row([self.two, Spacer(), self.one])
        self.bench = UiBench(Column([Spacer(), row], pad=(4, 4)), (260, 200))
        self.tip = next(layer for layer in self.bench.root.layers.over if isinstance(layer, Tooltip))


def test_hovering() -> None:
    desk = _Desk()
    desk.bench.move(desk.one)
    desk.bench.frame(0.4)
    assert not desk.tip.visible
    desk.bench.frame(0.2)
    assert desk.tip.visible and desk.tip.text == desk.one.tooltip
    assert desk.bench.root.bounds.contains(desk.tip.rect)
    assert not desk.tip.rect.colliderect(desk.one.rect)
    desk.bench.move(desk.two)
    assert not desk.tip.visible
    desk.bench.frame(1)
    assert not desk.tip.visible, "nothing to say"


def test_pressing_hides() -> None:
    desk = _Desk()
    desk.bench.move(desk.one)
    desk.bench.frame(0.6)
    desk.bench.press(desk.one)
    assert not desk.tip.visible
    desk.bench.frame(1)
    assert not desk.tip.visible


def test_f1_and_the_delay_of_the_focus() -> None:
    desk = _Desk()
    desk.bench.root.focus(desk.one)
    desk.bench.frame(1)
    assert not desk.tip.visible
    desk.bench.frame(0.6)
    assert desk.tip.visible
    desk.bench.key(pygame.K_a)
    assert not desk.tip.visible
    assert desk.bench.key(pygame.K_F1) and desk.tip.visible
    desk.bench.root.focus(desk.two)
    assert not desk.bench.key(pygame.K_F1), "no tooltip: the host may use the key"
