"""``animate --reader``: one line on what a larger model reads, after the files are there."""

from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.second_reading import command_for
from neonworks_daemon.local.workshop import Workshop
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from tests.fakes.paper_daemon import example_png


@pytest.fixture
def hero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "hero.png"
    path.write_bytes(example_png("adventurer_right"))
    return path


def test_what_lacks_is_a_line_and_no_failure(hero: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["animate", str(hero), "walk", "--tier", "draft", "--reader", "gone.gguf"]) == 0
    said = capsys.readouterr().err
    assert "second reader: there is no model file gone.gguf" in said
    assert run(["animate", str(hero), "walk", "--tier", "draft", "--reader", "off"]) == 0
    assert "second reader" not in capsys.readouterr().err


def test_without_the_option_and_a_model_not_a_word_is_lost(
    hero: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["animate", str(hero), "walk", "--tier", "draft"]) == 0
    assert "reads" not in capsys.readouterr().err


@pytest.mark.llm
def test_the_small_model_has_its_say(hero: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["animate", str(hero), "walk to the left", "--tier", "draft", "--reader", "tiny"]) == 0
    assert "tiny " in capsys.readouterr().err


def test_the_command_draws_what_was_read(hero: Path) -> None:
    job = Workshop.configured().prepare(read_options({"sprite": str(hero), "text": "walk"}))
    spec = MotionSpec(
        animation_type=Action.ATTACK,
        variant=Variant.SLASH,
        direction=Direction.RIGHT,
        style_modifiers=("angry",),
        special_effects=(Effect.GLOW, Effect.SHAKE),
        frame_count=6,
        speed_multiplier=1.25,
        intensity=0.8,
    )
    words = command_for(job, spec).split()
    values = {words[n][2:]: words[n + 1] for n in range(3, len(words) - 1, 2)}
    options = read_options({**{"sprite": str(hero)}, **_typed(values)})
    assert options.motion.action is Action.ATTACK and options.motion.variant is Variant.SLASH
    assert options.motion.styles == ("angry",) and options.motion.effects == (Effect.GLOW, Effect.SHAKE)
    assert (options.motion.frames, options.motion.speed, options.motion.intensity) == (6, 1.25, 0.8)


def _typed(values: dict[str, str]) -> dict[str, object]:
    numbers = {"frames": int, "speed": float, "intensity": float}
    return {name: numbers[name](value) if name in numbers else value for name, value in values.items()}
