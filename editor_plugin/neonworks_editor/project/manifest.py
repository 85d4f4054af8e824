"""The project's list of animations: reading it, and changing one entry of it without touching the rest.

Both kinds (``ManifestKind``) hold a list of entries in the shape of NeonWorks' ``assets.animations``. What
that format has no words for is under the extra key ``animator``, which the engine's loader keeps: per-frame
durations, the single frames, pivot, and the entity that it was applied to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound
from neonworks_protocol.paths import fold_name, relative_name
from neonworks_protocol.roots import Root

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.json_text import (
    JsonNode,
    append_item,
    parse_json,
    remove_item,
    replace_node,
    set_member,
)
from neonworks_editor.project.place import ManifestKind, ProjectPlace

__all__ = ["OWN_KEY", "Manifest", "clip_of", "entry_id", "entry_of", "free_name", "read_manifest"]

OWN_KEY = "animator"
"""Key of an entry that this program wrote, and of what only it knows."""
_MAX_BYTES = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_LISTS: Mapping[ManifestKind, tuple[str, ...]] = MappingProxyType(
    {ManifestKind.NEONWORKS: ("assets", "animations"), ManifestKind.PLAIN: ("animations",)}
)
_NEW: Mapping[ManifestKind, str] = MappingProxyType(
    {
        ManifestKind.NEONWORKS: '{\n  "version": "1.0.0",\n  "assets": {\n    "animations": []\n  }\n}\n',
        ManifestKind.PLAIN: '{\n  "format": 1,\n  "by": "neonworks-animator",\n  "animations": []\n}\n',
    }
)


class _Own(msgspec.Struct, frozen=True, kw_only=True):
    """What stands under ``OWN_KEY``; paths are relative to the assets folder."""

    animation: str
    frames: tuple[str, ...]
    durations_ms: tuple[int, ...]
    pivot: tuple[float, float]
    still_offset: tuple[int, int] = (0, 0)
    direction: str = ""
    entity: str | None = None


@dataclass(frozen=True, eq=False)
class Manifest:
    """One reading of the file. ``raw`` is None while there is no file."""

    kind: ManifestKind
    raw: bytes | None
    text: str
    root: JsonNode

    def entries(self) -> Iterator[dict[str, object]]:
        """The animations that are objects, in the file's order."""
        for node in self._items():
            value = node.value(self.text)
            if isinstance(value, dict):
                yield value

    def entry(self, wanted: str) -> dict[str, object] | None:
        """The entry of that id."""
        return next((entry for entry in self.entries() if entry.get("id") == wanted), None)

    def with_entries(self, entries: Mapping[str, Mapping[str, object] | None]) -> bytes:
        """The file's new content, each entry (by id) put in its place or at the end, or with None removed.

        Raises ``BadRequest`` where the file is laid out otherwise than a manifest.
        """
        manifest = self
        for wanted, value in entries.items():
            manifest = _read(manifest.kind, manifest.raw, manifest._with_entry(wanted, value))
        mark = _BOM if (self.raw or b"").startswith(_BOM) else b""
        return mark + manifest.text.encode()

    def _with_entry(self, wanted: str, value: Mapping[str, object] | None) -> str:
        for index, node in enumerate(self._items()):
            found = node.value(self.text)
            if isinstance(found, dict) and found.get("id") == wanted:
                if value is not None:
                    return self.text if found == value else replace_node(self.text, node, value)
                return remove_item(self.text, self._list(), index)
        return self.text if value is None else self._appended(value)

    def _appended(self, value: Mapping[str, object]) -> str:
        node = self.root
        *outer, last = _LISTS[self.kind]
        for name in outer:
            if name not in (node.members or {}):
                return set_member(self.text, node, name, {last: [value]})
            node = _object(node, name)
        if last not in (node.members or {}):
            return set_member(self.text, node, last, [value])
        return append_item(self.text, self._list(), value)

    def _items(self) -> Sequence[JsonNode]:
        node = self.root
        for name in _LISTS[self.kind]:
            members = node.members
            if members is None or name not in members:
                return ()
            node = members[name]
        return node.items or ()

    def _list(self) -> JsonNode:
        node = self.root
        *outer, last = _LISTS[self.kind]
        for name in outer:
            node = _object(node, name)
        found = (node.members or {})[last]
        if found.items is None:
            raise BadRequest(f"{last!r} is not a list: mend it first")
        return found


def _object(node: JsonNode, name: str) -> JsonNode:
    found = (node.members or {})[name]
    if found.members is None:
        raise BadRequest(f"{name!r} is not an object: mend it first")
    return found


