"""Files that came over the wire, checked before they may become files of the project.

The daemon is trusted to draw, not to choose places: names must be plain and belong to the clip that was asked
for, pictures must be whole and of the clip's size, so that what is half-made never reaches a project.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.messages import Clip
from neonworks_protocol.paths import relative_name

from neonworks_editor.project.png_file import MAX_PIXELS, png_size

__all__ = ["ArrivedClip", "check_arrival", "plain_name"]

_MAX_NAME = 40
"""Characters; the daemon takes 64 and adds what the clip is."""
_MAX_FRAMES = 32
_FRAME = re.compile(r"(?P<stem>.+)_(?P<number>[0-9]{2})\.png")


@dataclass(frozen=True, slots=True)
class ArrivedClip:
    """``stem`` is what all names begin with, ``animation`` what it has behind the sprite's name."""

    stem: str
    animation: str
    frames: tuple[str, ...]
    """Names in playing order."""
    sheet: str
    files: Mapping[str, bytes]
    """All of them by name: frames, sheet, its JSON, sidecar."""


def plain_name(text: str) -> str:
    """``text`` as the first part of file names on every system, never empty and at most 40 characters."""
    name = re.sub(r"[^\w-]+", "_", text).strip("_-")[:_MAX_NAME].rstrip("_-") or "sprite"
    try:
        return str(relative_name(name))
    except BadRequest:
        return f"{name}_"[:_MAX_NAME]


def check_arrival(
    clip: Clip, name: str, frames: Mapping[str, bytes], sheet: Mapping[str, bytes]
) -> ArrivedClip:
    """The export of ``clip`` as ``frames`` and as ``sheet``, put together.

    ``name`` is what was asked for. Raises ``BadRequest`` or ``BadSprite`` with the file's name.
    """
    _check_names({**frames, **sheet})
    found = [match for file in frames if (match := _FRAME.fullmatch(file))]
    stems = {match["stem"] for match in found}
    if len(stems) != 1 or len(found) != clip.frame_count:
        raise BadRequest(
            f"the daemon sent {len(found)} frames in place of {clip.frame_count}: generate again, then apply"
        )
    stem = stems.pop()
    wanted = tuple(f"{stem}_{number:02d}.png" for number in range(1, clip.frame_count + 1))
    if not stem.startswith(f"{name}_") or set(wanted) != {match[0] for match in found}:
        raise BadRequest(f"the daemon named the frames {found[0][0][:60]!a}: use a daemon of this version")
    for file in wanted:
        _check_picture(file, frames[file], clip.canvas, MAX_PIXELS)
    picture, description = f"{stem}.png", f"{stem}.json"
    if picture not in sheet or description not in sheet:
        raise BadRequest("the daemon sent no sheet: use a daemon of this version")
    width, height = clip.canvas
    _check_picture(picture, sheet[picture], (width * clip.frame_count, height), MAX_PIXELS * _MAX_FRAMES)
    files = {file: frames[file] for file in wanted}
    files |= {picture: sheet[picture], description: sheet[description]}
    files |= _sidecar(f"{stem}.animator.json", frames, sheet)
    return ArrivedClip(stem, stem.removeprefix(f"{name}_"), wanted, picture, files)


def _check_names(files: Mapping[str, bytes]) -> None:
    for file in files:
        if len(relative_name(file).parts) != 1 or str(relative_name(file)) != file:
            raise BadRequest(f"the daemon sent the name {file[:60]!a}, which is no plain file name")
        if not file.endswith((".png", ".json")):
            raise BadRequest(f"the daemon sent {file[:60]!a}, which is neither a picture nor its description")


def _check_picture(file: str, data: bytes, size: tuple[int, int], max_pixels: int) -> None:
    try:
        found = png_size(data, max_pixels=max_pixels)
    except BadSprite as error:
        raise BadSprite(f"{file}: {error.message}") from error
    if found != size:
        raise BadSprite(
            f"{file} is {found[0]} × {found[1]} in place of {size[0]} × {size[1]}: apply it again"
        )


def _sidecar(name: str, frames: Mapping[str, bytes], sheet: Mapping[str, bytes]) -> dict[str, bytes]:
    """One sidecar that lists the files of both exports; none where the daemon sent none."""
    sent = [source[name] for source in (frames, sheet) if name in source]
    if not sent:
        return {}
    try:
        records = [msgspec.json.decode(data, type=dict[str, object]) for data in sent]
        lists = [msgspec.convert(record.get("files", []), list[str]) for record in records]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"the daemon sent a damaged {name} ({error}): apply it again") from error
    merged = {**records[0], "files": list(dict.fromkeys(file for files in lists for file in files))}
    return {name: msgspec.json.format(msgspec.json.encode(merged), indent=1) + b"\n"}
