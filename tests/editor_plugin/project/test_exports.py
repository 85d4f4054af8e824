from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from neonworks_editor.project.exports import ExportBatch, ExportQuestion, save_export
from neonworks_protocol.chunks import blob_messages
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound, ProtocolError
from neonworks_protocol.messages import Error, Export, ServerMessage
from neonworks_protocol.records import ClipRef

from tests.fakes.exports import FakeExporter, clip_message

Heard = Mapping[str, bytes] | AnimatorError


class _Line:
    """Keeps the last question and who waits for its answer."""

    def __call__(self, message: Export, answer: Callable[[ServerMessage], object], /) -> None:
        self.message, self.answer = message, answer


def _ask() -> tuple[_Line, list[Heard], ExportQuestion]:
    line, heard = _Line(), list[Heard]()
    question = ExportQuestion(line, "q", (ClipRef(clip_id="c"),), "gif", "hero", heard.append)
    return line, heard, question


def test_the_parts_become_files() -> None:
    line, heard, _ = _ask()
    files = {"a.png": b"x" * 600_000, "b.json": b""}
    for blob in blob_messages("q", files):
        line.answer(blob)
    assert heard == [files]
    assert (line.message.format, line.message.name) == ("gif", "hero")


def test_an_answer_that_begins_again_is_taken_from_there() -> None:
    line, heard, _ = _ask()
    blobs = list(blob_messages("q", {"a.png": b"x" * 600_000, "b.png": b"y"}))
    for blob in (*blobs[:2], *blobs):
        line.answer(blob)
    assert [sorted(files) for files in heard if isinstance(files, dict)] == [["a.png", "b.png"]]


def test_errors_are_told_once_and_nothing_after_them() -> None:
    line, heard, _ = _ask()
    line.answer(Error(code="not_found", message="no such clip"))
    for blob in blob_messages("q", {"a.png": b"x"}):
        line.answer(blob)
    assert [type(each) for each in heard] == [NotFound]


def test_parts_out_of_order_are_an_error() -> None:
    line, heard, _ = _ask()
    line.answer(list(blob_messages("q", {"a.png": b"x", "b.png": b"y"}))[1])
    assert [type(each) for each in heard] == [ProtocolError]


def test_a_dropped_question_tells_nothing() -> None:
    line, heard, question = _ask()
    question.drop()
    for blob in blob_messages("q", {"a.png": b"x"}):
        line.answer(blob)
    assert heard == []


def test_a_batch_has_each_clip_in_each_format() -> None:
    clips = (clip_message(clip_id="a"), clip_message(2, clip_id="b"))
    exporter, heard = FakeExporter(*clips), list[list[dict[str, Mapping[str, bytes]]] | AnimatorError]()
    ids = iter(range(100))
    ExportBatch(exporter, lambda: f"q{next(ids)}", clips, ("frames", "sheet"), "hero", heard.append)
    assert len(exporter.asked) == 4
    exporter.answer()
    (files,) = heard
    assert isinstance(files, list)
    assert [sorted(one) for one in files] == [["frames", "sheet"]] * 2
    assert [len(one["frames"]) for one in files] == [4, 3], "frames and sidecar"


def test_a_batch_tells_the_first_error_only() -> None:
    exporter, heard = FakeExporter(), list[list[dict[str, Mapping[str, bytes]]] | AnimatorError]()
    ExportBatch(exporter, lambda: "q", (clip_message(),) * 2, ("frames", "gif"), "hero", heard.append)
    exporter.answer()
    assert [type(each) for each in heard] == [NotFound]


def test_an_export_is_saved_where_the_user_says(tmp_path: Path) -> None:
    paths = save_export(tmp_path / "new", {"a.gif": b"1", "b.png": b"2"})
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    with pytest.raises(BadRequest):
        save_export(tmp_path / "new", {"../a.gif": b"1"})
