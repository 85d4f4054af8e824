"""A display nobody sees, fonts that are read once, and panels to work with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest
from neonworks_editor.ui.fonts import Fonts

from tests.fakes.panel_lab import PanelLab

MakeLab = Callable[..., PanelLab]


@pytest.fixture(autouse=True)
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window for pictures to be converted for; other tests may have closed theirs."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    if pygame.display.get_surface() is None:
        pygame.display.set_mode((64, 64))


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The fonts of this machine."""
    found = Fonts()
    found.start()
    assert found.wait()
    return found


@pytest.fixture
def make_lab(tmp_path: Path, fonts: Fonts, display: None) -> Iterator[MakeLab]:
    """Makes panels, with the arguments of ``PanelLab`` after the fonts; all are ended with the test."""
    made: list[PanelLab] = []

    def make(**options: object) -> PanelLab:
        lab = PanelLab(tmp_path, fonts, **options)  # type: ignore[arg-type]
        made.append(lab)
        return lab

    yield make
    for lab in made:
        lab.close()


@pytest.fixture
def lab(make_lab: MakeLab) -> PanelLab:
    """An open panel that fills a window of 1280 by 720."""
    return make_lab()
