"""Containers of several lines: nothing overlaps and nothing leaves its container."""

from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.ui.boxes import Column
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.grids import Flow, Grid, Stack

from tests.fakes.ui_bench import BLOCKS, Block, UiBench


@settings(max_examples=40, deadline=None)
@given(BLOCKS, st.integers(90, 300))
def test_flows_go_on_in_the_next_line(blocks: list[Block], width: int) -> None:
    flow = Flow(blocks, gap=6)
    bench = UiBench(Column([flow]), (width, 400))
    assert overlaps(bench.root) == []
    assert all(block.rect.right <= width for block in blocks)
    assert flow.rect.bottom == max(block.rect.bottom for block in blocks)


def test_grids_have_equal_columns() -> None:
    blocks = [Block(10, h) for h in (10, 20, 30, 5, 6)]
    UiBench(Column([Grid(3, blocks, gap=10)]), (320, 200))
    assert {block.rect.width for block in blocks} == {100}
    assert [block.rect.y for block in blocks] == [0, 0, 0, 40, 40]
    assert {block.rect.height for block in blocks[:3]} == {30}


def test_stacks_lay_children_over_each_other() -> None:
    one, two = Block(10, 10), Block(30, 5)
    bench = UiBench(Column([Stack([one, two], pad=(3, 3))]))
    assert one.rect == two.rect and one.rect.topleft == (3, 3)
    assert overlaps(bench.root) == []
