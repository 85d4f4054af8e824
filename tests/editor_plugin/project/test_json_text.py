import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.project.json_text import (
    append_item,
    parse_json,
    remove_item,
    replace_node,
    set_member,
)
from neonworks_protocol.errors import BadRequest

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
_STYLES = st.sampled_from([None, 0, 1, 2, 4, "\t"])


def _written(value: object, indent: Any, ascii_only: bool, line_end: str) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only).replace("\n", line_end)


@given(_VALUES, _STYLES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_what_json_writes_is_read(value: object, indent: Any, ascii_only: bool, line_end: str) -> None:
    text = _written(value, indent, ascii_only, line_end)
    node = parse_json(f" {text}\n")
    assert (node.start, node.end) == (1, len(text) + 1)
    assert node.value(f" {text}\n") == value


@given(st.lists(_VALUES, max_size=4), _VALUES, _STYLES, st.booleans())
def test_an_item_is_added_and_all_before_it_stays(
    items: list[object], new: object, indent: Any, ascii_only: bool
) -> None:
    text = _written({"a": 1, "list": items}, indent, ascii_only, "\n")
    root = parse_json(text)
    assert root.members is not None
    added = append_item(text, root.members["list"], new)
    assert json.loads(added) == {"a": 1, "list": [*items, new]}
    kept = root.members["list"].items[-1].end if root.members["list"].items else root.members["list"].start
    assert added.startswith(text[:kept])
    again = parse_json(added)
    assert again.members is not None
    assert json.loads(remove_item(added, again.members["list"], len(items))) == {"a": 1, "list": items}


@given(st.lists(_VALUES, min_size=1, max_size=4), st.data(), _VALUES, _STYLES)
def test_one_item_is_changed_or_removed(
    items: list[object], data: st.DataObject, new: object, indent: Any
) -> None:
    text = _written(items, indent, False, "\n")
    index = data.draw(st.integers(0, len(items) - 1))
    node = parse_json(text)
    assert node.items is not None
    assert json.loads(replace_node(text, node.items[index], new)) == [
        *items[:index],
        new,
        *items[index + 1 :],
    ]
    assert json.loads(remove_item(text, node, index)) == [*items[:index], *items[index + 1 :]]


@given(st.dictionaries(st.text(), _VALUES, max_size=4), st.text(), _VALUES, _STYLES)
def test_a_member_is_set(members: dict[str, object], name: str, new: object, indent: Any) -> None:
    text = _written(members, indent, False, "\n")
    assert json.loads(set_member(text, parse_json(text), name, new)) == {**members, name: new}


def test_the_layout_of_the_text_is_kept() -> None:
    text = '{\r\n\t"n": 1.50,\r\n\t"list": [\r\n\t\t{"a": 1}\r\n\t]\r\n}\r\n'
    node = parse_json(text)
    assert node.members is not None
    assert append_item(text, node.members["list"], {"b": [1, 2], "c": "é"}) == (
        '{\r\n\t"n": 1.50,\r\n\t"list": [\r\n\t\t{"a": 1},\r\n'
        '\t\t{\r\n\t\t\t"b": [1, 2],\r\n\t\t\t"c": "é"\r\n\t\t}\r\n\t]\r\n}\r\n'
    )
    assert set_member('{\n    "a": 1\n}', parse_json('{\n    "a": 1\n}'), "b", [{}]) == (
        '{\n    "a": 1,\n    "b": [\n        {}\n    ]\n}'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        ('{"a": 1,}', "a name is missing"),
        ("[1 2]", "a comma is missing"),
        ('{"a" 1}', "a colon is missing"),
        ('{\n"a": 1,\n"a": 2}', "line 3 .*'a' stands twice"),
        ("[NaN]", "a value is missing"),
        ("[01]", "a value is missing|comma"),
        ("{} {}", "something follows"),
        ("[" * 100 + "]" * 100, "64 levels"),
        ("{'a': 1}", "a name is missing"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        parse_json(text)


@given(st.text(st.sampled_from('{}[]",:0 -truefalsn\\u\n')))
def test_no_text_raises_anything_else_and_json_agrees(text: str) -> None:
    try:
        node = parse_json(text)
    except BadRequest:
        return
    assert node.value(text) == json.loads(text)
