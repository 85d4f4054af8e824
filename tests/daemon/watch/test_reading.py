"""Reading a sprite file as it is now."""

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.reading import Foreign, Reader, Subject, Unstable, Unusable
from neonworks_daemon.watch.states import Stamp
from neonworks_daemon.watch.tree import Tree

from tests.fakes.watched import put_sprite, sprite_bytes, write_recipe


def _reader(root: Path, maker: str = "m") -> Reader:
    book = RecipeBook(root)
    return Reader(root, book, Tree(root, book, lambda _path: False).look, maker)


def test_a_subject_has_its_bytes_its_recipe_and_a_key_of_all(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    first = _reader(tmp_path).read("hero.png")
    assert isinstance(first, Subject) and first.data == sprite_bytes()
    put_sprite(tmp_path, number=1)
    second = _reader(tmp_path).read("hero.png")
    write_recipe(tmp_path)
    third = _reader(tmp_path).read("hero.png")
    fourth = _reader(tmp_path, "others").read("hero.png")
    keys = [subject.key for subject in (first, second, third, fourth) if isinstance(subject, Subject)]
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"junk", "not a PNG"), (sprite_bytes()[:90], "cut off"), (b"", "0 bytes")],
    ids=["junk", "half", "empty"],
)
def test_what_does_not_decode_is_unusable(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "hero.png").write_bytes(data)
    found = _reader(tmp_path).read("hero.png")
    assert isinstance(found, Unusable) and reason in found.reason


def test_a_huge_file_is_unusable(tmp_path: Path) -> None:
    with (tmp_path / "hero.png").open("wb") as file:
        file.truncate(20 << 20)
    found = _reader(tmp_path).read("hero.png")
    assert isinstance(found, Unusable) and "larger than" in found.reason


