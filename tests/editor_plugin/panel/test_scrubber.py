"""The time line: frames by their true share of the time."""

import pygame
from neonworks_editor.panel.scrubber import Scrubber
from neonworks_editor.ui.layout import Column

from tests.fakes.ui_bench import UiBench


def _bench() -> tuple[UiBench, Scrubber, list[int]]:
    went: list[int] = []
    scrubber = Scrubber(went.append)
    ui = UiBench(Column([scrubber]), (212, 20))
    scrubber.show([300, 100, 600], 0.0)
    ui.frame()
    return ui, scrubber, went


def _x(share: float) -> int:
    return 6 + round(200 * share)


def test_a_click_goes_to_the_frame_of_that_time(display: None) -> None:
    ui, _, went = _bench()
    for share in (0.1, 0.35, 0.5, 1.0):
        ui.post(pygame.MOUSEBUTTONDOWN, pos=(_x(share), 8), button=1)
        ui.post(pygame.MOUSEBUTTONUP, pos=(_x(share), 8), button=1)
    assert went == [0, 1, 2, 2]


def test_dragging_goes_on_beyond_the_ends(display: None) -> None:
    ui, _, went = _bench()
    ui.post(pygame.MOUSEBUTTONDOWN, pos=(_x(0.5), 8), button=1)
    ui.post(pygame.MOUSEMOTION, pos=(-50, 8), buttons=(1, 0, 0), rel=(0, 0))
    assert went == [2, 0]


def test_arrows_step_round(display: None) -> None:
    ui, scrubber, went = _bench()
    ui.root.focus(scrubber)
    ui.post(pygame.KEYDOWN, key=pygame.K_LEFT, mod=0, unicode="")
    scrubber.show([300, 100, 600], 0.35)
    ui.post(pygame.KEYDOWN, key=pygame.K_RIGHT, mod=0, unicode="")
    assert went == [2, 2]


def test_the_handle_moves_and_only_it_is_painted(display: None) -> None:
    ui, scrubber, _ = _bench()
    ui.root._damage.take()
    scrubber.show([300, 100, 600], 0.01)
    rects = ui.root._damage.take()
    assert rects and all(rect.width < 30 for rect in rects)
    scrubber.show([300, 100, 600], 0.01)
    assert ui.root._damage.take() == []
