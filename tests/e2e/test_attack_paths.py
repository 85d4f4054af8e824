"""Names that try to leave their folder, in recipes, batch files, rigs and sidecars: nothing escapes."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.launch import stop_daemon
from neonworks_daemon.ready import read_ready
from neonworks_daemon.settings import Settings
from neonworks_models.export.sidecar import decode_sidecar
from neonworks_models.sprites.rigfile import read_rig
from neonworks_protocol.errors import AnimatorError, BadRequest
from neonworks_protocol.paths import NameClaims, relative_name
from neonworks_protocol.roots import Root

from tests.fakes.daemons import ended_process
from tests.fakes.hostile_pictures import GOOD

TRICKS = {
    "parent": "../outside/x",
    "parent in the middle": "a/../../outside/x",
    "parent at the end": "..",
    "backslash parent": "..\\outside\\x",
    "whole path": "/etc/x",
    "home": "~/x",
    "another's home": "~root/x",
    "share": "//server/share/x",
    "share with backslashes": "\\\\server\\share\\x",
    "device path": "\\\\?\\C:\\x",
    "drive": "C:/x",
    "drive with backslash": "C:\\x",
    "drive without a slash": "C:x",
    "stream": "x.png:hidden",
    "data stream": "x.png::$DATA",
    "zero byte": "x\0.png",
    "line break": "x\n.png",
    "escape sequence": "x\x1b[2J.png",
    "text direction": "x\u202egnp.exe",
    "device": "CON",
    "device with extension": "aux.png",
    "device in a folder": "com1/x.png",
    "device with a space": "nul .png",
    "device with a superscript": "com\u00b9.png",
    "dot at the end": "x.",
    "space at the end": "x ",
    "only dots": "...",
    "not Unicode": "x\udcff",
    "too long": "x" * 300,
    "too long a path": "x/" * 600 + "x",
    "nothing": "",
}

posix = pytest.mark.skipif(sys.platform == "win32", reason="making links and pipes needs a privilege there")


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder beside the current one, with something to lose; a daemon that a command started is ended."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious.txt").write_text("precious")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "hero.png").write_bytes(GOOD["PNG"])
    monkeypatch.chdir(tmp_path / "here")
    yield tmp_path / "outside"
    if (info := read_ready(Settings().ready_path)) is not None:
        stop_daemon(info)
        ended_process(info.pid)


def _untouched(outside: Path) -> bool:
    names = [path.name for path in outside.iterdir()]
    return names == ["precious.txt"] and (outside / "precious.txt").read_text() == "precious"


@pytest.mark.parametrize("name", TRICKS.values(), ids=TRICKS)
def test_a_trick_is_refused_as_text_and_for_reading_and_writing(tmp_path: Path, name: str) -> None:
    (tmp_path / "root").mkdir()
    root = Root(tmp_path / "root")
    acts: tuple[Callable[[], object], ...] = (
        lambda: relative_name(name),
        lambda: root.place(name),
        lambda: root.read(name, 10),
        lambda: root.write(name, b"x"),
    )
    for act in acts:
        with pytest.raises(BadRequest) as caught:
            act()
        assert caught.value.message.isprintable()
    assert [path.name for path in tmp_path.rglob("*")] == ["root"]


def _batch(*lines: dict[str, object]) -> int:
    Path("jobs.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return run(["animate", "--batch", "jobs.jsonl"])


_NO_BATCH_TRICKS = ("whole path", "home", "nothing", "not Unicode")
"""In a batch file whoever writes a whole path means it, and JSON cannot hold what is not Unicode."""
BATCH_TRICKS = {name: text for name, text in TRICKS.items() if name not in _NO_BATCH_TRICKS}


def test_tricks_in_a_batch_file_are_refused_line_by_line(
    outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines: list[dict[str, object]] = [
        {"sprite": "hero.png", "action": "idle", "format": "gif", "out": text}
        for text in BATCH_TRICKS.values()
    ]
    lines += [{"sprite": text, "action": "idle", "format": "gif"} for text in BATCH_TRICKS.values()]
    assert _batch(*lines, {"sprite": "hero.png", "action": "idle", "format": "gif", "out": "good"}) == 1
    told = capsys.readouterr().err.splitlines()
    assert f"{len(lines) + 1} jobs: 1 done, {len(lines)} failed" in told[-1]
    for number, line in enumerate(lines, 1):
        (said,) = [text for text in told if text.startswith(f"line {number}: ")]
        assert said.startswith(f"line {number}: {'out' if 'out' in line else 'sprite'}: ")
        assert said.isprintable()
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["good", "hero.png", "jobs.jsonl"]
    assert _untouched(outside)


@posix
def test_links_in_a_batch_file_do_not_lead_out(outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("door").symlink_to(outside)
    Path("window.png").symlink_to(outside / "precious.txt")
    job: dict[str, object] = {"sprite": "hero.png", "action": "idle", "format": "gif"}
    assert _batch({**job, "out": "door"}, {**job, "out": "door/new"}, {**job, "sprite": "window.png"}) == 1
    assert capsys.readouterr().err.count("leads out of") == 3
    assert _untouched(outside)


@posix
def test_a_link_in_place_of_an_output_is_replaced_not_followed(outside: Path) -> None:
    job: dict[str, object] = {"sprite": "hero.png", "action": "idle", "format": "gif", "out": "out"}
    assert _batch(job) == 0
    written = sorted(path.name for path in Path("out").iterdir())
    for name in written:
        (Path("out") / name).unlink()
        (Path("out") / name).symlink_to(outside / "precious.txt")
    assert _batch(job) == 0
    assert not any(path.is_symlink() for path in Path("out").iterdir())
    assert _untouched(outside)


def test_two_outputs_that_are_one_on_other_systems_are_refused(
    outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By case, and by how an accent is composed."""
    job: dict[str, object] = {"action": "idle", "format": "gif"}
    names = ("hero.png", "h\u00e9ro.png", "he\u0301ro.png")
    for name in names[1:]:
        Path(name).write_bytes(GOOD["PNG"])
    assert _batch(
        {**job, "sprite": "hero.png", "out": "out"},
        {**job, "sprite": "hero.png", "out": "OUT"},
        {**job, "sprite": "h\u00e9ro.png", "out": "caf\u00e9"},
        {**job, "sprite": "h\u00e9ro.png", "out": "cafe\u0301"},
    ) == 1  # fmt: skip
    assert capsys.readouterr().err.count("one name on some systems") == 2
    claims = NameClaims()
    claims.claim("Walk.gif", "a")
    with pytest.raises(BadRequest, match="one name on some systems"):
        claims.claim("walk.GIF", "b")


