"""``out`` of a recipe: a template for the folders that results are written to."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from neonworks_protocol.errors import BadRequest
from neonworks_protocol.paths import relative_name

__all__ = ["check_template", "clip_folder", "own_folder", "sprite_folder"]

_PLACEHOLDERS = ("sprite", "folder", "animation", "direction")
_PER_CLIP = ("{animation}", "{direction}")


def check_template(template: str) -> None:
    """Raises ``BadRequest`` with what is wrong with a template whatever the sprite is called."""
    _filled(template, dict.fromkeys(_PLACEHOLDERS, "x"))


def clip_folder(template: str, path: str, animation: str, direction: str) -> str:
    """The folder of one clip's files. Raises ``BadRequest`` where the template leads out of the root."""
    return _filled(template, {**_of_path(path), "animation": animation, "direction": direction})


def sprite_folder(template: str, path: str) -> str:
    """The folder of a sprite's manifest: the part of the template that is the same for all of its clips."""
    parts = template.split("/")
    own = [index for index, part in enumerate(parts) if any(word in part for word in _PER_CLIP)]
    return _filled("/".join(parts[: own[0]] if own else parts) or "{folder}", _of_path(path))


def own_folder(template: str) -> str:
    """The folder that all results go below, whatever the sprite: the parts before the first placeholder; ""
    where results lie among the sprites."""
    return re.split(r"[^/]*\{", template, maxsplit=1)[0].strip("/")


def _of_path(path: str) -> dict[str, str]:
    pure = PurePosixPath(path)
    return {"sprite": pure.stem, "folder": "" if str(pure.parent) == "." else str(pure.parent)}


def _filled(template: str, values: Mapping[str, str]) -> str:
    known = ", ".join(f"{{{word}}}" for word in _PLACEHOLDERS)

    def value(found: re.Match[str]) -> str:
        if (word := found[1]) not in values:
            raise BadRequest(f"out = {template[:80]!r} has an unknown placeholder {{{word}}}: use {known}")
        return values[word]

    if set(re.sub(r"\{[^{}]*\}", "", template)) & set("{}"):
        raise BadRequest(f"out = {template[:80]!r} has a brace without its other half: use {known}")
    text = re.sub(r"\{([^{}]*)\}", value, template)
    try:
        return "" if text in ("", ".", "./") else str(relative_name(text))
    except BadRequest as error:
        raise BadRequest(f"out: {error.message}") from error
