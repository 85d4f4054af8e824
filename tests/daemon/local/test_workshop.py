from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.local.job import Unwatched
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.workshop import Workshop, read_sprite_file
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.rigfile import Rig, encode_rig
from neonworks_protocol.errors import BadRequest, BadSprite, Unavailable, UnsupportedAction
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from tests.daemon.local.sprites import save_example


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop()


@pytest.fixture(scope="module")
def slime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_example(tmp_path_factory.mktemp("art"))


def test_a_sentence_becomes_planned_clips(workshop: Workshop, slime: Path) -> None:
    job = workshop.prepare(read_options({"sprite": str(slime), "text": "jump, then run"}))
    assert [clip.request.spec.animation_type for clip in job.clips] == [Action.JUMP, Action.RUN]
    assert [clip.label for clip in job.clips] == ["jump", "run"]
    assert job.name == "slime"
    assert job.notes == ()


def test_drawing_gives_frames_of_the_plan_and_a_report(workshop: Workshop, slime: Path) -> None:
    job = workshop.prepare(read_options({"sprite": str(slime), "action": "walk", "frames": 5}))
    (clip,) = workshop.draw(job, Unwatched())
    plan = clip.planned.plan
    assert len(clip.frames) == plan.frame_count == 5
    assert {frame.shape for frame in clip.frames} == {(plan.height, plan.width, 4)}
    assert clip.passed
    assert clip.contract["passed"] is True
    assert 0 < clip.first_frame_ms <= clip.elapsed_ms


def test_same_job_same_pixels(slime: Path) -> None:
    options = read_options({"sprite": str(slime), "text": "attack with a glow", "seed": 3})
    drawn = []
    for _ in range(2):
        fresh = Workshop()
        (clip,) = fresh.draw(fresh.prepare(options), Unwatched())
        drawn.append(np.stack(clip.frames))
    assert np.array_equal(drawn[0], drawn[1])


def test_a_missing_tier_is_named_and_draft_delivered(workshop: Workshop, slime: Path) -> None:
    asked = {"sprite": str(slime), "action": "walk", "tier": "diffusion"}
    job = workshop.prepare(read_options(asked))
    assert job.clips[0].request.tier is Tier.DRAFT
    assert any("tier diffusion is not available" in text for text in job.notes)


def test_the_default_tier_is_not_complained_about(workshop: Workshop, slime: Path) -> None:
    assert workshop.prepare(read_options({"sprite": str(slime), "action": "walk"})).notes == ()


def test_who_asks_for_a_tier_hears_which_one_is_drawn(workshop: Workshop, slime: Path) -> None:
    job = workshop.prepare(read_options({"sprite": str(slime), "action": "walk", "tier": "sprite"}))
    assert job.clips[0].request.tier is Tier.DRAFT
    assert any("tier sprite draws no blob" in text for text in job.notes)


def test_only_a_missing_tier_is_an_error(workshop: Workshop, slime: Path) -> None:
    with pytest.raises(Unavailable, match="tier diffusion is not available"):
        workshop.prepare(read_options({"sprite": str(slime), "action": "walk", "only_tier": "diffusion"}))
    with pytest.raises(UnsupportedAction, match="cannot draw a blob"):
        workshop.prepare(read_options({"sprite": str(slime), "action": "walk", "only_tier": "sprite"}))


def test_a_biped_is_drawn_by_the_net_and_without_it_by_the_draft(tmp_path: Path) -> None:
    asked = read_options({"sprite": str(save_example(tmp_path, "knight_right")), "action": "walk"})
    by_net = Workshop().prepare(asked).clips[0]
    without = Workshop(sprite_net=NetChoice.OFF).prepare(asked).clips[0]
    assert (by_net.generator.tier, without.generator.tier) == (Tier.SPRITE, Tier.DRAFT)
    assert by_net.plan == without.plan


def test_an_unknown_generator_is_an_error(workshop: Workshop, slime: Path) -> None:
    with pytest.raises(Unavailable, match="no generator 'magic'"):
        workshop.prepare(read_options({"sprite": str(slime), "action": "walk", "generator": "magic"}))


def test_labels_name_other_directions(workshop: Workshop, tmp_path: Path) -> None:
    knight = save_example(tmp_path, "knight_right")
    asked = {"sprite": str(knight), "action": "walk", "facing": "right", "direction": "right,left"}
    job = workshop.prepare(read_options(asked))
    assert [clip.label for clip in job.clips] == ["walk", "walk_left"]
    assert [clip.request.direction for clip in job.clips] == [Direction.RIGHT, Direction.LEFT]


