"""The sprite in the panel: which one it is, and the ways to another one."""

import pygame

from tests.fakes.panel_lab import PanelLab


def test_name_and_size_are_shown(lab: PanelLab) -> None:
    assert "adventurer_down.png" in lab.texts()
    assert any(text.startswith("48 x 48 pixels") for text in lab.texts())
    lab.app.studio.close_sprite()
    lab.frames(6)
    assert "No sprite" in lab.texts()


def test_choosing_closes_the_picker(lab: PanelLab) -> None:
    lab.click("choose")
    lab.frames(4)
    lab.click("sprite-slime")
    assert not lab.shown("picker")
    sprite = lab.app.studio.settings.sprite
    assert sprite is not None and sprite.name == "slime.png"


def test_nobody_else_gets_the_animation_of_a_chosen_sprite(lab: PanelLab) -> None:
    knight = next(e for e in lab.host.entities() if e.name == "knight_down")
    lab.host.select(knight.id)
    lab.frames(2)
    lab.click("choose")
    lab.frames(4)
    lab.click("sprite-slime")
    lab.frames(3)
    picked = lab.host.selected()
    assert picked is not None and picked.name == "slime"
    assert lab.app.desk.entity == picked
    assert any(text.endswith(", on the map") for text in lab.texts())


def test_a_click_beside_everybody_says_what_to_do(lab: PanelLab) -> None:
    lab.app.desk.keep(fill=False)
    lab.frames(3)
    lab.click("pick")
    event = pygame.event.Event(pygame.MOUSEBUTTONDOWN, {"pos": (3, 3), "button": 1})
    assert lab.app.handle_event(event)
    lab.frames(2)
    assert any("click on a figure" in text for text in lab.texts())
    lab.press("escape")
    lab.press("escape")
    assert not lab.app.panel.sprite.picking


def test_a_damaged_picture_is_refused_and_the_old_one_stays(lab: PanelLab) -> None:
    broken = lab.folder / "broken.png"
    broken.write_bytes(b"no picture")
    lab.app.take(broken)
    lab.frames(3)
    sprite = lab.app.studio.settings.sprite
    assert sprite is not None and sprite.name == "adventurer_down.png"
    assert any("broken.png is not a PNG" in text for text in lab.texts())
