"""Pictures are shown whole; pixels stay square and sharp."""

import pygame
from neonworks_editor.ui.image_view import ImageView, fitted
from neonworks_editor.ui.layout import Row

from tests.fakes.ui_bench import UiBench, rgb


def _dots() -> pygame.Surface:
    image = pygame.Surface((4, 4), pygame.SRCALPHA)
    image.fill((250, 0, 0), (1, 1, 2, 2))
    return image


def test_pixels_are_multiplied_whole() -> None:
    assert fitted(_dots(), (30, 50)).get_size() == (28, 28)
    assert fitted(_dots(), (1000, 1000), most=8).get_size() == (32, 32)
    assert fitted(pygame.Surface((100, 50)), (20, 20)).get_size() == (20, 10)
    image = _dots()
    assert fitted(image, (4, 7)) is image


def test_it_stands_in_the_middle_of_a_checkerboard() -> None:
    view = ImageView(_dots(), size=(40, 40))
    bench = UiBench(Row([view], cross="start"))
    assert rgb(bench.screen, (20, 20)) == (250, 0, 0)
    colors = {rgb(bench.screen, (x, 2)) for x in range(40)}
    assert colors == {bench.root.theme.color("checker_a"), bench.root.theme.color("checker_b")}
    view.image = None
    assert rgb(bench.frame(), (20, 20)) in colors
    view.checker = False
    view.invalidate()
    assert rgb(bench.frame(), (20, 20)) == bench.root.theme.color("well")
