import io
import json
from typing import Any

import numpy as np
import pytest
from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.sheets import SheetJson, SheetLayout, compose_sheet, encode_sheet
from neonworks_models.sprites.sprite import RGBA
from PIL import Image

from tests.models.export.clips import make_clip, noise_frames


def _decode(clip: ClipArtwork, layout: SheetLayout, kind: SheetJson) -> tuple[RGBA, dict[str, Any]]:
    files = encode_sheet(clip, layout, kind)
    document = json.loads(files["hero_walk.json"])
    return np.asarray(Image.open(io.BytesIO(files[document["meta"]["image"]]))), document


@pytest.mark.parametrize("layout", SheetLayout)
@pytest.mark.parametrize("kind", SheetJson)
def test_each_frame_is_where_the_json_says(layout: SheetLayout, kind: SheetJson) -> None:
    clip = make_clip(noise_frames(2, 7, 20, 9, 13), [40, 80, 120, 33, 50, 60, 70])
    sheet, document = _decode(clip, layout, kind)
    assert document["meta"]["size"] == {"w": sheet.shape[1], "h": sheet.shape[0]}
    entries = document["frames"]
    if kind is SheetJson.HASH:
        assert tuple(entries) == clip.frame_names
        entries = list(entries.values())
    else:
        assert tuple(entry["filename"] for entry in entries) == clip.frame_names
    for entry, frame, duration in zip(entries, clip.frames, clip.plan.durations, strict=True):
        box = entry["frame"]
        cut = sheet[box["y"] : box["y"] + box["h"], box["x"] : box["x"] + box["w"]]
        assert np.array_equal(cut, frame)
        assert entry["duration"] == duration
        assert entry["sourceSize"] == {"w": 9, "h": 13}
        assert not entry["trimmed"] and not entry["rotated"]


@pytest.mark.parametrize(
    ("layout", "size"),
    [(SheetLayout.HORIZONTAL, (35, 5)), (SheetLayout.VERTICAL, (5, 35)), (SheetLayout.GRID, (15, 15))],
)
def test_layouts(layout: SheetLayout, size: tuple[int, int]) -> None:
    sheet, _ = _decode(make_clip(noise_frames(0, 7, 3, 5, 5)), layout, SheetJson.HASH)
    assert (sheet.shape[1], sheet.shape[0]) == size


def test_unused_cells_are_transparent() -> None:
    sheet = compose_sheet(noise_frames(0, 3, 3, 4, 4), 2)
    assert not sheet[4:, 4:].any()


def test_tags_and_pivot() -> None:
    _, looping = _decode(make_clip(), SheetLayout.HORIZONTAL, SheetJson.HASH)
    assert looping["meta"]["frameTags"] == [{"name": "walk", "from": 0, "to": 3, "direction": "forward"}]
    assert looping["meta"]["slices"][0]["keys"][0]["pivot"] == {"x": 6, "y": 11}
    _, once = _decode(make_clip(loop=False), SheetLayout.HORIZONTAL, SheetJson.HASH)
    assert once["meta"]["frameTags"][0]["repeat"] == "1"
