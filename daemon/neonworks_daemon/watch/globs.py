"""Patterns for paths in recipes: ``*``, ``?`` and ``[abc]`` within one name, ``**`` for any folders.

A pattern without ``/`` fits a name in any folder, as in ``.gitignore``; one that ends in ``/`` fits all below
such a folder. Matching takes time in proportion to both lengths, whatever the pattern.
"""

import fnmatch
import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["check_pattern", "fits", "fits_any"]

_LONGEST = 200
"""Characters of a pattern."""


def check_pattern(pattern: str) -> None:
    """Raises ``ValueError`` where ``pattern`` is none."""
    if not pattern.strip("/") or len(pattern) > _LONGEST:
        raise ValueError(f"a pattern has 1 to {_LONGEST} characters, such as heroes/**")


def fits(path: str, pattern: str) -> bool:
    """Whether the relative path, with ``/`` between its parts, fits the pattern."""
    names = path.split("/")
    reached = {0}
    for part in _parts(pattern):
        if part is None:
            reached = set(range(min(reached), len(names) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(names) and part.fullmatch(names[at])}
        if not reached:
            return False
    return len(names) in reached


def fits_any(path: str, patterns: Iterable[str]) -> bool:
    """Whether the relative path fits one of the patterns."""
    return any(fits(path, pattern) for pattern in patterns)


@lru_cache(maxsize=512)
def _parts(pattern: str) -> tuple[re.Pattern[str] | None, ...]:
    """One expression a folder; None stands for any number of folders."""
    names = [name for name in pattern.split("/") if name]
    if "/" not in pattern.rstrip("/"):
        names.insert(0, "**")
    if pattern.endswith("/"):
        names.append("**")
    # fnmatch's expressions use atomic groups: no pattern makes them slow.
    return tuple(None if name == "**" else re.compile(fnmatch.translate(name)) for name in names)
