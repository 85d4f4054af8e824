"""Every text can be read on every ground it stands on, in both palettes."""

import pytest
from neonworks_editor.ui.theme import DARK, PALETTES, SCALES, TEXT_PAIRS, Role, Theme, contrast

_GROUNDS: tuple[Role, ...] = ("window", "surface", "raised", "well")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(name: str, text: Role, ground: Role) -> None:
    theme = Theme(PALETTES[name])
    assert contrast(theme.color(text), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", _GROUNDS)
def test_edges_and_focus_are_seen(name: str, ground: Role) -> None:
    theme = Theme(PALETTES[name])
    assert contrast(theme.color("border_strong"), theme.color(ground)) >= 3
    assert contrast(theme.color("focus"), theme.color(ground)) >= 3
    assert contrast(theme.color("disabled"), theme.color(ground)) >= 2.5


@pytest.mark.parametrize("scale", SCALES)
def test_lengths_grow_with_the_scale(scale: float) -> None:
    theme = Theme(DARK, scale)
    assert theme.px(32) == theme.control == round(32 * scale)
    assert theme.px(0) == 0
    assert theme.px(0.2) == 1, "what is there stays visible"
