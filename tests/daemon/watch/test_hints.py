"""Events of the real file system."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_daemon.watch.hints import SystemHints

_WAIT_S = 10.0


class _Heard:
    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.folders: set[str] = set()
        self._news = threading.Condition()

    def changed(self, path: str) -> None:
        with self._news:
            self.paths.add(path)
            self._news.notify_all()

    def unclear(self, folder: str) -> None:
        with self._news:
            self.folders.add(folder)
            self._news.notify_all()

    def wait(self, *, path: str = "", folder: str = "") -> bool:
        with self._news:
            return self._news.wait_for(
                lambda: (not path or path in self.paths) and (not folder or folder in self.folders), _WAIT_S
            )


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[_Heard]:
    listener = _Heard()
    source = SystemHints(tmp_path, listener)
    assert source.start() == ""
    yield listener
    source.stop()


def test_tells_of_writes_renames_and_removals(tmp_path: Path, heard: _Heard) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    assert heard.wait(path="a.png")
    (tmp_path / "a.png").rename(tmp_path / "b.png")
    assert heard.wait(path="b.png")
    heard.paths.clear()
    (tmp_path / "b.png").unlink()
    assert heard.wait(path="b.png")


def test_tells_of_folders_and_what_is_written_into_them(tmp_path: Path, heard: _Heard) -> None:
    (tmp_path / "foes").mkdir()
    assert heard.wait(folder="foes")
    (tmp_path / "foes/rat.png").write_bytes(b"x")
    assert heard.wait(path="foes/rat.png")


def test_hidden_files_and_reading_are_no_news(tmp_path: Path, heard: _Heard) -> None:
    (tmp_path / ".neonworks-1").write_bytes(b"x")
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "b").mkdir()
    assert heard.wait(folder="b"), "events come in order: all of a.png are in"
    assert heard.paths == {"a.png"}
    heard.paths.clear()
    (tmp_path / "a.png").read_bytes()
    (tmp_path / "c").mkdir()
    assert heard.wait(folder="c")
    assert heard.paths == set()


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of inotify")
def test_without_events_it_says_why(tmp_path: Path) -> None:
    source = SystemHints(tmp_path / "none", _Heard())
    reason = source.start()
    source.stop()
    assert reason.startswith("no file events (") and reason.endswith("looking every few seconds")
