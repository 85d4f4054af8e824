"""What the user set up, kept as JSON in the user's configuration folder.

The file is replaced as a whole, so that a crash leaves the old one. A damaged file is put aside and the
defaults apply: settings must never keep an editor from opening.
"""

import contextlib
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from neonworks_protocol.errors import StorageFailed
from neonworks_protocol.ready import default_config_path

__all__ = ["MAX_SCALE", "MIN_SCALE", "EditorSettings", "SettingsStore", "ThemeChoice", "settings_path"]

MIN_SCALE = 1.0
MAX_SCALE = 2.0


class ThemeChoice(StrEnum):
    """Which colours the panel wears."""

    DARK = "dark"
    LIGHT = "light"


class EditorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One user's choices; every field has a default that works."""

    theme: ThemeChoice = ThemeChoice.DARK
    scale: Annotated[float, msgspec.Meta(ge=MIN_SCALE, le=MAX_SCALE)] = 1.0
    """Factor on every size of the panel."""
    open_key: Annotated[str, msgspec.Meta(min_length=1, max_length=32)] = "ctrl+k"
    """Opens and closes the panel, written as modifiers and a key name of pygame."""
    live: bool = True
    """Whether changes are drawn at once, without Generate."""
    daemon_python: Annotated[str, msgspec.Meta(max_length=1024)] = ""
    """The Python that starts the daemon; empty: found by itself."""
    panel_width: Annotated[int, msgspec.Meta(ge=0, le=16384)] = 0
    """Width of the docked panel in logical pixels; 0: chosen from the window."""
    fill: bool = False
    """Whether the panel fills the window in place of standing at its right."""
    seen_first_run: bool = False
    """Whether the example prompt was shown before."""


def settings_path() -> Path:
    """Where this user's settings are: beside the daemon's ``config.toml``, so ``NEONWORKS_ANIMATOR_HOME``
    moves them, too."""
    return default_config_path().with_name("editor.json")


class SettingsStore:
    """Reads the settings once and writes each change.

    ``path`` is the file; its folder is made when something is first written. ``problem`` is empty or one
    line that says what went wrong, for a toast. Listeners hear the new settings after each change.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self._listeners: list[Callable[[EditorSettings], None]] = []
        self._current = self._read()

    @property
    def current(self) -> EditorSettings:
        """The settings that apply."""
        return self._current

    def listen(self, heard: Callable[[EditorSettings], None]) -> None:
        """Have ``heard`` called with the new settings after each change."""
        self._listeners.append(heard)

    def change(self, settings: EditorSettings) -> None:
        """Make ``settings`` apply and keep them; ``problem`` says when they could not be kept."""
        if settings == self._current:
            return
        self._current = settings
        try:
            self._write(settings)
            self.problem = ""
        except StorageFailed as error:
            self.problem = str(error)
        for heard in self._listeners:
            heard(settings)

    def _read(self) -> EditorSettings:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return EditorSettings()
        except OSError as error:
            self.problem = f"The settings cannot be read ({error.strerror}): check {self.path}."
            return EditorSettings()
        try:
            return msgspec.json.decode(raw, type=EditorSettings)
        except msgspec.DecodeError:
            return self._put_aside()

    def _put_aside(self) -> EditorSettings:
        """Keep the damaged file under another name, where a later change does not overwrite it."""
        aside = self.path.with_suffix(".damaged.json")
        try:
            self.path.replace(aside)
        except OSError as error:
            self.problem = f"The settings are damaged and stay so ({error.strerror}): delete {self.path}."
        else:
            self.problem = f"The settings were damaged; the defaults apply. The old file is {aside.name}."
        return EditorSettings()

    def _write(self, settings: EditorSettings) -> None:
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2))
            new.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise StorageFailed(
                f"The settings could not be kept ({error.strerror}): check {self.path}."
            ) from error
