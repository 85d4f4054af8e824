from pathlib import Path

import pytest
from neonworks_models.export.formats import ExportFormat, encode_clip, export_clip, export_notes
from neonworks_protocol.errors import StorageFailed

from tests.models.export.clips import make_clip, walking_square


@pytest.mark.parametrize("fmt", ExportFormat)
def test_every_format_is_written_as_encoded(fmt: ExportFormat, tmp_path: Path) -> None:
    clip = make_clip()
    paths = export_clip(clip, fmt, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in paths} == encode_clip(clip, fmt)
    assert sorted(paths) == sorted((tmp_path / "out").iterdir())


def test_frames_of_a_longer_export_are_removed(tmp_path: Path) -> None:
    kept = [
        tmp_path / name
        for name in ("hero_walk_extra.png", "hero_walk_2024.png", "hero_run_09.png", "mine.png")
    ]
    for path in kept:
        path.touch()
    export_clip(make_clip(walking_square(6)), ExportFormat.FRAMES, tmp_path)
    export_clip(make_clip(walking_square(3)), ExportFormat.FRAMES, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(
        [*(tmp_path / f"hero_walk_0{n}.png" for n in (1, 2, 3)), *kept]
    )


def test_notes_are_those_of_the_format() -> None:
    clip = make_clip(durations=[3] * 4)
    assert export_notes(clip, ExportFormat.GIF)
    assert export_notes(clip, ExportFormat.APNG) == ()


def test_a_disk_error_is_storage_failed(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(StorageFailed):
        export_clip(make_clip(), ExportFormat.GIF, tmp_path / "out")
