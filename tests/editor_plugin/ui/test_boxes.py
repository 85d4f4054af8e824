"""Containers share their room: nothing overlaps, nothing is lost to rounding."""

from itertools import pairwise

import pygame
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.ui.boxes import Column, Row, Spacer
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label

from tests.fakes.ui_bench import BLOCKS, Block, UiBench


def _spans(blocks: list[Block], axis: int) -> list[tuple[int, int]]:
    return [(block.rect.topleft[axis], block.rect.topleft[axis] + block.rect.size[axis]) for block in blocks]


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.integers(80, 700))
def test_rows_share_all_of_their_width(blocks: list[Block], width: int) -> None:
    row = Row(blocks, gap=5)
    UiBench(row, (width, 100))
    spans = _spans(blocks, 0)
    assert all(b[0] == a[1] + 5 for a, b in pairwise(spans))
    wanted = sum(block.wants[0] for block in blocks) + 5 * (len(blocks) - 1)
    if wanted >= width >= row.least() or any(block.grow for block in blocks):
        assert spans[-1][1] == max(width, row.least())
    assert all(block.rect.width >= block.needs for block in blocks)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.integers(40, 400))
def test_columns_share_their_height(blocks: list[Block], height: int) -> None:
    column = Column(blocks, gap=4)
    UiBench(column, (200, height))
    spans = _spans(blocks, 1)
    assert all(b[0] == a[1] + 4 for a, b in pairwise(spans))
    assert all(block.rect.width == 200 for block in blocks)
    growing = any(block.grow for block in blocks)
    if growing and height >= column.least_height(200):
        assert spans[-1][1] == height


def test_places_across() -> None:
    block = Block(20, 10)
    for cross, top in (("start", 0), ("center", 45), ("end", 90)):
        row = Row([block], cross=cross)  # type: ignore[arg-type]
        UiBench(row, (100, 100))
        assert block.rect == pygame.Rect(0, top, 20, 10)
        row.remove(block)


def test_hidden_children_take_no_room() -> None:
    blocks = [Block(10, 10), Block(10, 10), Block(10, 10)]
    bench = UiBench(Row(blocks, gap=8))
    blocks[1].visible = False
    bench.frame()
    assert blocks[2].rect.x == 18
    blocks[1].visible = True
    bench.frame()
    assert blocks[2].rect.x == 36


def test_fixed_sizes_and_the_scale() -> None:
    label = Label("x", size=(50, 20))
    UiBench(Row([label, Spacer()]), scale=2)
    assert label.rect.size == (100, 40)


def test_a_longer_text_pushes_what_follows() -> None:
    label, after = Label("short", wrap=True), Button("after")
    bench = UiBench(Column([label, after]), (120, 300))
    before = after.rect.y
    label.text = "a text that needs several lines to be said"
    bench.frame()
    assert after.rect.y > before
