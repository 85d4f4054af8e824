"""Nothing is read or written outside a root, whatever names and links say."""

import os
import sys
from pathlib import Path

import pytest
from neonworks_protocol import roots
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound, StorageFailed
from neonworks_protocol.roots import Root, read_regular

CANARY = b"secret"

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege there")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.txt").write_bytes(CANARY)
    return folder


@pytest.fixture
def root(tmp_path: Path, outside: Path) -> Root:
    folder = tmp_path / "root"
    folder.mkdir()
    return Root(folder)


def _untouched(outside: Path) -> bool:
    return {p.name: p.read_bytes() for p in outside.iterdir()} == {"secret.txt": CANARY}


def test_files_are_written_and_read(root: Root) -> None:
    place = root.write("a/b/c.bin", b"one")
    assert place == root.folder.resolve() / "a" / "b" / "c.bin"
    root.write("a/b/c.bin", b"two")
    assert root.read("a/b/c.bin", 3) == b"two"
    assert [p.name for p in place.parent.iterdir()] == ["c.bin"], "nothing half written is left"


def test_the_root_is_made_when_it_is_needed(tmp_path: Path) -> None:
    assert Root(tmp_path / "new" / "root").write("a", b"").read_bytes() == b""


@pytest.mark.parametrize("name", ["../outside/secret.txt", "a/../../outside/secret.txt", "/etc/hostname", ""])
def test_names_that_leave_are_refused(root: Root, outside: Path, name: str) -> None:
    for act in (lambda: root.place(name), lambda: root.read(name, 99), lambda: root.write(name, b"x")):
        with pytest.raises(BadRequest):
            act()
    assert _untouched(outside)


@needs_links
def test_links_that_leave_are_refused(root: Root, outside: Path) -> None:
    (root.folder / "door").symlink_to(outside)
    (root.folder / "window.txt").symlink_to(outside / "secret.txt")
    for name in ("door/secret.txt", "door/new.txt", "door/deep/new.txt"):
        with pytest.raises(BadRequest, match="leads out of"):
            root.write(name, b"x")
        with pytest.raises(BadRequest, match="leads out of"):
            root.read(name, 99)
    with pytest.raises(BadRequest, match="leads out of"):
        root.read("window.txt", 99)
    assert _untouched(outside)


@needs_links
def test_writing_replaces_a_link_and_does_not_follow_it(root: Root, outside: Path) -> None:
    (root.folder / "window.txt").symlink_to(outside / "secret.txt")
    root.write("window.txt", b"x")
    assert not (root.folder / "window.txt").is_symlink()
    assert _untouched(outside)


@needs_links
def test_links_that_stay_inside_are_followed(root: Root) -> None:
    (root.folder / "real").mkdir()
    (root.folder / "alias").symlink_to("real")
    root.write("alias/a.txt", b"x")
    (root.folder / "again.txt").symlink_to("real/a.txt")
    assert root.read("again.txt", 1) == b"x"
    assert (root.folder / "real" / "a.txt").read_bytes() == b"x"


@needs_links
def test_a_root_may_be_a_link_itself(tmp_path: Path, root: Root) -> None:
    (tmp_path / "link").symlink_to(root.folder)
    Root(tmp_path / "link").write("a.txt", b"x")
    assert root.read("a.txt", 1) == b"x"


@needs_links
def test_links_in_a_circle_are_refused(root: Root) -> None:
    (root.folder / "one").symlink_to("two")
    (root.folder / "two").symlink_to("one")
    for name in ("one", "one/a.txt"):
        with pytest.raises(AnimatorError):
            root.read(name, 1)
    with pytest.raises(AnimatorError):
        root.write("one/a.txt", b"x")


