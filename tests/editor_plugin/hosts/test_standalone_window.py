import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.standalone import StandaloneHost
from neonworks_editor.hosts.standalone_window import (
    MIN_SIZE,
    RunningPanel,
    StandaloneWindow,
    WindowOptions,
)
from neonworks_editor.panel.recording import RecordedEvent
from neonworks_editor.project.place import ProjectPlace
from neonworks_protocol.errors import StorageFailed, Unavailable

from tests.fakes.pngs import png


class _Panel:
    """Covers 300 columns at the right; takes what happens there."""

    def __init__(self) -> None:
        self.visible = False
        self.seen: list[int] = []
        self.ticks = 0
        self.stopped = False
        self.width = 300

    def handle_event(self, event: pygame.event.Event) -> bool:
        self.seen.append(event.type)
        return event.type == pygame.MOUSEBUTTONDOWN and event.pos[0] >= self.rect("panel").x

    def tick(self, now: float) -> None:
        self.ticks += 1

    def render(self, surface: pygame.Surface) -> None:
        surface.fill((9, 9, 9), self.rect("panel"))

    def open(self) -> None:
        self.visible = True

    def close(self) -> None:
        self.visible = False

    def stop(self) -> None:
        self.stopped = True

    def rect(self, name: str) -> pygame.Rect:
        screen = pygame.display.get_surface()
        if not self.visible or screen is None or name != "panel":
            return pygame.Rect(0, 0, 0, 0)
        return pygame.Rect(screen.get_width() - self.width, 0, self.width, screen.get_height())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.quit()
    root = tmp_path / "game"
    root.mkdir()
    for name in ("hero", "slime"):
        (root / f"{name}.png").write_bytes(png(16, 16))
    yield root
    pygame.display.quit()


def _window(root: Path, panel: _Panel, options: WindowOptions) -> StandaloneWindow:
    return StandaloneWindow(
        lambda size: StandaloneHost(ProjectPlace(root, root, "game"), size),
        lambda host: RunningPanel(panel, panel.stop, panel.rect),
        options,
    )


def test_a_screenshot_shows_scene_and_panel(root: Path, tmp_path: Path) -> None:
    panel, file = _Panel(), tmp_path / "new" / "shot.png"
    _window(root, panel, WindowOptions(size=(900, 600), screenshot=file, after=0.05)).run()
    shot = pygame.image.load(file)
    assert shot.get_size() == (900, 600)
    assert shot.get_at((880, 300)) == pygame.Color(9, 9, 9)
    assert shot.get_at((10, 590))[1] > 90, "grass"
    assert panel.ticks > 0 and panel.stopped
    assert (root / "scene.json").is_file(), "saved when it closes"


def test_a_click_picks_and_a_click_on_the_panel_does_not(root: Path) -> None:
    panel = _Panel()
    window = _window(root, panel, WindowOptions(size=(900, 600)))
    panel.open()
    assert window.step()
    slime = window.host.entities()[1]
    area = pygame.Rect(slime.screen_rect)
    for pos, expected in ((area.center, "slime"), ((880, 10), "slime"), ((5, 5), None)):
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=pos, button=1))
        window.step()
        picked = window.host.selected()
        assert (picked and picked.id) == expected


def test_the_scene_makes_room_for_the_panel(root: Path) -> None:
    panel = _Panel()
    window = _window(root, panel, WindowOptions(size=(900, 600)))
    window.step()
    wide = max(actor.x * window.host.scene.zoom for actor in window.host.scene.actors)
    panel.open()
    panel.width = 500
    window.step()
    assert max(actor.x * window.host.scene.zoom for actor in window.host.scene.actors) < wide
    assert all(view.screen_rect.x + view.screen_rect.width <= 402 for view in window.host.entities())


def test_the_window_can_be_resized_and_never_becomes_too_small(root: Path) -> None:
    window = _window(root, _Panel(), WindowOptions(size=(10, 10)))
    window.step()
    assert window.host.scene.window == MIN_SIZE
    pygame.display.set_mode((1000, 700), pygame.RESIZABLE)
    pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=(1000, 700), w=1000, h=700))
    window.step()
    assert window.host.scene.window == (1000, 700)


def test_a_dropped_picture_joins_the_scene(root: Path, tmp_path: Path) -> None:
    window = _window(root, _Panel(), WindowOptions(size=(900, 600)))
    (tmp_path / "bat.png").write_bytes(png(8, 8))
    for name in ("bat.png", "notes.txt"):
        pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(tmp_path / name)))
        window.step()
    picked = window.host.selected()
    assert picked is not None and picked.sprite_path == root / "bat.png"


def test_closing_the_window_ends_it(root: Path) -> None:
    panel = _Panel()
    window = _window(root, panel, WindowOptions(events=[RecordedEvent(t=0.05, event="QUIT")]))
    window.run()
    assert panel.stopped
    assert pygame.display.get_surface() is None


def test_recorded_events_reach_the_panel(root: Path, tmp_path: Path) -> None:
    panel = _Panel()
    events = [RecordedEvent(t=0.0, event="TEXTINPUT", text="x"), RecordedEvent(t=0.1, event="QUIT")]
    _window(root, panel, WindowOptions(events=events)).run()
    assert pygame.TEXTINPUT in panel.seen


def test_what_cannot_be_written_or_opened_is_one_line(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed, match="--screenshot"):
        _window(root, _Panel(), WindowOptions(screenshot=tmp_path / "file" / "x.png", after=0)).run()
    monkeypatch.setitem(os.environ, "SDL_VIDEODRIVER", "no such driver")
    with pytest.raises(Unavailable, match="no window"):
        _window(root, _Panel(), WindowOptions())


def test_what_the_scene_says_goes_again(root: Path) -> None:
    now = [0.0]
    window = StandaloneWindow(
        lambda size: StandaloneHost(ProjectPlace(root, root, "game"), size),
        lambda host: RunningPanel(panel := _Panel(), panel.stop, panel.rect),
        WindowOptions(),
        clock=lambda: now[0],
    )
    screen = pygame.display.get_surface()
    assert screen is not None
    corner = pygame.Rect(12, screen.get_height() - 30, 60, 18)

    def seen() -> bytes:
        window.step()
        return pygame.image.tobytes(screen.subsurface(corner), "RGB")

    empty = seen()
    window.host.say("hero.png cannot be read")
    assert seen() != empty
    now[0] = 20.0
    assert seen() == empty


@pytest.mark.skipif(sys.platform != "linux", reason="SDL falls back to memory where X11 and Wayland do")
def test_it_does_not_run_where_nobody_can_see_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":4242")
    with pytest.raises(Unavailable, match="machine with a screen"):
        _window(root, _Panel(), WindowOptions())
