"""``RecipeBook``: the recipes of a watched folder, and what they mean together for one sprite.

From the outside in: the root's ``neonworks.toml`` (or the one given on the command line), those of the
folders below, the sprite's own. The nearest one wins, key by key; animations are added up by name. ``ignore``
adds up; the nearest ``include`` counts.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import msgspec
from neonworks_models.sprites.rigfile import MAX_BYTES as RIG_BYTES
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound
from neonworks_protocol.roots import Root, read_regular

from neonworks_daemon.local.options import JobOptions
from neonworks_daemon.watch.globs import fits_any
from neonworks_daemon.watch.recipe import LARGEST, RECIPE_NAME, SPRITE_SUFFIX, Recipe, options_of, read_recipe

__all__ = ["DEFAULT_ANIMATIONS", "DEFAULT_FORMATS", "DEFAULT_OUT", "Chain", "RecipeBook", "SpriteRecipe"]

DEFAULT_ANIMATIONS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "idle": MappingProxyType({"action": "idle"}),
        "walk": MappingProxyType({"action": "walk"}),
        "attack": MappingProxyType({"action": "attack"}),
    }
)
"""What is made where no recipe names an animation: what every body can do and every game needs first."""
DEFAULT_FORMATS = ("sheet",)
"""One picture a clip with the JSON that engines' Aseprite importers read."""
DEFAULT_OUT = "animations/{folder}/{sprite}"

_DIGEST_VERSION = 1
"""Raised when the same recipe begins to mean something else."""


@dataclass(frozen=True)
class _Placed:
    """A recipe, the folder that it is in and its stamp."""

    folder: str
    stamp: object
    recipe: Recipe | None
    problem: str = ""


@dataclass(frozen=True)
class Chain:
    """The folder recipes that apply in one folder, outermost first."""

    links: tuple[_Placed, ...] = ()

    @property
    def stamps(self) -> tuple[object, ...]:
        """Change with any of the files."""
        return tuple((link.folder, link.stamp) for link in self.links)

    def ignores(self, path: str) -> bool:
        """``path`` is relative to the root; with ``/`` at its end it is a folder."""
        return any(
            fits_any(inner, link.recipe.ignore)
            for link in self.links
            if link.recipe is not None and (inner := _below(path, link.folder))
        )

    def includes(self, path: str) -> bool:
        """Whether the nearest recipe that says so, if any, includes the file, and none ignores it."""
        if self.ignores(path):
            return False
        for link in reversed(self.links):
            if link.recipe is not None and link.recipe.include is not None:
                return fits_any(_below(path, link.folder), link.recipe.include)
        return True


@dataclass(frozen=True)
class SpriteRecipe:
    """What to make of one sprite. ``digest`` is hex sha256 of all that the user said about it, the rig file
    included; ``out`` is a template for folders below the root."""

    animations: Mapping[str, JobOptions]
    texts: Mapping[str, str]
    out: str
    digest: str
    places: Mapping[str, str]
    """Name of an animation -> file and line that say so."""


class RecipeBook:
    """``base`` is a recipe file that stands in place of the root's own; ``formats`` win over all recipes."""

    def __init__(self, root: Path, *, base: Path | None = None, formats: tuple[str, ...] = ()) -> None:
        self._root = Root(root)
        self._base = base
        self._formats = formats
        self._read: dict[str, _Placed] = {}

    def outermost(self) -> Chain:
        """Before the root folder itself was looked at."""
        if self._base is None:
            return Chain()
        try:
            status = self._base.stat()
            stamp: object = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:
            stamp = None
        return Chain((self._placed("", str(self._base), stamp),))

    def extend(self, outer: Chain, folder: str, stamp: object) -> Chain:
        """``outer`` with the recipe of ``folder``; ``stamp`` None: it has none."""
        if stamp is None or (folder == "" and self._base is not None):
            return outer
        name = f"{folder}/{RECIPE_NAME}".lstrip("/")
        return Chain((*outer.links, self._placed(folder, name, stamp)))

    def of(self, path: str) -> SpriteRecipe:
        """What applies to the sprite now, read anew. Raises ``BadRequest`` for a recipe that is wrong."""
        folder, _, name = path.rpartition("/")
        stem = path[: len(path) - len(name)] + name.rsplit(".", 1)[0]
        texts: list[tuple[bytes | None, str]] = []
        if self._base is not None:
            texts.append((_read_base(self._base), str(self._base)))
        parts = folder.split("/") if folder else []
        for depth in range(0 if self._base is None else 1, len(parts) + 1):
            texts.append(self._optional("/".join((*parts[:depth], RECIPE_NAME)), LARGEST))
        texts.append(self._optional(f"{stem}{SPRITE_SUFFIX}", LARGEST))
        rig, _ = self._optional(f"{stem}.rig.json", RIG_BYTES + 1)
        present = tuple((data, shown) for data, shown in texts if data is not None)
        return _effective(present, rig, self._formats)

    def _placed(self, folder: str, name: str, stamp: object) -> _Placed:
        known = self._read.get(name)
        if known is None or known.stamp != stamp:
            try:
                data = _read_base(Path(name)) if name == str(self._base) else self._root.read(name, LARGEST)
                known = _Placed(folder, stamp, read_recipe(data, name))
            except AnimatorError as error:
                known = _Placed(folder, stamp, None, error.message)
            self._read[name] = known
        return known

    def _optional(self, name: str, limit: int) -> tuple[bytes | None, str]:
        try:
            return self._root.read(name, limit), name
        except NotFound:
            return None, name


def _read_base(path: Path) -> bytes:
    try:
        return read_regular(path, LARGEST)
    except OSError as error:
        raise BadRequest(f"cannot read the recipe {path}: {error.strerror}") from error


def _below(path: str, folder: str) -> str:
    return path[len(folder) + 1 :] if folder else path


@lru_cache(maxsize=64)
def _effective(
    texts: tuple[tuple[bytes, str], ...], rig: bytes | None, formats: tuple[str, ...]
) -> SpriteRecipe:
    """Remembered, because hundreds of sprites share their recipes."""
    recipes = [read_recipe(data, shown) for data, shown in texts]
    values: dict[str, object] = {}
    animations: dict[str, Mapping[str, object] | None] = {}
    places = dict.fromkeys(DEFAULT_ANIMATIONS, "made where no recipe names an animation")
    for recipe in recipes:
        if not recipe.inherit:
            values, animations = {}, {}
        values.update(recipe.values)
        animations.update(recipe.animations)
        places.update(recipe.places)
    values["formats"] = list(formats) or values.get("formats", list(DEFAULT_FORMATS))
    wanted = {name: said for name, said in (animations or DEFAULT_ANIMATIONS).items() if said is not None}
    out = str(values.get("out", DEFAULT_OUT))
    meaning = msgspec.json.encode(
        {
            "version": _DIGEST_VERSION,
            "out": out,
            "values": values,
            "animations": wanted,
            "rig": hashlib.sha256(rig).hexdigest() if rig is not None else "",
        },
        enc_hook=dict,
        order="deterministic",
    )
    return SpriteRecipe(
        {name: options_of(values, said) for name, said in wanted.items()},
        {
            name: str(said.get("text") or said.get("action") or said.get("variant"))
            for name, said in wanted.items()
        },
        out,
        hashlib.sha256(meaning).hexdigest(),
        places,
    )
