from pathlib import Path

import pytest
from neonworks_models.training import tiny_reader
from neonworks_models.training.tiny_reader_recipe import Recipe, read_recipe
from neonworks_protocol.errors import BadRequest

SHIPPED = Path(tiny_reader.__file__).parent / "recipes" / "tiny-reader.toml"


def test_the_shipped_recipe_is_read() -> None:
    recipe = read_recipe(SHIPPED)
    assert recipe.name == "tiny-reader"
    assert 2 * recipe.sizes.words * recipe.sizes.width < 15_000_000


def test_the_rate_rises_holds_and_falls_to_nothing() -> None:
    recipe = Recipe("r", steps=100, warm_up=10, cool_down=20, rate=1.0)
    rates = [recipe.rate_at(step) for step in range(101)]
    assert rates[0] < rates[5] < rates[9] == rates[79] == 1.0 > rates[90] > rates[99] > rates[100] == 0.0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('name = "a"\nlayers = 3', "unknown field"),
        ("name = ", "TOML|toml|Invalid"),
        ('name = "a"\n[sizes]\nwidth = 100\nheads = 8', "multiple of twice"),
    ],
)
def test_a_faulty_recipe_is_named_with_its_fault(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(content)
    with pytest.raises(BadRequest, match=reason):
        read_recipe(path)


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="No such file"):
        read_recipe(tmp_path / "none.toml")