def test_a_wrong_recipe_or_none_at_all_makes_it_unusable(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    (tmp_path / "hero.recipe.toml").write_text("sed = 1")
    found = _reader(tmp_path).read("hero.png")
    assert isinstance(found, Unusable) and "hero.recipe.toml, line 1" in found.reason
    (tmp_path / "hero.recipe.toml").write_text("[animations]\nidle = false")
    found = _reader(tmp_path).read("hero.png")
    assert isinstance(found, Unusable) and "no animation" in found.reason


def test_content_that_is_known_is_not_decoded_again(tmp_path: Path) -> None:
    (tmp_path / "hero.png").write_bytes(b"junk")
    reader = _reader(tmp_path)
    put_sprite(tmp_path)
    subject = reader.read("hero.png")
    assert isinstance(subject, Subject)
    assert isinstance(reader.read("hero.png", subject.key), Subject)


def test_what_was_read_is_not_read_again_while_its_stamp_is_the_same(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    reader = _reader(tmp_path)
    first = reader.read("hero.png")
    assert isinstance(first, Subject) and first.sprite is not None
    assert reader.again("hero.png", first.key) is first
    # It was handed out and is not kept a second time.
    second = reader.again("hero.png", first.key)
    assert isinstance(second, Subject) and second is not first and second.key == first.key
    put_sprite(tmp_path, number=1)
    changed = reader.again("hero.png", first.key)
    assert isinstance(changed, Subject) and changed.data == sprite_bytes(1)


def test_subjects_that_wait_take_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        put_sprite(tmp_path, f"{number}.png", number=number)
    reader = _reader(tmp_path)
    first = reader.read("0.png")
    assert isinstance(first, Subject)
    monkeypatch.setattr("neonworks_daemon.watch.reading._SUBJECT_BYTES", int(2.5 * first.size))
    others = [reader.read(f"{number}.png") for number in (1, 2)]
    assert reader.again("0.png", first.key) is not first
    assert all(isinstance(each, Subject) and reader.again(each.path, each.key) is each for each in others)


def test_a_file_that_vanished_or_changes_is_unstable(tmp_path: Path) -> None:
    assert isinstance(_reader(tmp_path).read("hero.png"), Unstable)
    put_sprite(tmp_path)
    stamps = iter(range(9))

    def restless(path: str) -> Stamp:
        return (next(stamps),)

    assert isinstance(Reader(tmp_path, RecipeBook(tmp_path), restless, "m").read("hero.png"), Unstable)


def test_what_a_sidecar_lists_is_an_output(tmp_path: Path) -> None:
    """Also of ``animate``, and when the ledger was lost."""
    put_sprite(tmp_path, "hero_walk.png")
    put_sprite(tmp_path, "hero.png")
    sidecar = {"format": 1, "animator": "0.1.0", "files": ["hero_walk.png", "hero_walk.json"]}
    (tmp_path / "hero_walk.animator.json").write_text(json.dumps(sidecar))
    reader = _reader(tmp_path)
    assert isinstance(reader.read("hero_walk.png"), Foreign)
    assert isinstance(reader.read("hero.png"), Subject)
    assert reader.listed_beside("hero_walk.json")
    for other in (b"", b"[]", b'{"files": 3}', b"\xff"):
        (tmp_path / "hero_walk.animator.json").write_bytes(other)
        assert isinstance(reader.read("hero_walk.png"), Subject)


@pytest.mark.parametrize(
    ("out", "path", "foreign"),
    [
        ("animations/{folder}/{sprite}", "animations/hero/extra.png", True),
        ("animations/{folder}/{sprite}", "animations/new.png", False),
        ("animations/{folder}/{sprite}", "hero/extra.png", False),
        ("{folder}", "animations/hero/extra.png", False),
    ],
)
def test_a_picture_that_somebody_put_among_results_is_no_sprite(
    tmp_path: Path, out: str, path: str, foreign: bool
) -> None:
    """Nor does a folder's name alone make it one of ours, nor results beside the sprites."""
    write_recipe(tmp_path, f"out = '{out}'\n[animations]\nidle = 'breathes'\n")
    put_sprite(tmp_path, path)
    (tmp_path / "animations" / "hero").mkdir(parents=True, exist_ok=True)
    (tmp_path / "animations" / "hero" / "hero.animations.json").write_text("{}")
    found = _reader(tmp_path).read(path)
    assert isinstance(found, Foreign) is foreign
    assert not foreign or "among results" in found.note  # type: ignore[union-attr]


@pytest.mark.parametrize("hours", [0, 1])
def test_a_sidecar_that_comes_later_is_seen_and_an_old_folder_is_listed_once(
    tmp_path: Path, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_sprite(tmp_path, "hero_walk.png")
    book = RecipeBook(tmp_path)
    look = Tree(tmp_path, book, lambda _path: False).look
    reader = Reader(tmp_path, book, look, "m", now_ns=lambda: time.time_ns() + hours * 3_600_000_000_000)
    listed: list[Path] = []
    list_names = Path.glob

    def counted(self: Path, pattern: str) -> Iterable[Path]:
        listed.append(self)
        return list_names(self, pattern)

    monkeypatch.setattr(Path, "glob", counted)
    assert not reader.listed_beside("hero_walk.png") and not reader.listed_beside("hero_walk.png")
    assert len(listed) == (1 if hours else 2), "what changed a moment ago may have changed again"
    before = tmp_path.stat().st_mtime_ns
    (tmp_path / "hero_walk.animator.json").write_text('{"animator": "1", "files": ["hero_walk.png"]}')
    if hours:
        os.utime(tmp_path, ns=(before + 1_000_000_000, before + 1_000_000_000))
    assert reader.listed_beside("hero_walk.png")


def test_still_the_same(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    reader = _reader(tmp_path)
    subject = reader.read("hero.png")
    assert isinstance(subject, Subject)
    assert reader.is_still("hero.png", subject.key)
    write_recipe(tmp_path)
    assert not reader.is_still("hero.png", subject.key)
    (tmp_path / "neonworks.toml").unlink()
    put_sprite(tmp_path, number=1)
    assert not reader.is_still("hero.png", subject.key)
    (tmp_path / "hero.png").unlink()
    assert not reader.is_still("hero.png", subject.key)
