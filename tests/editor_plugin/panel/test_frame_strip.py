"""The frame strip: what was clicked, what is in view, and how little is painted."""

import pygame
import pytest
from neonworks_editor.panel.frame_strip import FrameStrip, StripCell
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.shots import Shot
from neonworks_editor.ui.layout import Column
from neonworks_protocol.vocabulary import Tier

from tests.fakes.ui_bench import UiBench


def _cell(key: str, *, old: bool = False, tier: Tier = Tier.DRAFT) -> StripCell:
    picture = pygame.Surface((16, 16), pygame.SRCALPHA)
    picture.fill((200, 60, 40, 255), (4, 2, 8, 12))
    return StripCell(Shot(key, picture), 120, tier, old)


class Bench:
    """A strip in a root of its own."""

    def __init__(self, count: int, width: int = 400) -> None:
        self.went: list[int] = []
        self.strip = FrameStrip(PictureStore(), self.went.append)
        self.ui = UiBench(Column([self.strip]), (width, 100))
        self.strip.show([_cell(str(i)) for i in range(count)], 0)
        self.ui.frame()


def test_clicks_and_keys_go_to_frames(display: None) -> None:
    bench = Bench(4)
    centre = bench.strip.cell_rect(2).center
    bench.ui.post(pygame.MOUSEBUTTONDOWN, pos=centre, button=1)
    bench.ui.post(pygame.MOUSEMOTION, pos=bench.strip.cell_rect(3).center, buttons=(1, 0, 0), rel=(0, 0))
    bench.ui.post(pygame.MOUSEBUTTONUP, pos=centre, button=1)
    for key in (pygame.K_LEFT, pygame.K_END, pygame.K_HOME):
        bench.ui.post(pygame.KEYDOWN, key=key, mod=0, unicode="")
    assert bench.went == [2, 3, 3, 3, 0]


@pytest.mark.parametrize("current", [0, 7, 15, 31])
def test_the_frame_that_plays_is_in_view(display: None, current: int) -> None:
    bench = Bench(32, width=300)
    bench.strip.mark(current)
    assert bench.strip.rect.contains(bench.strip.cell_rect(current))


def test_a_frame_that_arrives_is_painted_alone(display: None) -> None:
    bench = Bench(6)
    damage = bench.ui.root._damage
    damage.take()
    cells = list(bench.strip.cells)
    bench.strip.show(cells, 0)
    assert damage.take() == []
    cells[4] = _cell("4", tier=Tier.SPRITE)
    bench.strip.show(cells, 0)
    assert damage.take() == [bench.strip.cell_rect(4)]


def test_old_frames_look_pale(display: None) -> None:
    bench = Bench(1)
    centre = bench.strip.cell_rect(0).center
    fresh = bench.ui.frame().get_at((centre[0], centre[1] - 8))
    bench.strip.show([_cell("0", old=True)], 0)
    pale = bench.ui.frame().get_at((centre[0], centre[1] - 8))
    assert sum(tuple(pale)[:3]) < sum(tuple(fresh)[:3])


def test_tips_say_what_a_frame_is(display: None) -> None:
    bench = Bench(3)
    bench.ui.post(pygame.MOUSEMOTION, pos=bench.strip.cell_rect(1).center, buttons=(0, 0, 0), rel=(0, 0))
    assert bench.strip.tip() == "Frame 2 of 3: 120 ms, draft"
    bench.strip.show([_cell("0"), StripCell(None, 80), _cell("2", old=True)], 0)
    assert "not drawn yet" in bench.strip.tip()
