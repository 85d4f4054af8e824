"""The panel: header, four pages, state line and actions, as one tree of widgets over the studio."""

from collections.abc import Callable
from enum import Enum
from functools import partial

from neonworks_protocol.messages import ModelsCatalog

from neonworks_editor.panel.action_section import ActionSection
from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.export_dialog import ExportDialog
from neonworks_editor.panel.history_page import HistoryPage
from neonworks_editor.panel.hotkeys import Command
from neonworks_editor.panel.models_page import ModelsPage
from neonworks_editor.panel.options_section import OptionsSection
from neonworks_editor.panel.page_layout import AnimateLayout, Footer, Header
from neonworks_editor.panel.prompt_section import PromptSection
from neonworks_editor.panel.settings_page import SettingsPage
from neonworks_editor.panel.spec_section import KNOB_PARTS, SpecSection
from neonworks_editor.panel.sprite_section import SpriteSection
from neonworks_editor.panel.stage_section import StageSection
from neonworks_editor.panel.status_section import StatusSection
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column, Stack
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.tabs import Option, TabBar
from neonworks_editor.ui.widget import Widget

__all__ = ["Page", "Panel"]

_SLOW_S = 0.25
"""Seconds between two looks at what has no counter: the host's project, files that are being written."""


class Page(Enum):
    """The tabs; the value is the key of the tab."""

    ANIMATE = "animate"
    HISTORY = "history"
    MODELS = "models"
    SETTINGS = "settings"


_TITLES = {
    Page.ANIMATE: "Animate",
    Page.HISTORY: "History",
    Page.MODELS: "Models",
    Page.SETTINGS: "Settings",
}


