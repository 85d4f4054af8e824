"""TOML that people write by hand: what is wrong with it in plain words, with its line."""

import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from neonworks_protocol.errors import BadRequest

__all__ = ["read_toml"]

_SYNTAX: Mapping[str, str] = MappingProxyType(
    {
        "Invalid value": 'write text in quotes: walk = "walks slowly"',
        "Expected '=' after a key": 'write a key, = and a value: walk = "walks slowly"',
        "Expected newline": "write one key = value in a line",
        "Cannot overwrite a value": "this name stands there already: keep one of the two",
        "Cannot declare": "this table stands there already: keep one of the two",
        "Cannot mutate": "this table stands there already: keep one of the two",
        "Illegal character": "a text ends in the line in which it begins: close its quote",
        "Unterminated string": "close the quote",
        "Unclosed array": "close the list: ]",
        "Unclosed inline table": "close the table: }",
        "Expected ']' at the end of a table": "close the table's name: ]",
    }
)
"""How the messages of ``tomllib`` begin -> what to do."""


def read_toml(data: bytes, name: str) -> tuple[str, dict[str, object]]:
    """Text and values of a file called ``name``; raises ``BadRequest`` naming file, line and what to do."""
    try:
        text = data.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadRequest(f"{name}, line {line}: this is not UTF-8 text: save the file as UTF-8") from error
    except RecursionError as error:
        raise BadRequest(f"{name}: too many brackets within brackets") from error
    except tomllib.TOMLDecodeError as error:
        raise BadRequest(f"{name}, {_syntax(str(error), text)}") from error


def _syntax(problem: str, text: str) -> str:
    """Line and plain words for what the TOML reader says."""
    said = re.sub(r" \(at [^)]*\)$", "", problem)
    at = re.search(r"\(at line (\d+), column \d+\)$", problem)
    line = int(at[1]) if at else len(text.rstrip().splitlines()) or 1
    advice = next((words for begin, words in _SYNTAX.items() if said.startswith(begin)), "")
    return f"line {line}: not valid TOML: {advice or said[:80].lower()}"
