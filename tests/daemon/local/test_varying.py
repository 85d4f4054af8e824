"""What ``animate --variations`` writes."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.cli.exits import ExitCode
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.look_record import LookRecord
from neonworks_models.sprites.rigfile import Rig, read_rig, write_rig
from PIL import Image

STILLS = {each.name: each for each in example_sprites()}


@pytest.fixture
def slime(tmp_path: Path) -> Path:
    path = tmp_path / "slime.png"
    Image.fromarray(STILLS["slime"].sprite.rgba).save(path)
    return path


def _picture(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGBA"))


def test_each_variation_is_a_still_that_is_animated(
    slime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["animate", str(slime), "idle", "--variations", "2", "--format", "gif", "--out", str(out)]
    assert run(arguments) == ExitCode.OK
    listed = {Path(line).name for line in capsys.readouterr().out.split()}
    assert listed == {path.name for path in out.iterdir()}
    stills = [_picture(out / f"slime_variation_0{n}.png") for n in (1, 2)]
    own = STILLS["slime"].sprite.rgba
    assert len({picture.tobytes() for picture in (own, *stills)}) == 3
    assert (out / "slime_variation_01_idle.gif").is_file() and (out / "slime_variation_02_idle.gif").is_file()
    assert _picture(out / "slime_variations.png").shape == (32, 3 * 32, 4)
    record = msgspec.json.decode((out / "slime_variations.animator.json").read_bytes(), type=LookRecord)
    assert record.wish == {"count": 2, "seed": 0, "strength": 0.5, "change": "both"}
    assert record.models[0].licence == "CC BY-SA 3.0" and record.models[0].credits


def test_no_strength_animates_the_sprite_itself(slime: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ["--variations", "1", "--strength", "0", "--format", "gif", "--out", str(out), "--json"]
    assert run(["animate", str(slime), "idle", *options]) == ExitCode.OK
    assert np.array_equal(_picture(out / "slime_variation_01.png"), STILLS["slime"].sprite.rgba)


def test_a_rig_goes_with_its_variations(tmp_path: Path) -> None:
    still = STILLS["knight_down"]
    path = tmp_path / "knight.png"
    Image.fromarray(still.sprite.rgba).save(path)
    write_rig(tmp_path / "knight.rig.json", Rig(still.archetype, still.facing, still.joints))
    out = tmp_path / "out"
    options = ["--variations", "1", "--tier", "draft", "--format", "gif", "--out", str(out)]
    assert run(["animate", str(path), "idle", *options]) == ExitCode.OK
    rig = read_rig(out / "knight_variation_01.rig.json")
    assert rig is not None and rig.joints is not None
    assert (rig.archetype, rig.facing) == (still.archetype, still.facing)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--variations", "17"], "17"),
        (["--variations", "2", "--vary", "hats"], "hats"),
        (["--strength", "0.5"], "--variations"),
    ],
)
def test_wrong_options_are_explained(
    slime: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["animate", str(slime), "idle", *more]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