class Panel:
    """``content`` is the tree, ``footer`` its state line and actions. Call ``tick`` once a frame while it is
    shown.

    ``on_close`` None: the host has nothing behind the panel, so there is no button to close it.
    """

    def __init__(
        self,
        desk: Desk,
        new_id: Callable[[], str],
        *,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self._desk = desk
        self._seen: dict[str, object] = {}
        self._slow_at = 0.0
        self.sprite = SpriteSection(desk)
        self.prompt = PromptSection(desk)
        self.options = OptionsSection(desk)
        self.spec = SpecSection(desk)
        self._knobs = tuple(partial(self.spec.sync_knobs, part) for part in range(KNOB_PARTS))
        self.stage = StageSection(desk)
        self.history = HistoryPage(desk)
        self.models = ModelsPage(desk, new_id)
        self.settings = SettingsPage(desk)
        self._export = ExportDialog(desk)
        self._status = StatusSection(desk)
        self._actions = ActionSection(desk, self.export)
        self._tabs = TabBar(
            [Option(p.value, _TITLES[p]) for p in Page], on_choose=self._turn, name="tabs", grow=1
        )
        self._fill = Button("", self._switch_fill, icon=Icon.FIT, kind=ButtonKind.QUIET, name="fill")
        self._pages: dict[Page, Widget] = {
            Page.ANIMATE: self._animate_page(),
            Page.HISTORY: self.history.widget,
            Page.MODELS: self.models.widget,
            Page.SETTINGS: self.settings.widget,
        }
        self._stack = Stack(self._pages.values(), grow=1, name="pages")
        self.footer = Footer(self._status.widget, self._actions.widget)
        self.content = Column([self._header(on_close), self._stack, self.footer], gap=0, name="panel")
        self.page = Page.ANIMATE

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return Page(self._tabs.chosen)

    @page.setter
    def page(self, page: Page) -> None:
        self._tabs.chosen = page.value
        self._turn(page.value)

    def export(self) -> None:
        """Ask for format and folder, then export what is shown."""
        self._export.open(self.content.stage)

    def focus_prompt(self) -> None:
        """The user can type at once; what is there is replaced by the first key."""
        self.content.stage.focus(self.prompt.field)
        self.prompt.field.select_all()

    def models_changed(self, news: ModelsCatalog) -> None:
        """The daemon told of models unasked."""
        self.models.heard(news)

    def do(self, command: Command) -> bool:
        """Carry out a command of the keyboard; false when it means nothing now."""
        if command in _TAKES:
            take = _TAKES.index(command)
            if take >= self._desk.studio.take_count:
                return False
            self._desk.look(take=take)
            return True
        acts: dict[Command, Callable[[], None]] = {
            Command.APPLY: self._desk.apply,
            Command.EXPORT: self.export,
            Command.UNDO: self._desk.undo,
            Command.REDO: self._desk.redo,
            Command.FIND: self.sprite.open_picker,
            Command.PLAY: self.stage.play_or_pause,
            Command.STEP_BACK: lambda: self.stage.step(-1),
            Command.STEP_ON: lambda: self.stage.step(1),
            Command.ZOOM_IN: lambda: self.stage.preview.zoom(1),
            Command.ZOOM_OUT: lambda: self.stage.preview.zoom(-1),
            Command.FIT: self.stage.preview.fit,
            Command.ONION: self.stage.switch_onion,
            Command.JOINTS: self.stage.switch_joints,
        }
        acts[command]()
        return True

    # Once a frame

    def tick(self, now: float) -> None:
        """Take over what changed, and play what plays."""
        self._sync_next()
        page = self.page
        if page is Page.ANIMATE:
            self.stage.tick(now)
            self.sprite.tick()
            self.prompt.tick(now)
        elif page is Page.HISTORY:
            self.history.tick(now)
        elif page is Page.MODELS:
            self.models.tick(now)
        else:
            self.settings.tick()
        self._status.tick(now)
        if now >= self._slow_at:
            self._slow_at = now + _SLOW_S
            self._actions.tick()

    def sync(self) -> None:
        """Take over everything that changed, at once."""
        while self._sync_next():
            pass

    def _sync_next(self) -> bool:
        """Take over the first part whose counters moved, one a frame: together they would make it late."""
        studio, looking = self._desk.studio, self._desk.looking.revision
        counters = studio.counters
        settings = (counters.settings, looking, studio.welcome is None)
        spec = (counters.settings, counters.spec, looking, self._own_clip())
        parts: tuple[tuple[str, object, Callable[[], None]], ...] = (
            ("stage", (counters.strips, settings), self.stage.sync),
            ("prompt", (counters.settings, counters.spec, counters.analysis), self.prompt.sync),
            ("second", (counters.second, settings), self.prompt.second.sync),
            ("settings", (settings, counters.analysis), self._sync_settings),
            ("spec", spec, self.spec.sync),
            *((f"knobs {part}", spec, self._knobs[part]) for part in range(KNOB_PARTS)),
            ("history", (counters.history, counters.jobs, studio.comparison), self.history.sync),
        )
        for name, value, sync in parts:
            if self._seen.get(name) != value:
                self._seen[name] = value
                sync()
                return True
        return False

    def _sync_settings(self) -> None:
        self.sprite.sync()
        self.options.sync()
        self._actions.tick()

    def _own_clip(self) -> object:
        strip = self._desk.strip
        return (strip.clip.frame_count, strip.clip.loop) if strip is not None and strip.clip else None

    # The tree

    def _animate_page(self) -> Widget:
        controls = Column(
            [self.sprite.widget, self.prompt.widget, self.options.widget], gap=8, name="controls"
        )
        side_column, far_column = Column([], gap=8), Column([], gap=8)
        layout = AnimateLayout(
            controls=controls,
            stage=self.stage.widget,
            details=self.spec.widget,
            options=self.options.widget,
            side=ScrollArea(side_column, name="side"),
            side_column=side_column,
            far=ScrollArea(far_column, name="far"),
            far_column=far_column,
        )
        return Column([layout], pad=(10, 10), gap=0, grow=1, name="animate-page")

    def _header(self, on_close: Callable[[], None] | None) -> Widget:
        row = Header([self._tabs, self._fill], gap=2, pad=(6, 0), name="header")
        self._show_fill()
        if on_close is not None:
            quiet = ButtonKind.QUIET
            row.add(Button("", on_close, icon=Icon.CROSS, kind=quiet, name="close", tooltip="Close (Esc)"))
        return row

    def _turn(self, key: str) -> None:
        for page, widget in self._pages.items():
            widget.visible = page.value == key
        if key == Page.HISTORY.value:
            self.history.sync()

    def _switch_fill(self) -> None:
        self._desk.keep(fill=not self._desk.settings.current.fill)
        self._show_fill()

    def _show_fill(self) -> None:
        fill = self._desk.settings.current.fill
        self._fill.chosen = fill
        self._fill.tooltip = "Stand at the right of the window" if fill else "Fill the window"


_TAKES = (Command.TAKE_1, Command.TAKE_2, Command.TAKE_3, Command.TAKE_4)
