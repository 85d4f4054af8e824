from pathlib import Path

import neonworks_models.training
import pytest
from neonworks_models.data.lpc import LpcSource
from neonworks_models.data.net_composer import Kind
from neonworks_models.training.sprite_recipe import Recipe, Shards, read_recipe
from neonworks_protocol.errors import BadRequest

SHIPPED = Path(neonworks_models.training.__file__).parent / "recipes"


@pytest.mark.parametrize("name", ["sprite-net", "sprite-net-oga", "sprite-turn"])
def test_shipped_recipes_are_whole(name: str) -> None:
    recipe = read_recipe(SHIPPED / f"{name}.toml")
    assert recipe.name == name
    turned = {Kind.TURNED}
    assert set(recipe.kinds) == (turned if name == "sprite-turn" else set(Kind) - turned)
    assert recipe.cool_down < recipe.steps
    assert (LpcSource.CLASSIC in recipe.sources) == (name != "sprite-net-oga")


def test_the_rate_warms_up_stays_and_cools_down_to_nothing() -> None:
    recipe = Recipe("a", {}, steps=100, warm_up=10, cool_down=20, rate=1.0)
    assert recipe.rate_at(0) == pytest.approx(0.1)
    assert recipe.rate_at(9) == recipe.rate_at(50) == recipe.rate_at(80) == 1.0
    assert recipe.rate_at(90) == pytest.approx(0.5)
    assert recipe.rate_at(100) == 0.0


def test_early_weights_are_averaged_over_few_steps() -> None:
    recipe = Recipe("a", {"plain": Shards(1, 1, 1.0)})  # type: ignore[dict-item]
    assert recipe.averaging_at(0) < 0.1
    assert recipe.averaging_at(10**6) == recipe.averaging


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 3", "name"),
        ('name = "a"\n[kinds.painted]\nfiles = 1\nfigures = 1\nshare = 1.0', "painted"),
        ('name = "a"\n[kinds]', "share above 0"),
        ('name = "a"\n[kinds.plain]\nfiles = 1\nfigures = 1\nshare = 0.0', "share above 0"),
        ('name = "a"\nspeed = 1\n[kinds.plain]\nfiles = 1\nfigures = 1\nshare = 1.0', "speed"),
        ("name = ", "recipe.toml"),
    ],
)
def test_faults_of_a_recipe_are_told(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(text)
    with pytest.raises(BadRequest, match=says):
        read_recipe(path)


def test_a_missing_recipe_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"none\.toml"):
        read_recipe(tmp_path / "none.toml")
