import hashlib

import msgspec
from neonworks_editor.studio.exports import Exports, ExportTicket
from neonworks_protocol.chunks import blob_messages
from neonworks_protocol.limits import CHUNK_BYTES
from neonworks_protocol.messages import Blob, Error, Export
from neonworks_protocol.records import ClipRef

from tests.fakes.editor_links import ScriptedLink, ids

FILES = {"hero.png": bytes(CHUNK_BYTES + 10), "hero.json": b"{}"}
CLIPS = (ClipRef(clip_id="c1"), ClipRef(clip_id="c2", take=2))


def asked() -> tuple[ScriptedLink, ExportTicket, list[ExportTicket]]:
    link, done = ScriptedLink(), list[ExportTicket]()
    ticket = Exports(link, ids()).ask(ExportTicket("aseprite", "hero"), CLIPS, done.append)
    return link, ticket, done


def test_the_question_names_clips_format_and_name() -> None:
    link, _, _ = asked()
    question = link.questions[0][0]
    assert isinstance(question, Export)
    assert (question.clips, question.format, question.name) == (CLIPS, "aseprite", "hero")


def test_files_come_whole_and_once() -> None:
    link, ticket, done = asked()
    answer = link.questions[0][1]
    shares = []
    for blob in blob_messages("r1", FILES):
        assert not done
        answer(blob)
        shares.append(ticket.fraction)
    assert done == [ticket]
    assert ticket.files == FILES
    assert shares == [0.25, 0.5, 1.0]


def test_after_a_lost_connection_the_parts_come_again() -> None:
    link, ticket, done = asked()
    answer = link.questions[0][1]
    blobs = list(blob_messages("r1", FILES))
    for blob in (blobs[0], blobs[1], *blobs):
        answer(blob)
    assert ticket.files == FILES
    assert done == [ticket]


def test_a_damaged_file_and_a_refusal_end_it_with_a_problem() -> None:
    link, ticket, done = asked()
    (blob,) = blob_messages("r1", {"a": b"data"})
    link.questions[0][1](msgspec.structs.replace(blob, data=b"dada"))
    assert "damaged" in ticket.problem.text  # type: ignore[union-attr]
    link, other, done = asked()
    answer = link.questions[0][1]
    answer(Error(code="not_found", message="no such clip"))
    answer(Blob(request_id="r1", name="late", data=b"", sha256=hashlib.sha256(b"").hexdigest()))
    assert done == [other]
    assert other.problem.code == "not_found"  # type: ignore[union-attr]
    assert other.files == {}