def read_manifest(place: ProjectPlace) -> Manifest:
    """The project's manifest as it is now; an empty one where there is none.

    Raises ``BadRequest`` with the file's name where it is no JSON object, ``StorageFailed`` where it cannot
    be read.
    """
    name = place.manifest_path.relative_to(place.root).as_posix()
    try:
        raw: bytes | None = Root(place.root).read(name, _MAX_BYTES)
    except NotFound:
        raw = None
    try:
        text = _NEW[place.manifest] if raw is None else raw.removeprefix(_BOM).decode()
        return _read(place.manifest, raw, text)
    except UnicodeDecodeError as error:
        raise BadRequest(f"{name} is not UTF-8 text: save it as UTF-8") from error
    except BadRequest as error:
        raise BadRequest(f"{name}: {error.message}") from error


def _read(kind: ManifestKind, raw: bytes | None, text: str) -> Manifest:
    node = parse_json(text)
    if node.members is None:
        raise BadRequest("it is not a JSON object: mend it first")
    return Manifest(kind, raw, text, node)


def entry_id(stem: str) -> str:
    """The id of a clip whose files are called ``stem``, in NeonWorks' manner (``anim_hero_walk``)."""
    return f"anim_{stem}"


def entry_of(
    place: ProjectPlace,
    stem: str,
    clip: AppliedClip,
    entity: str | None,
    old: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The entry of ``clip``, whose sheet is a row of all frames. What users added to ``old`` is kept."""
    width, height = clip.size
    count, sheet = len(clip.frames), clip.sheet or clip.frames[0]
    own = _Own(
        animation=clip.animation,
        frames=tuple(_below(place, path) for path in clip.frames),
        durations_ms=clip.durations,
        pivot=clip.pivot,
        still_offset=clip.still_offset,
        direction=clip.direction,
        entity=entity,
    )
    made: dict[str, object] = {
        "id": entry_id(stem),
        "name": stem,
        "file_path": _below(place, sheet),
        "format": "png",
        "frame_count": count,
        # The format has one whole number for all frames; the true times are in ``animator``.
        "frame_rate": max(1, round(1000 * count / clip.total_ms)),
        "loop": clip.loop,
        "dimensions": {"width": width * count if clip.sheet else width, "height": height},
        # As it will be read again: lists, no tuples, so that entries can be compared.
        OWN_KEY: msgspec.json.decode(msgspec.json.encode(own)),
    }
    added: dict[str, object] = {
        "tags": ["animation", clip.animation],
        "license": "",
        "author": "",
        "attribution_required": False,
        "notes": "",
    }
    return {**added, **(old or {}), **made} if old else {**made, **added}


def clip_of(place: ProjectPlace, entry: Mapping[str, object]) -> AppliedClip | None:
    """The clip of an entry that this program wrote; None for others and for what cannot be right."""
    try:
        own = msgspec.convert(entry.get(OWN_KEY), _Own)
        size = msgspec.convert(entry.get("dimensions"), dict[str, int])
        sheet = place.assets / relative_name(msgspec.convert(entry.get("file_path"), str))
        frames = tuple(place.assets / relative_name(name) for name in own.frames)
        row = len(frames) if sheet != frames[0] else 1
        return AppliedClip(
            animation=own.animation,
            frames=frames,
            durations=own.durations_ms,
            loop=bool(entry.get("loop")),
            size=(size["width"] // row, size["height"]),
            pivot=own.pivot,
            still_offset=own.still_offset,
            direction=own.direction,
            sheet=sheet if row > 1 or sheet != frames[0] else None,
        )
    except (msgspec.ValidationError, AnimatorError, KeyError, IndexError, ValueError):
        return None


def free_name(place: ProjectPlace, manifest: Manifest, wanted: str, entity: str | None) -> str:
    """``wanted``, or with a number, so that files of this name change nothing that is not ``entity``'s.

    A name is free when its folder does not exist, or when all that the manifest says of the folder was
    applied to the same entity. So two entities with one sprite have a walk each.
    """
    folder = place.assets / place.animations
    present = {fold_name(path.name) for path in folder.iterdir()} if folder.is_dir() else set()
    owners = _owners(place, manifest)
    for number in range(1, 1000):
        name = wanted if number == 1 else f"{wanted}_{number}"
        taken = fold_name(name) in present
        if (not taken and name not in owners) or owners.get(name) == {entity}:
            return name
    raise BadRequest(f"the project has 999 animations called {wanted}: remove some of {folder}")


def _owners(place: ProjectPlace, manifest: Manifest) -> dict[str, set[str | None]]:
    """Folder of animations -> entities that the manifest names for it; also ids that are not ours."""
    found: dict[str, set[str | None]] = {}
    for entry in manifest.entries():
        own = entry.get(OWN_KEY)
        path = entry.get("file_path")
        parts = path.split("/") if isinstance(path, str) else []
        if len(parts) < 2 or parts[0] != place.animations:
            continue
        entity = own.get("entity") if isinstance(own, dict) else "another program"
        found.setdefault(parts[1], set()).add(entity if isinstance(entity, str) else None)
    return found


def _below(place: ProjectPlace, path: Path) -> str:
    return path.relative_to(place.assets).as_posix()
