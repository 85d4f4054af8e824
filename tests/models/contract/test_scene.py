from dataclasses import replace

import msgspec
import numpy as np
from neonworks_models.contract.scene import Scene, contains, off_span, pack, pack_palette
from neonworks_models.sprites.rig import Box
from neonworks_protocol.vocabulary import Direction, Effect

from tests.models.contract.figures import FOOT, Clip, idle


def scene_of(clip: Clip) -> Scene:
    return Scene(clip.still, clip.analysis, clip.spec, clip.plan, np.stack(clip.frames), clip.effects)


def test_palette_lookup_finds_exactly_its_colours() -> None:
    palette = pack_palette([(255, 0, 1), (0, 0, 0), (255, 0, 1)])
    pixels = np.array([[[255, 0, 1, 9], [255, 0, 2, 9], [0, 0, 0, 0], [255, 255, 255, 1]]], dtype=np.uint8)
    assert palette.tolist() == [0, 0xFF0001]
    assert contains(palette, pack(pixels)).tolist() == [[True, False, True, False]]
    assert not contains(pack_palette([]), pack(pixels)).any()


def test_distance_from_the_span_of_the_neighbours() -> None:
    assert off_span(np.array([0.0, 0.0, 3.0, 0.0])).tolist() == [0, 0, 3, 0]
    assert off_span(np.array([0.0, 2.0, 5.0, 5.0])).tolist() == [2, 0, 0, 0]


def test_a_mirrored_clip_has_a_mirrored_reference() -> None:
    clip = idle()
    side = replace(clip.analysis, facing=Direction.RIGHT, core_x=20.0, box=Box(15, 12, 46, 60))
    spec = msgspec.structs.replace(clip.spec, direction=Direction.LEFT)
    scene = scene_of(replace(clip, analysis=side, spec=spec))
    assert scene.mirrored
    assert not scene.turned
    assert scene.core_x == 44.0
    assert (scene.box.x0, scene.box.x1) == (18, 49)
    assert scene.foot_line == FOOT
    assert np.array_equal(scene.reference[:, ::-1][12:60, 15:46], clip.still.rgba[12:60, 15:46])


def test_effect_pixels_are_not_the_body_but_a_flash_is() -> None:
    clip = idle()
    white = (255, 255, 255)
    sparkling = clip.frames[0].copy()
    sparkling[2:4, 2:4] = (*white, 255)
    flashing = clip.frames[1].copy()
    flashing[flashing[..., 3] > 0] = (*white, 255)
    frames = (sparkling, flashing, *clip.frames[2:])
    spec = msgspec.structs.replace(clip.spec, special_effects=(Effect.FLASH,))
    scene = scene_of(replace(clip, frames=frames, spec=spec, effects=(white,)))
    assert np.array_equal(scene.body[0], clip.frames[0][..., 3] > 0)
    assert np.array_equal(scene.body[1], clip.frames[1][..., 3] > 0)


def test_a_frame_that_faded_away_is_not_whole() -> None:
    clip = idle()
    faded = clip.frames[3].copy()
    faded[::2] = 0
    spec = msgspec.structs.replace(clip.spec, special_effects=(Effect.FADE,))
    scene = scene_of(replace(clip, spec=spec).with_frame(3, faded))
    assert scene.whole.tolist() == [True, True, True, False, True, True]
