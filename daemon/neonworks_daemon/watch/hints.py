"""File events of the system: hints where to look. They may be late, doubled or missing; scans see to it."""

import os
import sys
from pathlib import Path
from typing import Protocol

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

__all__ = ["HintSource", "Hints", "SystemHints"]


_TELLING: tuple[type[FileSystemEvent], ...] = (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    # inotify tells when a writer closes the file; elsewhere each write counts.
    FileClosedEvent if sys.platform == "linux" else FileModifiedEvent,
)
"""Not the events that reading a file makes: we read each one."""


class Hints(Protocol):
    """Who hears of hints; called from another thread."""

    def changed(self, path: str) -> None:
        """The file with this path, relative to the root, may have changed."""
        ...

    def unclear(self, folder: str) -> None:
        """Something happened to this folder, relative to the root, that only a scan can tell."""
        ...


class HintSource(Protocol):
    """Where hints come from."""

    def start(self) -> str:
        """Begin; returns "" or why there will be no hints."""
        ...

    def stop(self) -> None: ...


class SystemHints:
    """inotify, FSEvents, kqueue or ReadDirectoryChangesW, as watchdog finds them."""

    def __init__(self, root: Path, hints: Hints) -> None:
        self._root = root
        self._observer = Observer()
        self._handler = _Handler(root, hints)

    def start(self) -> str:
        """See ``HintSource``; the system's limits on watched folders are the usual reason."""
        try:
            self._observer.schedule(
                self._handler, str(self._root), recursive=True, event_filter=list(_TELLING)
            )
            self._observer.start()
        except (OSError, RuntimeError) as error:
            return f"no file events ({getattr(error, 'strerror', None) or error}): looking every few seconds"
        return ""

    def stop(self) -> None:
        """Ends the threads; returns when they have ended."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()


class _Handler(FileSystemEventHandler):
    def __init__(self, root: Path, hints: Hints) -> None:
        self._prefix = f"{root}{os.sep}"
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        tell = self._hints.unclear if event.is_directory else self._hints.changed
        for path in (event.src_path, event.dest_path):
            text = os.fsdecode(path)
            if text.startswith(self._prefix) and f"{os.sep}." not in text[len(self._prefix) - 1 :]:
                tell(text[len(self._prefix) :].replace(os.sep, "/"))
