"""The picker: the project's sprites, the map's figures, and files by their path."""

import pytest
from neonworks_editor.panel.sprite_picker import PickSource
from neonworks_editor.panel.sprite_tile import SpriteTile
from neonworks_editor.ui.text_field import TextField

from tests.fakes.panel_lab import SPRITES, PanelLab


@pytest.fixture
def picking(lab: PanelLab) -> PanelLab:
    assert lab.press("o", "ctrl")
    lab.frames(6)
    return lab


def _labels(lab: PanelLab) -> list[str]:
    return [
        tile.label for tile in lab.app.root.layers.find("pick-tiles").children if isinstance(tile, SpriteTile)
    ]


def test_the_projects_sprites_are_there_and_typing_narrows(picking: PanelLab) -> None:
    assert _labels(picking) == sorted(SPRITES)
    picking.enter("KNIGHT")
    assert _labels(picking) == ["knight_down"]
    picking.press("return")
    sprite = picking.app.studio.settings.sprite
    assert sprite is not None and sprite.name == "knight_down.png"


def test_a_name_that_is_not_there_says_so(picking: PanelLab) -> None:
    picking.enter("nosuch")
    assert _labels(picking) == []
    assert any("No such picture" in text for text in picking.texts())


def test_figures_of_the_map_bring_their_entity(picking: PanelLab) -> None:
    picking.click("pick-map")
    picking.click(f"sprite-{_labels(picking)[-1]}")
    sprite = picking.app.studio.settings.sprite
    assert sprite is not None and sprite.entity == picking.host.entities()[-1].id
    assert picking.host.selected() is not None


def test_files_are_listed_and_folders_entered(picking: PanelLab) -> None:
    inner = picking.root_folder / "more"
    inner.mkdir()
    (inner / "bat.png").write_bytes((picking.root_folder / "slime.png").read_bytes())
    picking.click("pick-files")
    assert _labels(picking)[0] == "more/"
    picking.click("sprite-more/")
    assert picking.find("pick-field", TextField).text == f"{inner}/"
    picking.click("sprite-bat")
    sprite = picking.app.studio.settings.sprite
    assert sprite is not None and sprite.path == inner / "bat.png"


def test_a_path_is_typed(picking: PanelLab) -> None:
    picking.click("pick-files")
    field = picking.find("pick-field", TextField)
    field.select_all()
    picking.enter("slime.p")
    picking.press("return")
    sprite = picking.app.studio.settings.sprite
    assert sprite is not None and sprite.name == "slime.png"


def test_escape_closes_it_and_nothing_is_chosen(picking: PanelLab) -> None:
    picking.press("escape")
    assert not picking.shown("picker") and picking.app.visible
    picking.press("o", "ctrl")
    assert picking.shown("picker"), "it opens again"


def test_every_source_has_a_button(picking: PanelLab) -> None:
    for source in PickSource:
        picking.click(f"pick-{source.name.lower()}")
        assert _labels(picking)
