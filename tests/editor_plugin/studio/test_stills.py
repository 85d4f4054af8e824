from pathlib import Path

from neonworks_editor.studio.analyst import Analyst
from neonworks_editor.studio.corrections import Corrections, read_rig, rig_path, write_rig
from neonworks_editor.studio.notices import NoticeAction, NoticeBoard
from neonworks_editor.studio.stills import Stills
from neonworks_editor.studio.watching import POLL_S
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Analyse
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.editor_plugin.studio.test_analyst import seen
from tests.fakes.editor_links import ManualClock, ScriptedLink, ids, png


class Opened(Stills):
    """Stills alone."""

    def __init__(self) -> None:
        self.link, self.clock, self.notices = ScriptedLink(), ManualClock(), NoticeBoard()
        self.changes = 0
        self.analyst = Analyst(self.link, ids())
        super().__init__(self.clock, lambda: 1, self.analyst, self.notices)

    @property
    def limits(self) -> Limits:
        return Limits(sprite_bytes=1000)

    def settings_changed(self) -> None:
        self.changes += 1

    def looks(self, count: int = 4) -> None:
        for _ in range(count):
            self.watch_sprite(self.clock.pass_(POLL_S))

    def seen_joints(self) -> dict[str, tuple[float, float]]:
        return dict(self.joints)

    @property
    def said(self) -> list[str]:
        return [notice.text for notice in self.notices.take()]


def hero(folder: Path, tail: bytes = b"") -> Path:
    path = folder / "hero.png"
    path.write_bytes(png(tail=tail))
    return path


def test_a_picture_is_opened_and_the_sentence_stays(tmp_path: Path) -> None:
    opened = Opened()
    opened.set_text("walk")
    assert opened.open_sprite(hero(tmp_path), entity="e7")
    sprite = opened.settings.sprite
    assert sprite is not None
    assert (sprite.name, sprite.entity, opened.settings.text) == ("hero.png", "e7", "walk")
    opened.close_sprite()
    assert opened.settings.sprite is None
    opened.undo()
    assert opened.settings.sprite == sprite


def test_what_cannot_be_animated_is_said_and_changes_nothing(tmp_path: Path) -> None:
    opened = Opened()
    (tmp_path / "notes.txt").write_text("notes")
    assert not opened.open_sprite(tmp_path / "notes.txt")
    assert not opened.load_sprite(png(tail=bytes(2000)), "large.png")
    first, second = opened.notices.take()
    assert "not a PNG" in first.text
    assert "larger" in second.text
    assert first.action is NoticeAction.OPEN_SPRITE
    assert opened.changes == 0


def test_a_file_that_changes_is_read_again_without_a_step_of_undo(tmp_path: Path) -> None:
    opened = Opened()
    opened.open_sprite(hero(tmp_path))
    opened.set_text("walk")
    opened.looks()
    assert opened.said == []
    hero(tmp_path, b"painted over")
    opened.looks()
    fresh = opened.settings.sprite
    assert fresh is not None
    assert fresh.data.endswith(b"painted over")
    assert opened.said == ["hero.png changed on disk and was read again"]
    opened.undo()
    assert (opened.settings.text, opened.settings.sprite) == ("", fresh)
    opened.redo()
    assert (opened.settings.text, opened.settings.sprite) == ("walk", fresh)


def test_a_file_that_was_destroyed_leaves_the_earlier_picture(tmp_path: Path) -> None:
    opened = Opened()
    path = hero(tmp_path)
    opened.open_sprite(path)
    earlier = opened.settings.sprite
    opened.looks()
    path.write_bytes(b"half a file")
    opened.looks()
    assert opened.settings.sprite == earlier
    assert "the earlier picture is kept" in opened.said[0]
    hero(tmp_path, b"mended")
    opened.looks()
    assert opened.settings.sprite != earlier


def test_corrections_beside_the_picture_are_taken_up_and_saved(tmp_path: Path) -> None:
    opened = Opened()
    path = hero(tmp_path)
    write_rig(rig_path(path), Corrections(Archetype.BLOB, Direction.LEFT))
    opened.open_sprite(path)
    assert (opened.settings.archetype, opened.settings.facing) == (Archetype.BLOB, Direction.LEFT)
    opened.set_archetype(Archetype.FLYER)
    assert opened.save_corrections()
    assert read_rig(rig_path(path)) == Corrections(Archetype.FLYER, Direction.LEFT)
    assert opened.said == ["saved as hero.rig.json"]
    other = tmp_path / "bat.png"
    other.write_bytes(png(32, 32))
    opened.open_sprite(other)
    assert opened.settings.archetype is None, "another picture brings its own"


def test_bad_corrections_are_said_and_passed_over(tmp_path: Path) -> None:
    opened = Opened()
    path = hero(tmp_path)
    rig_path(path).write_text("{")
    assert opened.open_sprite(path)
    assert "hero.rig.json is passed over" in opened.said[0]


def test_a_picture_without_a_file_keeps_no_corrections() -> None:
    opened = Opened()
    opened.load_sprite(png(), "dropped.png")
    assert not opened.save_corrections()
    assert "in no file" in opened.said[0]
    opened.looks()
    assert opened.said == []


def test_joints_are_the_seen_ones_until_they_are_dragged() -> None:
    opened = Opened()
    opened.load_sprite(png(), "hero.png")
    assert opened.seen_joints() == {}
    opened.analyst.tick(opened.settings)
    opened.link.answer(Analyse, seen())
    assert opened.seen_joints() == {"neck": (30.0, 20.0), "pelvis": (30.0, 40.0)}
    opened.move_joint("neck", 31.0, 21.0)
    assert opened.seen_joints() == {"neck": (31.0, 21.0), "pelvis": (30.0, 40.0)}
    opened.reset_joints()
    assert opened.seen_joints()["neck"] == (30.0, 20.0)


def test_another_look_takes_its_place_with_all_that_was_corrected(tmp_path: Path) -> None:
    studio = Opened()
    studio.open_sprite(hero(tmp_path), "entity-1")
    studio.set_facing(Direction.LEFT)
    before = studio.settings
    assert studio.swap_look(png(tail=b"other"), "hero_variation_01.png")
    sprite = studio.settings.sprite
    assert sprite is not None and sprite.path is None and sprite.entity == "entity-1"
    assert studio.corrections == Corrections(None, Direction.LEFT)
    studio.undo()
    assert studio.settings == before
    assert not studio.swap_look(b"no picture", "x.png") and studio.settings == before
