"""The gallery shows all widgets, at every scale and in both themes, without a flaw."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pygame
import pytest
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.gallery import Gallery, main
from neonworks_editor.ui.theme import PALETTES, SCALES, Theme

from tests.fakes.ui_bench import pixels, rgb

_PAGES = ("controls", "text", "lists", "icons")


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("page", _PAGES)
def test_no_page_has_a_flaw(page: str, scale: float) -> None:
    gallery = Gallery(Theme(PALETTES["dark"], scale))
    gallery.tabs.chosen = page
    gallery.root.area = pygame.Rect(0, 0, round(1000 * scale), round(640 * scale))
    gallery.fill()
    gallery.root.render(pygame.Surface(gallery.root.area.size))
    assert overlaps(gallery.root) == []


def test_screenshots(tmp_path: Path) -> None:
    pictures = []
    for theme in PALETTES:
        file = tmp_path / f"{theme}.png"
        assert main(["--theme", theme, "--scale", "1.25", "--page", "icons", "--screenshot", str(file)]) == 0
        pictures.append(pygame.image.load(file))
    pygame.display.init()
    pygame.display.set_mode((640, 480))
    assert {picture.get_size() for picture in pictures} == {(1400, 950)}
    assert [rgb(picture, (2, 2)) for picture in pictures] == [p.window for p in PALETTES.values()]


def test_wrong_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--scale", "9"])
    assert "invalid choice" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run")
def test_a_real_window_shows_the_same(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("dummy.png", "window.png")]
    base = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    base.pop("SDL_VIDEODRIVER", None)
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    for file, before, extra in ((files[0], [], {"SDL_VIDEODRIVER": "dummy"}), (files[1], screen, {})):
        command = [*before, sys.executable, "-m", "neonworks_editor.ui.gallery", "--page", "text"]
        environment = {**base, **extra}
        subprocess.run([*command, "--screenshot", str(file)], env=environment, check=True, timeout=60)
    one, other = (pygame.image.load(file) for file in files)
    assert pixels(one) == pixels(other)