@posix
def test_pipes_and_devices_in_place_of_pictures_and_rigs_do_not_hang(
    outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo("pipe.png")
    os.mkfifo("hero.rig.json")
    Path("zero.png").symlink_to("/dev/zero")
    for name in ("pipe.png", "zero.png", "hero.png"):
        assert run(["analyse", name]) == 3
    assert capsys.readouterr().err.count("folder, pipe or device") == 3


def test_a_rig_file_is_bounded_and_plain_data(outside: Path) -> None:
    rigs: tuple[bytes, ...] = (
        b'{"version": 1, "archetype": "../../etc"}',
        b'{"version": 1, "__class__": "os.system"}',
        b'{"version": 1, "joints": {"../x": [1, 2]}}',
        b'{"version": 1, "joints": {"neck": [1e999, 2]}}',
        b'{"a":' * 100_000,
        b" " * (1 << 20),
    )
    for data in rigs:
        Path("hero.rig.json").write_bytes(data)
        with pytest.raises(BadRequest) as caught:
            read_rig(Path("hero.rig.json"))
        assert len(caught.value.message.splitlines()) == 1
    assert _untouched(outside)


@pytest.mark.parametrize("name", [text for key, text in TRICKS.items() if key != "home"])
def test_a_sidecar_names_only_files_beside_it(outside: Path, name: str) -> None:
    assert _batch({"sprite": "hero.png", "action": "idle", "format": "gif", "out": "out"}) == 0
    (sidecar,) = Path("out").glob("*.animator.json")
    record = json.loads(sidecar.read_bytes())
    assert decode_sidecar(sidecar.read_bytes()).files
    with pytest.raises(AnimatorError):
        decode_sidecar(json.dumps({**record, "files": [name]}).encode())


@pytest.mark.parametrize("stem", ["..", "CON", "a b", "-rf", "a:b", "\u202egnp", "x" * 200, "\u00e9" * 120])
def test_a_sprite_s_own_name_makes_harmless_file_names(outside: Path, stem: str) -> None:
    """It comes from a folder that others fill: files are called after it."""
    Path(f"{stem}.png").write_bytes(GOOD["PNG"])
    assert (
        run(
            [
                "animate",
                str(Path.cwd() / f"{stem}.png"),
                "--action",
                "idle",
                "--format",
                "gif",
                "--out",
                "out",
            ]
        )
        == 0
    )
    for path in Path("out").iterdir():
        assert str(relative_name(path.name)) == path.name
        assert not path.name.startswith("-")
    assert _untouched(outside)


def _watched(outside: Path, recipes: dict[str, str]) -> int:
    """Sprites with a recipe each, and what ``watch`` makes of them in one pass."""
    art = outside.parent / "art"
    art.mkdir()
    for name, recipe in recipes.items():
        (art / f"{name}.png").write_bytes(GOOD["PNG"])
        (art / f"{name}.recipe.toml").write_text(recipe, encoding="utf-8", errors="surrogateescape")
    (art / "good.png").write_bytes(GOOD["PNG"])
    (art / "good.recipe.toml").write_text('formats = "gif"\n[animations]\nidle = "idle"\n')
    if sys.platform != "win32":
        (art / "door").symlink_to(outside)
    return run(["watch", str(art), "--once"])


def test_tricks_in_a_recipe_are_refused_and_the_other_sprites_are_drawn(outside: Path) -> None:
    """Each trick as the place of the outputs and as the name of an animation."""
    texts = [text for name, text in TRICKS.items() if name not in ("nothing", "not Unicode")]
    if sys.platform != "win32":
        texts += ["door", "door/new", "door/{sprite}"]
    animations = '\nformats = "gif"\n[animations]\n'
    places = {f"a{n}": f"out = {json.dumps(text)}{animations}idle = 'idle'\n" for n, text in enumerate(texts)}
    names = {f"b{n}": f"{animations}{json.dumps(text)} = 'idle'\n" for n, text in enumerate(texts)}
    art = outside.parent / "art"
    assert _watched(outside, {**places, **names}) == 1
    made = {path.relative_to(art) for path in art.rglob("*.gif")}
    assert {path.parts[:2] for path in made if path.parts[1] == "good"} == {("animations", "good")}
    assert not [path for path in made if path.parts[1] != "good" and not path.parts[1].startswith("b")]
    for path in made:
        assert str(relative_name(path.as_posix())) == path.as_posix()
    assert sorted(path.name for path in outside.parent.iterdir()) == ["art", "here", "outside"]
    assert _untouched(outside)


def test_animations_of_a_recipe_that_differ_in_spelling_only_are_refused(outside: Path) -> None:
    recipe = 'formats = "gif"\n[animations]\nidle = "idle"\nIDLE = "idle"\n'
    assert _watched(outside, {"hero": recipe}) == 1
    assert not list((outside.parent / "art").rglob("hero_*.gif"))
    assert list((outside.parent / "art").rglob("good_*.gif"))
