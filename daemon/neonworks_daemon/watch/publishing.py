"""``Publisher``: writes one sprite's result so that a crash at any point leaves at most work to do again.

All files are written under temporary names in their folders first. Then the sprite is compared once more,
the ledger told what is about to happen, the files renamed, the manifest last, and the ledger told that it is
done. Blocking; runs in a thread of its own.
"""

import contextlib
import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from neonworks_models.export.formats import encode_clip, export_notes
from neonworks_models.export.sidecar import make_sidecar
from neonworks_protocol.errors import AnimatorError, BadRequest, StorageFailed
from neonworks_protocol.roots import Folder, Root

from neonworks_daemon.local.delivery import artwork_of
from neonworks_daemon.local.job import FinishedClip
from neonworks_daemon.watch.ledger import Ledger, Output
from neonworks_daemon.watch.manifest import ClipEntry, Manifest, encode_manifest, manifest_name
from neonworks_daemon.watch.planning import Plan, PlannedSprite
from neonworks_daemon.watch.reading import Reader

__all__ = ["TEMPORARY_PREFIX", "Changed", "Publisher", "Refused", "Written", "manifest_of"]

TEMPORARY_PREFIX = ".neonworks-"
"""Of files that are being written; hidden, so that nobody takes them for sprites."""


@dataclass(frozen=True)
class Written:
    """It is published, and waits to be told. ``files`` were written, the manifest last."""

    serial: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Changed:
    """The sprite is another by now; nothing was touched."""


@dataclass(frozen=True)
class Refused:
    """It could not be written. ``passing``: trying again may help. ``torn``: the old result may be gone."""

    reason: str
    passing: bool
    torn: bool = False


class _Stage:
    """Files of one result under temporary names in their own folders, until all are shown; what was not
    shown by the end of the block is removed. ``open_folder`` is asked once for each folder."""

    def __init__(self, open_folder: Callable[[str], AbstractContextManager[Folder]]) -> None:
        self._open_folder = open_folder
        self._folders: dict[str, Folder] = {}
        self._hidden: deque[tuple[Folder, str, str]] = deque()
        self._count = 0
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._held:
            for folder, temporary, _name in self._hidden:
                with contextlib.suppress(OSError):
                    folder.unlink(temporary)

    def put(self, path: str, data: bytes) -> None:
        """Write ``data`` beside where it will be."""
        place, _, name = path.rpartition("/")
        if place not in self._folders:
            self._folders[place] = self._held.enter_context(self._open_folder(place))
        temporary = f"{TEMPORARY_PREFIX}{os.getpid()}-{self._count}"
        self._count += 1
        self._folders[place].create(temporary, data)
        self._hidden.append((self._folders[place], temporary, name))

    def show(self) -> None:
        """Rename all into place, in the order in which they were put."""
        while self._hidden:
            folder, temporary, name = self._hidden[0]
            folder.rename(temporary, name)
            self._hidden.popleft()


