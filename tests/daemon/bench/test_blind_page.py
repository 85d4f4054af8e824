"""The page plays every clip and holds no answer."""

import base64
import json
import re
from pathlib import Path

import cv2
import numpy as np
from neonworks_daemon.bench.blind import blind_clips
from neonworks_daemon.bench.blind_page import blind_page
from neonworks_daemon.bench.cases import read_strips
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline

from tests.daemon.bench.drawn_cases import write_cases


def test_all_frames_are_in_one_picture_and_nothing_else_is_told(tmp_path: Path) -> None:
    strips = list(read_strips(write_cases(tmp_path, strips=2)))
    clips = blind_clips(strips, 4, 1, Pipeline(default_registry(NetChoice.OFF)), lambda: None)
    page = blind_page(clips)
    encoded = re.search(r'base64,([^"]+)"', page)
    assert encoded is not None
    png = np.frombuffer(base64.b64decode(encoded[1]), np.uint8)
    decoded = cv2.imdecode(png, cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    sheet = cv2.cvtColor(decoded, cv2.COLOR_BGRA2RGBA)
    assert sheet.shape == (4 * 64, 8 * 64, 4)
    for row, clip in enumerate(clips):
        for column, frame in enumerate(clip.frames):
            assert np.array_equal(sheet[row * 64 : row * 64 + 64, column * 64 : column * 64 + 64], frame)
    told = re.search(r"const clips=(\[.*?\]),\[W", page)
    assert told is not None
    for clip, record in zip(clips, json.loads(told[1]), strict=True):
        assert record == {"times": list(clip.durations), "loop": True}
    rest = page.replace(encoded[1], "")
    assert not any(word in rest for word in ("case_0", "draft", "sprite tier", "walk_", "%SHEET%"))
