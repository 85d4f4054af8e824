"""From recipes to clips and places."""

from pathlib import Path

import pytest
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.planning import PlannedSprite, Planner
from neonworks_daemon.watch.reading import Reader, Subject
from neonworks_daemon.watch.tree import Tree
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.frames import encode_png
from neonworks_protocol.errors import AnimatorError, BadRequest, UnsupportedDirection
from neonworks_protocol.vocabulary import Action, Archetype, Direction

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
    recipe = "[animations]\ncombo = 'walks, then attacks'\ncombo-2 = 'walks'\n"
    write_recipe(tmp_path, recipe)
    with pytest.raises(BadRequest) as caught:
        _planned(tmp_path)
    assert caught.value.message == (
        "combo (neonworks.toml, line 4) and combo-2 (neonworks.toml, line 5) would both write combo-2:"
        " rename one of them"
    )


def _put_biped(root: Path) -> None:
    still = next(each for each in example_sprites() if each.archetype is Archetype.BIPED)
    (root / "hero.png").write_bytes(encode_png(still.sprite.rgba))


def test_directions_that_cannot_be_drawn_are_noted_and_the_others_drawn(tmp_path: Path) -> None:
    _put_biped(tmp_path)
    write_recipe(
        tmp_path,
        "facing = 'right'\n[animations]\nwalk = { text = 'walks', directions = ['left', 'right', 'up'] }\n"
        "idle = { text = 'breathes', directions = ['up'] }\n",
    )
    planned = _planned(tmp_path)
    assert [plan.clip.label for plan in planned.plans] == ["walk_left", "walk"]
    assert [note.split(": only")[0] for note in planned.notes] == [
        "walk: walk_up: this right-facing still cannot be turned to up",
        "idle: this right-facing still cannot be turned to up",
    ]


def test_a_sprite_of_which_nothing_can_be_drawn_is_left_alone(tmp_path: Path) -> None:
    _put_biped(tmp_path)
    write_recipe(tmp_path, "facing = 'up'\n[animations]\nwalk = { text = 'walks', directions = ['left'] }\n")
    with pytest.raises(UnsupportedDirection, match=r"^walk: this up-facing still cannot be turned to left"):
        _planned(tmp_path)


def test_a_sentence_that_is_not_understood_is_noted(tmp_path: Path) -> None:
    put_sprite(tmp_path)
    write_recipe(tmp_path, "[animations]\nspecial = 'blorps the frumious'\nwalk = 'walks'\n")
    (note,) = _planned(tmp_path).notes
    assert note.startswith("special: 'blorps' is not an action")
