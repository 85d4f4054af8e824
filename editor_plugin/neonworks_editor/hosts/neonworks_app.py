"""The panel with its connection, made for a host: what ``attach`` puts into the editor."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pygame
from neonworks_protocol.records import ClientInfo

from neonworks_editor.client.client import EditorClient
from neonworks_editor.hosts.adapter import HostAdapter
from neonworks_editor.hosts.neonworks_python import DAEMON_PYTHON
from neonworks_editor.panel.app import AnimatorApp
from neonworks_editor.panel.settings import SettingsStore, settings_path

__all__ = ["App", "AppMaker", "RunningApp", "make_animator"]


class App(Protocol):
    """The panel as a host sees it, ``panel.app.AnimatorApp``."""

    @property
    def visible(self) -> bool:
        """Whether the panel is open."""

    def handle_event(self, event: pygame.event.Event) -> bool:
        """An event; whether it was used up."""

    def tick(self, now: float) -> None:
        """Once a frame, open or not; ``now`` in seconds of a clock that never goes back."""

    def render(self, surface: pygame.Surface) -> None:
        """Draw the panel over the host's picture."""

    def open(self) -> None:
        """Show the panel."""

    def close(self) -> None:
        """Hide the panel."""


def _nowhere(name: str) -> pygame.Rect:
    return pygame.Rect(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class RunningApp:
    """A panel, the key that opens it (``ctrl+k``), and how everything behind it is ended.

    ``locate`` answers with the rectangle of a named widget in the window, an empty one when it is not there.
    """

    app: App
    stop: Callable[[], None]
    open_key: str = "ctrl+k"
    locate: Callable[[str], pygame.Rect] = _nowhere


AppMaker = Callable[[HostAdapter], RunningApp]


def make_animator(host: HostAdapter) -> RunningApp:
    """The panel for ``host`` with a connection of its own; the daemon is found or started in a thread."""
    settings = SettingsStore(settings_path())
    python = settings.current.daemon_python or os.environ.get(DAEMON_PYTHON)
    client = EditorClient(ClientInfo(id=uuid.uuid4().hex, name=host.name), daemon_python=python or None)
    app = AnimatorApp(host, client, settings, time.monotonic)
    client.start()

    def stop() -> None:
        app.shut_down()
        client.close()

    return RunningApp(app, stop, settings.current.open_key, app.locate)
