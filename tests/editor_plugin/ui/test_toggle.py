"""Switches and check boxes change by click and by key."""

import pygame
import pytest
from neonworks_editor.ui.layout import Column, Row
from neonworks_editor.ui.toggle import CheckBox, Toggle

from tests.fakes.ui_bench import UiBench, pixels


@pytest.mark.parametrize("kind", [Toggle, CheckBox])
def test_click_and_keys(kind: type[Toggle] | type[CheckBox]) -> None:
    heard: list[bool] = []
    toggle = kind("Live preview", False, heard.append)
    bench = UiBench(Row([toggle], cross="start", pad=(10, 10)))
    off = pixels(bench.frame())
    bench.click((toggle.rect.right - 3, toggle.rect.centery))
    bench.move((400, 300))
    bench.root.focus(None)
    assert heard == [True] and pixels(bench.frame()) != off
    bench.tab()
    bench.key(pygame.K_SPACE)
    assert heard == [True, False] and not toggle.on
    bench.press(toggle)
    bench.release((400, 300))
    assert heard == [True, False], "let go elsewhere"


def test_programs_set_it_without_an_echo_and_disabled_stays() -> None:
    heard: list[bool] = []
    toggle = Toggle("x", on_change=heard.append)
    bench = UiBench(Column([toggle]))
    toggle.on = True
    toggle.enabled = False
    toggle.press()
    bench.click(toggle)
    assert toggle.on and heard == []


def test_cut_text_is_told() -> None:
    toggle = Toggle("A name that is long")
    toggle.size = (60, None)
    UiBench(Row([toggle]))
    assert not toggle.fits()
