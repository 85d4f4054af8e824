"""``JobOptions``: one job as options or a line of a batch file say it, every word and number checked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from neonworks_models.export.kinds import SHEETS, ExportFormat
from neonworks_models.intent.styles import STYLES
from neonworks_models.jobs import MotionOptions
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect, Tier, Variant

from neonworks_daemon.local.sources import SOURCE_KEYS, SourceOptions, read_source
from neonworks_daemon.local.words import check_word, nearest, to_enum, to_path

__all__ = ["KEYS", "JobOptions", "read_formats", "read_options"]

KEYS = (
    "sprite",
    "text",
    "action",
    "variant",
    "direction",
    "facing",
    "archetype",
    *SOURCE_KEYS,
    "frames",
    "speed",
    "intensity",
    "style",
    "effect",
    "seed",
    "tier",
    "only_tier",
    "generator",
    "out",
    "format",
)
"""Keys of a batch line: the options of ``animate`` without dashes, plus ``sprite`` and ``text``."""

_DEFAULT_FORMATS = (ExportFormat.GIF, ExportFormat.SHEET)
_EVERY = "all"
"""Stands for all directions."""

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True)
class JobOptions:
    """One job. None and empty: not said."""

    sprite: Path
    text: str | None
    motion: MotionOptions
    directions: tuple[Direction, ...]
    facing: Direction | None
    archetype: Archetype | None
    seed: int
    tier: Tier | None
    only_tier: Tier | None
    generator: str | None
    out: Path
    formats: tuple[ExportFormat, ...]
    source: SourceOptions | None = None
    """Whose motion it performs."""


def read_options(values: Mapping[str, object]) -> JobOptions:
    """Check one job; None counts as not said, ``-`` in a key as ``_``, lists may be given as ``a,b``.

    Raises ``BadRequest`` naming the key, and the nearest known word for one that is wrong.
    """
    reader = _Reader(values)
    sprite = reader.text("sprite")
    if sprite is None:
        raise BadRequest("no sprite: name a picture file")
    out = reader.text("out")
    return JobOptions(
        sprite=to_path("sprite", sprite),
        text=reader.text("text"),
        motion=MotionOptions(
            action=reader.action(),
            variant=reader.word("variant", Variant),
            frames=reader.whole("frames", 2, 32),
            speed=reader.number("speed", 0.1, 3.0),
            intensity=reader.number("intensity", 0.0, 1.0),
            styles=tuple(check_word("style", word, STYLES) for word in reader.listed("style")),
            effects=reader.words("effect", Effect),
        ),
        directions=reader.directions(),
        facing=reader.word("facing", Direction),
        archetype=reader.word("archetype", Archetype),
        seed=reader.whole("seed", 0, 2**32 - 1) or 0,
        tier=reader.word("tier", Tier),
        only_tier=reader.word("only_tier", Tier),
        generator=reader.text("generator"),
        out=to_path("out", out) if out else Path("animations") / Path(sprite).stem,
        formats=reader.formats(),
        source=read_source(values),
    )


def read_formats(words: Sequence[str]) -> tuple[ExportFormat, ...]:
    """File formats as ``--format`` takes them. Raises ``BadRequest``, also for two kinds of sheets."""
    return _Reader({"format": tuple(words)}).formats()


class _Reader:
    """Values by key, taken out as what they should be."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = {key.replace("-", "_"): value for key, value in values.items() if value is not None}
        for key in self._values:
            if key not in KEYS:
                close = nearest(key, KEYS)
                hint = f"did you mean {close!r}?" if close else f"choose from {', '.join(KEYS)}"
                raise BadRequest(f"unknown key {key[:40]!r}: {hint}")

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None or isinstance(value, str):
            return value
        raise BadRequest(f"{key} must be text, not {_shown(value)}")

    def listed(self, key: str) -> tuple[str, ...]:
        """The words of a list, or of text with commas, each once."""
        value = self._values.get(key, ())
        parts: Iterable[object] = value.split(",") if isinstance(value, str) else _iterable(key, value)
        words = []
        for part in parts:
            if not isinstance(part, str):
                raise BadRequest(f"{key} must be words, not {_shown(part)}")
            words += [word.strip() for word in part.split(",") if word.strip()]
        return tuple(dict.fromkeys(words))

    def words(self, key: str, kind: type[_Word]) -> tuple[_Word, ...]:
        return tuple(to_enum(key, word, kind) for word in self.listed(key))

    def directions(self) -> tuple[Direction, ...]:
        """The directions; the word ``all`` stands for each of them."""
        if _EVERY in self.listed("direction"):
            return tuple(Direction)
        return self.words("direction", Direction)

    def word(self, key: str, kind: type[_Word]) -> _Word | None:
        value = self.text(key)
        return None if value is None else to_enum(key, value, kind)

    def formats(self) -> tuple[ExportFormat, ...]:
        """The formats; two kinds of sheets are refused, as the second would replace the first."""
        formats = self.words("format", ExportFormat) or _DEFAULT_FORMATS
        sheets = [fmt.value for fmt in formats if fmt in SHEETS]
        if len(sheets) > 1:
            raise BadRequest(f"{' and '.join(sheets)} write the same files: ask for one of them at a time")
        return formats

    def action(self) -> Action | None:
        """The action; a variant in its place is explained."""
        value = self.text("action")
        if value is not None and value.strip().lower() in list(Variant):
            raise BadRequest(f"{value} is a variant: give the action attack and the variant {value}")
        return self.word("action", Action)

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise BadRequest(f"{key} must be a number from {low:g} to {high:g}, not {_shown(value)}")
        if not low <= value <= high:
            raise BadRequest(f"{key} must be from {low:g} to {high:g}, not {_shown(value)}")
        return float(value)

    def whole(self, key: str, low: int, high: int) -> int | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadRequest(f"{key} must be a whole number from {low} to {high}, not {_shown(value)}")
        if not low <= value <= high:
            raise BadRequest(f"{key} must be from {low} to {high}, not {_shown(value)}")
        return value


def _iterable(key: str, value: object) -> Iterable[object]:
    if isinstance(value, list | tuple):
        return value
    raise BadRequest(f"{key} must be a word or a list of words, not {_shown(value)}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
