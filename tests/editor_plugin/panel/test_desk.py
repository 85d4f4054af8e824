"""What the parts share: what is looked at, whose animation it is, and names of files."""

import pytest
from neonworks_editor.panel.desk import Desk

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def desk(lab: PanelLab) -> Desk:
    return lab.app.desk


def test_looking_counts_only_changes(desk: Desk) -> None:
    before = desk.looking.revision
    desk.look(take=0)
    assert desk.looking.revision == before
    desk.look(onion=2, clip=1)
    assert (desk.looking.revision, desk.looking.onion) == (before + 1, 2)


def test_a_take_that_is_gone_is_not_looked_at(lab: PanelLab, desk: Desk) -> None:
    lab.enter("walk")
    desk.studio.set_take_count(4)
    lab.frames(20)
    desk.look(take=3)
    assert desk.take == 3
    assert len(desk.together()) == 4
    desk.studio.set_take_count(1)
    lab.frames(20)
    assert desk.take == 0 and desk.strip is not None


def test_files_are_called_after_the_sprite(lab: PanelLab, desk: Desk) -> None:
    assert desk.sprite_name == "adventurer_down"
    desk.studio.close_sprite()
    assert desk.sprite_name == "sprite"


def test_who_shows_it(lab: PanelLab, desk: Desk) -> None:
    other = lab.host.entities()[-1]
    assert other.sprite_path is not None
    lab.app.take(other.sprite_path, other.id)
    assert desk.entity is not None and desk.entity.id == other.id
    first = lab.host.entities()[0]
    assert first.sprite_path is not None
    lab.app.take(first.sprite_path)
    picked = lab.host.selected()
    assert picked is not None and desk.entity is not None and desk.entity.id == picked.id == first.id


def test_clips_are_those_that_are_whole(lab: PanelLab, desk: Desk) -> None:
    assert desk.clips() == ()
    lab.enter("walk")
    lab.frames(20)
    assert [clip.action.value for clip in desk.clips()] == ["walk"]


def test_settings_that_cannot_be_kept_are_said(lab: PanelLab, desk: Desk) -> None:
    lab.settings.path.unlink()
    lab.settings.path.mkdir()
    desk.keep(scale=1.25)
    lab.frames(2)
    assert any("could not be kept" in text for text in lab.texts())
