"""From recipes to clips and places."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.planning import PlannedSprite, Planner, clip_folder, sprite_folder
from neonworks_daemon.watch.reading import Reader, Subject
from neonworks_daemon.watch.tree import Tree
from neonworks_protocol.errors import AnimatorError, BadRequest
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.watched import put_sprite, write_recipe


def _planned(root: Path, path: str = "hero.png") -> PlannedSprite:
    book = RecipeBook(root)
    subject = Reader(root, book, Tree(root, book, lambda _path: False).look, "m").read(path)
    assert isinstance(subject, Subject), subject
    return Planner(root).plan(subject)


def test_clips_are_called_as_the_recipe_calls_them(tmp_path: Path) -> None:
    put_sprite(tmp_path, "foes/rat.png")
    recipe = """facing = 'right'
[animations]
cheer = "jumps happily, then attacks"
patrol = { text = "walks slowly", directions = ["left", "right"] }
"""
    write_recipe(tmp_path, recipe)
    planned = _planned(tmp_path, "foes/rat.png")
    assert [plan.clip.label for plan in planned.plans] == ["cheer", "cheer-2", "patrol_left", "patrol"]
    assert [plan.clip.request.spec.animation_type for plan in planned.plans[:2]] == [
        Action.JUMP,
        Action.ATTACK,
    ]
    assert planned.plans[2].clip.request.direction is Direction.LEFT
    assert {plan.folder for plan in planned.plans} == {planned.folder} == {"animations/foes/rat"}
    assert planned.name == "rat" and planned.plans[3].text == "walks slowly"


def test_a_rig_file_is_honoured(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    write_recipe(tmp_path)
    (tmp_path / "hero.rig.json").write_text('{"version": 1, "facing": "left", "archetype": "blob"}')
    planned = _planned(tmp_path)
    assert planned.plans[0].job.rig.facing is Direction.LEFT
    assert planned.plans[0].clip.request.analysis.facing is Direction.LEFT
    assert any("hero.rig.json" in note for note in planned.notes)


def test_what_cannot_be_drawn_names_the_animation(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    write_recipe(tmp_path, "[animations]\nspin = { action = 'walk', generator = 'nobody' }\n")
    with pytest.raises(AnimatorError, match=r"^spin: there is no generator 'nobody'"):
        _planned(tmp_path)


def test_two_animations_must_not_write_the_same_files(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    write_recipe(tmp_path, "[animations]\nWalk = 'walks'\nwalk = 'walks'\n")
    with pytest.raises(BadRequest, match="Walk and walk would write the same files"):
        _planned(tmp_path)


@pytest.mark.parametrize(
    ("template", "path", "folder", "of_sprite"),
    [
        ("animations/{folder}/{sprite}", "hero.png", "animations/hero", "animations/hero"),
        ("animations/{folder}/{sprite}", "a/b/hero.png", "animations/a/b/hero", "animations/a/b/hero"),
        ("{folder}", "a/hero.png", "a", "a"),
        ("{folder}", "hero.png", "", ""),
        ("out/{sprite}/{animation}", "hero.png", "out/hero/walk", "out/hero"),
        ("out/{animation}/{direction}/{sprite}", "hero.png", "out/walk/left/hero", "out"),
        ("{animation}", "a/hero.png", "walk", "a"),
        ("x", "{sprite}.png", "x", "x"),
        ("{sprite}", "{folder}.png", "{folder}", "{folder}"),
    ],
)
def test_places(template: str, path: str, folder: str, of_sprite: str) -> None:
    assert clip_folder(template, path, "walk", "left") == folder
    assert sprite_folder(template, path) == of_sprite


@pytest.mark.parametrize(
    "template",
    [
        "../{sprite}",
        "/etc/{sprite}",
        "C:/x",
        "a\\b",
        "~/x",
        "{sprites}",
        "a/../../b",
        "con/{sprite}",
        "a\0b",
        "//srv/x",
    ],
)
def test_places_outside_are_refused(template: str) -> None:
    with pytest.raises(BadRequest, match="out"):
        clip_folder(template, "hero.png", "walk", "left")


@given(st.text(max_size=60), st.from_regex(r"[^/\0]{1,20}(/[^/\0]{1,20}){0,2}", fullmatch=True))
def test_no_template_leads_out(template: str, path: str) -> None:
    try:
        folder = clip_folder(template, path, "walk", "left")
    except BadRequest:
        return
    assert not folder.startswith("/") and ".." not in folder.split("/")
