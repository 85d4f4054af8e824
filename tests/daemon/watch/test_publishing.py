"""Writing results: complete, only over our own files, and repairable after a kill at any step."""

import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from neonworks_daemon.local.job import FinishedClip, Job, PlannedClip, Unwatched
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.ledger import Ledger, Output
from neonworks_daemon.watch.manifest import decode_manifest
from neonworks_daemon.watch.planning import PlannedSprite, Planner
from neonworks_daemon.watch.publishing import Changed, Publisher, Refused, Written, manifest_of
from neonworks_daemon.watch.reading import Reader, Subject
from neonworks_daemon.watch.states import Key
from neonworks_daemon.watch.tree import Tree
from neonworks_protocol.roots import Folder

from tests.fakes.watched import put_sprite, write_recipe

_DIRECTIONS = "[animations]\nidle = { action = 'idle', frames = 2 }\n"


class _Shop:
    """All that stands between a folder and its results, without a daemon."""

    def __init__(
        self, root: Path, ledger: Ledger | None = None, blocked: Callable[[], bool] = lambda: False
    ) -> None:
        self.root = root
        self.ledger = ledger or Ledger(root.parent / "ledger.db")
        book = RecipeBook(root)
        self.reader = Reader(root, book, Tree(root, book, self.ledger.is_own).look, "m" * 64)
        self.workshop = Workshop()
        self.planner = Planner(root, self.workshop)
        self.publisher = Publisher(root, self.ledger, self.reader, blocked)

    def draw(self, path: str = "hero.png") -> tuple[PlannedSprite, Sequence[FinishedClip]]:
        subject = self.reader.read(path)
        assert isinstance(subject, Subject), subject
        planned = self.planner.plan(subject)
        clips = [
            clip
            for plan in planned.plans
            for clip in self.workshop.draw(_only(plan.job, plan.clip), Unwatched())
        ]
        return planned, clips

    def publish(self, path: str = "hero.png") -> Written | Changed | Refused:
        return self.publisher.publish(*self.draw(path))


def _only(job: Job, clip: PlannedClip) -> Job:
    return replace(job, clips=(clip,))


@pytest.fixture
def shop(tmp_path: Path) -> _Shop:
    root = tmp_path / "root"
    root.mkdir()
    put_sprite(root)
    write_recipe(root, _DIRECTIONS)
    return _Shop(root)


def _files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


_HERO = [f"animations/hero/hero{end}" for end in (".animations.json", "_idle.animator.json", "_idle.gif")]


def test_a_result_is_complete_and_says_what_it_is(shop: _Shop) -> None:
    written = shop.publish()
    assert isinstance(written, Written)
    assert _files(shop.root) == [*_HERO, "hero.png", "neonworks.toml"]
    assert sorted(written.files) == _HERO and written.files[-1] == manifest_of(shop.draw()[0])
    manifest = decode_manifest((shop.root / _HERO[0]).read_bytes())
    assert manifest.sha256 == hashlib.sha256((shop.root / "hero.png").read_bytes()).hexdigest()
    for name, digest in manifest.files.items():
        assert hashlib.sha256((shop.root / name).read_bytes()).hexdigest() == digest
    assert [clip.label for clip in manifest.clips] == ["idle"]
    (waiting,) = shop.ledger.untold()
    assert waiting.outputs == written.files


def test_nothing_is_touched_when_the_sprite_is_another_by_now(shop: _Shop) -> None:
    planned, clips = shop.draw()
    put_sprite(shop.root, number=1)
    assert isinstance(shop.publisher.publish(planned, clips), Changed)
    assert _files(shop.root) == ["hero.png", "neonworks.toml"] and shop.ledger.published() == {}


def test_nothing_is_written_while_git_works(tmp_path: Path, shop: _Shop) -> None:
    blocked = _Shop(shop.root, shop.ledger, blocked=lambda: True)
    assert isinstance(blocked.publish(), Changed)
    assert _files(shop.root) == ["hero.png", "neonworks.toml"]


def test_files_that_the_newest_result_has_not_are_removed_unless_edited(shop: _Shop) -> None:
    write_recipe(shop.root, "[animations]\nidle = { action = 'idle', frames = 4 }\n", formats="frames")
    shop.publish()
    edited = shop.root / "animations/hero/hero_idle_04.png"
    edited.write_bytes(b"painted over")
    write_recipe(shop.root, _DIRECTIONS, formats="frames")
    shop.publish()
    names = [name for name in _files(shop.root) if name.endswith(".png")]
    assert names == [*(f"animations/hero/hero_idle_0{n}.png" for n in (1, 2, 4)), "hero.png"]
    assert not shop.ledger.is_own("animations/hero/hero_idle_04.png"), "it is the artist's now"


