"""Where the panel stands: at the right, wide enough, and never hiding all of the scene."""

from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.adapter import Area
from neonworks_editor.panel.docking import LEAST_WIDTH, Docking
from neonworks_editor.panel.settings import EditorSettings, SettingsStore


def _docking(tmp_path: Path, **settings: object) -> Docking:
    store = SettingsStore(tmp_path / "editor.json")
    store.change(EditorSettings(**settings))  # type: ignore[arg-type]
    return Docking(store)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("room", [Area(0, 0, 1280, 720), Area(0, 120, 1280, 570), Area(0, 0, 3840, 2160)])
def test_it_docks_right_in_full_height(tmp_path: Path, room: Area, scale: float) -> None:
    area = _docking(tmp_path, scale=scale).area(room)
    assert (area.right, area.y, area.height) == (room.x + room.width, room.y, room.height)
    assert LEAST_WIDTH * scale <= area.width <= room.width


def test_it_fills_where_asked_or_where_no_scene_would_be_left(tmp_path: Path) -> None:
    whole = Area(0, 0, 1280, 720)
    assert _docking(tmp_path, fill=True).area(whole).size == (1280, 720)
    assert _docking(tmp_path, scale=2.0).area(whole).size == (1280, 720)
    assert _docking(tmp_path).area(Area(0, 0, 400, 300)).size == (400, 300)


def test_dragging_never_makes_it_too_narrow(tmp_path: Path) -> None:
    docking = _docking(tmp_path, panel_width=500)
    room = Area(0, 0, 1280, 720)
    area = docking.area(room)
    for kind, x in (
        (pygame.MOUSEBUTTONDOWN, area.x),
        (pygame.MOUSEMOTION, 1200),
        (pygame.MOUSEBUTTONUP, 1200),
    ):
        assert docking.handle(pygame.event.Event(kind, {"pos": (x, 100), "button": 1}), area)
        area = docking.area(room)
    assert area.width == LEAST_WIDTH


def test_other_clicks_pass_by(tmp_path: Path) -> None:
    docking = _docking(tmp_path, panel_width=500)
    area = docking.area(Area(0, 0, 1280, 720))
    event = pygame.event.Event(pygame.MOUSEBUTTONDOWN, {"pos": area.center, "button": 1})
    assert not docking.handle(event, area)
