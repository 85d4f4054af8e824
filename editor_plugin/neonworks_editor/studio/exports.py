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
    """One export. ``fraction`` is the share that arrived; ``files`` (name -> bytes) are there at its end."""

    format: str
    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    problem: Problem | None = None
    ended: bool = False
    fraction: float = 0.0

    def fail(self, problem: Problem) -> None:
        """It ends without files."""
        self.problem, self.ended = problem, True

    def reopen(self) -> None:
        """It is asked for once more."""
        self.problem, self.ended, self.fraction = None, False, 0.0


class Exports:
    """Asks for exports, any number at a time."""

    def __init__(self, link: Link, new_id: Callable[[], str]) -> None:
        self._link = link
        self._new_id = new_id

    def ask(
        self, ticket: ExportTicket, clips: Sequence[ClipRef], done: Callable[[ExportTicket], None]
    ) -> ExportTicket:
        """Asks for the files that ``ticket`` names; ``done`` is called once, with them or the problem."""
        message = Export(
            request_id=self._new_id(), clips=tuple(clips), format=ticket.format, name=ticket.name
        )
        parts = _Parts()
        self._link.ask(message, lambda answer: _take_in(ticket, parts, answer, done))
        return ticket


class _Parts:
    """The parts of one export; after a lost connection they come again from the first."""

    def __init__(self) -> None:
        self._assembler = BlobAssembler()

    def add(self, blob: Blob) -> dict[str, bytes]:
        """All files with the last part of the last one, else none."""
        if blob.file == blob.part == 0:
            self._assembler = BlobAssembler()
        return self._assembler.add(blob) or {}


def _take_in(
    ticket: ExportTicket,
    parts: _Parts,
    answer: ServerMessage,
    done: Callable[[ExportTicket], None],
) -> None:
    if ticket.ended:
        return
    if isinstance(answer, Error):
        ticket.problem = problem_of(answer.code, answer.message)
    elif isinstance(answer, Blob):
        _take_part(ticket, parts, answer)
    ticket.ended = ticket.problem is not None or bool(ticket.files)
    if ticket.ended:
        done(ticket)


def _take_part(ticket: ExportTicket, parts: _Parts, blob: Blob) -> None:
    ticket.fraction = (blob.file + (blob.part + 1) / blob.parts) / blob.files
    try:
        ticket.files = parts.add(blob)
    except ProtocolError as error:
        ticket.problem = problem_of(error.code, error.message)