class Publisher:
    """``blocked`` says whether somebody else, such as git, writes to the folder right now."""

    def __init__(self, root: Path, ledger: Ledger, reader: Reader, blocked: Callable[[], bool]) -> None:
        self._folder = root
        self._root = Root(root)
        self._ledger = ledger
        self._reader = reader
        self._blocked = blocked
        self.folders: set[str] = set()
        """Folders that outputs were written to, and those around them, relative to the root."""

    def publish(self, planned: PlannedSprite, clips: Sequence[FinishedClip]) -> Written | Changed | Refused:
        """Write the clips of ``planned``. Never raises for what the disk does."""
        path, key = planned.subject.path, planned.subject.key
        torn = False
        try:
            files = self._encoded(planned, clips)
            for name in files:
                self.check_free(name, path)
            with _Stage(self._open) as stage:
                for name, data in files.items():
                    stage.put(name, data)
                if self._blocked() or not self._reader.is_still(path, key):
                    return Changed()
                serial = self._ledger.begin(path, key, _outputs(files))
                torn = True
                stage.show()
            self._ledger.publish(path, serial)
            self._remove_surplus(path, serial)
            return Written(serial, tuple(files))
        except OSError as error:
            return Refused(f"cannot write its files ({error.strerror or error})", True, torn)
        except StorageFailed as error:
            return Refused(error.message, True, torn)
        except AnimatorError as error:
            return Refused(error.message, False, torn)

    def check_free(self, name: str, path: str) -> None:
        """Raises ``BadRequest`` where ``path`` must not write ``name``: another sprite does, or somebody put
        a file there that this program did not write."""
        owner = self._ledger.owner(name)
        if owner not in (None, path):
            raise BadRequest(f"{name} is written for {owner} already: give one of them an out of its own")
        place = self._folder / name
        if not os.path.lexists(place) or self._ledger.is_own(name):
            return
        if place.is_file() and (self._reader.listed_beside(name) or _is_record(name)):
            return
        raise BadRequest(f"{name} is there and was not written by this program: move it, or set another out")

    def _encoded(self, planned: PlannedSprite, clips: Sequence[FinishedClip]) -> dict[str, bytes]:
        """Relative name -> content in the order of writing, the manifest last."""
        files: dict[str, bytes] = {}
        entries: list[ClipEntry] = []
        for plan, clip in zip(planned.plans, clips, strict=True):
            made = _clip_files(planned, plan, clip)
            files.update(made)
            entries.append(_entry(plan, clip, made))
        key = planned.subject.key
        manifest = Manifest(
            sprite=planned.subject.path,
            sha256=key.content,
            recipe=key.recipe,
            maker=key.maker,
            clips=tuple(entries),
            files={name: _digest(data) for name, data in files.items()},
            notes=planned.notes,
        )
        files[manifest_of(planned)] = encode_manifest(manifest)
        return files

    @contextlib.contextmanager
    def _open(self, name: str) -> Iterator[Folder]:
        """A folder for outputs, made, inside the root. The first time it is cleared of what a crash left: one
        watcher writes to a root at a time, so it is nobody else's."""
        parts = name.split("/") if name else []
        new = name not in self.folders
        # Before it is made: the event that tells of it is then known to be ours.
        self.folders.update("/".join(parts[: depth + 1]) for depth in range(len(parts)))
        with self._root.open(name) as folder:
            if new:
                for left in folder.names():
                    if left.startswith(TEMPORARY_PREFIX):
                        folder.unlink(left)
            yield folder

    def _remove_surplus(self, path: str, serial: int) -> None:
        """Files of the earlier result that the new one has not, unless somebody has edited them since."""
        for output in self._ledger.surplus(path, serial):
            with contextlib.suppress(OSError):
                place = self._folder / output.name
                if place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == output.sha256:
                    place.unlink()
            self._ledger.disown(output.name)


def manifest_of(planned: PlannedSprite) -> str:
    """Where the sprite's manifest goes, relative to the root."""
    return _joined(planned.folder, manifest_name(planned.name))


def _clip_files(planned: PlannedSprite, plan: Plan, clip: FinishedClip) -> dict[str, bytes]:
    artwork = artwork_of(plan.job, clip)
    files: dict[str, bytes] = {}
    notes: list[str] = []
    for fmt in plan.job.options.formats:
        files.update(encode_clip(artwork, fmt))
        notes += export_notes(artwork, fmt)
    files.update(
        make_sidecar(
            clip.planned.request,
            artwork,
            generator=clip.planned.generator,
            text=plan.job.options.text or "",
            sprite_file=planned.subject.path,
            files=list(files),
            contract=clip.contract,
            notes=(*plan.job.notes, *notes),
        )
    )
    return {_joined(plan.folder, name): data for name, data in files.items()}


def _entry(plan: Plan, clip: FinishedClip, files: Sequence[str] | dict[str, bytes]) -> ClipEntry:
    return ClipEntry(
        animation=plan.animation,
        label=plan.clip.label,
        text=plan.text,
        action=clip.planned.request.spec.animation_type.value,
        direction=clip.planned.request.direction.value,
        frames=len(clip.frames),
        passed=clip.passed,
        files=tuple(files),
    )


def _outputs(files: Mapping[str, bytes]) -> tuple[Output, ...]:
    return tuple(Output(name, len(data), _digest(data)) for name, data in files.items())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _is_record(name: str) -> bool:
    """Our own kinds of JSON; a sidecar and a manifest list pictures, not themselves."""
    return name.endswith((".animator.json", ".animations.json"))
