"""Fonts are found without holding up a frame, and by family."""

import threading
from pathlib import Path

from neonworks_editor.ui.font_files import FAMILIES, SUGGESTED, FontFiles, system_matcher
from neonworks_editor.ui.scripts import Script


def test_nothing_is_read_before_start() -> None:
    asked: list[str] = []
    files = FontFiles(lambda family, bold: asked.append(family), known=())
    assert files.candidates(Script.THAI) == ()
    assert files.face(False) is None
    assert (asked, files.revision, files.wait(0)) == ([], 0, False)


def test_reading_happens_in_another_thread() -> None:
    threads = set()

    def matcher(family: str, bold: bool) -> str | None:
        threads.add(threading.current_thread())
        return f"{family}.ttf" if family in ("notosansthai", "notosans") else None

    files = FontFiles(matcher, known=())
    files.start()
    files.start()
    assert files.wait()
    assert files.revision == 1
    assert threads and threading.current_thread() not in threads
    assert files.candidates(Script.THAI) == ("notosansthai.ttf", "notosans.ttf")
    assert files.face(True) == "notosans.ttf"


def test_known_files_come_first(tmp_path: Path) -> None:
    regular, bold = tmp_path / "a.ttf", tmp_path / "b.ttf"
    regular.touch()
    files = FontFiles(lambda family, bold: None, known=((str(regular), str(bold)),))
    assert files.face(False) == str(regular)
    assert files.face(True) is None, "the bold file is not there"


def test_each_script_with_families_of_its_own_has_a_hint() -> None:
    assert set(FAMILIES) - {Script.LATIN} <= set(SUGGESTED)
    assert system_matcher("no such family at all", False) is None
