"""Names from outside are plain names on every system, or they are refused in one line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.paths import (
    MAX_NAME_BYTES,
    MAX_NAME_CHARS,
    NameClaims,
    fold_name,
    is_reserved,
    relative_name,
)

GOOD = [
    ("hero.png", "hero.png"),
    ("art/hero.png", "art/hero.png"),
    ("./art//hero.png", "art/hero.png"),
    (".hidden", ".hidden"),
    ("..hero", "..hero"),
    ("héros 2.png", "héros 2.png"),
    ("英雄.png", "英雄.png"),
    ("console.png", "console.png"),
    ("com10.png", "com10.png"),
    ("a" * MAX_NAME_BYTES, "a" * MAX_NAME_BYTES),
]

BAD = [
    ("", "names no file"),
    (".", "names no file"),
    ("./", "names no file"),
    ("/etc/passwd", "not relative"),
    ("//server/share/a", "not relative"),
    ("~/a", "not relative"),
    ("~root/a", "not relative"),
    ("..", r"without \.\."),
    ("../a", r"without \.\."),
    ("a/../../b", r"without \.\."),
    ("a/..", r"without \.\."),
    ("..\\a", "backslash"),
    ("\\\\server\\share\\a", "backslash"),
    ("\\\\?\\C:\\a", "backslash"),
    ("C:\\a", "backslash"),
    ("C:a", "colon"),
    ("c:/windows/a", "colon"),
    ("a.png:stream", "colon"),
    ("a.png::$DATA", "colon"),
    ("a\x00.png", r"U\+0000"),
    ("a\n.png", r"U\+000A"),
    ("a\x7f", r"U\+007F"),
    ("a\u2028b", r"U\+2028"),
    ("a\u202egnp.exe", r"U\+202E"),
    ("a\udcff.png", "not Unicode"),
    ("a?.png", "not every system"),
    ("a*", "not every system"),
    ('a"b', "not every system"),
    ("<a>", "not every system"),
    ("a|b", "not every system"),
    ("CON", "device"),
    ("nul", "device"),
    ("aux.png", "device"),
    ("AUX.tar.gz", "device"),
    ("a/COM1.txt", "device"),
    ("lpt9/a.png", "device"),
    ("com¹.png", "device"),
    ("prn .png", "device"),
    ("CONOUT$", "device"),
    ("a.", "dot or a space"),
    ("a ", "dot or a space"),
    ("a./b", "dot or a space"),
    ("...", "dot or a space"),
    ("a" * (MAX_NAME_BYTES + 1), "too long"),
    ("ü" * 128, "too long"),
    ("a/" * MAX_NAME_CHARS, "too long"),
]


@pytest.mark.parametrize(("text", "name"), GOOD)
def test_plain_names_pass(text: str, name: str) -> None:
    assert str(relative_name(text)) == name


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_tricks_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason) as caught:
        relative_name(text)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 200


@given(st.text())
@example("a/./b")
@example("/")
def test_what_passes_is_plain_whatever_was_sent(text: str) -> None:
    try:
        name = relative_name(text)
    except BadRequest as error:
        assert error.message.isprintable()
        return
    assert not name.is_absolute()
    assert relative_name(str(name)) == name, "checking twice changes nothing"
    for part in name.parts:
        assert part not in ("", ".", "..")
        assert not set(part) & set('/\\:\0<>"|?*')
        assert not is_reserved(part)
        assert len(part.encode()) <= MAX_NAME_BYTES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hero.png", "hero.PNG"),
        ("h\u00e9ros", "he\u0301ros"),
        ("STRASSE", "straße"),
        ("\u212bngstrom", "ångstrom"),
        ("he\u200dro", "hero"),
    ],
)
def test_names_that_are_one_elsewhere_fold_alike(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@given(st.text(), st.text())
def test_folding_forgets_case(one: str, other: str) -> None:
    assert fold_name(fold_name(one)) == fold_name(one)
    if one == other:
        assert fold_name(one) == fold_name(other)


def test_a_name_is_claimed_by_one_owner() -> None:
    claims = NameClaims()
    claims.claim("walk.gif", "hero.png")
    claims.claim("walk.gif", "hero.png")
    with pytest.raises(BadRequest, match=r"written by hero\.png already"):
        claims.claim("walk.gif", "mage.png")


@pytest.mark.parametrize(("one", "other"), [("Hero", "hero"), ("h\u00e9ros", "he\u0301ros")])
def test_names_that_differ_in_case_or_composition_only_are_refused(one: str, other: str) -> None:
    claims = NameClaims()
    claims.claim(one, "line 1")
    for owner in ("line 1", "line 2"):
        with pytest.raises(BadRequest, match="one name on some systems, and line 1 writes"):
            claims.claim(other, owner)
    claims.release("line 1")
    claims.claim(other, "line 2")
