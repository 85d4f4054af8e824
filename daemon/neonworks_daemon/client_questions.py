"""``ClientQuestions``: what a client may ask the daemon, each with the value that answers it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from neonworks_protocol.chunks import BlobAssembler
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import (
    Analyse,
    Analysis,
    Consult,
    Export,
    GetStatus,
    Interpret,
    Jobs,
    ListJobs,
    Reading,
    ServerMessage,
    Spec,
    Status,
)
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.queries import Query
from neonworks_protocol.records import ClipRef, SpriteReading
from neonworks_protocol.vocabulary import Archetype, Direction

__all__ = ["ClientQuestions"]

_Answer = TypeVar("_Answer", Analysis, Jobs, Reading, Spec, Status)


class ClientQuestions(ABC):
    """All of them raise the error that they are answered by."""

    @abstractmethod
    async def ask(self, message: Query, part: Callable[[Any], object] | None = None) -> ServerMessage:
        """Send a question; its answer. Of files and readings each part is handed over as it comes."""

    async def interpret(self, text: str, *, previous: MotionSpec | None = None) -> Spec:
        """What a sentence means to the daemon."""
        answer = await self.ask(Interpret(request_id=uuid4().hex, text=text, previous=previous))
        return _expect(answer, Spec)

    async def consult(self, question: Consult, step: Callable[[Reading], object] = lambda _: None) -> Reading:
        """What a larger language model reads in a sentence; ``step`` gets each reading, the last one too.

        Raises ``Unavailable`` where there is none, ``JobCancelled`` for a question that another one replaced.
        """
        return _expect(await self.ask(question, step), Reading)

    async def analyse(
        self, sprite: bytes, *, facing: Direction | None = None, archetype: Archetype | None = None
    ) -> SpriteReading:
        """What the daemon sees in a still; what is given is taken as certain."""
        question = Analyse(request_id=uuid4().hex, sprite=sprite, facing=facing, archetype=archetype)
        return _expect(await self.ask(question), Analysis).reading

    async def export(
        self, clips: Sequence[str], fmt: str, *, name: str = "sprite", request_id: str = ""
    ) -> dict[str, bytes]:
        """Finished clips, by their ids, as files (name -> bytes) with a sidecar each.

        ``request_id`` is for who may want to ``cancel`` it. Raises ``NotFound`` for clips that are not kept
        (any more), ``BadRequest`` for an unknown format or a job that has not ended, ``TooLarge``,
        ``JobCancelled``.
        """
        refs = tuple(ClipRef(clip_id=clip) for clip in clips)
        question = Export(request_id=request_id or uuid4().hex, clips=refs, format=fmt, name=name)
        joined = BlobAssembler()
        await self.ask(question, joined.add)
        return joined.files

    async def status(self) -> Status:
        """How the daemon is."""
        return _expect(await self.ask(GetStatus(request_id=uuid4().hex)), Status)

    async def list_jobs(self, limit: int = 50) -> Jobs:
        """The newest jobs of all clients."""
        return _expect(await self.ask(ListJobs(request_id=uuid4().hex, limit=limit)), Jobs)


def _expect(message: ServerMessage, kind: type[_Answer]) -> _Answer:
    if not isinstance(message, kind):
        raise ProtocolError(f"the daemon answered {type(message).__name__} where {kind.__name__} was due")
    return message
