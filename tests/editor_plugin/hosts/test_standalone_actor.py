from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.standalone_actor import Actor
from neonworks_editor.hosts.standalone_pictures import LoadedClip
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.runtime import Animation
from neonworks_protocol.errors import BadSprite

from tests.fakes.pngs import png


def _actor() -> Actor:
    still = pygame.Surface((10, 12), pygame.SRCALPHA)
    still.fill((255, 0, 0, 255), (2, 2, 6, 10))
    return Actor("a", "a", Path("a.png"), still, 50.0, 40.0)


def _clip(
    folder: Path,
    animation: str = "walk",
    count: int = 4,
    size: tuple[int, int] = (10, 12),
    offset: tuple[int, int] = (0, 0),
    direction: str = "",
    loop: bool = True,
    shade: int = 0,
) -> AppliedClip:
    paths = tuple(folder / f"{animation}_{number:02d}.png" for number in range(1, count + 1))
    for number, path in enumerate(paths):
        path.write_bytes(png(*size, (number, shade, 0, 255)))
    return AppliedClip(animation, paths, (100,) * count, loop, size, (5.0, 12.0), offset, direction=direction)


def _read(actor: Actor) -> None:
    while actor.read_on():
        pass


def _colour(actor: Actor) -> tuple[int, int]:
    red, green, *_ = actor.picture()[0].get_at((0, 0))
    return red, green


def test_a_still_stands_with_its_feet_on_the_ground() -> None:
    picture, (left, top) = _actor().picture()
    assert picture.get_size() == (10, 12)
    assert (left, top) == (45, 28)


def test_what_floats_high_over_its_edge_flies() -> None:
    actor = _actor()
    bat = pygame.Surface((10, 20), pygame.SRCALPHA)
    bat.fill((255, 0, 0, 255), (0, 0, 10, 8))
    actor.set_still(bat)
    assert actor.picture()[1][1] == 40 - 20


def test_an_animation_is_taken_when_it_is_whole(tmp_path: Path) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path), current=True)
    for _ in range(3):
        assert actor.read_on()
        assert actor.playing is None
    assert (actor.wanted, actor.applied()[0].animation) == ("walk", "walk")
    _read(actor)
    assert actor.current == "walk"


@pytest.mark.parametrize("count", [2, 8])
def test_the_phase_is_kept_by_shorter_and_longer_clips(tmp_path: Path, count: int) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path, count=4), current=True)
    _read(actor)
    actor.advance(0.2, 0, 100)
    assert actor.phase == pytest.approx(0.5)
    actor.want(_clip(tmp_path, count=count, shade=9), current=False)
    _read(actor)
    assert actor.phase == pytest.approx(0.5)
    assert _colour(actor) == (count // 2, 9)


def test_another_animation_keeps_the_phase_or_begins(tmp_path: Path) -> None:
    for keep, expected in ((True, 0.5), (False, 0.0)):
        actor = _actor()
        actor.want(_clip(tmp_path), current=True)
        _read(actor)
        actor.advance(0.2, 0, 100)
        actor.want(_clip(tmp_path, "run", 6), current=True, keep_phase=keep)
        _read(actor)
        assert actor.current == "run"
        assert actor.phase == pytest.approx(expected)


def test_a_larger_canvas_leaves_the_still_where_it_was(tmp_path: Path) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path, size=(14, 15), offset=(2, 3)), current=True)
    _read(actor)
    assert actor.picture()[1] == (45 - 2, 28 - 3)


def test_a_broken_clip_is_told_once_and_the_old_one_stays(tmp_path: Path) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path), current=True)
    _read(actor)
    broken = _clip(tmp_path, shade=9)
    broken.frames[2].write_bytes(b"half")
    actor.want(broken, current=True)
    with pytest.raises(BadSprite):
        _read(actor)
    assert not actor.read_on()
    assert (actor.current, _colour(actor)[1]) == ("walk", 0)


def test_a_look_is_put_back_from_the_files(tmp_path: Path) -> None:
    actor = _actor()
    bare = actor.look()
    actor.want(_clip(tmp_path), current=True)
    _read(actor)
    look = actor.look()
    actor.want(_clip(tmp_path, "run"), current=True)
    _read(actor)
    actor.wear(look)
    _read(actor)
    assert (actor.current, sorted(actor.clips)) == ("walk", ["walk"])
    actor.wear(bare)
    assert (actor.current, actor.clips, actor.playing) == ("", {}, None)


def test_a_dropped_animation_gives_way_to_another(tmp_path: Path) -> None:
    actor = _actor()
    for name in ("walk", "run"):
        actor.want(_clip(tmp_path, name), current=True)
        _read(actor)
    actor.drop("run")
    assert actor.current == "walk"
    actor.drop("walk")
    assert actor.playing is None


def test_a_preview_comes_and_goes_without_a_trace(tmp_path: Path) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path), current=True)
    _read(actor)
    actor.advance(0.2, 0, 100)
    before = actor.look()
    frame = pygame.Surface((3, 3), pygame.SRCALPHA)
    actor.show_preview(LoadedClip("hop", Animation([frame] * 2, [50, 50], True, (0, 0)), (0, 0)))
    assert actor.picture()[0].get_size() == (3, 3)
    assert actor.phase == pytest.approx(0.5)
    assert actor.look() == before
    actor.show_preview(None)
    assert actor.phase == pytest.approx(0.5)
    assert actor.picture()[0].get_size() == (10, 12)


def test_walkers_turn_round_at_the_ends_of_the_ground(tmp_path: Path) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path, direction="right"), current=True)
    _read(actor)
    seen = set()
    for _ in range(600):
        actor.advance(0.05, 20, 80)
        assert 20 <= actor.x <= 80
        seen.add(actor.heading)
    assert seen == {1, -1}


def test_who_looks_at_us_stays_and_who_stands_stays(tmp_path: Path) -> None:
    for animation, direction in (("walk", "down"), ("idle", "right"), ("attack_slash", "right")):
        actor = _actor()
        actor.want(_clip(tmp_path, animation, direction=direction), current=True)
        _read(actor)
        actor.advance(3.0, 0, 100)
        assert actor.x == 50.0


def test_a_one_shot_rests_on_its_last_frame_then_shows_again(tmp_path: Path) -> None:
    actor = _actor()
    actor.want(_clip(tmp_path, "attack", loop=False), current=True)
    _read(actor)
    actor.advance(1.2, 0, 100)
    assert _colour(actor)[0] == 3
    actor.advance(0.3, 0, 100)
    assert _colour(actor)[0] == 0
