"""Looking through real folders."""

import os
import sys
from pathlib import Path

import pytest
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.tree import Tree


def _tree(root: Path, own: tuple[str, ...] = ()) -> Tree:
    return Tree(root, RecipeBook(root), lambda path: path in own)


def _put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def test_finds_pictures_and_leaves_out_what_is_hidden_or_ours(tmp_path: Path) -> None:
    _put(
        tmp_path,
        "a.png",
        "b/C.WEBP",
        "b/d.gif",
        "e.txt",
        ".f.png",
        ".git/g.png",
        "node_modules/h.png",
        "i.png",
    )
    scan = _tree(tmp_path, own=("i.png",)).scan()
    assert sorted(scan.stamps) == ["a.png", "b/C.WEBP", "b/d.gif"]
    assert scan.there and not scan.blind


def test_recipes_decide_what_counts(tmp_path: Path) -> None:
    _put(tmp_path, "a.png", "tiles/b.png", "foes/c.png", "foes/d.gif")
    (tmp_path / "neonworks.toml").write_text("ignore = ['tiles/']")
    (tmp_path / "foes/neonworks.toml").write_text("include = ['*.png']")
    tree = _tree(tmp_path)
    assert sorted(tree.scan().stamps) == ["a.png", "foes/c.png"]
    assert tree.look("tiles/b.png") is None and tree.look("foes/d.gif") is None


def test_look_and_scan_give_the_same_stamps(tmp_path: Path) -> None:
    _put(tmp_path, "a.png", "b/c/d.png", "b/c/d.rig.json")
    (tmp_path / "b/neonworks.toml").write_text("seed = 1")
    tree = _tree(tmp_path)
    for path, stamp in tree.scan().stamps.items():
        assert tree.look(path) == stamp
    for gone in ("none.png", ".git/x.png", "b", "a.png/x.png", "b/../a.png"):
        assert tree.look(gone) is None


@pytest.mark.parametrize(
    "touched", ["b/a.png", "b/a.rig.json", "b/a.recipe.toml", "b/neonworks.toml", "neonworks.toml"]
)
def test_a_stamp_changes_with_all_that_changes_the_result(tmp_path: Path, touched: str) -> None:
    _put(tmp_path, "b/a.png")
    tree = _tree(tmp_path)
    before = tree.scan().stamps["b/a.png"]
    (tmp_path / touched).write_bytes(b"# y")
    after = tree.scan().stamps["b/a.png"]
    assert after != before == before
    (tmp_path / touched).write_bytes(b"# z")
    os.utime(tmp_path / touched, ns=(1, 1))
    assert tree.look("b/a.png") not in (before, after)


def test_a_replacement_with_the_same_size_and_time_is_noticed(tmp_path: Path) -> None:
    _put(tmp_path, "a.png", "b.png")
    for name in ("a.png", "b.png"):
        os.utime(tmp_path / name, ns=(10**9, 10**9))
    tree = _tree(tmp_path)
    before = tree.look("a.png")
    (tmp_path / "b.png").replace(tmp_path / "a.png")
    assert tree.look("a.png") != before


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    _put(root, "a.png", "deep/b.png")
    _put(outside, "secret.png", "folder/c.png")
    (root / "inside.png").symlink_to(root / "a.png")
    (root / "out.png").symlink_to(outside / "secret.png")
    (root / "broken.png").symlink_to(root / "none.png")
    (root / "loop.png").symlink_to(root / "loop.png")
    (root / "folder").symlink_to(outside / "folder")
    (root / "deep/up").symlink_to(root)
    tree = _tree(root)
    assert sorted(tree.scan().stamps) == ["a.png", "deep/b.png", "inside.png"]
    assert tree.look("out.png") is tree.look("folder/c.png") is tree.look("deep/up/a.png") is None


def test_a_missing_root_is_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    assert not _tree(tmp_path / "none").scan().there


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_folders_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    _put(tmp_path, "a.png", "locked/b.png")
    (tmp_path / "locked").chmod(0)
    scan = _tree(tmp_path).scan()
    (tmp_path / "locked").chmod(0o700)
    assert sorted(scan.stamps) == ["a.png"] and list(scan.blind) == ["locked"]


def test_very_deep_folders_are_told(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(70):
        deep = deep / "d"
    _put(deep, "a.png")
    scan = _tree(tmp_path).scan()
    assert scan.stamps == {}
    (reason,) = scan.blind.values()
    assert "folders deep" in reason


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_text_are_counted(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.png", os.O_CREAT | os.O_WRONLY))
    scan = _tree(tmp_path).scan()
    assert scan.stamps == {} and scan.unnameable == 1


def test_a_pipe_is_no_sprite(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "a.png")
    (tmp_path / "b.png").mkdir()
    assert _tree(tmp_path).scan().stamps == {}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_what_looks_like_a_sprite_and_is_not_read_is_named_with_the_reason(tmp_path: Path) -> None:
    root = tmp_path / "root"
    _put(root, "hero.png", "own.png", "tiles/a.png", "notes.txt", ".hidden.png")
    _put(tmp_path, "outside/far.png")
    (root / "neonworks.toml").write_text("ignore = ['tiles/a.png']")
    (root / "far.png").symlink_to(tmp_path / "outside" / "far.png")
    (root / "lost.png").symlink_to("nothing.png")
    (root / "inside.png").symlink_to("hero.png")
    (root / "more").symlink_to(tmp_path / "outside")
    (root / "notes").symlink_to("notes.txt")
    os.mkfifo(root / "pipe.png")
    scan = _tree(root, own=("own.png",)).scan()
    assert sorted(scan.stamps) == ["hero.png", "inside.png"]
    assert {path: reason.split(",")[0] for path, reason in scan.passed_over.items()} == {
        "far.png": "a link that leads out of the folder",
        "lost.png": "a link that leads out of the folder",
        "more": "a link to a folder is not followed: watch that folder itself",
        "pipe.png": "a pipe or device is no picture",
    }
    assert (scan.ignored, scan.own) == (1, 1)