@needs_links
def test_a_link_put_in_the_way_after_the_check_makes_the_use_fail(
    root: Root, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race, made certain: the folder becomes a link when the check is over."""
    (root.folder / "deep").mkdir()
    (root.folder / "deep" / "secret.txt").write_bytes(b"own")
    # A way without links is opened without a check before; this one has to be resolved first.
    (root.folder / "door").symlink_to("deep")
    check = Root.place

    def swapped(self: Root, name: str) -> Path:
        found = check(self, name)
        (root.folder / "deep" / "secret.txt").unlink()
        (root.folder / "deep").rmdir()
        (root.folder / "deep").symlink_to(outside)
        return found

    for act in (lambda: root.read("door/secret.txt", 99), lambda: root.write("deep/new.txt", b"x")):
        with monkeypatch.context() as patched:
            patched.setattr(Root, "place", swapped)
            with pytest.raises(StorageFailed, match="cannot use the folder"):
                act()
        assert _untouched(outside)
        (root.folder / "deep").unlink()
        (root.folder / "deep").mkdir()
        (root.folder / "deep" / "secret.txt").write_bytes(b"own")


def test_without_descriptors_of_folders_the_promise_is_the_same(
    root: Root, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roots, "_CAN_WALK", False)
    root.write("a/b.txt", b"x")
    assert root.read("a/b.txt", 1) == b"x"
    with pytest.raises(NotFound):
        root.read("none/b.txt", 1)
    if sys.platform != "win32":
        (root.folder / "door").symlink_to(outside)
        with pytest.raises(BadRequest, match="leads out of"):
            root.write("door/new.txt", b"x")
    assert _untouched(outside)


@needs_links
def test_a_folder_is_worked_in_once_it_is_open(root: Root, outside: Path) -> None:
    with root.open("deep/er") as folder:
        folder.create("one", b"1")
        with pytest.raises(FileExistsError):
            folder.create("one", b"2")
        folder.create("other", b"3")
        folder.rename("one", "two")
        assert sorted(folder.names()) == ["other", "two"]
        if sys.platform != "win32":
            (root.folder / "deep").rename(root.folder / "moved")
            (root.folder / "deep").symlink_to(outside)
            folder.create("late", b"4")
        folder.unlink("two")
    assert _untouched(outside)
    with root.open("") as folder:
        folder.create("top.txt", b"5")
    assert root.read("top.txt", 1) == b"5"
    with pytest.raises(BadRequest, match="leads out of"), root.open("deep/er"):
        pass


def test_in_a_folder_by_its_path_where_there_are_no_descriptors(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roots, "_CAN_WALK", False)
    with root.open("deep") as folder:
        folder.create("one", b"1")
        folder.rename("one", "two")
        assert folder.names() == ["two"]
    assert root.read("deep/two", 1) == b"1"


def test_what_is_missing_or_too_long_is_said(root: Root) -> None:
    with pytest.raises(NotFound, match="no file"):
        root.read("none.txt", 9)
    with pytest.raises(NotFound, match="no folder"):
        root.read("none/a.txt", 9)
    root.write("long.txt", b"x" * 10)
    with pytest.raises(BadRequest, match="larger than 9 bytes"):
        root.read("long.txt", 9)
    (root.folder / "folder").mkdir()
    with pytest.raises(BadRequest, match="folder, pipe or device"):
        root.read("folder", 9)


@pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes in folders")
def test_pipes_and_devices_are_refused_at_once(root: Root) -> None:
    os.mkfifo(root.folder / "pipe.png")
    with pytest.raises(BadRequest, match="folder, pipe or device"):
        root.read("pipe.png", 9)
    for path in (root.folder / "pipe.png", Path("/dev/zero")):
        with pytest.raises(BadRequest, match="folder, pipe or device"):
            read_regular(path, 9)


def test_a_file_that_the_user_named_is_read(root: Root) -> None:
    place = root.write("a.txt", b"abc")
    assert read_regular(place, 3) == b"abc"
    with pytest.raises(FileNotFoundError):
        read_regular(root.folder / "none", 3)
