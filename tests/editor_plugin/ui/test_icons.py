"""Each icon is there, different, inside its box and drawn once."""

import pygame
import pytest
from neonworks_editor.ui.icons import Icon, Icons

from tests.fakes.ui_bench import rgb

_ASKED = (
    *("play", "pause", "stop", "undo", "redo", "folder", "gear", "eye", "lock", "cross", "check", "dice"),
    *("download", "refresh", "pin", "up", "down", "left", "right"),
)


def test_what_was_asked_for_is_there() -> None:
    assert {name.upper() for name in _ASKED} <= set(Icon.__members__)


@pytest.mark.parametrize("side", [16, 20, 24, 32])
@pytest.mark.parametrize("icon", Icon)
def test_icons_fill_their_box(icon: Icon, side: int) -> None:
    picture = Icons().picture(icon, side, (250, 250, 250))
    box = picture.get_bounding_rect(min_alpha=40)
    assert picture.get_size() == (side, side)
    assert max(box.size) >= side * 0.55
    assert abs(box.centerx - side / 2) <= side * 0.12
    assert box.width < side or box.height < side


def test_icons_differ() -> None:
    icons = Icons()
    assert len(
        {pygame.image.tobytes(icons.picture(icon, 32, (255, 255, 255)), "RGBA") for icon in Icon}
    ) == len(Icon)


def test_icons_are_kept_and_drawn_in_the_middle() -> None:
    icons = Icons()
    assert icons.picture(Icon.PLAY, 16, (1, 2, 3)) is icons.picture(Icon.PLAY, 16, (1, 2, 3))
    surface = pygame.Surface((40, 20))
    icons.draw(surface, Icon.STOP, pygame.Rect(0, 0, 40, 20), (255, 255, 255))
    assert min(rgb(surface, (20, 10))) > 240 and rgb(surface, (4, 10)) == (0, 0, 0)
    icons.draw(surface, Icon.STOP, pygame.Rect(0, 0, 0, 20), (255, 255, 255))