def test_clips_that_nobody_can_draw_do_not_stop_the_others(workshop: Workshop, tmp_path: Path) -> None:
    knight = save_example(tmp_path, "knight_right")
    asked = {"sprite": str(knight), "action": "walk", "facing": "right", "direction": ["right", "up"]}
    job = workshop.prepare(read_options(asked))
    assert [clip.label for clip in job.clips] == ["walk"]
    assert [(label, error.code) for label, error in job.refused] == [("walk_up", "unsupported_direction")]
    assert any("walk_up" in text for text in job.notes)
    with pytest.raises(BadRequest):
        workshop.prepare(read_options({**asked, "direction": "up"}))


def test_a_rig_file_counts_and_options_count_more(workshop: Workshop, tmp_path: Path) -> None:
    asked = {"sprite": str(save_example(tmp_path, "knight_right")), "action": "walk"}
    (tmp_path / "knight_right.rig.json").write_text('{"version": 1, "archetype": "blob", "facing": "left"}')
    job = workshop.prepare(read_options(asked))
    assert (job.analysis.archetype, job.analysis.facing) == (Archetype.BLOB, Direction.LEFT)
    assert job.clips[0].generator.name == "draft-blob"
    assert "body as knight_right.rig.json says" in job.notes
    job = workshop.prepare(read_options({**asked, "facing": "down"}))
    assert (job.analysis.archetype, job.analysis.facing) == (Archetype.BLOB, Direction.DOWN)


@pytest.mark.parametrize(
    ("rig", "named"),
    [
        ("{", "not a valid rig"),
        ('{"version": 1, "facing": "north"}', "facing"),
        (encode_rig(Rig(joints=dict.fromkeys(Joint, (300.0, 2.0)))).decode(), "head_top.*outside"),
    ],
)
def test_a_bad_rig_file_is_one_line_with_file_and_field(
    workshop: Workshop, tmp_path: Path, rig: str, named: str
) -> None:
    sprite = save_example(tmp_path, "knight_right")
    (tmp_path / "knight_right.rig.json").write_text(rig)
    with pytest.raises(BadRequest, match=named) as caught:
        workshop.prepare(read_options({"sprite": str(sprite), "action": "walk"}))
    assert str(tmp_path / "knight_right.rig.json") in caught.value.message
    assert "\n" not in caught.value.message


def test_a_guess_is_said(workshop: Workshop, slime: Path) -> None:
    job = workshop.prepare(read_options({"sprite": str(slime), "text": "qwertz uiop"}))
    assert not job.heard.understood
    assert job.notes


def test_planning_can_be_left_to_the_artist(workshop: Workshop, tmp_path: Path) -> None:
    knight = save_example(tmp_path, "knight_right")
    asked = {"sprite": str(knight), "text": "walk", "facing": "right", "direction": "right,up,left"}
    job = workshop.prepare(read_options(asked), plan=False)
    planned = workshop.prepare(read_options(asked))
    assert ["plan" in vars(clip) for clip in job.clips] == [False, False]
    assert [clip.plan for clip in job.clips] == [clip.plan for clip in planned.clips]
    assert [label for label, _ in job.refused] == [label for label, _ in planned.refused] == ["walk_up"]
    turned = {**asked, "text": "walk up", "direction": None}
    heard, seen = (workshop.prepare(read_options(turned), plan=plan) for plan in (False, True))
    assert heard.notes == seen.notes != ()
    assert heard.clips[0].request.direction is Direction.RIGHT


def test_an_action_twice_is_numbered(workshop: Workshop, slime: Path) -> None:
    job = workshop.prepare(read_options({"sprite": str(slime), "text": "walk", "direction": "down,down"}))
    assert len({clip.label for clip in job.clips}) == len(job.clips)


def test_missing_files_name_similar_ones(slime: Path) -> None:
    with pytest.raises(BadSprite, match=r"did you mean .*slime\.png"):
        read_sprite_file(slime.with_name("slme.png"))
    with pytest.raises(BadSprite, match="no folder"):
        read_sprite_file(slime.parent / "nowhere" / "slime.png")


def test_only_pictures_with_similar_names_are_named(tmp_path: Path) -> None:
    for name in ("b.png", "hero.rig.json", "hero.txt", "HERO2.PNG"):
        (tmp_path / name).touch()
    with pytest.raises(BadSprite, match=r"nope\.png: check its name$"):
        read_sprite_file(tmp_path / "nope.png")
    with pytest.raises(BadSprite, match=r"did you mean .*HERO2\.PNG\?$"):
        read_sprite_file(tmp_path / "HERO.png")


def test_folders_and_huge_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSprite, match="name a picture file that you may read"):
        read_sprite_file(tmp_path)
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(9 << 20)
    with pytest.raises(BadSprite, match="8 MiB"):
        read_sprite_file(huge)


def test_a_name_that_no_system_accepts_is_refused() -> None:
    with pytest.raises(BadSprite):
        read_sprite_file(Path("a\0b.png"))


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_damaged_sprites_are_refused(workshop: Workshop, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.png").write_bytes(data)
    with pytest.raises(BadSprite):
        workshop.prepare(read_options({"sprite": str(tmp_path / "bad.png"), "action": "walk"}))
