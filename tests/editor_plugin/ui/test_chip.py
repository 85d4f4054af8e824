"""Chips are read, pressed and taken away."""

import pygame
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column, Flow, Row

from tests.fakes.ui_bench import UiBench, pixels


def test_press_and_remove() -> None:
    heard: list[str] = []
    chip = Chip("slow", on_press=lambda: heard.append("press"), on_remove=lambda: heard.append("remove"))
    bench = UiBench(Row([chip], cross="start"))
    bench.click((chip.rect.x + 12, chip.rect.centery))
    bench.click((chip.rect.right - 12, chip.rect.centery))
    assert heard == ["press", "remove"]
    bench.root.focus(chip)
    bench.key(pygame.K_RETURN)
    bench.key(pygame.K_DELETE)
    bench.key(pygame.K_BACKSPACE)
    assert heard == ["press", "remove", "press", "remove", "remove"]


def test_what_is_only_read_takes_no_focus() -> None:
    chip = Chip("up to date", icon=Icon.CHECK, role="good")
    bench = UiBench(Row([chip]))
    assert bench.tab() is None
    bench.click(chip)
    assert bench.root.focused is None


def test_changes_are_seen() -> None:
    chip = Chip("slow", on_press=lambda: None)
    bench = UiBench(Row([chip]))
    pictures = [pixels(bench.frame())]
    chip.chosen = True
    pictures.append(pixels(bench.frame()))
    chip.role = "bad"
    pictures.append(pixels(bench.frame()))
    width = chip.rect.width
    chip.text = "very slow indeed"
    pictures.append(pixels(bench.frame()))
    assert len(set(pictures)) == 4 and chip.rect.width > width


def test_long_texts_are_shortened_with_a_tooltip() -> None:
    chip = Chip("a very long reading of a very long sentence that goes on and on")
    UiBench(Column([Flow([chip])]), (200, 100))
    assert chip.rect.width <= 200 and chip.tip() == chip.text
