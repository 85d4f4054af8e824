"""Files with one JSON object a line."""

import sys
from dataclasses import dataclass
from pathlib import Path

from neonworks_protocol.errors import BadRequest

__all__ = ["TextLine", "read_lines"]

_LARGEST = 64 << 20
"""Bytes of a file: several 100,000 lines."""


@dataclass(frozen=True)
class TextLine:
    """``number`` counts from 1, blank lines included."""

    number: int
    text: str


def read_lines(file: Path) -> list[TextLine]:
    """The lines of ``file`` (``-`` is standard input) that hold something. Raises ``BadRequest``."""
    try:
        text = _read(file).decode("utf-8-sig")
    except OSError as error:
        raise BadRequest(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadRequest(f"{file} is not UTF-8 text: write one JSON object a line") from error
    # Not splitlines(): JSON strings may hold U+2028 and its kin unescaped.
    lines = [TextLine(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise BadRequest(f"{file} is empty: write one JSON object a line")
    return lines


def _read(file: Path) -> bytes:
    if str(file) == "-":
        data = sys.stdin.buffer.read(_LARGEST + 1)
    else:
        with file.open("rb") as source:
            data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise BadRequest(f"{file} is larger than {_LARGEST >> 20} MiB: split it")
    return data
