import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.data.net_samples import NetSamples
from neonworks_models.training.sprite_net import Trainer, main
from neonworks_models.training.sprite_recipe import Network, Recipe, Shards
from neonworks_protocol.errors import Unavailable

WITHOUT_TORCH = importlib.util.find_spec("torch") is None
TINY = Network(widths=(8, 16, 16), condition=16, features=8, depth=2)
RECIPE = Recipe(
    "tiny", {Kind.DRAWN: Shards(1, 2, 1.0)}, network=TINY, batch=4, steps=6, warm_up=1, cool_down=1, threads=1
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, list[NetSamples]]:
    return {Kind.DRAWN: [make_samples(tmp_path_factory.mktemp("none"), Kind.DRAWN, 3, 0, holdout=False)]}


@pytest.mark.skipif(not WITHOUT_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        Trainer(RECIPE, tmp_path)


@pytest.mark.skipif(WITHOUT_TORCH, reason="PyTorch is not installed")
def test_training_goes_on_where_it_stopped(tmp_path: Path, samples: dict[Kind, list[NetSamples]]) -> None:
    ticks = iter(np.arange(0, 1000, 10.0))
    first = Trainer(RECIPE, tmp_path)
    first.run(samples, samples, minutes=0.4, clock=lambda: float(next(ticks)), tell=lambda _: None)
    assert 0 < first.step < RECIPE.steps
    second = Trainer(RECIPE, tmp_path)
    assert second.step == first.step
    for name, value in first.net.state_dict().items():
        assert bool((second.net.state_dict()[name] == value).all())
    second.run(samples, samples, minutes=5, tell=lambda _: None)
    assert second.step == RECIPE.steps
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["step"] == RECIPE.steps
    assert set(lines[-1]["drawn"]) == {"gain", "draft", "motion"}
    assert (tmp_path / "best.pt").is_file()
    assert (tmp_path / f"sheet_{RECIPE.steps:07d}.png").is_file()


@pytest.mark.skipif(WITHOUT_TORCH, reason="PyTorch is not installed")
def test_a_net_of_other_sizes_is_not_resumed(tmp_path: Path, samples: dict[Kind, list[NetSamples]]) -> None:
    Trainer(RECIPE, tmp_path).run(samples, samples, minutes=0, tell=lambda _: None)
    other = Recipe(
        "tiny", RECIPE.kinds, network=Network(widths=(8, 16, 24), condition=16, features=8, depth=2)
    )
    with pytest.raises(Unavailable, match="other sizes"):
        Trainer(other, tmp_path)


@pytest.mark.skipif(WITHOUT_TORCH, reason="PyTorch is not installed")
def test_a_training_begins_with_the_weights_of_another(
    tmp_path: Path, samples: dict[Kind, list[NetSamples]]
) -> None:
    first = Trainer(RECIPE, tmp_path / "first")
    first.run(samples, samples, minutes=5, tell=lambda _: None)
    second = Trainer(RECIPE, tmp_path / "second")
    second.start_from(first.checkpoint)
    assert second.step == 0
    for name, value in second.net.state_dict().items():
        assert bool((first.averaged[name] == value).all())
    second.run(samples, samples, minutes=5, tell=lambda _: None)
    learnt = second.net.state_dict()
    second.start_from(first.checkpoint)
    assert all(bool((learnt[name] == value).all()) for name, value in second.net.state_dict().items())
    other = Recipe("tiny", RECIPE.kinds, network=Network(widths=(8, 16, 24)))
    with pytest.raises(Unavailable, match="other sizes"):
        Trainer(other, tmp_path / "third").start_from(first.checkpoint)


def test_the_command_needs_a_recipe(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--sprites", "a", "--work", "b"])
    assert "--recipe" in capsys.readouterr().err
