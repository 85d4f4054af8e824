"""Tiles show their picture once it was read, or that it cannot be."""

from pathlib import Path

import pygame
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.sprite_tile import SpriteTile
from neonworks_editor.panel.thumbs import Thumbnails
from neonworks_editor.ui.layout import Row

from tests.fakes.paper_daemon import example_png
from tests.fakes.ui_bench import UiBench


def test_the_picture_comes_after_it_was_read_and_a_click_chooses(tmp_path: Path, display: None) -> None:
    (tmp_path / "slime.png").write_bytes(example_png("slime"))
    chosen: list[str] = []
    store = PictureStore()
    thumbs = Thumbnails(store, lambda: tile.refresh())
    tile = SpriteTile(store, thumbs, "slime", tmp_path / "slime.png", lambda: chosen.append("slime"))
    ui = UiBench(Row([tile]), (120, 100))
    before = pygame.image.tobytes(ui.frame(), "RGB")
    thumbs.tick()
    assert pygame.image.tobytes(ui.frame(), "RGB") != before
    ui.post(pygame.MOUSEBUTTONDOWN, pos=tile.rect.center, button=1)
    ui.post(pygame.MOUSEBUTTONUP, pos=tile.rect.center, button=1)
    ui.root.focus(tile)
    ui.post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="")
    assert chosen == ["slime", "slime"]


def test_a_broken_file_looks_broken(tmp_path: Path, display: None) -> None:
    (tmp_path / "broken.png").write_bytes(b"no")
    store = PictureStore()
    thumbs = Thumbnails(store, lambda: None)
    tile = SpriteTile(store, thumbs, "broken", tmp_path / "broken.png", lambda: None)
    ui = UiBench(Row([tile]), (120, 100))
    before = pygame.image.tobytes(ui.frame(), "RGB")
    thumbs.tick()
    tile.invalidate()
    assert pygame.image.tobytes(ui.frame(), "RGB") != before
