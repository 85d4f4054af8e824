import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_protocol.vocabulary import Direction

from tests.daemon.local.sprites import save_example
from tests.fakes.strips import played_strip, sheet_png


@pytest.fixture
def art(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a sprite in it."""
    save_example(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_sentence_needs_no_quotes(art: Path) -> None:
    assert run(["animate", "slime.png", "jump", "happily"]) == 0
    made = {path.name for path in (art / "animations" / "slime").iterdir()}
    assert made == {"slime_jump.gif", "slime_jump.png", "slime_jump.json", "slime_jump.animator.json"}


def test_every_option_at_once(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = (
        "--action attack --variant slash --direction down --facing down --frames 5 --speed 1.5 "
        "--intensity 0.8 --style angry --effect glow,shake --seed 4 --tier draft "
        "--only-tier draft --generator draft-blob --archetype blob "
        "--out o --format frames --format gif --json"
    )
    assert run(["animate", "slime.png", *options.split()]) == 0
    (clip,) = json.loads(capsys.readouterr().out)["clips"]
    assert (clip["label"], clip["frames"], clip["generator"]) == ("attack_slash", 5, "draft-blob")
    record = json.loads((art / "o" / "slime_attack_slash.animator.json").read_text())
    spec = record["spec"]
    assert (spec["speed_multiplier"], spec["intensity"], spec["style_modifiers"]) == (1.5, 0.8, ["angry"])
    assert spec["special_effects"] == ["glow", "shake"]
    assert record["seed"] == 4
    assert len(list((art / "o").glob("*.png"))) == 5


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["animate"], 2, "name a sprite"),
        (
            ["animate", "slime.png"],
            2,
            'animate slime.png "walks slowly, tired", or --action walk',
        ),
        (["animate", "slime.png", ""], 2, "say what slime.png should do"),
        (["animate", "slime.png", "--frames", "4"], 2, "say what slime.png should do"),
        (["animate", "slime.png", "x" * 100_000], 3, "100000 characters"),
        (["animate", "slime.png", "--action", "fly"], 2, "unknown action 'fly'"),
        (["animate", "slime.png", "--frames", "10000", "walk"], 2, "frames must be from 2 to 32"),
        (["animate", "slime.png", "--frames", "few", "walk"], 2, "few"),
        (["animate", "slime.png", "--action", "walk", "--variant", "kick"], 3, "walk has no variant"),
        (["animate", "none.png", "walk"], 3, "there is no file none.png"),
        (["animate", "slime.png", "walk", "--only-tier", "diffusion"], 4, "tier diffusion is not available"),
        (["animate", "slime.png", "walk", "--generator", "x"], 4, "no generator 'x'"),
        (["animate", "slime.png", "walk", "--out", "slime.png"], 6, "cannot write"),
        (["animate", "slime.png", "walk", "--batch", "jobs.jsonl"], 2, "--batch takes no sprite"),
        (["animate", "--batch", "none.jsonl"], 3, "cannot read none.jsonl"),
    ],
)
def test_mistakes_are_one_line_that_says_what_to_do(
    art: Path, arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert words in errors[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0" + bytes(50), b"garbage" * 100],
    ids=["empty", "cut-png", "cut-gif", "jpeg", "garbage"],
)
def test_bad_sprites(art: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (art / "bad.png").write_bytes(data)
    assert run(["animate", "bad.png", "walk"]) == 3
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (art / "animations").exists()


def test_batch(art: Path) -> None:
    (art / "jobs.jsonl").write_text(
        '{"sprite": "slime.png", "action": "idle", "out": "o", "format": "frames"}\n'
    )
    assert run(["animate", "--batch", "jobs.jsonl"]) == 0
    with (art / "jobs.jsonl").open("a") as file:
        file.write("{}\n")
    assert run(["animate", "--batch", "jobs.jsonl"]) == 1


def test_one_sprite_moves_like_another(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_example(art, "knight_right")
    (art / "hero_run_2.png").write_bytes(sheet_png([played_strip(Direction.RIGHT, count=6)[2]]))
    told = "--facing right --motion-from hero_run_2.png --only-tier draft --format frames --json"
    assert run(["animate", "knight_right.png", *told.split()]) == 0
    (clip,) = json.loads(capsys.readouterr().out)["clips"]
    assert (clip["frames"], clip["action"]) == (6, "run")
    (sidecar,) = (art / "animations" / "knight_right").glob("*.animator.json")
    assert len(json.loads(sidecar.read_text())["motion"]) == 64
    library = [*told.split(), "--frames", "6"]
    library[library.index("--motion-from") : library.index("--motion-from") + 2] = ["--action", "run"]
    assert run(["animate", "knight_right.png", *library, "--out", "plain"]) == 0
    (plain,) = json.loads(capsys.readouterr().out)["clips"]
    assert plain["frames_sha256"] != clip["frames_sha256"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["slime.png", "--motion-from", "walk.png"], "two legs"),
        (["slime.png", "--motion-from", "nowhere.png"], "check its name"),
        (["slime.png", "--motion-from", "slime.png", "--motion-size", "20"], "no grid"),
    ],
)
def test_motions_that_cannot_be_taken(
    art: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (art / "walk.png").write_bytes(sheet_png([played_strip(Direction.DOWN, count=4)[2]]))
    assert run(["animate", *arguments]) == 3
    shown = capsys.readouterr().err.strip().splitlines()
    assert words in shown[-1]
