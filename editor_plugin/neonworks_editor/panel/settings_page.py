"""Settings: how the panel looks, its keys, and how the daemon is found and started."""

import sys

from neonworks_protocol.errors import BadRequest

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.hotkeys import Command, parse_keys
from neonworks_editor.panel.page_layout import Sheet
from neonworks_editor.panel.settings import ThemeChoice
from neonworks_editor.studio.notices import Level
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Grid, Row, Spacer
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.tabs import Option, Segments
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.theme import SCALES
from neonworks_editor.ui.widget import Widget

__all__ = ["COMMAND_WORDS", "SettingsPage"]

_LABEL = 104

COMMAND_WORDS = {
    Command.APPLY: "Apply",
    Command.EXPORT: "Export",
    Command.UNDO: "Undo",
    Command.REDO: "Redo",
    Command.FIND: "Choose a sprite",
    Command.PLAY: "Play or pause",
    Command.STEP_BACK: "One frame back",
    Command.STEP_ON: "One frame on",
    Command.ZOOM_IN: "Zoom in",
    Command.ZOOM_OUT: "Zoom out",
    Command.FIT: "Fit the canvas",
    Command.ONION: "Onion skin",
    Command.JOINTS: "Edit joints",
    Command.TAKE_1: "First take",
    Command.TAKE_2: "Second take",
    Command.TAKE_3: "Third take",
    Command.TAKE_4: "Fourth take",
}
"""What each command does, for the list of keys."""


class SettingsPage:
    """``widget`` is the page; ``tick`` while it is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        current = desk.settings.current
        self._theme = Segments(
            [Option(t.value, t.value.capitalize()) for t in ThemeChoice],
            current.theme.value,
            lambda key: desk.keep(theme=ThemeChoice(key)),
            name="theme",
            grow=1,
        )
        self._scale = Segments(
            [Option(f"{s:g}", f"{s * 100:g} %") for s in SCALES],
            f"{current.scale:g}",
            lambda key: desk.keep(scale=float(key)),
            name="scale",
            grow=1,
        )
        self._key = TextField(
            current.open_key,
            on_submit=self._set_key,
            limit=32,
            name="open-key",
            tooltip="Such as ctrl+k or ctrl+shift+f11; Enter takes it",
            grow=1,
        )
        self._python = TextField(
            current.daemon_python,
            on_submit=lambda text: desk.keep(daemon_python=text.strip()),
            placeholder="found by itself",
            limit=1024,
            name="daemon-python",
            tooltip="The Python that has the animation daemon; Enter keeps it for the next start. "
            f"This editor runs with {sys.executable}",
            grow=1,
        )
        self._state = Label("", wrap=True, name="daemon-state")
        self._log = Label("", text_size=TextSize.SMALL, role="muted", wrap=True, name="daemon-log")
        self._back = Button("Work here again", desk.client.take_back, small=True, name="take-back")
        self.widget = ScrollArea(
            Sheet(Column([self._looks(), self._daemon(), self._keys()], gap=10, pad=(10, 10))),
            name="settings",
        )
        self.tick()

    def tick(self) -> None:
        """Say how the daemon is."""
        status = self._desk.client.status
        about = status.state.value.capitalize()
        if status.welcome is not None:
            able = status.welcome.capabilities
            about += f", version {able.server_version}"
        if status.reconnects:
            about += f", connected again {status.reconnects} times"
        self._state.text = f"{about}. {status.problem}".strip()
        how = "Started by this editor in the background." if status.started_daemon else "Was running already."
        if status.welcome is None:
            how = "It is started by itself when there is none."
        self._log.text = f"{how} Its log: {status.log}" if status.log else how
        self._back.visible = status.state.value == "taken over"

    def _looks(self) -> Widget:
        return Card(
            [
                Label("Looks", text_size=TextSize.STRONG),
                _named("Theme", self._theme),
                _named("Size", self._scale),
            ]
        )

    def _daemon(self) -> Widget:
        return Card(
            [
                Row([Label("Animation daemon", text_size=TextSize.STRONG), Spacer(), self._back]),
                self._state,
                self._log,
                _named("Python", self._python),
            ]
        )

    def _keys(self) -> Widget:
        rows = [_key_row(command.value, COMMAND_WORDS[command]) for command in Command]
        return Card(
            [
                Label("Keys", text_size=TextSize.STRONG),
                _named("Open the panel", self._key),
                Label("Single keys work while no text field has the focus.", role="muted", wrap=True),
                Grid(2, rows, gap=4, name="keys"),
            ]
        )

    def _set_key(self, text: str) -> None:
        try:
            parse_keys(text)
        except BadRequest as error:
            self._desk.tell(error.message, Level.WARNING)
            self._key.text = self._desk.settings.current.open_key
        else:
            self._desk.keep(open_key=text.strip().lower())


def _named(text: str, widget: Widget) -> Row:
    return Row([Label(text, size=(_LABEL, None)), widget])


def _key_row(keys: str, words: str) -> Row:
    return Row(
        [Label(keys.title(), role="accent_text", size=(76, None)), Label(words, wrap=True, grow=1)],
        gap=4,
    )
