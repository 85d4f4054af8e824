"""Containers share their room: nothing overlaps, nothing is lost to rounding."""

from itertools import pairwise

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.label import Label
from neonworks_editor.ui.layout import Card, Column, Flow, Grid, Row, Separator, Spacer, Stack
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench


class _Block(Widget):
    """Wants one size and can give up some width."""

    def __init__(self, width: int, height: int, least: int = 0, grow: float = 0) -> None:
        super().__init__(grow=grow)
        self.wants, self.needs = (width, height), least

    def measure(self, width: int) -> tuple[int, int]:
        return self.wants

    def least(self) -> int:
        return self.needs

    def least_height(self, width: int) -> int:
        return self.wants[1] // 2


_BLOCKS = st.lists(
    st.builds(_Block, st.integers(10, 80), st.integers(5, 40), st.integers(0, 10), st.sampled_from((0, 1,
    2))),
    min_size=1, max_size=6,
)  # fmt: skip


def _spans(blocks: list[_Block], axis: int) -> list[tuple[int, int]]:
    return [(block.rect.topleft[axis], block.rect.topleft[axis] + block.rect.size[axis]) for block in blocks]


@settings(max_examples=60, deadline=None)
@given(_BLOCKS, st.integers(80, 700))
def test_rows_share_all_of_their_width(blocks: list[_Block], width: int) -> None:
    row = Row(blocks, gap=5)
    UiBench(row, (width, 100))
    spans = _spans(blocks, 0)
    assert all(b[0] == a[1] + 5 for a, b in pairwise(spans))
    wanted = sum(block.wants[0] for block in blocks) + 5 * (len(blocks) - 1)
    if wanted >= width >= row.least() or any(block.grow for block in blocks):
        assert spans[-1][1] == max(width, row.least())
    assert all(block.rect.width >= block.needs for block in blocks)


@settings(max_examples=60, deadline=None)
@given(_BLOCKS, st.integers(40, 400))
def test_columns_share_their_height(blocks: list[_Block], height: int) -> None:
    column = Column(blocks, gap=4)
    UiBench(column, (200, height))
    spans = _spans(blocks, 1)
    assert all(b[0] == a[1] + 4 for a, b in pairwise(spans))
    assert all(block.rect.width == 200 for block in blocks)
    growing = any(block.grow for block in blocks)
    if growing and height >= column.least_height(200):
        assert spans[-1][1] == height


def test_places_across() -> None:
    block = _Block(20, 10)
    for cross, top in (("start", 0), ("center", 45), ("end", 90)):
        row = Row([block], cross=cross)  # type: ignore[arg-type]
        UiBench(row, (100, 100))
        assert block.rect == pygame.Rect(0, top, 20, 10)
        row.remove(block)


@settings(max_examples=40, deadline=None)
@given(_BLOCKS, st.integers(90, 300))
def test_flows_go_on_in_the_next_line(blocks: list[_Block], width: int) -> None:
    flow = Flow(blocks, gap=6)
    bench = UiBench(Column([flow]), (width, 400))
    assert overlaps(bench.root) == []
    assert all(block.rect.right <= width for block in blocks)
    assert flow.rect.bottom == max(block.rect.bottom for block in blocks)


def test_grids_have_equal_columns() -> None:
    blocks = [_Block(10, h) for h in (10, 20, 30, 5, 6)]
    UiBench(Column([Grid(3, blocks, gap=10)]), (320, 200))
    assert {block.rect.width for block in blocks} == {100}
    assert [block.rect.y for block in blocks] == [0, 0, 0, 40, 40]
    assert {block.rect.height for block in blocks[:3]} == {30}


def test_hidden_children_take_no_room() -> None:
    blocks = [_Block(10, 10), _Block(10, 10), _Block(10, 10)]
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


def test_stacks_lay_children_over_each_other() -> None:
    one, two = _Block(10, 10), _Block(30, 5)
    bench = UiBench(Column([Stack([one, two], pad=(3, 3))]))
    assert one.rect == two.rect and one.rect.topleft == (3, 3)
    assert overlaps(bench.root) == []


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_cards_with_texts_at_each_scale(scale: float) -> None:
    card = Card(
        [
            Label("A longer text that wraps over lines", wrap=True),
            Separator(),
            Flow([Button(w) for w in "abc"]),
        ]
    )
    bench = UiBench(Column([card, Spacer()]), (round(200 * scale), round(300 * scale)), scale=scale)
    assert overlaps(bench.root) == []
    assert card.rect.width == round(200 * scale)


def test_a_longer_text_pushes_what_follows() -> None:
    label, after = Label("short", wrap=True), Button("after")
    bench = UiBench(Column([label, after]), (120, 300))
    before = after.rect.y
    label.text = "a text that needs several lines to be said"
    bench.frame()
    assert after.rect.y > before
