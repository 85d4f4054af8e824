"""Export: files asked of the daemon, written into a folder of the user's choice in a thread of its own."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from neonworks_protocol.errors import AnimatorError

from neonworks_editor.project.exports import save_export
from neonworks_editor.studio.exports import ExportTicket
from neonworks_editor.studio.studio import Studio

__all__ = ["FORMAT_LABELS", "Exporter", "format_label"]

FORMAT_LABELS = {
    "frames": "PNG frames",
    "sheet": "Sprite sheet (row)",
    "sheet-array": "Sprite sheet (row, JSON array)",
    "sheet-vertical": "Sprite sheet (column)",
    "sheet-grid": "Sprite sheet (grid)",
    "gif": "Animated GIF",
    "apng": "Animated PNG",
    "webp": "Animated WebP",
    "godot": "Godot SpriteFrames",
    "mp4": "MP4 video",
}
"""Format, as the daemon calls it -> what people call it; formats of a newer daemon keep their own names."""


def format_label(name: str) -> str:
    """What a format is called on screen."""
    return FORMAT_LABELS.get(name, name)


class Exporter:
    """One export at a time. ``told`` hears one line for a toast and whether it is done, from ``tick``."""

    def __init__(self, studio: Studio, told: Callable[[str, bool], None]) -> None:
        self._studio, self._told = studio, told
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="neonworks-export")
        self._ticket: ExportTicket | None = None
        self._writing: Future[list[Path]] | None = None
        self._folder = Path()

    @property
    def busy(self) -> bool:
        """Whether an export is on its way; another one is refused meanwhile."""
        return self._ticket is not None or self._writing is not None

    def export(self, take: int, file_format: str, name: str, folder: Path) -> None:
        """Put the clips of a take into ``folder`` (made when needed) as files that begin with ``name``."""
        if self.busy:
            self._told("The last export is still being written: try again in a moment.", False)
        elif not self._studio.clip_refs(take):
            self._told("There is nothing to export yet: wait for the first animation.", False)
        else:
            self._folder = folder
            self._ticket = self._studio.export_take(take, file_format, name, self._arrived)

    def tick(self) -> None:
        """Say what was written; from the frame loop."""
        if self._writing is None or not self._writing.done():
            return
        writing, self._writing = self._writing, None
        try:
            paths = writing.result()
        except AnimatorError as error:
            self._told(error.message, False)
        else:
            what = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
            self._told(f"Exported {what} to {self._folder}", True)

    def close(self) -> None:
        """Wait for what is being written."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _arrived(self, ticket: ExportTicket) -> None:
        self._ticket = None
        if ticket.problem is not None:
            self._told(f"{ticket.problem.text}: {ticket.problem.advice}", False)
            return
        self._writing = self._thread.submit(save_export, self._folder, ticket.files)
