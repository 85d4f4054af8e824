"""The file that games copy: what it reads, when it shows what, and that no file can hang or break a game."""

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_daemon.cli.app import run
from neonworks_editor import runtime
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.library import clip_of_sidecar
from neonworks_editor.project.manifest import entry_of, read_manifest
from neonworks_editor.project.place import ManifestKind, ProjectPlace
from neonworks_editor.runtime import SHORTEST_MS, Animation, AnimationError, Player, load
from neonworks_models.examples.knight import knight_right
from neonworks_models.export.frames import encode_png

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(runtime.__file__)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A walk and an attack of the example knight, as frames and as sheets, by the real exporter."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "knight.png").write_bytes(encode_png(knight_right().rgba))
    for format_ in ("frames", "sheet"):
        for action in ("walk", "attack"):
            options = ["--action", action, "--format", format_, "--tier", "draft", "--out", str(folder)]
            assert run(["animate", str(folder / "knight.png"), *options]) == 0
    return folder


def _applied(folder: Path, label: str) -> AppliedClip:
    return clip_of_sidecar(folder / f"knight_{label}.animator.json")


def _labels(folder: Path) -> list[str]:
    return [path.name[7:-14] for path in sorted(folder.glob("*.animator.json"))]


def _bytes(picture: pygame.Surface) -> bytes:
    return pygame.image.tobytes(picture, "RGBA")


def test_sheet_frames_and_manifest_are_the_same_animation(exported: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(exported, tmp_path / "game"))
    assert len(_labels(folder)) == 2
    for kind in ManifestKind:
        place = ProjectPlace(folder, folder, "game", kind)
        clips = {f"knight_{label}": _applied(folder, label) for label in _labels(folder)}
        entries = {f"anim_{stem}": entry_of(place, stem, clip, None) for stem, clip in clips.items()}
        place.manifest_path.write_bytes(read_manifest(place).with_entries(entries))
        from_manifest = load(place.manifest_path)
        assert sorted(from_manifest) == sorted(clips)
        for stem, clip in clips.items():
            (sheet,) = load(folder / f"{stem}.json").values()
            frames = load(folder / f"{stem}.animator.json")[stem]
            for animation in (sheet, frames, from_manifest[stem]):
                assert tuple(animation.durations) == clip.durations
                assert animation.loop is clip.loop
                assert [_bytes(picture) for picture in animation.frames] == [
                    _bytes(pygame.image.load(path)) for path in clip.frames
                ]
                assert animation.pivot == pytest.approx(clip.pivot, abs=1)


def test_an_attack_plays_once_and_a_walk_for_ever(exported: Path) -> None:
    loops = {label: load(exported / f"knight_{label}.json") for label in _labels(exported)}
    assert {label.split("_")[0]: next(iter(made.values())).loop for label, made in loops.items()} == {
        "attack": False,
        "walk": True,
    }


def test_each_frame_shows_for_its_own_time() -> None:
    animation = Animation("abc", [100, 50, 200], True, (0, 0))
    shown = [animation.frame_at(ms / 1000) for ms in (0, 99, 101, 149, 151, 349, 351, 351 + 350, -1)]
    assert shown == list("aabbccaac")
    once = Animation("abc", [100, 50, 200], False, (0, 0))
    assert [once.frame_at(seconds) for seconds in (-1, 0, 0.12, 0.34, 0.36, 99, math.inf)] == list("aabccca")


def test_durations_of_nothing_do_not_hang() -> None:
    animation = Animation("ab", [0, 0.0], True, (0, 0))
    assert animation.durations == [SHORTEST_MS, SHORTEST_MS]
    player = Player({"x": animation})
    player.update(1e12)
    assert player.frame in "ab"


def test_a_player_plays_pauses_and_is_faster_or_slower() -> None:
    player = Player(
        {"walk": Animation("ab", [100, 100], True, (3, 7)), "hit": Animation("xy", [50, 50], False, (0, 0))}
    )
    player.update(0.15)
    assert (player.name, player.frame, player.top_left(10, 20)) == ("walk", "b", (7, 13))
    player.playing = False
    player.update(5)
    assert player.frame == "b"
    player.play("walk")
    player.speed = 0.5
    player.update(0.12)
    assert player.frame == "a", "0.15 s + 0.06 s, of 0.2 s"
    player.speed = 1.0
    player.play("hit")
    assert (player.frame, player.finished) == ("x", False)
    player.update(0.2)
    assert (player.frame, player.finished) == ("y", True)
    player.play("hit")
    assert player.finished, "goes on"
    player.play("hit", restart=True)
    assert player.frame == "x"
    player.update(math.nan)
    assert player.frame == "x"
    with pytest.raises(KeyError, match="walk, hit"):
        player.play("fly")


