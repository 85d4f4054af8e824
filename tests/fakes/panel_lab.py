"""The panel in a window nobody sees, worked by hand: clicks, keys and frames at a clock that is told."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pygame
from neonworks_editor.hosts.standalone import StandaloneHost
from neonworks_editor.panel.app import AnimatorApp
from neonworks_editor.panel.recording import Player, RecordedEvent, clicked, pressed, typed
from neonworks_editor.panel.settings import EditorSettings, SettingsStore
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.studio.studio import Studio
from neonworks_editor.ui.clipboard import MemoryClipboard
from neonworks_editor.ui.fonts import Fonts
from neonworks_editor.ui.widget import Widget

from tests.fakes.editor_links import ManualClock, ids
from tests.fakes.paper_daemon import PaperDaemon, example_png

__all__ = ["SPRITES", "PanelLab", "text_of"]

SPRITES = ("adventurer_down", "adventurer_right", "knight_down", "slime")
FRAME_S = 1 / 60
_W = TypeVar("_W", bound=Widget)


class PanelLab:
    """``folder`` is the project's; it gets the example sprites. The panel is open unless told otherwise."""

    def __init__(
        self,
        folder: Path,
        fonts: Fonts,
        *,
        size: tuple[int, int] = (1280, 720),
        settings: EditorSettings | None = None,
        opened: bool = True,
        closes: bool = True,
        daemon: PaperDaemon | None = None,
    ) -> None:
        root = folder / "project"
        root.mkdir(exist_ok=True)
        for name in SPRITES:
            (root / f"{name}.png").write_bytes(example_png(name))
        self.folder, self.root_folder = folder, root
        self.clock = ManualClock()
        self.daemon = daemon or PaperDaemon()
        self.screen = pygame.Surface(size)
        self.settings = SettingsStore(folder / "settings" / "editor.json")
        self.settings.change(settings or EditorSettings(fill=True, seen_first_run=True))
        place = ProjectPlace(root=root, assets=root, name="project")
        self.host = StandaloneHost(place, size, clock=self.clock)
        self.app = AnimatorApp(
            self.host,
            self.daemon,
            self.settings,
            self.clock,
            closes=closes,
            fonts=fonts,
            clipboard=MemoryClipboard(),
            undo_folder=lambda path: folder / "undo",
            new_id=ids("q"),
        )
        if opened:
            self.app.open()
            self.frames(4)

    @property
    def studio(self) -> Studio:
        """The studio behind the panel."""
        return self.app.studio

    def frames(self, count: int = 1, every_s: float = FRAME_S) -> None:
        """Let the host's loop go round."""
        for _ in range(count):
            self.clock.pass_(every_s)
            self.app.tick()
            self.app.render(self.screen)

    def until(self, met: Callable[[], bool], most: int = 600) -> None:
        """Frames until something is so; an assertion when it never is."""
        for _ in range(most):
            if met():
                return
            self.frames()
        raise AssertionError("it never came to be")

    def play(self, events: list[RecordedEvent], settle: int = 8) -> list[bool]:
        """Recorded events, one after the other with a frame between; whether the panel used each."""
        used: list[bool] = []
        player = Player(events, locate=self.app.locate, post=lambda e: used.append(self.app.handle_event(e)))
        for event in events:
            player.advance(event.t)
            self.frames()
        self.frames(settle)
        return used

    def click(self, name: str, part: tuple[float, float] = (0.5, 0.5)) -> None:
        """A click on the widget of that name, which must be in view."""
        self.app.root.settle()
        assert self.app.locate(name).size > (0, 0), f"{name} is not shown"
        self.play(clicked(name, part=part))

    def press(self, key: str, *mods: str) -> bool:
        """A key; whether the panel used it."""
        return self.play(pressed(key, *mods))[0]

    def enter(self, text: str) -> None:
        """Typing, as a person does."""
        self.play(typed(text, every=0.0))

    def find(self, name: str, kind: type[_W]) -> _W:
        """The widget of that name, shown or not."""
        found = self.app.root.layers.find(name)
        assert isinstance(found, kind), found
        return found

    def shown(self, name: str) -> bool:
        """Whether a widget of that name can be seen."""
        return self.app.locate(name).width > 0

    def texts(self) -> list[str]:
        """Every text that is shown."""
        return [text for widget in self.app.root.layers.walk() if widget.shown and (text := text_of(widget))]

    def close(self) -> None:
        """End threads, and whatever the tests left pressed."""
        self.app.shut_down()
        pygame.key.set_mods(0)


def text_of(widget: Widget) -> str:
    """The text of a widget; empty where it has none."""
    text = getattr(widget, "text", "")
    return text if isinstance(text, str) else ""
