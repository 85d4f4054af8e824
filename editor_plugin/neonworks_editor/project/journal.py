"""``Journal``: changes a project's files in whole steps that can be taken back and put again.

A step is on disk, with the old and new contents, before the first file changes; each file is replaced in one
rename, the manifest last. What goes wrong in between is rolled back, at once or, after a crash, when the
project is opened again. Nothing that others wrote meanwhile is lost: a picture that was edited since stops
the undo with a line that says so, and in a manifest that was edited since only our own entries are changed.
Blocking; for one thread at a time.
"""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath

import msgspec
from neonworks_protocol.errors import AnimatorError, NotFound, StorageFailed
from neonworks_protocol.paths import NameClaims, relative_name
from neonworks_protocol.roots import Root

from neonworks_editor.project.manifest import read_manifest
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.project.steps import FileChange, Step, StepState, StepStore

__all__ = ["Journal"]

_MAX_FILE = 256 * 1024 * 1024
_TRIES = 5
"""Times that a manifest which others write is read anew."""
_Entries = Mapping[str, Mapping[str, object] | None]


class Journal:
    """``place`` is the project, ``store`` where its steps are kept. What a crash left half done is undone."""

    def __init__(self, place: ProjectPlace, store: StepStore) -> None:
        self._place = place
        self._root = Root(place.root)
        self._store = store
        for step in [step for step in store.steps if step.state is StepState.BEGUN]:
            with contextlib.suppress(AnimatorError):
                self._roll_back(step)
            store.drop([step])

    @property
    def undoable(self) -> Step | None:
        """The step that ``undo`` would take back."""
        return next((step for step in reversed(self._store.steps) if step.state is StepState.DONE), None)

    @property
    def redoable(self) -> Step | None:
        """The step that ``redo`` would put again."""
        return next((step for step in self._store.steps if step.state is StepState.UNDONE), None)

    def commit(
        self, label: str, files: Mapping[str, bytes | None], entries: _Entries, entity: str | None = None
    ) -> Step:
        """Write ``files`` (name below the root -> content, None removes it) and the manifest's ``entries``.

        Steps that were taken back are forgotten. Raises ``BadRequest`` for names that leave the root or are
        one on some systems, ``StorageFailed`` when something cannot be written; nothing has changed then.
        """
        names = _checked(files)
        self._store.drop([step for step in self._store.steps if step.state is StepState.UNDONE])
        manifest = self._place.manifest_path.relative_to(self._place.root).as_posix()
        present = read_manifest(self._place)
        changes = [
            FileChange(
                name=name,
                before=self._store.keep(self._content(name)),
                after=self._store.keep(files[original]),
            )
            for name, original in names.items()
        ]
        step = Step(
            number=max((step.number for step in self._store.steps), default=0) + 1,
            label=label,
            state=StepState.BEGUN,
            files=tuple(change for change in changes if change.before != change.after),
            manifest=manifest,
            entries_before={name: present.entry(name) for name in entries},
            entries_after={name: None if entry is None else dict(entry) for name, entry in entries.items()},
            folders=self._missing_folders((*names, manifest)),
            entity=entity,
        )
        self._store.put(step)
        try:
            self._write([(change.name, change.after) for change in step.files])
            change = self._write_manifest(step.entries_after)
        except AnimatorError:
            self._roll_back(step)
            self._store.drop([step])
            raise
        files_done = (*step.files, change) if change.before != change.after else step.files
        return self._put(step, StepState.DONE, files_done)

    def undo(self) -> Step | None:
        """Take back the last step: every file byte for byte, new ones removed. None when there is none.

        Raises ``StorageFailed``, with nothing changed, where a picture was edited since.
        """
        step = self.undoable
        if step is None:
            return None
        self._turn(step, {change.name: (change.after, change.before) for change in step.files})
        self._restore_manifest(step, step.entries_before, undo=True)
        self._remove_folders(step)
        return self._put(step, StepState.UNDONE)

    def redo(self) -> Step | None:
        """Put the step again that was taken back last; as ``undo``."""
        step = self.redoable
        if step is None:
            return None
        self._turn(step, {change.name: (change.before, change.after) for change in step.files})
        self._restore_manifest(step, step.entries_after, undo=False)
        return self._put(step, StepState.DONE)

    def close(self) -> None:
        """Steps stay for the next time."""
        self._store.close()

    def _put(self, step: Step, state: StepState, files: tuple[FileChange, ...] | None = None) -> Step:
        changed = step.become(state)
        if files is not None:
            changed = msgspec.structs.replace(changed, files=files)
        self._store.put(changed)
        return changed

    def _turn(self, step: Step, changes: Mapping[str, tuple[str | None, str | None]]) -> None:
        """Bring files from the first of the two contents to the second; those that are there already stay."""
        present = {name: _digest(self._content(name)) for name in changes if name != step.manifest}
        edited = [name for name, found in present.items() if found is not None and found not in changes[name]]
        if edited:
            raise StorageFailed(
                f"{edited[0]} was changed since by somebody else, which would be lost: "
                "keep it under another name first, then try again"
            )
        wanted = [(name, changes[name][1]) for name, found in present.items() if found != changes[name][1]]
        done: list[tuple[str, str | None]] = []
        try:
            for name, digest in wanted:
                self._write([(name, digest)])
                done.append((name, present[name]))
        except AnimatorError:
            with contextlib.suppress(AnimatorError):
                self._write([pair for pair in done if pair[1] in changes[pair[0]]])
            raise

    def _restore_manifest(self, step: Step, entries: _Entries, *, undo: bool) -> None:
        change = next((change for change in step.files if change.name == step.manifest), None)
        if change is None:
            return
        old, new = (change.after, change.before) if undo else (change.before, change.after)
        found = _digest(self._content(step.manifest))
        if found == old:
            self._write([(step.manifest, new)])
        elif found != new:
            self._write_manifest(entries)

    def _write_manifest(self, entries: _Entries) -> FileChange:
        """Change the entries in what is there now; nobody may write between our reading and writing."""
        name = self._place.manifest_path.relative_to(self._place.root).as_posix()
        for _ in range(_TRIES):
            manifest = read_manifest(self._place)
            data = manifest.with_entries(entries)
            if self._content(name) == manifest.raw:
                change = FileChange(
                    name=name, before=self._store.keep(manifest.raw), after=self._store.keep(data)
                )
                if data != manifest.raw:
                    self._root.write(name, data)
                return change
        raise StorageFailed(f"{name} is being written by somebody else: try again")

    def _roll_back(self, step: Step) -> None:
        """Files that hold the new content get the old one; what others wrote meanwhile stays."""
        for change in step.files:
            if _digest(self._content(change.name)) == change.after:
                self._write([(change.name, change.before)])
        manifest = read_manifest(self._place)
        written = {
            name: before
            for name, before in step.entries_before.items()
            if before != step.entries_after[name] and manifest.entry(name) == step.entries_after[name]
        }
        if written:
            self._write_manifest(written)
        self._remove_folders(step)

    def _write(self, contents: list[tuple[str, str | None]]) -> None:
        for name, digest in contents:
            if digest is None:
                self._remove(name)
            else:
                self._root.write(name, self._store.content(digest))

    def _remove(self, name: str) -> None:
        *outer, last = PurePosixPath(name).parts
        # The last part is not resolved: a link of that name is removed, not what it points to.
        folder = self._root.place("/".join(outer)) if outer else self._place.root
        try:
            (folder / last).unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailed(f"cannot remove {name} ({error.strerror}): close what uses it") from error

    def _content(self, name: str) -> bytes | None:
        try:
            return self._root.read(name, _MAX_FILE)
        except NotFound:
            return None

    def _missing_folders(self, names: tuple[str, ...]) -> tuple[str, ...]:
        parents = {str(parent) for name in names for parent in PurePosixPath(name).parents}
        return tuple(sorted(name for name in parents - {"."} if not self._place.root.joinpath(name).exists()))

    def _remove_folders(self, step: Step) -> None:
        """Folders that the step made, unless somebody put something into them."""
        for name in reversed(step.folders):
            with contextlib.suppress(OSError, AnimatorError):
                self._root.place(name).rmdir()


def _checked(files: Mapping[str, bytes | None]) -> dict[str, str]:
    """Plain name -> name as given; no two may be one file on some system."""
    claims = NameClaims()
    names: dict[str, str] = {}
    for original in files:
        name = str(relative_name(original))
        claims.claim(name, original)
        names[name] = original
    return names


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
