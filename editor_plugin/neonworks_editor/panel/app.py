"""``AnimatorApp``: the panel in a host's frame loop.

::

    app = AnimatorApp(host, client, SettingsStore(settings_path()))
    app.open()
    while running:
        for event in pygame.event.get():
            if not app.handle_event(event):      # true: the panel used it
                host_handles(event)
        app.tick()                               # every frame, also while the panel is closed
        draw_the_scene(screen)
        app.render(screen)                       # draws nothing while it is closed
"""

import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pygame
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.messages import AssetChanged, ModelsCatalog

from neonworks_editor.client.client import News
from neonworks_editor.hosts.adapter import HostAdapter
from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.docking import Docking
from neonworks_editor.panel.exporter import Exporter
from neonworks_editor.panel.folders import PICTURES
from neonworks_editor.panel.hotkeys import command_of, parse_keys
from neonworks_editor.panel.link import PanelLink
from neonworks_editor.panel.panel import Page, Panel
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.settings import EditorSettings, SettingsStore
from neonworks_editor.panel.undoing import Undoing
from neonworks_editor.panel.when_drawn import WhenDrawn
from neonworks_editor.project.files import ProjectFiles
from neonworks_editor.project.steps import journal_folder
from neonworks_editor.studio.notices import Level, Notice, NoticeAction
from neonworks_editor.studio.studio import Studio
from neonworks_editor.ui.clipboard import Clipboard
from neonworks_editor.ui.fonts import Fonts
from neonworks_editor.ui.root import Root
from neonworks_editor.ui.text_input import TextInput
from neonworks_editor.ui.theme import PALETTES, Theme
from neonworks_editor.ui.toasts import Level as ToastLevel

__all__ = ["EXAMPLE_TEXT", "AnimatorApp"]

EXAMPLE_TEXT = "walk slowly, tired"
"""What the first start shows, so that something moves before the user knows how."""

_LEVELS = {Level.INFO: ToastLevel.INFO, Level.WARNING: ToastLevel.WARNING, Level.ERROR: ToastLevel.BAD}
_ACTION_WORDS = {
    NoticeAction.GENERATE: "Generate",
    NoticeAction.UNDO: "Undo",
    NoticeAction.OPEN_SPRITE: "Choose",
    NoticeAction.OPEN_MODELS: "Models",
}


