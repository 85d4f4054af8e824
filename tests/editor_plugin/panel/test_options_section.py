"""Directions, body plan, takes, seeds, tier and live."""

import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.tabs import Segments
from neonworks_editor.ui.text_field import TextField
from neonworks_protocol.vocabulary import Archetype, Direction, Tier

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def walking(lab: PanelLab) -> PanelLab:
    lab.enter("walk")
    lab.frames(20)
    return lab


def test_the_pad_chooses_directions(walking: PanelLab) -> None:
    walking.click("directions", part=(0.85, 0.5))
    assert walking.app.studio.settings.directions == (Direction.RIGHT,)
    assert walking.daemon.submitted[-1].directions == (Direction.RIGHT,)


def test_what_is_seen_is_said_and_can_be_corrected(walking: PanelLab) -> None:
    body = walking.find("archetype", Dropdown)
    assert body.items[0].text == "Seen: two legs"
    walking.app.root.focus(body)
    walking.press("down")
    assert walking.app.studio.settings.archetype is Archetype.BIPED
    walking.app.root.focus(walking.find("facing", Dropdown))
    walking.press("down")
    assert walking.app.studio.settings.facing is Direction.UP


def test_four_takes_are_four_seeds_side_by_side(walking: PanelLab) -> None:
    walking.click("take-count", part=(0.7, 0.5))
    walking.frames(20)
    assert len(set(walking.app.studio.settings.seeds)) == 4
    assert all(walking.shown(f"take-{n}") for n in (1, 2, 3, 4))
    walking.press("escape")
    walking.press("3")
    assert walking.app.desk.take == 2
    seeds = walking.app.studio.settings.seeds
    walking.click("lock")
    walking.click("reroll")
    rolled = walking.app.studio.settings.seeds
    assert rolled[2] == seeds[2] and all(rolled[n] != seeds[n] for n in (0, 1, 3))
    walking.click("keep-take")
    walking.frames(10)
    assert walking.app.studio.settings.seeds == (seeds[2],)
    assert not walking.shown("take-2")


def test_a_seed_can_be_typed(walking: PanelLab) -> None:
    walking.click("seed")
    field = walking.find("seed", TextField)
    field.select_all()
    walking.enter("4711x")
    walking.press("return")
    assert walking.app.studio.settings.seeds == (4711,)
    assert field.text == "4711"


def test_the_tier_says_what_is_not_there(walking: PanelLab) -> None:
    tiers = walking.find("tier", Segments)
    assert "not installed" in next(o.tooltip for o in tiers.options if o.key == "diffusion")
    walking.click("tier", part=(0.1, 0.5))
    assert walking.app.studio.settings.tier is Tier.DRAFT


def test_without_live_nothing_is_asked_until_generate(walking: PanelLab) -> None:
    walking.click("live", part=(0.2, 0.5))
    assert not walking.settings.current.live
    asked = len(walking.daemon.submitted)
    walking.app.studio.set_text("run")
    walking.frames(20)
    assert len(walking.daemon.submitted) == asked
    walking.click("generate")
    walking.frames(10)
    assert walking.daemon.submitted[-1].text == "run"


def test_joints_are_dragged_kept_beside_the_sprite_and_reset(walking: PanelLab) -> None:
    walking.click("joints")
    view = walking.app.panel.stage.preview.view
    assert view.joints and set(view.joints) >= {"neck", "left_wrist"}
    walking.app.panel.stage._move_joint("left_wrist", (30.0, 20.0))
    walking.frames(6)
    assert dict(walking.app.studio.settings.joints)["left_wrist"] == (30.0, 20.0)
    walking.click("save-rig")
    assert (walking.root_folder / "adventurer_down.rig.json").exists()
    walking.click("reset-joints")
    walking.frames(4)
    assert walking.app.studio.settings.joints == ()
    assert not walking.find("reset-joints", Button).enabled
