"""Containers within each other, at every scale."""

import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.label import Label
from neonworks_editor.ui.layout import Card, Column, Flow, Separator, Spacer

from tests.fakes.ui_bench import UiBench


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
