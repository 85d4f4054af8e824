"""``Reader``: one sprite file as it is now: bytes, key, recipe. Blocking; runs in a thread of its own."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound, StorageFailed
from neonworks_protocol.limits import MAX_SPRITE_BYTES
from neonworks_protocol.roots import Root

from neonworks_daemon.watch.book import RecipeBook, SpriteRecipe
from neonworks_daemon.watch.manifest import MANIFEST_SUFFIX
from neonworks_daemon.watch.states import Key, Stamp
from neonworks_daemon.watch.templates import own_folder

__all__ = ["OWN_OUTPUT", "Foreign", "Reader", "Subject", "Unstable", "Unusable"]

OWN_OUTPUT = "an output of this program"
"""Why a picture is none of ours to animate, where that surprises nobody."""

_SIDECAR_BYTES = 4 << 20
_REMEMBERED = 4096
"""Sidecars whose list of files is kept, and folders whose list of sidecars is."""
_SAME_TIME_NS = 3_000_000_000
"""More than the tick of any file system's clock (FAT: 2 s)."""
_SUBJECT_BYTES = 16 << 20
"""Files and pixels of subjects that wait to be drawn: a thousand sprites of 64 × 64."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A sprite file that can be animated, with what is to be made of it."""

    path: str
    data: bytes
    key: Key
    recipe: SpriteRecipe
    sprite: Sprite | None = None
    """What ``data`` shows, where it was decoded."""

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.data) + (0 if self.sprite is None else self.sprite.rgba.nbytes)


@dataclass(frozen=True)
class Unusable:
    """It cannot be animated, and why."""

    reason: str


@dataclass(frozen=True)
class Foreign:
    """It is no sprite of this folder."""

    note: str


@dataclass(frozen=True)
class Unstable:
    """It changed, or vanished, while it was read."""


class _Listed(msgspec.Struct):
    """The part of a sidecar that tells which files it describes."""

    animator: str
    files: list[str]


class Reader:
    """``look`` gives a path's stamp; ``maker`` who draws, for the key; ``now_ns`` the clock of the files."""

    def __init__(
        self,
        root: Path,
        book: RecipeBook,
        look: Callable[[str], Stamp | None],
        maker: str,
        *,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._folder = root
        self._root = Root(root)
        self._book = book
        self._look = look
        self._maker = maker
        self._now_ns = now_ns
        self._listed: dict[tuple[str, int, int], frozenset[str]] = {}
        self._beside: dict[str, tuple[int, tuple[Path, ...]]] = {}
        self._kept: OrderedDict[str, tuple[Stamp, Subject]] = OrderedDict()
        self._kept_bytes = 0

    def read(self, path: str, known: Key | None = None) -> Subject | Unusable | Foreign | Unstable:
        """The file as it is; pictures that have the key ``known`` are not decoded again."""
        before = self._look(path)
        if before is None:
            return Unstable()
        try:
            data = self._root.read(path, MAX_SPRITE_BYTES)
            if self.listed_beside(path):
                return Foreign(OWN_OUTPUT)
            recipe = self._book.of(path)
            if self._among_results(path, recipe.out):
                return Foreign("it lies among results: move it out of there to have it animated")
            again = self._root.read(path, MAX_SPRITE_BYTES)
        except NotFound:
            return Unstable()
        except AnimatorError as error:
            return Unusable(error.message) if self._look(path) == before else Unstable()
        if again != data or self._look(path) != before:
            return Unstable()
        found = self._judged(path, data, recipe, known)
        if isinstance(found, Subject) and found.key != known:
            self._keep(before, found)
        return found

    def again(self, path: str, key: Key) -> Subject | Unusable | Foreign | Unstable:
        """As ``read``, of a path that had this key when it was read last. Where its stamp is the same it is
        not read again: good enough to begin with, since ``is_still`` is asked before anything is written."""
        stamp, kept = self._drop(path) or (None, None)
        if kept is not None and kept.key == key and self._look(path) == stamp:
            return kept
        return self.read(path, key)

    def is_still(self, path: str, key: Key) -> bool:
        """Whether the file and its recipe still have this key."""
        try:
            data = self._root.read(path, MAX_SPRITE_BYTES)
            return self._key(data, self._book.of(path)) == key
        except AnimatorError:
            return False

    def listed_beside(self, path: str) -> bool:
        """Whether a sidecar in the same folder says that this program wrote the file."""
        folder, _, name = path.rpartition("/")
        return any(name in self._files_of(sidecar) for sidecar in self._sidecars(folder))

    def _among_results(self, path: str, out: str) -> bool:
        """Whether it lies where only results go, beside some: somebody put it with them."""
        folder, top = path.rpartition("/")[0], own_folder(out)
        if not top or not f"{folder}/".startswith(f"{top}/"):
            return False
        try:
            return any((self._folder / folder).glob(f"*{MANIFEST_SUFFIX}"))
        except OSError:
            return False

    def _sidecars(self, folder: str) -> tuple[Path, ...]:
        """Those in the folder. Of hundreds of sprites in one folder each asks, so the list is kept as long as
        the folder's own time says that no name was added: once that is old enough to be of no change that the
        system's clock would give the same time."""
        place = self._folder / folder
        try:
            changed = place.stat().st_mtime_ns
            kept = self._beside.get(folder)
            if kept is not None and kept[0] == changed:
                return kept[1]
            found = tuple(sorted(place.glob("*.animator.json")))
        except OSError:
            return ()
        self._beside.pop(folder, None)
        if self._now_ns() - changed > _SAME_TIME_NS:
            if len(self._beside) >= _REMEMBERED:
                self._beside.clear()
            self._beside[folder] = changed, found
        return found

    def _judged(self, path: str, data: bytes, recipe: SpriteRecipe, known: Key | None) -> Subject | Unusable:
        key = self._key(data, recipe)
        if not recipe.animations:
            return Unusable("its recipes name no animation: add one, or ignore the file")
        if key != known:
            try:
                return Subject(path, data, key, recipe, decode_sprite(data))
            except AnimatorError as error:
                return Unusable(error.message)
        return Subject(path, data, key, recipe)

    def _keep(self, stamp: Stamp, subject: Subject) -> None:
        """The oldest make room."""
        self._drop(subject.path)
        self._kept[subject.path] = stamp, subject
        self._kept_bytes += subject.size
        while self._kept_bytes > _SUBJECT_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, path: str) -> tuple[Stamp, Subject] | None:
        found = self._kept.pop(path, None)
        if found is not None:
            self._kept_bytes -= found[1].size
        return found

    def _key(self, data: bytes, recipe: SpriteRecipe) -> Key:
        return Key(hashlib.sha256(data).hexdigest(), recipe.digest, self._maker)

    def _files_of(self, sidecar: Path) -> frozenset[str]:
        try:
            status = sidecar.stat()
            mark = (str(sidecar), status.st_mtime_ns, status.st_size)
            if mark not in self._listed:
                if len(self._listed) >= _REMEMBERED:
                    self._listed.clear()
                if status.st_size > _SIDECAR_BYTES:
                    return frozenset()
                read = msgspec.json.decode(sidecar.read_bytes(), type=_Listed)
                self._listed[mark] = frozenset(read.files)
            return self._listed[mark]
        except (OSError, msgspec.DecodeError, BadRequest, StorageFailed):
            return frozenset()
