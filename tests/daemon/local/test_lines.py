import io
from pathlib import Path

import pytest
from neonworks_daemon.local.lines import TextLine, read_lines
from neonworks_protocol.errors import BadRequest


def test_blank_lines_are_skipped_but_counted(tmp_path: Path) -> None:
    file = tmp_path / "jobs.jsonl"
    file.write_bytes(b"\xef\xbb\xbf{}\n\n  \n[1]\r\n")
    assert [(line.number, line.text.strip()) for line in read_lines(file)] == [(1, "{}"), (4, "[1]")]


def test_unicode_line_separators_do_not_split(tmp_path: Path) -> None:
    file = tmp_path / "jobs.jsonl"
    file.write_text('"a\u2028b"\n', encoding="utf-8")
    assert read_lines(file) == [TextLine(1, '"a\u2028b"')]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"one\ntwo\n")))
    assert [line.text for line in read_lines(Path("-"))] == ["one", "two"]


@pytest.mark.parametrize(("data", "words"), [(b"", "empty"), (b"\n\n", "empty"), (b"\xff\xfe\x00", "UTF-8")])
def test_unusable_files(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "jobs.jsonl"
    file.write_bytes(data)
    with pytest.raises(BadRequest, match=words):
        read_lines(file)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="cannot read"):
        read_lines(tmp_path / "none.jsonl")
