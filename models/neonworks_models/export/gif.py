"""GIF with exact colours, honest timing and transparency that does not flicker.

The container is written here (GIF89a, w3.org/Graphics/GIF/spec-gif89a.txt); Pillow only compresses. Pillow's
own multi-frame writer joins equal neighbours and crops frames, which loses frames and their timing.
One global palette with index 0 transparent; every frame is whole and disposed to the background.
"""

import struct
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.sprites.sprite import RGBA

__all__ = ["centiseconds", "encode_gif", "gif_notes"]

_COLOURS = 255
"""A GIF palette has 256 entries; one is transparency."""
_SHORTEST_CS = 2
"""Browsers play delays below 2 centiseconds as 10 (bugzilla.mozilla.org/show_bug.cgi?id=440882)."""
_RESTORE_BACKGROUND = 2
_NETSCAPE_FOREVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"

Indices = NDArray[np.uint8]


def encode_gif(clip: ClipArtwork) -> dict[str, bytes]:
    """``{stem}.gif``. Pixels with alpha above 127 are opaque; up to 255 colours are kept exactly."""
    palette, pictures = _index(clip.frames)
    size_field = max(1, len(palette) - 1).bit_length() - 1
    table = palette.tobytes().ljust(3 * 2 ** (size_field + 1), b"\0")
    header = struct.pack("<HHBBB", clip.plan.width, clip.plan.height, 0xF0 | size_field, 0, 0)
    body = [b"GIF89a", header, table]
    if clip.plan.loop:
        body.append(_NETSCAPE_FOREVER)
    for picture, delay in zip(pictures, centiseconds(clip.plan.durations), strict=True):
        # Packed fields: disposal method in bits 2-4, transparency flag in bit 0 (GIF89a section 23).
        body.append(struct.pack("<4BHBB", 0x21, 0xF9, 4, _RESTORE_BACKGROUND << 2 | 1, delay, 0, 0))
        body += GifImagePlugin.getdata(Image.fromarray(picture, "P"), interlace=0)
    return {f"{clip.stem}.gif": b"".join([*body, b";"])}


def centiseconds(durations: tuple[int, ...]) -> list[int]:
    """Milliseconds as GIF delays: rounded so that no sum of neighbours is off by more than half a delay unit,
    each at least 2."""
    ends = [0, *accumulate(durations)]
    return [max(_SHORTEST_CS, (end + 5) // 10 - (start + 5) // 10) for start, end in pairwise(ends)]


def gif_notes(clip: ClipArtwork) -> tuple[str, ...]:
    """What the GIF shows otherwise than the frames, one line each."""
    notes = []
    wanted, written = sum(clip.plan.durations), 10 * sum(centiseconds(clip.plan.durations))
    if written - wanted >= 10:
        notes.append(f"GIF frames last at least 20 ms: the clip takes {written} ms instead of {wanted} ms")
    alpha = np.stack([frame[..., 3] for frame in clip.frames])
    if ((alpha > 0) & (alpha < 255)).any():
        notes.append("GIF has no half-transparent pixels: those above half are opaque, the others are gone")
    if len(np.unique(_packed(clip.frames))) > _COLOURS:
        notes.append(f"GIF has {_COLOURS} colours: the clip's were reduced")
    return tuple(notes)


def _packed(frames: tuple[RGBA, ...]) -> NDArray[np.uint32]:
    """The opaque pixels of all frames in order, each as 0xRRGGBB, shape (N,)."""
    pixels = np.concatenate([frame[frame[..., 3] > 127][:, :3] for frame in frames]).astype(np.uint32)
    packed: NDArray[np.uint32] = pixels @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    return packed


def _index(frames: tuple[RGBA, ...]) -> tuple[NDArray[np.uint8], list[Indices]]:
    """Palette, shape (colours + 1, 3), and each frame as palette indices, 0 where transparent."""
    colours, numbers = np.unique(_packed(frames), return_inverse=True)
    if len(colours) > _COLOURS:
        palette, numbers = _reduce(_packed(frames))
    else:
        palette = _unpacked(colours)
    flat = (numbers + 1).astype(np.uint8)
    pictures, start = [], 0
    for frame in frames:
        opaque = frame[..., 3] > 127
        picture = np.zeros(opaque.shape, np.uint8)
        end = start + int(opaque.sum())
        picture[opaque] = flat[start:end]
        pictures.append(picture)
        start = end
    return np.concatenate([np.zeros((1, 3), np.uint8), palette]), pictures


def _unpacked(colours: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.uint8)


def _reduce(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """Median cut over the whole clip at once, so that no colour changes between frames."""
    row = Image.fromarray(_unpacked(pixels)[None])
    reduced = row.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = np.array(reduced.getpalette(), np.uint8).reshape(-1, 3)
    return palette, np.asarray(reduced)[0].astype(np.intp)
