"""Lines over the editor."""

from collections.abc import Callable

import pygame
import pytest
from neonworks_editor.hosts.neonworks_toasts import ToastBoard

Window = Callable[[int, int], pygame.Surface]


@pytest.fixture
def screen(window: Window) -> pygame.Surface:
    return window(640, 480)


def test_a_line_is_seen_for_a_while(screen: pygame.Surface) -> None:
    now = [0.0]
    board = ToastBoard(pygame.font.Font(None, 20), lambda: now[0])
    board.say("Something happened that takes more than one line to tell, so it is broken into several.")
    board.draw(screen, 450)
    mask = pygame.mask.from_threshold(screen, (240, 242, 248), (40, 40, 40, 255))
    assert mask.count() > 200
    rects = mask.get_bounding_rects()
    assert all(rect.right < 16 + 460 and rect.bottom < 450 for rect in rects)  # type: ignore[attr-defined]
    now[0] = 60.0
    screen.fill(0)
    board.draw(screen, 450)
    assert board.lines == []
    assert screen.get_bounding_rect().height in (0, 480)
    assert pygame.mask.from_threshold(screen, (240, 242, 248), (40, 40, 40, 255)).count() == 0


def test_the_same_line_is_shown_once_and_old_ones_make_room(screen: pygame.Surface) -> None:
    board = ToastBoard(pygame.font.Font(None, 20), lambda: 0.0)
    for _ in range(5):
        board.say("the same")
    assert board.lines == ["the same"]
    for number in range(10):
        board.say(f"line {number}")
    assert board.lines == ["line 6", "line 7", "line 8", "line 9"]
    board.draw(screen, 450)