def test_files_of_others_are_never_replaced(shop: _Shop) -> None:
    place = shop.root / "animations/hero/hero_idle.gif"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"precious")
    refused = shop.publish()
    assert isinstance(refused, Refused) and not refused.passing
    assert "was not written by this program" in refused.reason
    assert place.read_bytes() == b"precious" and _files(shop.root)[:1] == ["animations/hero/hero_idle.gif"]


def test_outputs_are_known_again_when_the_ledger_was_lost(shop: _Shop, tmp_path: Path) -> None:
    shop.publish()
    fresh = _Shop(shop.root, Ledger(tmp_path / "fresh.db"))
    put_sprite(shop.root, number=1)
    assert isinstance(fresh.publish(), Written)


def test_two_sprites_never_write_the_same_files(shop: _Shop) -> None:
    write_recipe(shop.root, "out = 'all'\n" + _DIRECTIONS)
    put_sprite(shop.root, "foes/Hero.png", 1)
    assert isinstance(shop.publish(), Written)
    refused = shop.publish("foes/Hero.png")
    assert isinstance(refused, Refused) and "is written for hero.png already" in refused.reason
    shop.ledger.forget("hero.png")
    assert isinstance(shop.publish("foes/Hero.png"), Written)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_do_not_lead_the_outputs_out(shop: _Shop, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (shop.root / "animations").symlink_to(outside)
    refused = shop.publish()
    assert isinstance(refused, Refused) and "leads out" in refused.reason
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_tried_again_later(shop: _Shop) -> None:
    shop.root.chmod(0o500)
    refused = shop.publish()
    shop.root.chmod(0o700)
    assert isinstance(refused, Refused) and refused.passing and not refused.torn


def test_a_place_that_is_taken_by_a_file_is_told(shop: _Shop) -> None:
    (shop.root / "animations").write_bytes(b"a file")
    refused = shop.publish()
    assert isinstance(refused, Refused) and refused.reason and not refused.torn


class _Killed(BaseException):
    """As the process ends."""


@pytest.mark.parametrize("step", ["staging", "begin", "rename", "publish"])
def test_after_a_kill_at_any_step_the_next_start_publishes_once(
    shop: _Shop, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.publish()
    (first,) = shop.ledger.untold()
    shop.ledger.told(first.serial)
    put_sprite(shop.root, number=1)
    planned, clips = shop.draw()
    _kill_at(step, shop, monkeypatch)
    with pytest.raises(_Killed):
        shop.publisher.publish(planned, clips)
    monkeypatch.undo()
    after = _Shop(shop.root, Ledger(shop.root.parent / "ledger.db"))
    done = step == "publish"
    assert (after.ledger.published().get("hero.png") == planned.subject.key) == done
    if not done:
        assert isinstance(after.publish(), Written)
    (told,) = after.ledger.untold()
    assert told.key == planned.subject.key and told.serial > first.serial
    manifest = decode_manifest((shop.root / _HERO[0]).read_bytes())
    assert manifest.sha256 == planned.subject.key.content
    assert _files(shop.root) == [*_HERO, "hero.png", "neonworks.toml"], "no temporary file is left"


def _kill_at(step: str, shop: _Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process die before its second file, in the ledger's first step, between two renames, or right
    after the last step."""
    begin, publish, rename, create = Ledger.begin, Ledger.publish, Folder.rename, Folder.create
    renamed: list[str] = []
    created: list[str] = []

    def begun(self: Ledger, path: str, key: Key, outputs: tuple[Output, ...]) -> int:
        begin(self, path, key, outputs)
        raise _Killed

    def published(self: Ledger, path: str, serial: int) -> None:
        publish(self, path, serial)
        raise _Killed

    def replaced(self: Folder, name: str, to: str) -> None:
        renamed.append(name)
        if len(renamed) == 2:
            raise _Killed
        rename(self, name, to)

    def staged(self: Folder, name: str, data: bytes) -> None:
        created.append(name)
        if len(created) == 2:
            raise _Killed
        create(self, name, data)

    match step:
        case "staging":
            monkeypatch.setattr(Folder, "create", staged)
        case "begin":
            monkeypatch.setattr(Ledger, "begin", begun)
        case "rename":
            monkeypatch.setattr(Folder, "rename", replaced)
        case "publish":
            monkeypatch.setattr(Ledger, "publish", published)
    # What a killed process leaves: nobody cleans up after it.
    monkeypatch.setattr(Folder, "unlink", lambda self, name: None)
