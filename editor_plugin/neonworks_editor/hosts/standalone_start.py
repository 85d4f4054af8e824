"""Puts the standalone editor together: project, scene, connection, panel, window."""

import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest, NotFound
from neonworks_protocol.records import ClientInfo

from neonworks_editor.client.client import EditorClient
from neonworks_editor.hosts.standalone import StandaloneHost
from neonworks_editor.hosts.standalone_project import open_place
from neonworks_editor.hosts.standalone_window import RunningPanel, StandaloneWindow, WindowOptions
from neonworks_editor.panel.app import AnimatorApp
from neonworks_editor.panel.recording import RecordedEvent, read_recording
from neonworks_editor.panel.settings import MAX_SCALE, MIN_SCALE, SettingsStore, settings_path

__all__ = ["StartOptions", "make_panel", "parse_size", "read_events", "start"]

_MAX_EVENTS_BYTES = 32 * 1024 * 1024
_MAX_SIDE = 16384


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What the command line says. ``scale`` is kept as the user's setting, None and an empty
    ``daemon_python`` leave the settings as they are."""

    path: Path
    size: str = "1280x720"
    scale: float | None = None
    daemon_python: str = ""
    screenshot: Path | None = None
    after: float = 3.0
    events: Path | None = None


def start(options: StartOptions) -> None:
    """Open the window and stay until it is closed.

    Raises ``NotFound`` or ``BadRequest`` for options that cannot be right, ``Unavailable`` without a screen.
    """
    place, sprite = open_place(options.path)
    window_options = WindowOptions(
        size=parse_size(options.size),
        screenshot=options.screenshot,
        after=options.after,
        events=read_events(options.events),
    )
    settings = _settings(options)
    window = StandaloneWindow(
        lambda size: StandaloneHost(place, size, sprite=sprite),
        lambda host: make_panel(host, settings, options.daemon_python),
        window_options,
    )
    window.run()


def make_panel(host: StandaloneHost, settings: SettingsStore, daemon_python: str = "") -> RunningPanel:
    """The panel for ``host`` with a connection of its own; the daemon is found or started in a thread."""
    client = EditorClient(
        ClientInfo(id=uuid.uuid4().hex, name=host.name),
        daemon_python=daemon_python or settings.current.daemon_python or None,
    )
    app = AnimatorApp(host, client, settings)
    client.start()

    def stop() -> None:
        app.shut_down()
        client.close()

    return RunningPanel(app, stop, app.locate)


def parse_size(text: str) -> tuple[int, int]:
    """``1280x720`` as (width, height) in pixels. Raises ``BadRequest``."""
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text.strip().lower())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(0 < side <= _MAX_SIDE for side in size):
        raise BadRequest(f"--size {text[:20]!r} is no size: write it like 1280x720")
    return size


def read_events(path: Path | None) -> list[RecordedEvent]:
    """The recorded events of a file. Raises ``NotFound`` or ``BadRequest``."""
    if path is None:
        return []
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MAX_EVENTS_BYTES)
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"--events {path} cannot be read ({error}): name a recording") from error
    return read_recording(text)


def _settings(options: StartOptions) -> SettingsStore:
    store = SettingsStore(settings_path())
    if options.scale is not None:
        if not MIN_SCALE <= options.scale <= MAX_SCALE:
            raise BadRequest(f"--scale {options.scale:g} is out of range: {MIN_SCALE:g} to {MAX_SCALE:g}")
        store.change(msgspec.structs.replace(store.current, scale=options.scale))
    return store