class AnimatorApp:
    """One panel. All methods belong to the main thread, none blocks, and none raises for what users do.

    ``closes``: whether Esc and the cross close it; false where nothing is behind it. ``clock`` is in seconds
    and never goes back. ``fonts``, ``clipboard`` and ``text_input`` are the system's own unless given;
    ``undo_folder`` says where a project's undo steps are kept. The client is started by whoever made it.
    """

    def __init__(
        self,
        host: HostAdapter,
        client: PanelLink,
        settings: SettingsStore,
        clock: Callable[[], float] = time.monotonic,
        *,
        closes: bool = True,
        fonts: Fonts | None = None,
        clipboard: Clipboard | None = None,
        text_input: TextInput | None = None,
        undo_folder: Callable[[Path], Path] = journal_folder,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._host, self._client, self._settings, self._clock = host, client, settings, clock
        self._closes = closes
        self._visible = False
        self._greeted = False
        self._picked: str | None = None
        self.studio = Studio(client, clock, new_id=new_id)
        self.studio.set_live(settings.current.live)
        self.files = ProjectFiles(host, client.ask, folder=undo_folder, clock=clock)
        self._exporter = Exporter(self.studio, self._exported)
        self.desk = Desk(
            studio=self.studio,
            client=client,
            host=host,
            settings=settings,
            files=self.files,
            undoing=Undoing(self.studio, self.files),
            exporter=self._exporter,
            store=PictureStore(),
            clock=clock,
            say=self._say,
            when_drawn=WhenDrawn(self.studio, self._say),
        )
        self.panel = Panel(self.desk, new_id, on_close=self.close if closes else None)
        self.root = Root(
            self.panel.content,
            theme=_theme(settings.current),
            fonts=fonts,
            clipboard=clipboard,
            text_input=text_input,
            clock=clock,
            on_text=host.capture_text,
        )
        self.root.text.fonts.start()
        self.root.toasts_above(self.panel.footer)
        self._docking = Docking(settings)
        settings.listen(self._settings_changed)
        self._stop_listening = client.listen(self._heard)

    # What hosts call

    @property
    def visible(self) -> bool:
        """Whether the panel is shown."""
        return self._visible

    @property
    def area(self) -> pygame.Rect:
        """Where the panel is in the window, shown or not."""
        return self._docking.area(self._host.panel_area())

    def open(self) -> None:
        """Show the panel, with the prompt ready for typing; the first time with an example."""
        if self._visible:
            return
        self._visible = True
        self.root.area = self.area
        self._first_sprite()
        self.panel.sync()
        self.root.settle()
        self.panel.focus_prompt()

    def close(self) -> None:
        """Hide the panel; work goes on, and keys belong to the host again."""
        if self._visible:
            self.root.focus(None)
            self.panel.sprite.stop_picking()
            self._visible = False

    def toggle(self) -> None:
        """Open or close."""
        (self.close if self._visible else self.open)()

    def take(self, path: Path, entity: str | None = None) -> None:
        """Animate this picture, of this entity where it belongs to one."""
        self.panel.sprite.take(path, entity)
        self.panel.page = Page.ANIMATE

    def locate(self, name: str) -> pygame.Rect:
        """Where a named widget is in the window, ``panel`` being the whole; empty when it is not shown."""
        if not self._visible:
            return pygame.Rect(0, 0, 0, 0)
        self.root.settle()
        try:
            found = self.root.layers.find(name)
        except KeyError:
            return pygame.Rect(0, 0, 0, 0)
        return found.rect.move(self.root.area.topleft) if found.shown else pygame.Rect(0, 0, 0, 0)

    def handle_event(self, event: pygame.event.Event) -> bool:
        """True when the event was the panel's and the host should leave it alone."""
        if event.type == pygame.KEYDOWN and self._opens(event):
            self.toggle()
            return True
        if not self._visible:
            return False
        if event.type == pygame.DROPFILE:
            return self._dropped(Path(event.file))
        if event.type in _MOUSE and self._docking.handle(event, self.root.area):
            return True
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        if self.root.handle(event):
            return True
        return event.type == pygame.MOUSEBUTTONDOWN and self._click_beside(event)

    def tick(self, now: float | None = None) -> None:
        """Once a frame, also while hidden: what arrived is taken in, what is due is sent and played."""
        now = self._clock() if now is None else now
        self._client.pump()
        self.studio.tick(now)
        self.desk.when_drawn.tick()
        self.files.tick()
        self._exporter.tick()
        for notice in self.studio.take_notices():
            self._say(notice)
        self._greet()
        if self._visible:
            self._follow_host()
            self.root.area = self.area
            self.panel.tick(now)

    def render(self, surface: pygame.Surface) -> None:
        """Draw the panel onto the window; nothing while it is hidden."""
        if self._visible:
            self.root.render(surface)

    def shut_down(self) -> None:
        """Finish what is being written and give the host its keys back; the client stays open."""
        self.close()
        self._stop_listening()
        self.studio.cancel()
        self.studio.looks.clear()
        self._exporter.close()
        self.files.close()

    # Events

    def _opens(self, event: pygame.event.Event) -> bool:
        try:
            return parse_keys(self._settings.current.open_key).matches(event)
        except BadRequest:
            return False

    def _key(self, event: pygame.event.Event) -> bool:
        """Combinations first, then what has the focus, then single keys."""
        typing = self.root.wants_text
        command = command_of(event, typing=typing)
        popup = self.root.layers.top() is not None
        if command is not None and not command.plain and not popup:
            return self.panel.do(command)
        if self.root.handle(event):
            return True
        if event.key == pygame.K_ESCAPE:
            return self._escape()
        return command is not None and command.plain and not popup and self.panel.do(command)

    def _escape(self) -> bool:
        """What is left of Esc after popups and the focus."""
        if self.panel.sprite.picking:
            self.panel.sprite.stop_picking()
        elif self._closes:
            self.close()
        else:
            return False
        return True

    def _click_beside(self, event: pygame.event.Event) -> bool:
        return event.button == 1 and self.panel.sprite.clicked_map(event.pos)

    def _dropped(self, path: Path) -> bool:
        if path.suffix.lower() not in PICTURES:
            self._say(Notice(Level.WARNING, f"{path.name} is no picture: drop a PNG, WebP or GIF."))
        else:
            self.take(path)
        return True

    # What happens by itself

    def _first_sprite(self) -> None:
        """Never an empty grey box: the picked entity's sprite, else the project's first one."""
        if self.studio.settings.sprite is not None:
            return
        picked = self._host.selected()
        if picked is not None and picked.sprite_path is not None:
            self.take(picked.sprite_path, picked.id)
            self._picked = picked.id
        else:
            first = next(iter(self._host.sprites()), None)
            if first is not None:
                self.take(first.path)
        if not self._settings.current.seen_first_run and not self.studio.settings.text:
            self.studio.set_text(EXAMPLE_TEXT)
            self.desk.keep(seen_first_run=True)
        self.studio.begin_here()

    def _follow_host(self) -> None:
        """Whoever is picked in the scene is animated next."""
        picked = self._host.selected()
        if picked is None or picked.id == self._picked:
            return
        self._picked = picked.id
        if picked.sprite_path is not None:
            self.take(picked.sprite_path, picked.id)

    def _greet(self) -> None:
        """Say once that a daemon runs in the background now, and where its log is."""
        status = self._client.status
        if status.started_daemon and not self._greeted:
            self._greeted = True
            self._say(
                Notice(
                    Level.INFO,
                    f"The animation daemon was started in the background. Its log: {status.log}",
                )
            )

    def _heard(self, news: News) -> None:
        if isinstance(news, AssetChanged):
            self.files.heard(news)
        elif isinstance(news, ModelsCatalog):
            self.panel.models_changed(news)

    def _settings_changed(self, settings: EditorSettings) -> None:
        self.root.theme = _theme(settings)

    def _exported(self, text: str, done: bool) -> None:
        self._say(Notice(Level.INFO if done else Level.ERROR, text))

    def _say(self, notice: Notice) -> None:
        words = _ACTION_WORDS.get(notice.action, "") if notice.action else ""
        self.root.toast(
            _sentence(notice.text), _LEVELS[notice.level], words, lambda: self._act(notice.action)
        )
        if not self._visible:
            self._host.say(notice.text)

    def _act(self, action: NoticeAction | None) -> None:
        match action:
            case NoticeAction.GENERATE:
                self.studio.generate()
            case NoticeAction.UNDO:
                self.desk.undo()
            case NoticeAction.OPEN_SPRITE:
                self.panel.page = Page.ANIMATE
                self.panel.sprite.open_picker()
            case NoticeAction.OPEN_MODELS:
                self.panel.page = Page.MODELS


_MOUSE = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)


def _sentence(text: str) -> str:
    """A capital at the beginning, unless a file's name stands there."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text


def _theme(settings: EditorSettings) -> Theme:
    return Theme(PALETTES[settings.theme.value], settings.scale)
