"""Asking the daemon for a clip's files, and keeping an export in a folder of the user's choice."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from neonworks_protocol.chunks import BlobAssembler
from neonworks_protocol.errors import AnimatorError, ProtocolError, from_wire
from neonworks_protocol.messages import Blob, Clip, Error, Export, ServerMessage
from neonworks_protocol.records import ClipRef
from neonworks_protocol.roots import Root

__all__ = ["Ask", "ExportBatch", "ExportQuestion", "Files", "save_export"]

Files = Mapping[str, bytes]
"""File name -> content."""


class Ask(Protocol):
    """``EditorClient.ask``: sends a question now or when there is a connection, and hands on its answers."""

    def __call__(self, message: Export, answer: Callable[[ServerMessage], object], /) -> object: ...


class ExportQuestion:
    """One ``export``: ``told`` hears exactly once, all files (name -> bytes) or the error.

    After ``drop`` it hears nothing any more.
    """

    def __init__(
        self,
        ask: Ask,
        request_id: str,
        clips: tuple[ClipRef, ...],
        format_: str,
        name: str,
        told: Callable[[Files | AnimatorError], object],
    ) -> None:
        self._told: Callable[[Files | AnimatorError], object] | None = told
        self._blobs = BlobAssembler()
        ask(Export(request_id=request_id, clips=clips, format=format_, name=name), self._answer)

    def drop(self) -> None:
        """Nobody wants the answer any more."""
        self._told = None

    def _answer(self, message: ServerMessage) -> None:
        if isinstance(message, Error):
            self._tell(from_wire(message.code, message.message))
        elif isinstance(message, Blob):
            if message.file == message.part == 0:
                # A question that is asked again after a lost connection is answered from the start.
                self._blobs = BlobAssembler()
            try:
                files = self._blobs.add(message)
            except ProtocolError as error:
                self._tell(error)
            else:
                if files is not None:
                    self._tell(files)

    def _tell(self, outcome: Files | AnimatorError) -> None:
        told, self._told = self._told, None
        if told is not None:
            told(outcome)


class ExportBatch:
    """Each of several clips in each of several formats; ``told`` hears once, all or the first error.

    What it hears is, for each clip, format -> files.
    """

    def __init__(
        self,
        ask: Ask,
        make_id: Callable[[], str],
        clips: Sequence[Clip],
        formats: Sequence[str],
        name: str,
        told: Callable[[list[dict[str, Files]] | AnimatorError], object],
    ) -> None:
        self._told = told
        self._files: list[dict[str, Files]] = [{} for _ in clips]
        self._missing = len(clips) * len(formats)
        self._questions: list[ExportQuestion] = []
        self._ended = False
        for index, clip in enumerate(clips):
            refs = (ClipRef(clip_id=clip.clip_id, take=clip.take),)
            for format_ in formats:
                if self._ended:
                    return
                heard = partial(self._heard, index, format_)
                self._questions.append(ExportQuestion(ask, make_id(), refs, format_, name, heard))

    def drop(self) -> None:
        """Nobody wants the answers any more."""
        self._ended = True
        for question in self._questions:
            question.drop()

    def _heard(self, index: int, format_: str, files: Files | AnimatorError) -> None:
        if self._ended:
            return
        if isinstance(files, AnimatorError):
            self.drop()
            self._told(files)
            return
        self._files[index][format_] = files
        self._missing -= 1
        if not self._missing:
            self._ended = True
            self._told(self._files)


def save_export(folder: Path, files: Files) -> list[Path]:
    """Write an export's files into ``folder``, which is made; each appears whole or not at all.

    Raises ``BadRequest`` for names that are not plain, ``StorageFailed`` where it cannot be written.
    Blocking: megabytes belong into a thread.
    """
    root = Root(folder)
    return [root.write(name, data) for name, data in files.items()]
