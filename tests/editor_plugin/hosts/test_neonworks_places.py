"""Textures, files, the project and its stills."""

from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.hosts.neonworks_places import Places

from tests.fakes.neonworks_editors import Editor, frame_picture


@pytest.fixture
def places(editor: Editor) -> Places:
    return Places(editor.renderer.asset_manager, Engine.of(editor.world).current_project)


@pytest.mark.parametrize(
    "inner", ["assets/characters/hero.png", "projects/Demo/assets/animations/a b/é_01.png"]
)
def test_a_file_has_a_texture_name_that_the_engine_can_load(
    places: Places, editor: Editor, inner: str
) -> None:
    path = editor.folder / inner
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(frame_picture((32, 32), (1, 2, 3)), str(path))
    texture = places.texture(path)
    assert "\\" not in texture
    assert not Path(texture).is_absolute()
    assert places.file(texture) == path
    assert editor.renderer.asset_manager.load_sprite(texture).get_at((16, 16)) == (1, 2, 3)


def test_the_folders_stay_when_the_working_folder_changes(
    places: Places, editor: Editor, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = places.project()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert places.project() == before
    assert places.base == editor.folder / "assets"


def test_without_a_project_the_engines_assets_are_the_place(editor: Editor) -> None:
    place = Places(editor.renderer.asset_manager, lambda: None).project()
    assert place is not None
    assert place.root == place.assets == editor.folder / "assets"


def test_stills_of_the_project_come_first_and_animations_are_none(places: Places, editor: Editor) -> None:
    assets = editor.folder / "projects" / "Demo" / "assets"
    for name in ("own/knight.png", "animations/hero/hero_walk_01.png"):
        (assets / name).parent.mkdir(parents=True, exist_ok=True)
        pygame.image.save(frame_picture((8, 8), (1, 2, 3), 1), str(assets / name))
    labels = [choice.label for choice in places.sprites()]
    assert labels[0] == "own/knight"
    assert not [label for label in labels if "walk" in label]
    assert len(labels) == len(set(labels))
    assert {"Hero", "Slime"} <= set(labels)


def test_no_texture_is_no_file(places: Places) -> None:
    assert places.file("") is None


def test_the_manifest_knows_files_by_id(places: Places, editor: Editor) -> None:
    assert places.asset_ids({editor.folder / "assets" / "characters" / "hero.png"}) == ["hero"]
