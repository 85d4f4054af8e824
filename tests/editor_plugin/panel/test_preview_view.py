"""The preview: zoom, pan, joints, and repainting no more than what changed."""

import pygame
import pytest
from neonworks_editor.panel.camera import Camera
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.preview_view import PreviewView, View
from neonworks_editor.panel.shots import Backdrop, Shot
from neonworks_editor.ui.layout import Column

from tests.fakes.ui_bench import UiBench


def _shot(key: str, color: tuple[int, int, int] = (200, 30, 30)) -> Shot:
    picture = pygame.Surface((16, 16), pygame.SRCALPHA)
    picture.fill((*color, 255), (4, 4, 8, 8))
    return Shot(key, picture)


class Bench:
    """A preview in a root of its own."""

    def __init__(self) -> None:
        self.moved: list[tuple[str, tuple[float, float]]] = []
        self.preview = PreviewView(PictureStore(), on_joint=lambda n, p: self.moved.append((n, p)))
        self.ui = UiBench(Column([self.preview]), (320, 240))
        self.preview.show(View(shot=_shot("a"), canvas=(16, 16)))
        self.ui.frame()

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Where a pixel of the canvas is in the window."""
        seen = self.preview.camera.to_view((x, y), (16, 16), self.preview.rect.size)
        return round(seen[0]), round(seen[1])

    def mouse(self, kind: int, pos: tuple[int, int]) -> None:
        self.ui.post(kind, pos=pos, button=1, buttons=(1, 0, 0), rel=(0, 0))


@pytest.fixture
def bench(display: None) -> Bench:
    return Bench()


def test_it_fits_until_the_user_zooms(bench: Bench) -> None:
    assert bench.preview.camera.zoom == 12.0
    bench.ui.root.area = pygame.Rect(0, 0, 160, 120)
    bench.ui.frame()
    assert bench.preview.camera.zoom == 6.0
    bench.preview.zoom(-1)
    bench.ui.root.area = pygame.Rect(0, 0, 320, 240)
    bench.ui.frame()
    assert bench.preview.camera.zoom == 5.0


def test_the_wheel_zooms_at_the_pointer(bench: Bench) -> None:
    pos = bench.at(6, 6)
    bench.mouse(pygame.MOUSEMOTION, pos)
    bench.ui.post(pygame.MOUSEWHEEL, x=0, y=1, flipped=False)
    assert bench.preview.camera.zoom == 16.0
    assert abs(bench.at(6, 6)[0] - pos[0]) <= 1


def test_dragging_and_arrows_pan(bench: Bench) -> None:
    start = bench.at(0, 0)
    bench.mouse(pygame.MOUSEBUTTONDOWN, (100, 100))
    bench.mouse(pygame.MOUSEMOTION, (130, 90))
    bench.mouse(pygame.MOUSEBUTTONUP, (130, 90))
    assert bench.at(0, 0) == (start[0] + 30, start[1] - 10)
    bench.ui.root.focus(bench.preview)
    bench.ui.post(pygame.KEYDOWN, key=pygame.K_RIGHT, mod=0, unicode="")
    assert bench.at(0, 0)[0] == start[0] + 30 - 24


def test_a_joint_is_dragged_in_pixels_of_the_still(bench: Bench) -> None:
    still = _shot("still")
    bench.preview.show(View(shot=still, canvas=(16, 16), joints={"neck": (8.0, 6.0)}))
    bench.ui.frame()
    bench.mouse(pygame.MOUSEBUTTONDOWN, bench.at(8, 6))
    bench.mouse(pygame.MOUSEMOTION, bench.at(10, 7.5))
    bench.mouse(pygame.MOUSEBUTTONUP, bench.at(10, 7.5))
    assert bench.moved == [("neck", (10.0, 7.5))]


def test_keys_choose_and_move_joints(bench: Bench) -> None:
    bench.preview.show(View(shot=_shot("still"), canvas=(16, 16), joints={"neck": (8.0, 6.0)}))
    bench.ui.root.focus(bench.preview)
    bench.ui.post(pygame.KEYDOWN, key=pygame.K_RIGHTBRACKET, mod=0, unicode="]")
    bench.ui.post(pygame.KEYDOWN, key=pygame.K_UP, mod=0, unicode="")
    assert bench.moved == [("neck", (8.0, 5.5))]


def test_the_same_picture_is_not_painted_again(bench: Bench) -> None:
    damage = bench.ui.root._damage
    bench.preview.show(View(shot=_shot("a"), canvas=(16, 16)))
    assert damage.take() == []
    bench.preview.show(View(shot=_shot("b", (0, 200, 0)), canvas=(16, 16)))
    rects = damage.take()
    assert rects and all(rect.width < 250 for rect in rects), "the picture, not the whole preview"


def test_what_is_old_is_marked_and_what_is_empty_says_what_to_do(bench: Bench) -> None:
    before = bench.ui.frame().copy()
    bench.preview.show(View(shot=_shot("a"), canvas=(16, 16), old=True))
    corner = pygame.Rect(bench.preview.rect.right - 40, 0, 40, 40)
    assert _bytes(bench.ui.frame(), corner) != _bytes(before, corner)
    bench.preview.show(View(hint="Choose a sprite."))
    empty = bench.ui.frame().copy()
    bench.preview.show(View(hint=""))
    assert _bytes(bench.ui.frame(), bench.preview.rect) != _bytes(empty, bench.preview.rect)


@pytest.mark.parametrize("backdrop", Backdrop)
def test_backdrops_fill_the_view(bench: Bench, backdrop: Backdrop) -> None:
    scene = pygame.Surface((100, 50))
    scene.fill((10, 120, 10))
    bench.preview.set_backdrop(backdrop, scene)
    colour = tuple(bench.ui.frame().get_at((2, 120)))[:3]
    assert (colour == (10, 120, 10)) is (backdrop is Backdrop.SCENE)
    assert isinstance(bench.preview.camera, Camera)


def _bytes(surface: pygame.Surface, rect: pygame.Rect) -> bytes:
    return pygame.image.tobytes(surface.subsurface(rect.clip(surface.get_rect())), "RGB")
