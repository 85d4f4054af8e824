"""Animations that lie in files: read as ``AppliedClip``, whole or not at all.

A clip's files share a stem: frames ``{stem}_01.png`` and up, and beside them the sidecar
``{stem}.animator.json`` with times, pivot and canvas; or in place of frames the sheet ``{stem}.png`` with its
Aseprite JSON, which is what a watched folder writes unless a recipe says otherwise. Who edits frames by hand
leaves the sidecar as it was; then the pictures decide how many frames there are and how large, and the
sidecar the rest.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite
from neonworks_protocol.roots import read_regular
from neonworks_protocol.vocabulary import Action, Direction, Variant

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.manifest import clip_of, read_manifest
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.project.png_file import MAX_PIXELS, MAX_PNG_BYTES, png_size

__all__ = [
    "SIDECAR",
    "ReadClip",
    "Stamp",
    "clip_of_sidecar",
    "project_clips",
    "read_clip",
    "sheet_json_of",
    "sidecar_of",
    "stamp_of",
    "stem_of",
]

SIDECAR = ".animator.json"
_MAX_SIDECAR = 1 << 20
_MAX_FRAMES = 99
"""What two digits can name; the daemon draws 32 at most."""
_MAX_LISTED = 2000
"""Sidecars that are looked at in one project."""
_FRAME = re.compile(r"(.+)_[0-9]{2}\.png")

Stamp = tuple[int, int] | None
"""(modification time in ns, bytes) of a file; None: there is none."""


class _Spec(msgspec.Struct, frozen=True):
    animation_type: Action
    variant: Variant | None = None


class _Frame(msgspec.Struct, frozen=True):
    duration: int


class _Box(msgspec.Struct, frozen=True):
    x: int
    y: int
    w: int
    h: int


class _Cell(msgspec.Struct, frozen=True):
    frame: _Box


class _Sheet(msgspec.Struct, frozen=True):
    """What is needed of Aseprite's JSON: where the frames lie, in playing order."""

    frames: dict[str, _Cell] | list[_Cell]

    def boxes(self) -> tuple[tuple[int, int, int, int], ...]:
        cells = self.frames.values() if isinstance(self.frames, dict) else self.frames
        return tuple((cell.frame.x, cell.frame.y, cell.frame.w, cell.frame.h) for cell in cells)


class _Sidecar(msgspec.Struct, frozen=True):
    """What a player needs of the sidecar."""

    spec: _Spec
    direction: Direction
    facing: Direction
    canvas: tuple[int, int]
    still_offset: tuple[int, int]
    pivot: tuple[float, float]
    loop: bool
    frames: tuple[_Frame, ...]


@dataclass(frozen=True, slots=True)
class ReadClip:
    """``clip`` as its files are now; ``stamps`` are those that the files had before they were read."""

    clip: AppliedClip
    stamps: dict[Path, Stamp]


def stem_of(clip: AppliedClip) -> Path:
    """Folder and stem of the clip's files, ``.../knight_walk``."""
    first = clip.frames[0]
    found = _FRAME.fullmatch(first.name)
    return first.parent / (found[1] if found else first.stem)


def sidecar_of(stem: Path) -> Path:
    """Where the sidecar of these files lies."""
    return stem.with_name(stem.name + SIDECAR)


def stamp_of(path: Path) -> Stamp:
    """What tells one content of a file from the next."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def read_clip(clip: AppliedClip) -> ReadClip:
    """The clip as its files are now, every picture checked to be whole. Blocking.

    Raises ``BadSprite`` with the file that is missing, half-written or of another size than the rest.
    """
    stem = stem_of(clip)
    frames = _frames(stem)
    if clip.cells and not frames:
        return _read_on_sheet(clip, stem)
    frames = frames or clip.frames
    stamps = {path: stamp_of(path) for path in (*frames, sidecar_of(stem))}
    sizes = {path: _size(path) for path in frames}
    size = sizes[frames[0]]
    if odd := [path for path in frames if sizes[path] != size]:
        raise BadSprite(f"{odd[0].name} has another size than {frames[0].name}: make them equal")
    changed = _timed(clip, _read_sidecar(sidecar_of(stem)), frames, size)
    sheet = clip.sheet if clip.sheet is not None and clip.sheet.is_file() else None
    return ReadClip(replace(changed, sheet=sheet, cells=()), stamps)


def sheet_json_of(stem: Path) -> Path:
    """Where the JSON of these files' sheet lies."""
    return stem.with_name(f"{stem.name}.json")


def clip_of_sidecar(path: Path) -> AppliedClip:
    """The clip that a sidecar describes, from the frames beside it.

    Raises ``BadRequest`` where it is no sidecar, ``BadSprite`` where its frames are not there or not whole.
    """
    stem = path.with_name(path.name.removesuffix(SIDECAR))
    sidecar, frames = _read_sidecar(path), _frames(stem)
    if sidecar is None:
        raise BadRequest(f"{path.name} is not a sidecar of this program")
    sheet = stem.with_name(f"{stem.name}.png")
    cells: tuple[tuple[int, int, int, int], ...] = ()
    if not frames:
        cells = _cells(stem)
        frames = (sheet,) * len(cells)
    if not frames or not sidecar.frames:
        raise BadSprite(f"{stem.name}_01.png is missing: export the frames, or the sheet with its JSON")
    durations = tuple(max(1, frame.duration) for frame in sidecar.frames)
    clip = AppliedClip(
        animation=_label(sidecar),
        frames=frames,
        durations=_fitted(durations, len(frames)),
        loop=sidecar.loop,
        size=sidecar.canvas,
        pivot=sidecar.pivot,
        still_offset=sidecar.still_offset,
        sheet=sheet,
        direction=sidecar.direction.value,
        cells=cells,
    )
    return read_clip(clip).clip


