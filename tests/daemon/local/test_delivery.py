import json
from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.local.delivery import artwork_of, deliver
from neonworks_daemon.local.job import FinishedClip, Job, Unwatched
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.workshop import Workshop
from neonworks_models.export.sidecar import decode_sidecar
from neonworks_protocol.errors import StorageFailed
from PIL import Image

from tests.daemon.local.sprites import save_example


def _drawn(tmp_path: Path, **values: object) -> tuple[Job, FinishedClip]:
    workshop = Workshop()
    asked = {
        "sprite": str(save_example(tmp_path)),
        "action": "attack",
        "out": str(tmp_path / "out"),
        **values,
    }
    job = workshop.prepare(read_options(asked))
    (clip,) = workshop.draw(job, Unwatched())
    return job, clip


def test_frames_lie_in_name_order_with_no_other_picture(tmp_path: Path) -> None:
    job, clip = _drawn(tmp_path, format="frames", frames=6)
    delivery = deliver(job, clip)
    pictures = sorted((tmp_path / "out").glob("*.png"))
    assert [path.name for path in pictures] == [f"slime_{clip.planned.label}_0{n}.png" for n in range(1, 7)]
    for path, frame in zip(pictures, clip.frames, strict=True):
        assert np.array_equal(np.asarray(Image.open(path)), frame)
    assert set(delivery.paths) == set((tmp_path / "out").iterdir())


def test_the_sidecar_makes_the_same_bytes_again(tmp_path: Path) -> None:
    job, clip = _drawn(tmp_path, format="gif", effect="glow", style="angry", seed=5)
    deliver(job, clip)
    (file,) = (tmp_path / "out").glob("*.animator.json")
    record = decode_sidecar(file.read_bytes())
    assert record.rebuild(job.sprite).digest == clip.planned.request.digest
    assert record.files == tuple(p.name for p in (tmp_path / "out").glob("*.gif"))
    assert record.contract == json.loads(json.dumps(clip.contract))
    assert record.generator == clip.planned.generator


def test_several_formats_at_once(tmp_path: Path) -> None:
    job, clip = _drawn(tmp_path, format=["gif", "sheet", "webp"])
    suffixes = sorted(path.suffix for path in deliver(job, clip).paths)
    assert suffixes == [".gif", ".json", ".json", ".png", ".webp"]


def test_the_record_is_plain(tmp_path: Path) -> None:
    job, clip = _drawn(tmp_path)
    record = json.loads(json.dumps(deliver(job, clip).record()))
    assert record["action"] == "attack"
    assert record["frames"] == len(record["durations_ms"]) == len(record["frames_sha256"])
    assert all(Path(path).is_file() for path in record["files"])


def test_artwork_is_named_after_file_and_clip(tmp_path: Path) -> None:
    job, clip = _drawn(tmp_path)
    assert artwork_of(job, clip).stem == f"slime_{clip.planned.label}"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    job, clip = _drawn(tmp_path, out=str(tmp_path / "file" / "out"))
    with pytest.raises(StorageFailed):
        deliver(job, clip)
