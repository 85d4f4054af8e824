"""What ``interpolate`` writes."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from neonworks_daemon.local.stepping import Stepping, interpolate_files
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.kinds import ExportFormat
from neonworks_models.export.look_record import LookRecord
from PIL import Image

STILLS = {each.name: each.sprite.rgba for each in example_sprites()}


@pytest.fixture
def ends(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "villager.png", tmp_path / "knight.png"
    for path, name in zip(paths, ("villager_down", "knight_down"), strict=True):
        Image.fromarray(STILLS[name]).save(path)
    return paths


def test_the_ends_are_the_sprites_and_the_record_says_how(ends: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    interpolate_files(*ends, Stepping(steps=2, out=out))
    frames = [np.asarray(Image.open(out / f"villager_to_knight_steps_0{n}.png")) for n in (1, 2, 3)]
    assert np.array_equal(frames[2], STILLS["knight_down"])
    assert (frames[0][..., 3] > 0).sum() == (STILLS["villager_down"][..., 3] > 0).sum()
    sheet = np.asarray(Image.open(out / "villager_to_knight_steps.png").convert("RGBA"))
    assert sheet.shape == (64, 3 * 64, 4)
    record = msgspec.json.decode(
        (out / "villager_to_knight_steps.animator.json").read_bytes(), type=LookRecord
    )
    assert record.wish == {"steps": 2}
    assert [each.file for each in record.sprites] == ["villager.png", "knight.png"]
    assert {path.name for path in out.iterdir()} == {*record.files, "villager_to_knight_steps.animator.json"}


def test_the_same_again_gives_the_same_bytes_also_as_json(
    ends: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for folder in ("a", "b"):
        out = tmp_path / folder
        interpolate_files(*ends, Stepping(steps=3, out=out, formats=(ExportFormat.GIF,), as_json=True))
        told.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert told[0] == told[1]
    assert msgspec.json.decode(capsys.readouterr().out.splitlines()[0])["steps"] == 3
