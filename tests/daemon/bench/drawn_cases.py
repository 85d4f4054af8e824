"""A folder of cases like the artists' one, drawn by code: a block figure that lifts its feet in turn."""

from pathlib import Path

import numpy as np
from neonworks_models.sprites.sprite import RGBA
from PIL import Image

SIZE = 64


def figure(left_lift: int = 0, right_lift: int = 0) -> RGBA:
    out = np.zeros((SIZE, SIZE, 4), dtype=np.uint8)
    out[14:30, 25:39] = (220, 170, 120, 255)
    out[30:46, 22:42] = (40, 80, 160, 255)
    out[38:40, 22:42] = (20, 20, 30, 255)
    for x, lift in ((24, left_lift), (34, right_lift)):
        out[46 : 60 - lift, x : x + 6] = (70, 60, 60, 255)
    return out


def write_cases(folder: Path, *, strips: int = 2) -> Path:
    """``strips`` characters with a walk and an idle each, one direction; returns ``folder``."""
    walk = [figure(a, b) for a, b in ((0, 0), (2, 0), (4, 0), (2, 0), (0, 0), (0, 2), (0, 4), (0, 2))]
    idle = []
    for lift in (0, 1, 2, 1):
        frame = figure()
        frame[14 - lift : 30 - lift] = figure()[14:30]
        idle.append(frame)
    for number in range(strips):
        case = folder / f"case_{number:03}"
        case.mkdir(parents=True)
        Image.fromarray(figure()).save(case / "ref_down.png")
        for name, frames in (("walk", walk), ("idle", idle)):
            Image.fromarray(np.concatenate(frames, axis=1)).save(case / f"{name}_down.png")
    return folder
