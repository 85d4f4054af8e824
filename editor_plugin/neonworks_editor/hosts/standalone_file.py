"""``scene.json``: which entity of the scene uses which animation files. It never names anything else.

A preview lives in memory and has no files, so there is nothing of it that could be written here. Paths are
relative to the project's folder, so that a project can be moved.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound
from neonworks_protocol.paths import relative_name
from neonworks_protocol.roots import Root

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.place import ProjectPlace

__all__ = ["SCENE_FILE", "SavedEntity", "load_scene", "merge_scenes", "save_scene"]

SCENE_FILE = "scene.json"
_MAX_BYTES = 4 * 1024 * 1024
_MAX_ENTITIES = 256
_Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class _SavedClip(msgspec.Struct, frozen=True, kw_only=True):
    animation: str
    frames: tuple[str, ...]
    durations_ms: tuple[Annotated[int, msgspec.Meta(ge=1)], ...]
    loop: bool
    size: tuple[int, int]
    pivot: tuple[float, float]
    still_offset: tuple[int, int] = (0, 0)
    direction: str = ""
    sheet: str | None = None
    cells: tuple[tuple[int, int, int, int], ...] = ()


class _SavedRecord(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    sprite: str
    place: tuple[_Share, _Share] = (0.5, 0.5)
    current: str = ""
    animations: tuple[_SavedClip, ...] = ()


class _SavedScene(msgspec.Struct, frozen=True, kw_only=True):
    format: int = 1
    by: str = "neonworks-animator"
    entities: Annotated[tuple[_SavedRecord, ...], msgspec.Meta(max_length=_MAX_ENTITIES)] = ()


class SavedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """One entity; ``place`` as ``Scene.add`` takes it, paths absolute and below the project's folder."""

    id: str
    name: str
    sprite: Path
    place: tuple[float, float]
    clips: tuple[AppliedClip, ...] = ()
    current: str = ""


def load_scene(place: ProjectPlace) -> list[SavedEntity] | None:
    """The saved entities; None where no scene was saved.

    Raises ``BadRequest`` with the file's name where it is damaged or names files outside the project.
    """
    try:
        data = Root(place.root).read(SCENE_FILE, _MAX_BYTES)
    except NotFound:
        return None
    try:
        scene = msgspec.json.decode(data, type=_SavedScene)
        return [_entity(place, record) for record in scene.entities]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BadRequest(f"{SCENE_FILE} is damaged ({error}): move it away and a new one is made") from error
    except AnimatorError as error:
        raise BadRequest(f"{SCENE_FILE}: {error.message}") from error


def save_scene(place: ProjectPlace, entities: Sequence[SavedEntity]) -> None:
    """Write the scene in one step. Raises ``StorageFailed``; the old file is whole then."""
    scene = _SavedScene(entities=tuple(_record(place, entity) for entity in entities))
    text = msgspec.json.format(msgspec.json.encode(scene), indent=1)
    Root(place.root).write(SCENE_FILE, text + b"\n")


def merge_scenes(
    mine: Sequence[SavedEntity], known: Mapping[str, SavedEntity], theirs: Sequence[SavedEntity]
) -> list[SavedEntity]:
    """What to write where another editor may have written since this one knew the scene as ``known``.

    What an entity plays is the file's where this editor did not change it; who is new in the file stays.
    """
    there = {entity.id: entity for entity in theirs}
    merged = []
    for entity in mine:
        before, other = known.get(entity.id), there.get(entity.id)
        unchanged = before is not None and _plays(entity) == _plays(before)
        if unchanged and other is not None and other.sprite == entity.sprite:
            entity = msgspec.structs.replace(entity, clips=other.clips, current=other.current)
        merged.append(entity)
    present = {entity.id for entity in mine} | set(known)
    return [*merged, *(entity for entity in theirs if entity.id not in present)]


def _plays(entity: SavedEntity) -> tuple[str, frozenset[AppliedClip]]:
    return entity.current, frozenset(entity.clips)


def _entity(place: ProjectPlace, record: _SavedRecord) -> SavedEntity:
    return SavedEntity(
        id=record.id,
        name=record.name,
        sprite=place.root / relative_name(record.sprite),
        place=record.place,
        clips=tuple(_clip(place, clip) for clip in record.animations),
        current=record.current,
    )


def _clip(place: ProjectPlace, saved: _SavedClip) -> AppliedClip:
    return AppliedClip(
        animation=saved.animation,
        frames=tuple(place.root / relative_name(name) for name in saved.frames),
        durations=saved.durations_ms,
        loop=saved.loop,
        size=saved.size,
        pivot=saved.pivot,
        still_offset=saved.still_offset,
        sheet=None if saved.sheet is None else place.root / relative_name(saved.sheet),
        direction=saved.direction,
        cells=saved.cells,
    )


def _record(place: ProjectPlace, entity: SavedEntity) -> _SavedRecord:
    def name(path: Path) -> str:
        return path.relative_to(place.root).as_posix()

    clips = tuple(
        _SavedClip(
            animation=clip.animation,
            frames=tuple(name(path) for path in clip.frames),
            durations_ms=clip.durations,
            loop=clip.loop,
            size=clip.size,
            pivot=clip.pivot,
            still_offset=clip.still_offset,
            direction=clip.direction,
            cells=clip.cells,
            sheet=None if clip.sheet is None else name(clip.sheet),
        )
        for clip in sorted(entity.clips, key=lambda clip: clip.animation)
    )
    across, down = entity.place
    return _SavedRecord(
        id=entity.id,
        name=entity.name,
        sprite=name(entity.sprite),
        place=(round(across, 4), round(down, 4)),
        current=entity.current,
        animations=clips,
    )
