"""Recipes of folders and sprites together."""

from pathlib import Path

import pytest
from neonworks_daemon.watch.book import Chain, RecipeBook, SpriteRecipe
from neonworks_protocol.errors import BadRequest


def _write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def _of(root: Path, path: str, **options: object) -> SpriteRecipe:
    return RecipeBook(root, **options).of(path)  # type: ignore[arg-type]


def test_without_recipes_there_is_a_sane_set(tmp_path: Path) -> None:
    recipe = _of(tmp_path, "hero.png")
    assert list(recipe.animations) == ["idle", "walk", "attack"]
    assert recipe.out == "animations/{folder}/{sprite}"
    assert all(options.formats == ("sheet",) for options in recipe.animations.values())


def test_the_nearest_wins_key_by_key_and_animations_add_up(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "neonworks.toml",
        'seed = 1\ntier = "draft"\n[animations]\nidle = "breathes"\nwalk = "walks"',
    )
    _write(tmp_path, "foes/neonworks.toml", "seed = 2\n[animations]\nwalk = false\nbite = 'bites'")
    _write(tmp_path, "foes/rat.recipe.toml", "seed = 3\n[animations]\nidle = 'sniffs around'")
    rat, bat, hero = (_of(tmp_path, path) for path in ("foes/rat.png", "foes/bat.png", "hero.png"))
    assert rat.texts == {"idle": "sniffs around", "bite": "bites"}
    assert [rat.animations["idle"].seed, bat.animations["idle"].seed] == [3, 2]
    assert rat.animations["idle"].tier == "draft"
    assert hero.texts == {"idle": "breathes", "walk": "walks"}


def test_a_recipe_may_begin_from_nothing(tmp_path: Path) -> None:
    _write(tmp_path, "neonworks.toml", "seed = 1\n[animations]\nidle = 'breathes'")
    _write(tmp_path, "a.recipe.toml", "inherit = false\n[animations]\nrun = 'runs'")
    recipe = _of(tmp_path, "a.png")
    assert recipe.texts == {"run": "runs"} and recipe.animations["run"].seed == 0


def test_a_given_recipe_stands_in_place_of_the_roots_own(tmp_path: Path) -> None:
    root = tmp_path / "root"
    _write(root, "neonworks.toml", "[animations]\nidle = 'breathes'")
    _write(root, "x/neonworks.toml", "seed = 9")
    _write(tmp_path, "other.toml", "[animations]\njump = 'jumps'")
    recipe = _of(root, "x/a.png", base=tmp_path / "other.toml")
    assert recipe.texts == {"jump": "jumps"} and recipe.animations["jump"].seed == 9


def test_formats_of_the_command_win(tmp_path: Path) -> None:
    _write(tmp_path, "a.recipe.toml", "formats = ['gif']\n[animations]\nrun = 'runs'")
    assert _of(tmp_path, "a.png", formats=("webp",)).animations["run"].formats == ("webp",)


def test_the_digest_follows_the_meaning_and_the_rig_file(tmp_path: Path) -> None:
    _write(tmp_path, "neonworks.toml", "# a remark\n[animations]\nidle = 'breathes'")
    plain = _of(tmp_path, "a.png").digest
    _write(tmp_path, "neonworks.toml", "ignore = ['b.png']\n[animations]\nidle = 'breathes'")
    assert _of(tmp_path, "a.png").digest == plain
    _write(tmp_path, "a.rig.json", '{"version": 1, "facing": "left"}')
    with_rig = _of(tmp_path, "a.png").digest
    _write(tmp_path, "neonworks.toml", "[animations]\nidle = 'breathes fast'")
    assert len({plain, with_rig, _of(tmp_path, "a.png").digest}) == 3


def test_a_wrong_recipe_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "foes/neonworks.toml", "sed = 1")
    with pytest.raises(
        BadRequest, match=r"foes/neonworks\.toml, line 1: unknown key 'sed': did you mean 'seed'"
    ):
        _of(tmp_path, "foes/a.png")


def test_what_chains_include_and_ignore(tmp_path: Path) -> None:
    _write(tmp_path, "neonworks.toml", "include = ['heroes/**', 'foes/**']\nignore = ['draft_*']")
    _write(tmp_path, "foes/neonworks.toml", "ignore = ['big/']\ninclude = ['*.png']")
    book = RecipeBook(tmp_path)
    outer = book.extend(book.outermost(), "", 1)
    inner = book.extend(outer, "foes", 1)
    assert outer.includes("heroes/a.gif") and not outer.includes("a.gif")
    assert not outer.includes("heroes/draft_1.png")
    assert inner.includes("foes/x/a.png") and not inner.includes("foes/a.gif")
    assert inner.ignores("foes/big/") and not outer.ignores("foes/big/")
    assert not inner.includes("foes/draft_a.png"), "ignored patterns add up"


def test_stamps_tell_of_changed_files(tmp_path: Path) -> None:
    book = RecipeBook(tmp_path)
    assert book.extend(Chain(), "", None) == Chain()
    assert book.extend(Chain(), "", 1).stamps != book.extend(Chain(), "", 2).stamps
