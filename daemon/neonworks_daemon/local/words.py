"""Words that people type: checked against the known ones, with the nearest one named when they are wrong."""

import difflib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from neonworks_protocol.errors import BadRequest

__all__ = ["check_word", "counted", "nearest", "to_enum", "to_path", "told_together"]

_Word = TypeVar("_Word", bound=StrEnum)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was probably meant to be."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def check_word(what: str, word: str, known: Iterable[str]) -> str:
    """``word`` as the known words are spelled. Raises ``BadRequest`` naming the nearest one, or all."""
    known = tuple(known)
    spelled = word.strip().lower().replace(" ", "_")
    for candidate in (spelled, spelled.replace("_", "-")):
        if candidate in known:
            return candidate
    close = nearest(spelled, known)
    hint = f"did you mean {close!r}?" if close else f"choose from {', '.join(known)}"
    raise BadRequest(f"unknown {what} {word[:40]!r}: {hint}")


def to_enum(what: str, word: str, kind: type[_Word]) -> _Word:
    """``word`` as a member of ``kind``. Raises ``BadRequest`` as ``check_word`` does."""
    return kind(check_word(what, word, [member.value for member in kind]))


def counted(number: int, one: str, more: str = "") -> str:
    """``1 clip``, ``2 clips``; ``more`` is the word for several where that is not ``one`` with an s."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def told_together(reasons: Iterable[tuple[str, str]]) -> list[str]:
    """(name, reason) as one line for each reason, with its first name and how many more there are."""
    names: dict[str, list[str]] = {}
    for name, reason in reasons:
        names.setdefault(reason, []).append(name)
    return [
        f"{found[0]}{f' and {len(found) - 1} more' if len(found) > 1 else ''}: {reason}"
        for reason, found in names.items()
    ]


def to_path(what: str, text: str) -> Path:
    """The path that ``text`` names, ``~`` and ``~name`` as home folders.

    Raises ``BadRequest`` where there is no such home.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise BadRequest(f"{what}: {text!r} names the home folder of nobody here") from None
