"""From checked files to a step of the journal: where each goes, which leave, what the list says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neonworks_protocol.errors import BadRequest
from neonworks_protocol.messages import Clip

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.arrival import ArrivedClip
from neonworks_editor.project.journal import Journal
from neonworks_editor.project.manifest import clip_of, entry_id, entry_of, free_name, read_manifest
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.project.steps import Step

__all__ = ["Written", "choose_name", "clips_of_step", "write_clips"]

_NUMBER = re.compile(r"[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Written:
    """A step, and the clips that it put into the project's files."""

    step: Step
    clips: tuple[AppliedClip, ...]


def choose_name(place: ProjectPlace, wanted: str, entity: str | None) -> str:
    """What files for ``entity`` may be called: ``wanted`` (plain), with a number where others use that.

    Raises ``BadRequest`` or ``StorageFailed`` where the manifest cannot be read.
    """
    return free_name(place, read_manifest(place), wanted, entity)


def write_clips(
    place: ProjectPlace,
    journal: Journal,
    name: str,
    arrived: Sequence[tuple[Clip, ArrivedClip]],
    entity: str | None,
) -> Written:
    """Put the files of all clips into ``animations/<name>`` and the manifest, as one step. Blocking.

    Raises ``BadRequest``, ``StorageFailed``; nothing has changed then.
    """
    stems = [files.stem for _, files in arrived]
    if len(set(stems)) != len(stems):
        raise BadRequest("two of these are the same animation in the same direction: apply one of them")
    folder = place.assets / place.animations / name
    manifest = read_manifest(place)
    changes: dict[str, bytes | None] = {}
    entries: dict[str, dict[str, object] | None] = {}
    clips: list[AppliedClip] = []
    for clip, files in arrived:
        applied = _applied(clip, files, folder)
        clips.append(applied)
        for surplus in _surplus(folder, files):
            changes[_name(place, surplus)] = None
        changes |= {_name(place, folder / file): data for file, data in files.files.items()}
        key = entry_id(files.stem)
        entries[key] = entry_of(place, files.stem, applied, entity, manifest.entry(key))
    label = f"Apply {', '.join(files.animation for _, files in arrived)} to {name}"
    return Written(journal.commit(label, changes, entries, entity), tuple(clips))


def clips_of_step(place: ProjectPlace, step: Step, *, after: bool) -> dict[str, AppliedClip | None]:
    """Animation -> its clip after, or before, the step; None where there was none."""
    known: dict[str, AppliedClip | None] = {}
    for key in step.entries_after:
        newer, older = step.entries_after[key], step.entries_before[key]
        there = clip_of(place, (newer if after else older) or {})
        other = clip_of(place, (older if after else newer) or {})
        named = there or other
        if named is not None:
            known[named.animation] = there
    return known


def _applied(clip: Clip, files: ArrivedClip, folder: Path) -> AppliedClip:
    return AppliedClip(
        animation=files.animation,
        frames=tuple(folder / file for file in files.frames),
        durations=tuple(clip.durations),
        loop=clip.loop,
        size=clip.canvas,
        pivot=clip.pivot,
        still_offset=clip.still_offset,
        sheet=folder / files.sheet,
        direction=clip.direction.value,
    )


def _surplus(folder: Path, files: ArrivedClip) -> list[Path]:
    """Frames that an earlier, longer clip of the same name left."""
    if not folder.is_dir():
        return []
    wanted = set(files.frames)
    return [
        path
        for path in folder.glob("*.png")
        if path.name not in wanted
        and path.stem.startswith(f"{files.stem}_")
        and _NUMBER.fullmatch(path.stem.removeprefix(f"{files.stem}_"))
    ]


def _name(place: ProjectPlace, path: Path) -> str:
    return path.relative_to(place.root).as_posix()
