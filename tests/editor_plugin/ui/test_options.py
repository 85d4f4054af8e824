"""Segments share one frame, each as wide as the others."""

import pygame
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.options import Option, Segments, side_by_side

from tests.fakes.ui_bench import UiBench


def test_equal_parts_without_gaps() -> None:
    bar = Segments([Option(key, key * 3) for key in "abc"])
    UiBench(Column([bar]), (301, 60))
    boxes = [bar.box_of(key) for key in "abc"]
    assert [box.width for box in boxes] in ([100, 100, 101], [100, 101, 100])
    assert boxes[-1].right == bar.rect.right


def test_one_long_text_takes_its_room_from_the_others() -> None:
    bar = Segments([Option("a", "a"), Option("b", "a much longer text"), Option("c", "c")])
    UiBench(Column([bar]), (200, 60))
    assert bar.box_of("b").width > bar.box_of("a").width
    assert bar.fits()


def test_boxes_fill_or_keep_their_widths() -> None:
    rect = pygame.Rect(10, 0, 100, 20)
    assert [box.width for box in side_by_side(rect, [20, 30])] == [40, 60]
    assert [box.width for box in side_by_side(rect, [20, 30], stretch=False)] == [20, 30]
    assert sum(box.width for box in side_by_side(rect, [90, 70, 33], stretch=False)) == 100
    assert side_by_side(rect, []) == []
