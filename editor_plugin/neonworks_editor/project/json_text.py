"""Changing one value inside a JSON text and leaving every other character as it was.

Users' manifests keep their indentation, order of keys, numbers as written, escapes, line ends and keys that
nobody here knows. The text is read into nodes that know where they stand; a change replaces a span.
"""

import json
import re
from dataclasses import dataclass, field

from neonworks_protocol.errors import BadRequest

__all__ = ["JsonNode", "append_item", "parse_json", "remove_item", "replace_node", "set_member"]

_MAX_DEPTH = 64
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])", re.ASCII)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')


@dataclass(frozen=True, slots=True)
class JsonNode:
    """One value, ``text[start:end]``. ``members`` is filled for objects, ``items`` for arrays.

    ``keys`` has where each member's name begins, for removing it.
    """

    start: int
    end: int
    members: dict[str, "JsonNode"] | None = None
    items: list["JsonNode"] | None = None
    keys: dict[str, int] = field(default_factory=dict)

    def value(self, text: str) -> object:
        """What it stands for, as the ``json`` module reads it.

        Raises ``BadRequest`` for a whole number that is too long to be one (4,300 digits).
        """
        try:
            value: object = json.loads(text[self.start : self.end])
        except ValueError as error:
            raise BadRequest(f"a number in it cannot be read ({error}): mend it first") from error
        return value


def parse_json(text: str) -> JsonNode:
    """The whole text as one value.

    Raises ``BadRequest`` with the line for anything that is not JSON, for two members of one name (one of
    them would be lost in a change) and for more than 64 levels.
    """
    parser = _Parser(text)
    place = parser.skip(0)
    node = parser.value(place, 0)
    if parser.skip(node.end) != len(text):
        raise parser.wrong(node.end, "something follows the end")
    return node


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text

    def skip(self, place: int) -> int:
        found = _SPACE.match(self._text, place)
        assert found is not None
        return found.end()

    def wrong(self, place: int, problem: str) -> BadRequest:
        line = self._text.count("\n", 0, place) + 1
        return BadRequest(f"line {line} is not JSON ({problem}): mend it first")

    def value(self, place: int, depth: int) -> JsonNode:
        if depth > _MAX_DEPTH:
            raise self.wrong(place, f"more than {_MAX_DEPTH} levels")
        head = self._text[place : place + 1]
        if head == "{":
            return self._object(place, depth)
        if head == "[":
            return self._array(place, depth)
        found = (_STRING if head == '"' else _SCALAR).match(self._text, place)
        if found is None:
            raise self.wrong(place, "a value is missing")
        return JsonNode(place, found.end())

    def _object(self, start: int, depth: int) -> JsonNode:
        members: dict[str, JsonNode] = {}
        keys: dict[str, int] = {}
        place = self.skip(start + 1)
        if self._text[place : place + 1] == "}":
            return JsonNode(start, place + 1, members=members, keys=keys)
        while True:
            found = _STRING.match(self._text, place)
            if found is None:
                raise self.wrong(place, "a name is missing")
            name = str(json.loads(found[0]))
            if name in members:
                raise self.wrong(place, f"{name[:40]!a} stands twice")
            colon = self.skip(found.end())
            if self._text[colon : colon + 1] != ":":
                raise self.wrong(colon, "a colon is missing")
            keys[name] = place
            members[name] = node = self.value(self.skip(colon + 1), depth + 1)
            place, ended = self._next(node.end, "}")
            if ended:
                return JsonNode(start, place, members=members, keys=keys)

    def _array(self, start: int, depth: int) -> JsonNode:
        items: list[JsonNode] = []
        place = self.skip(start + 1)
        if self._text[place : place + 1] == "]":
            return JsonNode(start, place + 1, items=items)
        while True:
            items.append(self.value(place, depth + 1))
            place, ended = self._next(items[-1].end, "]")
            if ended:
                return JsonNode(start, place, items=items)

    def _next(self, place: int, closing: str) -> tuple[int, bool]:
        """(where the next element begins, False) or (behind the closing mark, True)."""
        place = self.skip(place)
        mark = self._text[place : place + 1]
        if mark == closing:
            return place + 1, True
        if mark != ",":
            raise self.wrong(place, "a comma is missing")
        return self.skip(place + 1), False


