"""A display without a screen for all tests of widgets."""

from collections.abc import Iterator

import pygame
import pytest


@pytest.fixture(autouse=True, scope="session")
def display() -> Iterator[pygame.Surface]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
        yield pygame.display.set_mode((640, 480))
