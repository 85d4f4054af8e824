"""``protocol/SPEC.md`` names every message, field, word, limit and error code of the code, and no others."""

import enum
import re
from typing import Any

import msgpack  # type: ignore[import-untyped]
import msgspec
import neonworks_protocol
import pytest
from msgspec import NODEFAULT, Struct, inspect
from neonworks_protocol import fields, limits, motion, records, vocabulary
from neonworks_protocol.codec import client_decoder, encode, server_decoder
from neonworks_protocol.errors import error_classes
from neonworks_protocol.jobs import CLIP_TRANSITIONS, JOB_TRANSITIONS, ClipState, JobState
from neonworks_protocol.messages import client_message_types, server_message_types
from neonworks_protocol.version import SUPPORTED_VERSIONS

from tests.repo.tree import ROOT

SPEC = (ROOT / "protocol" / "SPEC.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^#{2,4} (.+?)\n(.*?)(?=^#{2,4} |\Z)", SPEC, re.DOTALL | re.MULTILINE))
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.*?) \| (.+?) \|$", re.MULTILINE)

RECORDS: dict[str, type[Struct]] = {
    cls.__name__: cls
    for module in (records, motion, limits)
    for cls in vars(module).values()
    if isinstance(cls, type) and issubclass(cls, Struct) and cls.__module__ == module.__name__
}
MESSAGES = client_message_types() | server_message_types()
ENUMS: dict[str, type[enum.StrEnum]] = {
    cls.__name__: cls
    for cls in (*map(vars(vocabulary).get, vocabulary.__all__), JobState, ClipState)
    if isinstance(cls, type) and issubclass(cls, enum.StrEnum)
}


def wire_type(kind: inspect.Type) -> str:
    """How a type is written in the tables."""
    match kind:
        case inspect.UnionType(types=members):
            return " or ".join(map(wire_type, members))
        case inspect.NoneType():
            return "nil"
        case inspect.EnumType(cls=cls) | inspect.StructType(cls=cls):
            return cls.__name__
        case inspect.BoolType():
            return "bool"
        case inspect.IntType() | inspect.FloatType():
            name = "int" if isinstance(kind, inspect.IntType) else "float"
            return name + bounds(kind.ge, kind.le if kind.lt is None else kind.lt - 1)
        case inspect.StrType() | inspect.BytesType():
            name = "str" if isinstance(kind, inspect.StrType) else "bin"
            return name + bounds(kind.min_length, kind.max_length)
        case inspect.VarTupleType(item_type=item):
            return f"[{wire_type(item)}]" + bounds(kind.min_length, kind.max_length)
        case inspect.TupleType(item_types=items):
            return f"({', '.join(map(wire_type, items))})"
        case inspect.DictType(key_type=key, value_type=value):
            return f"{{{wire_type(key)}: {wire_type(value)}}}" + bounds(kind.min_length, kind.max_length)
        case inspect.AnyType():
            return "any"
    raise AssertionError(f"no name for {kind}")


def bounds(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if low is not None and low == high:
        return f" {low:g}"
    return f" {'' if low is None else number(low)}..{'' if high is None else number(high)}"


def number(value: float) -> str:
    return f"{value:,.10g}"


def default(field: inspect.Field) -> str:
    """How a field's default is written; nothing when it is required."""
    value = field.default
    if value is NODEFAULT and field.default_factory is NODEFAULT:
        return ""
    if value is NODEFAULT:
        return str(field.default_factory())
    if isinstance(value, Struct):
        return "all defaults"
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if isinstance(value, tuple):
        words = ", ".join(f"`{getattr(item, 'value', item)}`" for item in value)
        return f"[{words}]"
    return {"None": "nil", "True": "true", "False": "false", "": '""'}.get(str(value), str(value))


def table(cls: type[Struct]) -> list[tuple[str, str, str]]:
    """(field, type, default) of each field, as the tables must have them."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return [(f.encode_name, wire_type(f.type), default(f)) for f in info.fields]


def rows(title: str) -> list[tuple[str, str, str]]:
    assert title in SECTIONS, f"SPEC.md has no section {title}"
    return [(name, kind, standard) for name, kind, standard, _ in ROW.findall(SECTIONS[title])]


@pytest.mark.parametrize("tag", MESSAGES)
def test_message(tag: str) -> None:
    expected = [row for row in table(MESSAGES[tag]) if row[0] != "seq"]
    assert rows(f"`{tag}`") == expected


@pytest.mark.parametrize("name", RECORDS)
def test_record(name: str) -> None:
    assert rows(name) == table(RECORDS[name])


def test_no_section_is_left_over() -> None:
    named = {title.strip("`") for title in SECTIONS if rows(title) and title not in ("Error codes",)}
    assert named - set(RECORDS) <= set(MESSAGES)


def test_messages_are_listed_under_their_sender() -> None:
    client_part, server_part = SPEC.split("\n## Messages of the server\n")
    for tag in client_message_types():
        assert f"\n### `{tag}`\n" in client_part
    for tag in server_message_types():
        assert f"\n### `{tag}`\n" in server_part


@pytest.mark.parametrize("name", ENUMS)
def test_words(name: str) -> None:
    (line,) = re.findall(rf"^\| {name} \| (.+?) \|$", SECTIONS["Words"], re.MULTILINE)
    assert re.findall(r"`(\w+)`", line) == [member.value for member in ENUMS[name]]


def test_error_codes() -> None:
    found = re.findall(r"^\| `(\w+)` \| (\w+) \|", SECTIONS["Error codes"], re.MULTILINE)
    assert dict(found) == {code: cls.__name__ for code, cls in error_classes().items()}


@pytest.mark.parametrize(
    ("title", "states"), [("States of a request", JobState), ("States of a clip", ClipState)]
)
def test_transition_tables(title: str, states: type[JobState] | type[ClipState]) -> None:
    found = re.findall(r"^\| `(\w+)` \| (.+?) \|$", SECTIONS[title], re.MULTILINE)
    transitions: dict[Any, Any] = {**JOB_TRANSITIONS, **CLIP_TRANSITIONS}
    for (state, following), expected in zip(found, states, strict=True):
        assert state == expected.value
        assert set(re.findall(r"`(\w+)`", following)) == {s.value for s in transitions[expected]}


def test_version_is_described() -> None:
    for version in SUPPORTED_VERSIONS:
        assert f"**{version}**" in SECTIONS["Changed in"]
    assert f"Protocol version {neonworks_protocol.PROTOCOL_VERSION}." in SPEC


def test_field_limits_that_the_text_names() -> None:
    assert fields.__all__, "the constrained types that tables spell out"
    for name in limits.__all__:
        if name != "Limits" and name in SPEC:
            value = getattr(limits, name)
            assert re.search(rf"{name} = {value:,}\b", SPEC), name


EXAMPLES = re.findall(r"```hex (client|server)\n(.+?)```\n+```json\n(.+?)```", SPEC, re.DOTALL)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("sender", "dump", "text"), EXAMPLES)
def test_example(sender: str, dump: str, text: str) -> None:
    data = bytes.fromhex(dump)
    shown = msgspec.json.decode(text)
    plain = {k: f"hex:{v.hex()}" if isinstance(v, bytes) else v for k, v in msgpack.unpackb(data).items()}
    assert plain == shown
    decoder: Any = client_decoder() if sender == "client" else server_decoder()
    assert encode(decoder.decode(data)) == data
