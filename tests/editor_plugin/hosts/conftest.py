"""A NeonWorks editor for each test, both the double and, where there is a checkout, the engine."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from tests.fakes.neonworks_editors import DOUBLE, ENGINE, Editor, open_editor


@pytest.fixture(params=[pytest.param(DOUBLE, id="double"), pytest.param(ENGINE, id="engine")])
def editor(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Editor]:
    """An open editor without its main loop, in a working folder of its own."""
    with warnings.catch_warnings():
        # The engine's own warnings are its own.
        warnings.simplefilter("ignore" if request.param == ENGINE else "error")
        yield open_editor(request.param, tmp_path, monkeypatch)
    pygame.event.clear()
    pygame.key.set_mods(0)
    pygame.key.set_repeat()


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], pygame.Surface]:
    """A window of that size that nobody sees."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.init()
    return lambda width, height: pygame.display.set_mode((width, height))