def project_clips(place: ProjectPlace) -> list[tuple[str, AppliedClip]]:
    """(what people call it, clip) for all animations that the project has: of the manifest, and of sidecars.

    Files that cannot be read are passed over. Blocking: it looks through the assets folder.
    """
    found: dict[Path, tuple[str, AppliedClip]] = {}
    for clip in _of_manifest(place):
        found.setdefault(stem_of(clip), (stem_of(clip).name, clip))
    for path in _sidecars(place.assets):
        stem = path.with_name(path.name.removesuffix(SIDECAR))
        if stem not in found:
            try:
                found[stem] = (stem.name, clip_of_sidecar(path))
            except AnimatorError:
                continue
    return sorted(found.values(), key=lambda pair: pair[0].casefold())


def _of_manifest(place: ProjectPlace) -> Iterable[AppliedClip]:
    try:
        entries = list(read_manifest(place).entries())
    except AnimatorError:
        return
    for entry in entries:
        clip = clip_of(place, entry)
        if clip is not None and all(path.is_file() for path in clip.frames):
            yield clip


def _sidecars(folder: Path) -> list[Path]:
    found: list[Path] = []
    for outer, folders, names in os.walk(folder):
        folders[:] = [name for name in sorted(folders) if not name.startswith(".")]
        found += [Path(outer, name) for name in sorted(names) if name.endswith(SIDECAR)]
        if len(found) >= _MAX_LISTED:
            break
    return found[:_MAX_LISTED]


def _frames(stem: Path) -> tuple[Path, ...]:
    """``{stem}_01.png`` and those that follow without a gap."""
    frames: list[Path] = []
    for number in range(1, _MAX_FRAMES + 1):
        path = stem.with_name(f"{stem.name}_{number:02d}.png")
        if not path.is_file():
            break
        frames.append(path)
    return tuple(frames)


def _cells(stem: Path) -> tuple[tuple[int, int, int, int], ...]:
    """None where there is no JSON of a sheet."""
    try:
        data = read_regular(sheet_json_of(stem), _MAX_SIDECAR)
        return msgspec.json.decode(data, type=_Sheet).boxes()[:_MAX_FRAMES]
    except (OSError, AnimatorError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def _read_on_sheet(clip: AppliedClip, stem: Path) -> ReadClip:
    """As ``read_clip``, for frames on a sheet."""
    sheet = clip.frames[0]
    stamps = {path: stamp_of(path) for path in (sheet, sheet_json_of(stem), sidecar_of(stem))}
    cells = _cells(stem)
    if not cells:
        raise BadSprite(f"{stem.name}.json is missing or damaged: export the sheet again")
    width, height = _size(sheet)
    size = cells[0][2:]
    for x, y, wide, high in cells:
        if (wide, high) != size or min(x, y) < 0 or min(size) < 1 or x + wide > width or y + high > height:
            raise BadSprite(f"{stem.name}.json does not fit {sheet.name}: export the sheet again")
    changed = _timed(clip, _read_sidecar(sidecar_of(stem)), (sheet,) * len(cells), size)
    return ReadClip(replace(changed, cells=cells), stamps)


def _size(path: Path) -> tuple[int, int]:
    try:
        return png_size(read_regular(path, MAX_PNG_BYTES), max_pixels=MAX_PIXELS * _MAX_FRAMES)
    except OSError as error:
        raise BadSprite(f"{path.name} cannot be read ({error.strerror})") from error
    except AnimatorError as error:
        raise BadSprite(f"{path.name}: {error.message}") from error


def _read_sidecar(path: Path) -> _Sidecar | None:
    """None also for what is no sidecar: frames can be played without."""
    try:
        return msgspec.json.decode(read_regular(path, _MAX_SIDECAR), type=_Sidecar)
    except (OSError, AnimatorError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _timed(
    clip: AppliedClip, sidecar: _Sidecar | None, frames: tuple[Path, ...], size: tuple[int, int]
) -> AppliedClip:
    """``clip`` with these frames: times and pivot of the sidecar where it is about pictures of this size."""
    if sidecar is not None and sidecar.canvas == size and sidecar.frames:
        durations = tuple(max(1, frame.duration) for frame in sidecar.frames)
        return replace(
            clip,
            cells=(),
            frames=frames,
            durations=_fitted(durations, len(frames)),
            loop=sidecar.loop,
            size=size,
            pivot=sidecar.pivot,
            still_offset=sidecar.still_offset,
            direction=sidecar.direction.value,
        )
    # Somebody cropped or padded by hand: as the sprite contract pads, left and right alike and on top.
    across, down = size[0] - clip.size[0], size[1] - clip.size[1]
    return replace(
        clip,
        cells=(),
        frames=frames,
        durations=_fitted(clip.durations, len(frames)),
        size=size,
        pivot=(clip.pivot[0] + across / 2, clip.pivot[1] + down),
        still_offset=(clip.still_offset[0] + across // 2, clip.still_offset[1] + down),
    )


def _fitted(durations: tuple[int, ...], count: int) -> tuple[int, ...]:
    """As many as there are frames: new ones last as long as the last."""
    return (*durations[:count], *(durations[-1:] * (count - len(durations))))


def _label(sidecar: _Sidecar) -> str:
    """As the daemon names clips: ``walk``, ``attack_slash``, ``walk_left``."""
    parts: list[str] = [sidecar.spec.animation_type]
    if sidecar.spec.variant is not None:
        parts.append(sidecar.spec.variant)
    if sidecar.direction is not sidecar.facing:
        parts.append(sidecar.direction)
    return "_".join(parts)
