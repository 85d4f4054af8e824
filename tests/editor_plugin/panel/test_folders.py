"""The listing behind the file field: folders first, pictures only, never an exception."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.panel.folders import list_path


@pytest.fixture
def art(tmp_path: Path) -> Path:
    (tmp_path / "heroes").mkdir()
    (tmp_path / "heroes" / "knight.png").write_bytes(b"x")
    for name in ("bat.PNG", "slime.webp", "notes.txt", ".hidden.png", "heroine.gif"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_a_folder_lists_folders_first_and_pictures_only(art: Path) -> None:
    listing = list_path("", art)
    assert [e.label for e in listing.entries] == ["heroes/", "bat.PNG", "heroine.gif", "slime.webp"]
    assert listing.problem == ""


def test_a_beginning_narrows_the_listing_whatever_its_case(art: Path) -> None:
    assert [e.label for e in list_path("HER", art).entries] == ["heroes/", "heroine.gif"]
    assert [e.path for e in list_path(f"{art}/heroes/kn", art).entries] == [art / "heroes" / "knight.png"]


def test_quotes_and_home_are_understood(art: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(art))
    monkeypatch.setenv("USERPROFILE", str(art))
    assert list_path("~/heroes", art).folder == art / "heroes"
    assert list_path(f'"{art}/heroes"', art).folder == art / "heroes"


@pytest.mark.parametrize("text", ["no/such/place", "~nobody_at_all/x", "a\0b/"])
def test_paths_that_are_none_say_what_to_do(art: Path, text: str) -> None:
    listing = list_path(text, art)
    assert listing.entries == ()
    assert "Type the path of a PNG, WebP or GIF." in listing.problem


@given(st.text(max_size=40))
def test_any_text_gives_a_listing(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    listing = list_path(text, tmp_path_factory.getbasetemp())
    assert listing.problem or all(e.path.is_absolute() for e in listing.entries)


def test_a_huge_folder_is_cut(tmp_path: Path) -> None:
    for number in range(250):
        (tmp_path / f"{number:03}.png").touch()
    assert len(list_path("", tmp_path).entries) == 200
