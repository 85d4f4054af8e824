"""Names in batch files."""

import sys
from pathlib import Path

import pytest
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.places import BatchPlaces
from neonworks_protocol.errors import BadRequest


def _claim(places: BatchPlaces, sprite: str, out: str | None = None) -> None:
    places.claim(read_options({"sprite": sprite, "out": out, "action": "walk"}))


@pytest.mark.parametrize(
    "values",
    [
        {"sprite": "hero.png"},
        {"sprite": "art/hero.png", "out": "out/hero"},
        {"sprite": "./hero.png", "out": "."},
        {"out": "./"},
        {"sprite": "/somewhere/else/hero.png", "out": "/somewhere/out"},
        {"sprite": "~/hero.png", "out": "~/out"},
        {"sprite": 7, "out": None},
        {"text": "../walk"},
    ],
)
def test_plain_names_and_whole_paths_are_taken(tmp_path: Path, values: dict[str, object]) -> None:
    BatchPlaces(tmp_path).check(values)


@pytest.mark.parametrize(
    "name",
    ["..", "../a", "a/../../b", "/a/../b", "~/../b", "~root/a", "//server/share", "\\\\server\\share", "a\0b",
     "CON", "/a/nul.png", "a:stream", "C:\\a", "a.", "a\nb", "\udcff"],
)  # fmt: skip
def test_tricks_are_refused_by_key(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and name == "C:\\a":
        return
    for key in ("sprite", "out"):
        with pytest.raises(BadRequest, match=f"^{key}: "):
            BatchPlaces(tmp_path).check({key: name})


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege there")
def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "door").symlink_to(tmp_path)
    with pytest.raises(BadRequest, match=r"out: .*leads out of"):
        BatchPlaces(tmp_path / "here").check({"out": "door/out"})


def test_outputs_that_differ_in_spelling_only_are_refused(tmp_path: Path) -> None:
    places = BatchPlaces(tmp_path)
    _claim(places, "hero.png")
    _claim(places, "hero.png")
    _claim(places, "hero.png", "elsewhere")
    for sprite, out in (("Hero.png", None), ("hero.png", "Animations/hero"), ("hero.png", "ELSEWHERE")):
        with pytest.raises(BadRequest, match="one name on some systems"):
            _claim(places, sprite, out)
