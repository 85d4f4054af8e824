"""From the studio's strips to what the widgets show: pictures made once, marks for what is older."""

from dataclasses import dataclass

import pygame
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.vocabulary import Encoding

from neonworks_editor.panel.frame_strip import StripCell
from neonworks_editor.panel.joints import Joints
from neonworks_editor.panel.pictures import PictureStore, decode_picture, from_rgba
from neonworks_editor.panel.preview_view import View
from neonworks_editor.panel.shots import Shot
from neonworks_editor.studio.frames import StripFrame
from neonworks_editor.studio.sprite import Sprite
from neonworks_editor.studio.strip import Strip

__all__ = ["Lens", "shot_of", "still_shot", "still_view", "strip_cells", "strip_view"]

_HINT = "Choose a sprite at the left, or drop a picture here."
_NOTHING_YET = "Say what the sprite should do."


@dataclass(frozen=True, slots=True)
class Lens:
    """How a strip is looked at."""

    onion: int = 0
    """Frames before and after that shine through."""


def shot_of(frame: StripFrame, store: PictureStore) -> Shot:
    """The picture of a frame, decoded once whatever it was asked for."""
    return Shot(frame.sha256, store.get(("frame", frame.sha256), lambda: _decoded(frame)), frame.still_offset)


def _decoded(frame: StripFrame) -> pygame.Surface:
    """A frame that cannot be read shows as nothing: one bad picture must not end an editor."""
    try:
        if frame.encoding is Encoding.RAW:
            return from_rgba(frame.data, frame.size)
        return decode_picture(frame.data)
    except BadSprite:
        return pygame.Surface(frame.size, pygame.SRCALPHA)


def still_shot(sprite: Sprite, store: PictureStore) -> Shot | None:
    """The sprite itself; None where the file is damaged behind its header."""
    try:
        return Shot(sprite.sha256, store.get(("still", sprite.sha256), lambda: decode_picture(sprite.data)))
    except BadSprite:
        return None


def still_view(sprite: Sprite | None, store: PictureStore, joints: Joints | None = None) -> View:
    """What the preview shows while there is no clip, or while joints are edited."""
    if sprite is None:
        return View(hint=_HINT)
    shot = still_shot(sprite, store)
    if shot is None:
        return View(hint=f"{sprite.name} is damaged: save it again, or choose another picture.")
    return View(shot=shot, canvas=sprite.size, joints=joints, hint=_NOTHING_YET)


def strip_view(strip: Strip, store: PictureStore, now: float, lens: Lens) -> View:
    """What the preview shows of a strip at this moment."""
    frame, clip = strip.picture(now), strip.clip
    if frame is None or clip is None:
        return View(hint=_NOTHING_YET)
    before: tuple[Shot, ...] = ()
    after: tuple[Shot, ...] = ()
    if lens.onion:
        onion = strip.onion(now, lens.onion)
        before, after = (tuple(shot_of(f, store) for f in side) for side in (onion.before, onion.after))
    return View(
        shot=shot_of(frame, store), canvas=clip.canvas, offset=clip.still_offset, before=before, after=after
    )


def strip_cells(strip: Strip, store: PictureStore, *, mark_old: bool) -> tuple[StripCell, ...]:
    """The frames of a strip, in order; with ``mark_old`` those of an earlier change are marked."""
    clip = strip.clip
    durations = clip.durations if clip else ()
    cells: list[StripCell] = []
    for index, cell in enumerate(strip.cells):
        duration = durations[index] if index < len(durations) else 0
        if cell is None:
            cells.append(StripCell(None, duration))
        else:
            shot = shot_of(cell.frame, store)
            cells.append(StripCell(shot, duration, cell.frame.tier, mark_old and strip.is_superseded(index)))
    return tuple(cells)
