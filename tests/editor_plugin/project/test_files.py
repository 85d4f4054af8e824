import time
from collections.abc import Callable
from pathlib import Path

from neonworks_editor.project.applier import ApplyOutcome, ApplyRequest
from neonworks_editor.project.files import ProjectFiles
from neonworks_editor.project.place import ProjectPlace

from tests.fakes.exports import FakeExporter, clip_message
from tests.fakes.hosts import FakeEntity, FakeHost
from tests.fakes.pngs import png

WAIT_S = 20


def _until(files: ProjectFiles, exporter: FakeExporter, done: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_S
    while not done() and time.monotonic() < ends:
        exporter.answer()
        files.tick()
        time.sleep(0.002)
    assert done()


def test_apply_change_by_hand_and_undo_follow_each_other(tmp_path: Path) -> None:
    root = tmp_path / "game"
    root.mkdir()
    host = FakeHost(ProjectPlace(root, root, "game"), FakeEntity("e1"))
    exporter = FakeExporter(clip_message())
    files = ProjectFiles(host, exporter, folder=lambda _: tmp_path / "undo")
    _until(files, exporter, lambda: not files.busy)
    heard: list[ApplyOutcome] = []
    files.apply(ApplyRequest((clip_message(),), "hero", "e1"), heard.append)
    assert files.busy
    _until(files, exporter, lambda: len(heard) == 1)
    assert files.undo_label and not files.redo_label

    frame = heard[0].clips[0].frames[1]
    kept, new = frame.read_bytes(), png(4, 6, (7, 7, 7, 255))
    frame.write_bytes(new)
    _until(files, exporter, lambda: files.swaps == 1)
    assert host.things["e1"].contents[1] == new
    files.undo(heard.append)
    _until(files, exporter, lambda: len(heard) == 2)
    assert not heard[1].done and frame.read_bytes() == new, "edited by hand: not lost"

    frame.write_bytes(kept)
    files.undo(heard.append)
    _until(files, exporter, lambda: len(heard) == 3)
    assert heard[2].done and list(root.iterdir()) == []
    files.redo(heard.append)
    _until(files, exporter, lambda: len(heard) == 4)
    assert host.things["e1"].contents[1] == kept
    files.close()
