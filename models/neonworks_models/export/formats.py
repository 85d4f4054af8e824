"""The registry of file formats; adding one is a word, a function and a line here."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from neonworks_models.export.animated import encode_apng, encode_webp
from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.files import ensure_folder, remove_file, write_files
from neonworks_models.export.frames import encode_frames
from neonworks_models.export.gif import encode_gif, gif_notes
from neonworks_models.export.kinds import ExportFormat
from neonworks_models.export.sheets import SheetJson, SheetLayout, encode_sheet

__all__ = ["ExportFormat", "encode_clip", "export_clip", "export_notes"]


_FRAME_NUMBER = re.compile("[0-9]{2}")
_ENCODERS: Mapping[ExportFormat, Callable[[ClipArtwork], dict[str, bytes]]] = MappingProxyType(
    {
        ExportFormat.FRAMES: encode_frames,
        ExportFormat.SHEET: encode_sheet,
        ExportFormat.SHEET_VERTICAL: partial(encode_sheet, layout=SheetLayout.VERTICAL),
        ExportFormat.SHEET_GRID: partial(encode_sheet, layout=SheetLayout.GRID),
        ExportFormat.SHEET_ARRAY: partial(encode_sheet, kind=SheetJson.ARRAY),
        ExportFormat.GIF: encode_gif,
        ExportFormat.APNG: encode_apng,
        ExportFormat.WEBP: encode_webp,
    }
)


def encode_clip(clip: ClipArtwork, fmt: ExportFormat) -> dict[str, bytes]:
    """File name -> content, in the order they should be written."""
    return _ENCODERS[fmt](clip)


def export_clip(clip: ClipArtwork, fmt: ExportFormat, out: Path) -> list[Path]:
    """Write the clip's files into the folder ``out``, which is made; returns their paths.

    Each file appears whole or not at all. Frames that an earlier, longer export of the same clip left behind
    are removed. Raises ``StorageFailed``.
    """
    files = encode_clip(clip, fmt)
    ensure_folder(out)
    if fmt is ExportFormat.FRAMES:
        _remove_surplus_frames(clip, out)
    return write_files(out, files)


def export_notes(clip: ClipArtwork, fmt: ExportFormat) -> tuple[str, ...]:
    """What the format cannot show of this clip, one line each."""
    return gif_notes(clip) if fmt is ExportFormat.GIF else ()


def _remove_surplus_frames(clip: ClipArtwork, out: Path) -> None:
    wanted = set(clip.frame_names)
    for path in out.glob(f"{clip.stem}_*.png"):
        number = path.stem.removeprefix(f"{clip.stem}_")
        if path.name not in wanted and _FRAME_NUMBER.fullmatch(number):
            remove_file(path)