def replace_node(text: str, node: JsonNode, value: object) -> str:
    """``text`` with ``value`` in place of ``node``, laid out as its neighbours are."""
    return text[: node.start] + _rendered(text, value, _indent_at(text, node.start)) + text[node.end :]


def append_item(text: str, array: JsonNode, value: object) -> str:
    """``text`` with one more item at the end of ``array``."""
    assert array.items is not None
    starts = [item.start for item in array.items]
    return _appended(text, array, starts, array.items[-1].end if starts else None, value, "")


def set_member(text: str, node: JsonNode, name: str, value: object) -> str:
    """``text`` with ``name`` of the object set to ``value``, at its end when it is new."""
    assert node.members is not None
    if name in node.members:
        return replace_node(text, node.members[name], value)
    key = _rendered(text, name, None) + ": "
    last = max((member.end for member in node.members.values()), default=None)
    return _appended(text, node, sorted(node.keys.values()), last, value, key)


def remove_item(text: str, array: JsonNode, index: int) -> str:
    """``text`` without that item and its comma."""
    items = array.items
    assert items is not None
    if len(items) == 1:
        return text[: array.start + 1] + text[array.end - 1 :]
    if index == 0:
        return text[: items[0].start] + text[items[1].start :]
    return text[: items[index - 1].end] + text[items[index].end :]


def _appended(
    text: str, node: JsonNode, starts: list[int], last_end: int | None, value: object, prefix: str
) -> str:
    if last_end is not None:
        # The white space before the first element is how this container separates its elements.
        space = text[node.start + 1 : starts[0]]
        if len(starts) > 1:
            space = space if "\n" in space else " "
        indent = space.rpartition("\n")[2] if "\n" in space else None
        new = f",{space or ' '}{prefix}{_rendered(text, value, indent)}"
        return text[:last_end] + new + text[last_end:]
    outer = _indent_at(text, node.start)
    if outer is None:
        return text[: node.start + 1] + prefix + _rendered(text, value, None) + text[node.end - 1 :]
    line_end, unit = _line_end(text), _unit(text)
    inner = line_end + outer + unit
    filled = inner + prefix + _rendered(text, value, outer + unit) + line_end + outer
    return text[: node.start + 1] + filled + text[node.end - 1 :]


def _indent_at(text: str, place: int) -> str | None:
    """White space at the start of the line; None in a text that is all on one line."""
    if "\n" not in text.strip():
        return None
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip())]


def _rendered(text: str, value: object, indent: str | None) -> str:
    """``value`` in the style of ``text``; every line but the first begins with ``indent``."""
    plain = text.isascii() and "\\u" in text
    if indent is None:
        return json.dumps(value, ensure_ascii=plain)
    lines = json.dumps(value, ensure_ascii=plain, indent=_unit(text)).split("\n")
    return (_line_end(text) + indent).join(_joined_numbers(lines))


def _joined_numbers(lines: list[str]) -> list[str]:
    """Lists of numbers stand on one line, as people write them."""
    joined = re.sub(
        r"\[\s+(-?[\d.eE+-]+(?:,\s+-?[\d.eE+-]+)*)\s+\]",
        lambda found: "[" + re.sub(r",\s+", ", ", found[1]) + "]",
        "\n".join(lines),
    )
    return joined.split("\n")


def _unit(text: str) -> str:
    """One level of indentation: the first that the text shows, else two spaces."""
    found = re.search(r"[{\[][ \t]*\r?\n([ \t]+)\S", text)
    return found[1] if found else "  "


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
