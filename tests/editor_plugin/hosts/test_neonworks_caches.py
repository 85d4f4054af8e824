"""A changed picture reaches every cache of the engine, and no other picture changes."""

from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.neonworks_adapter import NeonWorksAdapter
from neonworks_editor.hosts.neonworks_caches import load_picture
from neonworks_editor.hosts.neonworks_contract import Engine

from tests.fakes.neonworks_editors import Editor, frame_picture

HERO = "characters/hero.png"
GREY = (90, 91, 92)


@pytest.fixture
def adapter(editor: Editor) -> NeonWorksAdapter:
    return NeonWorksAdapter(editor.ui, editor.renderer, Engine.of(editor.world))


def change(editor: Editor, size: tuple[int, int] = (32, 32)) -> Path:
    path = editor.folder / "assets" / HERO
    pygame.image.save(frame_picture(size, GREY, 2), str(path))
    return path


def test_all_that_hold_the_surface_show_the_new_pixels(editor: Editor, adapter: NeonWorksAdapter) -> None:
    editor.entity()
    editor.entity("characters/hero_mage.png", x=100)
    held = editor.renderer.asset_manager.load_sprite(HERO)
    assert editor.pixel(0, 0) == (255, 0, 0)
    adapter.refresh([change(editor)])
    assert editor.pixel(0, 0) == GREY
    assert editor.pixel(100, 0) == (0, 0, 255)
    assert held.get_at((16, 16)) == GREY
    assert held.get_at((0, 0)).a == 0


def test_a_picture_of_another_size_replaces_the_old_one(editor: Editor, adapter: NeonWorksAdapter) -> None:
    editor.entity()
    editor.map_picture()
    adapter.refresh([change(editor, (48, 40))])
    assert editor.pixel(0, 0) == GREY
    assert editor.renderer.asset_manager.load_sprite(HERO).get_size() == (48, 40)


def test_a_name_inside_another_name_is_left_alone(editor: Editor, adapter: NeonWorksAdapter) -> None:
    mage = editor.renderer.asset_manager.load_sprite("characters/hero_mage.png")
    adapter.refresh([change(editor)])
    assert editor.renderer.asset_manager.load_sprite("characters/hero_mage.png") is mage
    assert mage.get_at((16, 16)) == (0, 0, 255)


def test_thumbnails_and_loaded_assets_are_made_again(editor: Editor, adapter: NeonWorksAdapter) -> None:
    assets = editor.renderer.asset_manager
    for known in ("hero", "slime"):
        assets.get_thumbnail(known)
    adapter.refresh([change(editor)])
    assert assets.get_thumbnail("hero").get_at((32, 32)) == GREY
    assert assets.get_thumbnail("slime").get_at((32, 32)) == (0, 160, 0)
    assert set(assets._loaded_assets) == {"hero", "slime"}


def test_sheets_of_the_file_are_cut_again(editor: Editor, adapter: NeonWorksAdapter) -> None:
    sheets = editor.renderer.asset_manager._sprite_sheets
    sheets[f"{HERO}_16_16_None"] = sheets["characters/hero_mage.png_16_16_None"] = object()
    adapter.refresh([change(editor)])
    assert list(sheets) == ["characters/hero_mage.png_16_16_None"]


def test_a_file_that_is_no_picture_changes_nothing(editor: Editor, adapter: NeonWorksAdapter) -> None:
    editor.entity()
    editor.map_picture()
    path = editor.folder / "assets" / HERO
    path.write_bytes(b"\x89PNG half a file")
    assert load_picture(path) is None
    adapter.refresh([path, path.with_name("missing.png")])
    assert editor.pixel(0, 0) == (255, 0, 0)
