"""Files of clips, asked of the daemon and put together from their parts; nothing is written here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from neonworks_protocol.chunks import BlobAssembler
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import Blob, Error, Export, ServerMessage
from neonworks_protocol.records import ClipRef

from neonworks_editor.studio.link import Link
from neonworks_editor.studio.problems import Problem, problem_of

__all__ = ["ExportTicket", "Exports"]


@dataclass(eq=False)
class ExportTicket:
    """One export. ``fraction`` is the share of it that arrived; ``files`` (name -> bytes) are there at its end."""

    format: str
    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    problem: Problem | None = None
    ended: bool = False
    fraction: float = 0.0


class Exports:
    """Asks for exports, any number at a time."""

    def __init__(self, link: Link, new_id: Callable[[], str]) -> None:
        self._link = link
        self._new_id = new_id

    def ask(
        self, clips: Sequence[ClipRef], file_format: str, name: str, done: Callable[[ExportTicket], None]
    ) -> ExportTicket:
        """Asks for files; ``done`` is called once, with the files or the problem."""
        ticket = ExportTicket(file_format, name)
        assembler = BlobAssembler()
        message = Export(request_id=self._new_id(), clips=tuple(clips), format=file_format, name=name)
        self._link.ask(message, lambda answer: _take_in(ticket, assembler, answer, done))
        return ticket


def _take_in(
    ticket: ExportTicket,
    assembler: BlobAssembler,
    answer: ServerMessage,
    done: Callable[[ExportTicket], None],
) -> None:
    if ticket.ended:
        return
    if isinstance(answer, Error):
        ticket.problem = problem_of(answer.code, answer.message)
    elif isinstance(answer, Blob):
        _take_part(ticket, assembler, answer)
    ticket.ended = ticket.problem is not None or bool(ticket.files)
    if ticket.ended:
        done(ticket)


def _take_part(ticket: ExportTicket, assembler: BlobAssembler, blob: Blob) -> None:
    ticket.fraction = (blob.file + (blob.part + 1) / blob.parts) / blob.files
    try:
        ticket.files = assembler.add(blob) or {}
    except ProtocolError as error:
        ticket.problem = problem_of(error.code, error.message)
