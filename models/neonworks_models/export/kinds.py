"""The words for file formats, apart from the code that needs numpy to write them."""

from enum import StrEnum

__all__ = ["SHEETS", "ExportFormat", "file_count"]


class ExportFormat(StrEnum):
    """What a clip can be written as."""

    FRAMES = "frames"
    """One PNG a frame."""
    SHEET = "sheet"
    """PNG with all frames in a row, and Aseprite JSON (hash)."""
    SHEET_VERTICAL = "sheet-vertical"
    SHEET_GRID = "sheet-grid"
    SHEET_ARRAY = "sheet-array"
    """As ``sheet``, the JSON with an array of frames."""
    GIF = "gif"
    APNG = "apng"
    WEBP = "webp"


SHEETS = (
    ExportFormat.SHEET,
    ExportFormat.SHEET_VERTICAL,
    ExportFormat.SHEET_GRID,
    ExportFormat.SHEET_ARRAY,
)
"""Formats that call their files alike: one folder holds one of them."""


def file_count(fmt: ExportFormat, frames: int) -> int:
    """Files that a clip of so many frames becomes, its sidecar not counted."""
    if fmt is ExportFormat.FRAMES:
        return frames
    return 2 if fmt in SHEETS else 1
