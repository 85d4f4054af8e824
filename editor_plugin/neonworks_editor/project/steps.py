"""Where undo steps are kept: one JSON file a step and the contents of files, in the user's state folder.

On disk, because sprites add up and because an editor that dies must not take the way back with it; outside
the project, because nobody wants it in version control. Contents are named by their sha256, so that equal
ones are kept once. The oldest steps go first when there are more than 50, or more than 128 MiB of contents.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import msgspec
from neonworks_protocol.errors import IllegalTransition, StorageFailed
from neonworks_protocol.private import open_private, private_folder
from neonworks_protocol.ready import default_state_dir

__all__ = ["MAX_BYTES", "MAX_STEPS", "FileChange", "Step", "StepState", "StepStore", "journal_folder"]

MAX_STEPS = 50
"""As many as people take back one by one."""
MAX_BYTES = 128 * 1024 * 1024
"""Of contents; a clip of 12 frames of 64 × 64 has 20 KiB."""
_EDITORS = 16
"""Editors that may have one project open, each with a journal of its own."""


class StepState(StrEnum):
    """``BEGUN``: its files are being written; ``UNDONE``: they were taken back, and may be put again."""

    BEGUN = "begun"
    DONE = "done"
    UNDONE = "undone"


_FOLLOWING = MappingProxyType(
    {
        StepState.BEGUN: {StepState.DONE},
        StepState.DONE: {StepState.UNDONE},
        StepState.UNDONE: {StepState.DONE},
    }
)


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is relative to the project's root; the digests name contents, None: no file."""

    name: str
    before: str | None
    after: str | None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the user did, and all that takes it back.

    ``entries_before`` and ``entries_after`` are the manifest's entries by id, None where there was none.
    ``folders`` were made by it, outermost first.
    """

    number: int
    label: str
    state: StepState
    files: tuple[FileChange, ...]
    manifest: str
    entries_before: dict[str, dict[str, object] | None]
    entries_after: dict[str, dict[str, object] | None]
    folders: tuple[str, ...] = ()
    entity: str | None = None

    def become(self, state: StepState) -> "Step":
        """The step in another state; raises ``IllegalTransition`` for what makes no sense."""
        if state not in _FOLLOWING[self.state]:
            raise IllegalTransition(
                f"step {self.number} is {self.state.value} and cannot become {state.value}"
            )
        return msgspec.structs.replace(self, state=state)


def journal_folder(project_root: Path) -> Path:
    """Where the steps of the project are kept."""
    digest = hashlib.sha256(os.fsencode(project_root.resolve())).hexdigest()[:24]
    return default_state_dir() / "undo" / digest


class StepStore:
    """The steps of one project in one editor. Another editor of the same project gets a folder beside it.

    Not for several threads at once. Every method raises ``StorageFailed`` when the disk refuses.
    """

    def __init__(self, folder: Path, *, max_steps: int = MAX_STEPS, max_bytes: int = MAX_BYTES) -> None:
        self._max_steps, self._max_bytes = max_steps, max_bytes
        self._folder, self._lock = _claimed(folder)
        self.steps: list[Step] = sorted(self._read(), key=lambda step: step.number)

    def close(self) -> None:
        """Let another editor have the folder; steps stay."""
        self._lock.close()

    def content(self, digest: str) -> bytes:
        """What a digest stands for."""
        try:
            data = (self._folder / f"{digest}.bin").read_bytes()
        except OSError as error:
            raise StorageFailed(f"the undo step is damaged ({error.strerror}): it cannot be taken") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise StorageFailed("the undo step is damaged: it cannot be taken")
        return data

    def keep(self, data: bytes | None) -> str | None:
        """Store contents; returns the digest."""
        if data is None:
            return None
        digest = hashlib.sha256(data).hexdigest()
        path = self._folder / f"{digest}.bin"
        if not path.exists():
            self._write(path, data)
        return digest

    def put(self, step: Step) -> None:
        """Store a step, or its new state, and drop what is over the limits."""
        self._write(self._path(step), msgspec.json.encode(step))
        self.steps = [other for other in self.steps if other.number != step.number]
        self.steps.append(step)
        self.steps.sort(key=lambda other: other.number)
        self._trim()

    def drop(self, steps: Iterable[Step]) -> None:
        """Forget steps and the contents that no other step needs."""
        gone = {step.number for step in steps}
        for step in self.steps:
            if step.number in gone:
                with contextlib.suppress(OSError):
                    self._path(step).unlink(missing_ok=True)
        self.steps = [step for step in self.steps if step.number not in gone]
        used = {digest for step in self.steps for digest in _digests(step)}
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*.bin"):
                if path.stem not in used:
                    path.unlink(missing_ok=True)

    def _trim(self) -> None:
        """The newest step stays whatever its size."""
        while len(self.steps) > 1:
            if len(self.steps) <= self._max_steps and self._bytes() <= self._max_bytes:
                return
            self.drop(self.steps[:1])

    def _bytes(self) -> int:
        with contextlib.suppress(OSError):
            return sum(path.stat().st_size for path in self._folder.glob("*.bin"))
        return 0

    def _path(self, step: Step) -> Path:
        return self._folder / f"{step.number:08d}.json"

    def _read(self) -> Iterable[Step]:
        decoder = msgspec.json.Decoder(Step)
        for path in self._folder.glob("*.json"):
            # A step that a crash left half-written had changed nothing yet.
            with contextlib.suppress(OSError, msgspec.DecodeError):
                yield decoder.decode(path.read_bytes())

    def _write(self, path: Path, data: bytes) -> None:
        temporary = path.with_suffix(".new")
        try:
            with os.fdopen(open_private(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
                file.write(data)
            temporary.replace(path)
        except OSError as error:
            raise StorageFailed(
                f"the undo step cannot be kept ({error.strerror}), so nothing was changed: "
                f"free some space in {self._folder}"
            ) from error


def _digests(step: Step) -> Iterable[str]:
    for change in step.files:
        yield from (digest for digest in (change.before, change.after) if digest)


def _claimed(folder: Path) -> tuple[Path, BinaryIO]:
    """A folder that no other editor holds, and the lock on it, which ends with the process."""
    for number in range(1, _EDITORS + 1):
        mine = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        private_folder(mine)
        try:
            file = os.fdopen(open_private(mine / "lock", os.O_RDWR | os.O_CREAT), "r+b")
        except OSError as error:
            raise StorageFailed(f"cannot use {mine} ({error.strerror}): make it writable") from error
        try:
            _lock_file(file.fileno())
        except OSError:
            file.close()
            continue
        return mine, file
    raise StorageFailed(f"{_EDITORS} editors have this project open: close one")


if sys.platform == "win32":
    import msvcrt

    def _lock_file(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_file(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