def test_frames_and_durations_belong_together() -> None:
    for durations in ([100], [100, -1], [100, math.nan], []):
        with pytest.raises(AnimationError):
            Animation("ab", durations, True, (0, 0))


@pytest.mark.parametrize("name", ["../x.png", "/etc/x.png", "a/../../x.png", "C:\\x.png"])
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "animations.json"
    own = {"frames": [name], "durations_ms": [100], "pivot": [0, 0]}
    path.write_text(json.dumps({"animations": [{"name": "a", "loop": True, "animator": own}]}))
    with pytest.raises(AnimationError, match="leaves its folder"):
        load(path)


def test_a_broken_picture_is_one_line(exported: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(exported, tmp_path / "game"))
    stem = f"knight_{_labels(folder)[0]}"
    (folder / f"{stem}_01.png").write_bytes(b"half")
    with pytest.raises(AnimationError, match=stem):
        load(folder / f"{stem}.animator.json")
    (folder / f"{stem}_01.png").unlink()
    with pytest.raises(OSError):
        load(folder / f"{stem}.animator.json")


_WORDS = (
    "meta canvas animations assets frames duration image frameTags name from to repeat slices keys pivot",
    "x y w h frame animator durations_ms loop id",
)
_LEAVES = st.sampled_from(["a", "x.png", "..", ""]) | st.integers(-2, 300) | st.floats()
_JSON = st.recursive(
    st.none() | st.booleans() | _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(" ".join(_WORDS).split()), inner, max_size=5)
    ),
    max_leaves=25,
)


def _mangled(draw: st.DrawFn, good: Any) -> Any:
    """``good`` with one or two of its parts replaced."""
    if isinstance(good, dict) and good and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(good)))
        return {**good, key: _mangled(draw, good[key])}
    if isinstance(good, list) and good and draw(st.integers(0, 3)):
        return [_mangled(draw, good[0]), *good[1:]]
    return draw(_JSON)


_SHEET: dict[str, Any] = {
    "frames": {"a": {"frame": {"x": 0, "y": 0, "w": 1, "h": 1}, "duration": 100}},
    "meta": {
        "image": "x.png",
        "frameTags": [{"name": "walk", "from": 0, "to": 0}],
        "slices": [{"name": "pivot", "keys": [{"pivot": {"x": 1, "y": 2}}]}],
    },
}
_SIDECAR: dict[str, Any] = {"canvas": [1, 1], "frames": [{"duration": 9}], "loop": True, "pivot": [1, 2]}
_MANIFEST: dict[str, Any] = {
    "animations": [
        {"name": "a", "loop": True, "animator": {"frames": ["x.png"], "durations_ms": [0], "pivot": [0, 0]}}
    ]
}
_documents = st.composite(lambda draw: _mangled(draw, draw(st.sampled_from([_SHEET, _SIDECAR, _MANIFEST]))))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(_documents() | _JSON)
def test_no_document_raises_anything_else_or_hangs(tmp_path: Path, document: object) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(document))
    try:
        animations = load(path, read=lambda path: "picture", cut=lambda picture, box: (picture, box))
    except AnimationError as error:
        assert str(path) in str(error)
        return
    for animation in animations.values():
        animation.frame_at(12.3)
        animation.frame_at(-1e300)


@given(st.binary(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_raise_anything_else(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "any.json"
    path.write_bytes(raw)
    try:
        load(path, read=str, cut=lambda picture, box: picture)
    except AnimationError:
        return


def test_it_is_one_file_without_dependencies(exported: Path, tmp_path: Path) -> None:
    assert len(SOURCE.read_text().splitlines()) <= 150
    shutil.copy(SOURCE, tmp_path / "runtime.py")
    stem = f"knight_{_labels(exported)[0]}"
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import runtime\n"
        f"made = runtime.load({str(exported / f'{stem}.animator.json')!r}, read=lambda path: path.name)\n"
        f"print(made[{stem!r}].frame_at(0), 'pygame' in sys.modules)"
    )
    # Neither site-packages nor this checkout: only the standard library.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [f"{stem}_01.png", "False"]


def test_the_example_plays_what_was_exported(exported: Path, tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path / "runtime.py")
    shutil.copy(ROOT / "editor_plugin" / "example-game" / "game.py", tmp_path / "game.py")
    for path, code in ((next(exported.glob("*.animator.json")), 0), (exported / "knight.png", 1)):
        done = subprocess.run(
            [sys.executable, "game.py", str(path), "20"],
            cwd=tmp_path,
            env={"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert done.stderr.count("\n") == code
