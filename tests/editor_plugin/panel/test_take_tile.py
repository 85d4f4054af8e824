"""Take tiles play, are chosen, and say when they are locked."""

import pygame
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.preview_view import View
from neonworks_editor.panel.shots import Shot
from neonworks_editor.panel.take_tile import TakeRow, TakeTile

from tests.fakes.ui_bench import UiBench


def _view(key: str, color: tuple[int, int, int]) -> View:
    picture = pygame.Surface((16, 16), pygame.SRCALPHA)
    picture.fill((*color, 255))
    return View(shot=Shot(key, picture), canvas=(16, 16))


def test_a_click_and_a_key_choose(display: None) -> None:
    chosen: list[int] = []
    tiles = [TakeTile(PictureStore(), str(n), lambda n=n: chosen.append(n), name=f"t{n}") for n in range(2)]  # type: ignore[misc]
    ui = UiBench(TakeRow(tiles), (200, 80))
    ui.post(pygame.MOUSEBUTTONDOWN, pos=tiles[1].rect.center, button=1)
    ui.post(pygame.MOUSEBUTTONUP, pos=tiles[1].rect.center, button=1)
    ui.root.focus(tiles[0])
    ui.post(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" ")
    assert chosen == [1, 0]


def test_pictures_marks_and_locks_are_seen(display: None) -> None:
    tile = TakeTile(PictureStore(), "1", lambda: None, name="t")
    ui = UiBench(TakeRow([tile]), (90, 80))
    tile.show(_view("a", (200, 40, 40)))
    assert tuple(ui.frame().get_at(tile.rect.center))[:3] == (200, 40, 40)
    tile.show(_view("b", (40, 200, 40)))
    assert tuple(ui.frame().get_at(tile.rect.center))[:3] == (40, 200, 40)
    looks = set()
    for chosen, locked in ((False, False), (True, False), (True, True)):
        tile.mark(chosen=chosen, locked=locked)
        looks.add(pygame.image.tobytes(ui.frame(), "RGB"))
    assert len(looks) == 3 and tile.chosen


def test_the_same_picture_is_not_painted_again(display: None) -> None:
    tile = TakeTile(PictureStore(), "1", lambda: None, name="t")
    ui = UiBench(TakeRow([tile]), (90, 80))
    tile.show(_view("a", (200, 40, 40)))
    ui.frame()
    tile.show(_view("a", (200, 40, 40)))
    assert ui.root._damage.take() == []
