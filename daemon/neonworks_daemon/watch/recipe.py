"""One recipe file: what to make of the sprites in a folder, or of one sprite, in plain sentences.

::

    formats = ["sheet", "gif"]
    out = "animations/{folder}/{sprite}"

    [animations]
    idle = "breathes calmly"
    walk = "walks slowly, he is tired"
    attack = { text = "an angry slash", frames = 6, directions = ["left", "right"] }

Everything may be left out. An unknown key is an error with its line and the key that was probably meant.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from neonworks_protocol.errors import BadRequest
from neonworks_protocol.paths import fold_name

from neonworks_daemon.local.options import JobOptions, read_options
from neonworks_daemon.local.words import nearest
from neonworks_daemon.watch.globs import check_pattern
from neonworks_daemon.watch.syntax import read_toml
from neonworks_daemon.watch.templates import check_template

__all__ = ["LARGEST", "RECIPE_NAME", "SPRITE_SUFFIX", "Recipe", "options_of", "read_recipe"]

RECIPE_NAME = "neonworks.toml"
"""The recipe of a folder and all below it."""
SPRITE_SUFFIX = ".recipe.toml"
"""``hero.recipe.toml`` is the recipe of ``hero.png`` beside it."""
LARGEST = 64 << 10
"""Bytes of a recipe; a long one has two thousand."""

_OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "facing": "facing",
        "archetype": "archetype",
        "directions": "direction",
        "frames": "frames",
        "speed": "speed",
        "intensity": "intensity",
        "styles": "style",
        "effects": "effect",
        "seed": "seed",
        "tier": "tier",
        "only_tier": "only_tier",
        "generator": "generator",
    }
)
"""Key of a recipe -> option of ``animate``; both for all animations and for one."""
_OF_ALL = (*_OPTIONS, "formats", "out", "include", "ignore", "inherit", "animations")
_OF_ONE = ("text", "action", "variant", *(key for key in _OPTIONS if key not in ("facing", "archetype")))
_NAME = re.compile(r"[\w-]{1,40}")
_MOST_ANIMATIONS = 32
"""In one recipe; with four directions each they are 128 clips."""
_HEADER = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*[.=]""")


@dataclass(frozen=True)
class Recipe:
    """What one file says. ``values`` are the keys for all animations, ``animations`` name -> what is said of
    it, None: it is not to be made. ``inherit`` false: recipes of outer folders do not count."""

    values: Mapping[str, object]
    animations: Mapping[str, Mapping[str, object] | None]
    include: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    inherit: bool = True
    places: Mapping[str, str] = field(default_factory=dict)
    """Name of an animation -> file and line that say so."""


def read_recipe(data: bytes, name: str) -> Recipe:
    """The recipe in a file's bytes; raises ``BadRequest`` naming file, line and what to do."""
    if len(data) > LARGEST:
        raise BadRequest(f"{name}: {len(data):,} bytes are no recipe: at most {LARGEST:,} are read")
    text, document = read_toml(data, name)
    return _Reader(name, text, document).read()


def options_of(values: Mapping[str, object], animation: Mapping[str, object]) -> JobOptions:
    """One animation as ``animate`` would be told; what is said of it wins over what is said of all.

    Raises ``BadRequest`` naming the key that is wrong.
    """
    merged = {**values, **animation}
    given = {_OPTIONS.get(key, key): value for key, value in merged.items()}
    given["format"] = given.pop("formats", None)
    given.pop("out", None)
    if not (given.get("action") or given.get("variant") or str(given.get("text", "")).strip()):
        raise BadRequest('say what it should do: a sentence ("walks slowly"), or an action')
    return read_options({"sprite": "sprite.png", **given})


