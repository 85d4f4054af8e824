"""From strips to pictures: decoded once, damaged ones harmless, older ones marked."""

from dataclasses import replace

import pygame
import pytest
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.views import Lens, shot_of, still_view, strip_cells, strip_view
from neonworks_editor.studio.sprite import Sprite, sprite_from_bytes
from neonworks_protocol.limits import Limits
from neonworks_protocol.vocabulary import Encoding

from tests.fakes.panel_lab import PanelLab
from tests.fakes.paper_daemon import example_png


def _sprite(data: bytes) -> Sprite:
    return sprite_from_bytes(data, "hero.png", Limits())


def test_without_a_sprite_or_with_a_damaged_one_it_says_what_to_do(display: None) -> None:
    store = PictureStore()
    assert "Choose a sprite" in still_view(None, store).hint
    damaged = _sprite(example_png("slime")[:60])
    assert "hero.png is damaged" in still_view(damaged, store).hint
    view = still_view(_sprite(example_png("slime")), store, {"neck": (1.0, 2.0)})
    assert view.shot is not None and view.joints == {"neck": (1.0, 2.0)}


def test_a_strip_is_shown_with_its_neighbours_and_durations(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    strip, store = lab.app.desk.strip, lab.app.desk.store
    assert strip is not None and strip.clip is not None
    view = strip_view(strip, store, lab.clock.now, Lens(onion=2))
    assert (view.canvas, view.offset) == (strip.clip.canvas, strip.clip.still_offset)
    assert (len(view.before), len(view.after)) == (2, 2)
    cells = strip_cells(strip, store, mark_old=True)
    assert tuple(cell.duration_ms for cell in cells) == strip.clip.durations
    assert not any(cell.old for cell in cells)
    strip.want(strip.wanted + 1)
    assert all(cell.old for cell in strip_cells(strip, store, mark_old=True))
    assert not any(cell.old for cell in strip_cells(strip, store, mark_old=False))


@pytest.mark.parametrize("encoding", Encoding)
def test_a_picture_that_cannot_be_read_shows_as_nothing(lab: PanelLab, encoding: Encoding) -> None:
    lab.enter("walk")
    lab.frames(20)
    strip = lab.app.desk.strip
    frame = strip.picture(lab.clock.now) if strip else None
    assert frame is not None
    damaged = replace(frame, data=b"no pixels", encoding=encoding, sha256=f"damaged {encoding}")
    shot = shot_of(damaged, lab.app.desk.store)
    assert shot.picture.get_size() == frame.size
    assert shot.picture.get_bounding_rect().size == (0, 0)


def test_png_frames_are_the_same_pixels_as_raw_ones(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    strip, store = lab.app.desk.strip, PictureStore()
    frame = strip.picture(lab.clock.now) if strip else None
    assert frame is not None
    raw = shot_of(frame, store).picture
    png = pygame.image.tobytes(raw, "RGBA")
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.frombytes("RGBA", frame.size, png).save(buffer, "PNG")
    again = replace(frame, data=buffer.getvalue(), encoding=Encoding.PNG, sha256="png")
    assert pygame.image.tobytes(shot_of(again, store).picture, "RGBA") == png
