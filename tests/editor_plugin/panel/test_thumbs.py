"""Thumbnails are read a little every frame, and never raise."""

from pathlib import Path

from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.thumbs import Thumbnails

from tests.fakes.paper_daemon import example_png


def _folder(tmp_path: Path, count: int) -> list[Path]:
    paths = [tmp_path / f"{n}.png" for n in range(count)]
    for path in paths:
        path.write_bytes(example_png("slime"))
    return paths


def test_a_frame_reads_no_more_than_its_budget(tmp_path: Path, display: None) -> None:
    paths = _folder(tmp_path, 5)
    seconds = iter(range(100))
    changes: list[int] = []
    thumbs = Thumbnails(PictureStore(), lambda: changes.append(1), cpu=lambda: float(next(seconds)))
    assert [thumbs.get(path) for path in paths] == [None] * 5
    thumbs.tick()
    assert sum(thumbs.get(path) is not None for path in paths) == 1
    for _ in range(6):
        thumbs.tick()
    assert all(thumbs.get(path) is not None for path in paths)
    assert len(changes) == 5


def test_what_cannot_be_read_has_failed(tmp_path: Path, display: None) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture")
    thumbs = Thumbnails(PictureStore(), lambda: None)
    for path in (tmp_path / "no.png", tmp_path / "missing.png", tmp_path):
        assert thumbs.get(path) is None and not thumbs.failed(path)
        thumbs.tick()
        thumbs.tick()
        assert thumbs.failed(path)


def test_large_pictures_are_kept_small_and_new_content_is_seen(tmp_path: Path, display: None) -> None:
    from PIL import Image

    path = tmp_path / "large.png"
    Image.new("RGBA", (900, 300), (9, 9, 9, 255)).save(path)
    thumbs = Thumbnails(PictureStore(), lambda: None)
    thumbs.get(path)
    thumbs.tick()
    picture = thumbs.get(path)
    assert picture is not None and picture.get_size() == (128, 42)
    path.write_bytes(example_png("slime"))
    thumbs.forget()
    thumbs.get(path)
    thumbs.tick()
    assert thumbs.get(path) is not picture