class _Reader:
    """Checks one document; every problem names its line."""

    def __init__(self, name: str, text: str, document: Mapping[str, object]) -> None:
        self._name = name
        self._lines = text.splitlines()
        self._document = document

    def read(self) -> Recipe:
        document = self._document
        self._check_keys((), document, _OF_ALL)
        values = {key: document[key] for key in (*_OPTIONS, "formats", "out") if key in document}
        self._try(("out",), lambda: _check_out(values.get("out", "")))
        for key in values:
            if key != "out":
                self._try((key,), partial(options_of, {key: values[key]}, {"action": "idle"}))
        inherit = document.get("inherit", True)
        if not isinstance(inherit, bool):
            raise self._wrong(("inherit",), "inherit must be true or false")
        animations = self._animations(values)
        return Recipe(
            MappingProxyType(values),
            MappingProxyType(animations),
            self._patterns("include") if "include" in document else None,
            self._patterns("ignore"),
            inherit,
            MappingProxyType({name: self._place(("animations", name)) for name in animations}),
        )

    def _animations(self, values: Mapping[str, object]) -> dict[str, Mapping[str, object] | None]:
        table = self._document.get("animations", {})
        if not isinstance(table, dict):
            raise self._wrong(("animations",), 'animations is a table: [animations] and walk = "walks"')
        if len(table) > _MOST_ANIMATIONS:
            raise self._wrong(("animations",), f"at most {_MOST_ANIMATIONS} animations in one recipe")
        names: dict[str, str] = {}
        for name in table:
            if (other := names.setdefault(fold_name(name), name)) != name:
                raise self._wrong(
                    ("animations", name), f"{other} and {name} would write the same files: rename one of them"
                )
        return {name: self._animation(name, said, values) for name, said in table.items()}

    def _animation(
        self, name: str, said: object, values: Mapping[str, object]
    ) -> Mapping[str, object] | None:
        where = ("animations", name)
        if not _NAME.fullmatch(name):
            raise self._wrong(where, f"{name[:40]!r} is no name: 1 to 40 letters, digits, - and _")
        if said is False:
            return None
        if isinstance(said, str):
            said = {"text": said}
        if not isinstance(said, dict):
            raise self._wrong(where, f'say it in a sentence: {name} = "walks slowly"; false leaves it out')
        self._check_keys(where, said, _OF_ONE)
        self._try(where, partial(options_of, values, said))
        return MappingProxyType(said)

    def _patterns(self, key: str) -> tuple[str, ...]:
        said = self._document.get(key, [])
        patterns = [said] if isinstance(said, str) else said
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            raise self._wrong((key,), f'{key} is a list of patterns: {key} = ["heroes/**"]')
        for pattern in patterns:
            try:
                check_pattern(pattern)
            except ValueError as error:
                raise self._wrong((key,), f"{key}: {error}") from error
        return tuple(patterns)

    def _check_keys(
        self, where: tuple[str, ...], table: Mapping[str, object], known: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                close = nearest(key, known)
                hint = f"did you mean {close!r}?" if close else f"choose from {', '.join(known)}"
                raise self._wrong((*where, key), f"unknown key {key[:40]!r}: {hint}")

    def _try(self, where: tuple[str, ...], act: Callable[[], object]) -> None:
        try:
            act()
        except BadRequest as error:
            raise self._wrong(where, error.message) from error

    def _wrong(self, where: tuple[str, ...], text: str) -> BadRequest:
        return BadRequest(f"{self._place(where)}: {text}")

    def _place(self, where: tuple[str, ...]) -> str:
        line = _line_of(self._lines, where)
        return f"{self._name}, line {line}" if line else self._name


def _check_out(value: object) -> None:
    if not isinstance(value, str):
        raise BadRequest('out must be text, such as "animations/{folder}/{sprite}"')
    check_template(value)


def _line_of(lines: list[str], where: tuple[str, ...]) -> int | None:
    """The line, from 1, on which the key stands that ``where`` leads to; else of the nearest table around."""
    table: tuple[str, ...] = ()
    best, depth = None, 0
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            table = tuple(part.strip(" \"'") for part in header[1].split("."))
            path = table
        elif key := _KEY.match(line):
            path = (*table, key[1])
        else:
            continue
        shared = len(path) if where[: len(path)] == path else 0
        if shared > depth:
            best, depth = number, shared
    return best
