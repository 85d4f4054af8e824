"""The scene as the panel sees it: what it shows, what it saves, what it survives."""

import json
from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.adapter import PreviewClip
from neonworks_editor.hosts.standalone import MAX_ACTORS, StandaloneHost
from neonworks_editor.hosts.standalone_file import SCENE_FILE
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.library import clip_of_sidecar
from neonworks_editor.project.place import ProjectPlace

from tests.fakes.exports import clip_message, export_files
from tests.fakes.pngs import png

SIZE = (800, 600)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "game"
    root.mkdir()
    for name in ("hero", "slime"):
        (root / f"{name}.png").write_bytes(png(4, 6))
    return root


def _host(root: Path, sprite: Path | None = None) -> StandaloneHost:
    return StandaloneHost(ProjectPlace(root, root, "game"), SIZE, sprite=sprite)


def _made(
    root: Path, name: str = "hero", count: int = 3, shade: int = 0, folder: str = "animations"
) -> AppliedClip:
    place = root / folder / name
    place.mkdir(parents=True, exist_ok=True)
    clip = clip_message(count)
    for file, data in {
        **export_files(clip, name, "frames", shade),
        **export_files(clip, name, "sheet", shade),
    }.items():
        (place / file).write_bytes(data)
    return clip_of_sidecar(place / f"{name}_walk.animator.json")


def _shown(host: StandaloneHost, actor_id: str) -> pygame.Color:
    actor = host.scene.find(actor_id)
    assert actor is not None
    return actor.picture()[0].get_at((0, 0))


def test_a_folder_becomes_a_scene(root: Path) -> None:
    host = _host(root)
    assert [view.id for view in host.entities()] == ["hero", "slime"]
    selected = host.selected()
    assert selected is not None and selected.sprite_path == root / "hero.png"
    assert [choice.label for choice in host.sprites()] == ["hero.png", "slime.png"]
    area = host.entities()[1].screen_rect
    found = host.entity_at((area.x + area.width // 2, area.y + area.height // 2))
    assert found is not None and found.id == "slime"


def test_a_sprite_is_picked_and_added_where_it_is_missing(root: Path) -> None:
    for number in range(MAX_ACTORS + 2):
        (root / f"extra{number}.png").write_bytes(png(3, 3))
    host = _host(root, root / "slime.png")
    assert len(host.entities()) == MAX_ACTORS + 1
    selected = host.selected()
    assert selected is not None and selected.sprite_path == root / "slime.png"


def test_an_applied_animation_outlives_the_window(root: Path) -> None:
    host, clip = _host(root), _made(root)
    host.show("hero", clip)
    host.tick()
    view = host.entities()[0]
    assert (view.animation, host.clips()) == ("walk", {"hero": (clip,)})
    assert _shown(host, "hero") == pygame.Color(1, 0, 0)
    host.scene_changed()
    again = _host(root)
    again.tick()
    assert again.clips() == {"hero": (clip,)}
    assert _shown(again, "hero") == pygame.Color(1, 0, 0)


def test_a_preview_never_reaches_the_file(root: Path) -> None:
    host = _host(root)
    host.save()
    before = (root / SCENE_FILE).read_bytes()
    frame = pygame.Surface((4, 6), pygame.SRCALPHA)
    frame.fill((0, 255, 0, 255))
    host.preview("hero", PreviewClip("jump", (frame,), (100,), True, (2.0, 6.0)))
    assert _shown(host, "hero") == pygame.Color(0, 255, 0)
    assert host.clips() == {}
    host.save()
    assert (root / SCENE_FILE).read_bytes() == before
    host.preview("hero", None)
    assert _shown(host, "hero") == pygame.Color(200, 40, 40)


def test_remember_and_restore(root: Path) -> None:
    host, clip = _host(root), _made(root)
    bare = host.remember("hero")
    host.show("hero", clip)
    look = host.remember("hero")
    assert bare is not None and look is not None
    _made(root, shade=9)
    host.restore("hero", bare)
    assert host.clips() == {}
    host.restore("hero", look)
    host.tick()
    assert _shown(host, "hero") == pygame.Color(1, 9, 0), "from the files, as they are now"
    host.drop("hero", "walk")
    assert host.clips() == {}


def test_a_swap_reaches_only_its_entity(root: Path) -> None:
    host = _host(root)
    host.show("hero", _made(root))
    host.show("slime", _made(root, "slime"))
    host.tick()
    host.swap("hero", _made(root, count=2, shade=7))
    host.tick()
    assert (_shown(host, "hero")[1], _shown(host, "slime")[1]) == (7, 0)


def test_ids_that_are_gone_change_nothing(root: Path) -> None:
    host, clip = _host(root), _made(root)
    assert host.remember("ghost") is None
    look = host.remember("hero")
    assert look is not None
    host.show("ghost", clip)
    host.swap("ghost", clip)
    host.restore("ghost", look)
    host.drop("ghost", "walk")
    host.preview("ghost", None)
    host.select("ghost")
    assert (host.clips(), host.selected()) == ({}, None)


def test_broken_files_are_said_and_the_rest_is_shown(root: Path) -> None:
    (root / "broken.png").write_bytes(b"half")
    host = _host(root)
    assert [view.id for view in host.entities()] == ["hero", "slime"]
    assert "broken.png" in host.said
    clip = _made(root)
    clip.frames[1].write_bytes(b"half")
    host.show("hero", clip)
    host.tick()
    assert "hero_walk_02.png" in host.said
    assert host.clips() == {}


def test_a_damaged_scene_is_said_and_not_written_over(root: Path) -> None:
    (root / SCENE_FILE).write_text("{")
    host = _host(root)
    assert SCENE_FILE in host.said
    assert len(host.entities()) == 2
    host.save()
    assert (root / SCENE_FILE).read_text() == "{"


def test_an_entity_whose_picture_is_gone_stays_in_the_file(root: Path) -> None:
    _host(root).save()
    data = (root / "slime.png").read_bytes()
    (root / "slime.png").unlink()
    host = _host(root)
    assert [view.id for view in host.entities()] == ["hero"]
    host.save()
    (root / "slime.png").write_bytes(data)
    assert sorted(view.id for view in _host(root).entities()) == ["hero", "slime"]


def test_a_changed_still_and_a_watched_result_appear(root: Path) -> None:
    host = _host(root)
    (root / "hero.png").write_bytes(png(4, 6, (1, 2, 3, 255)))
    host.refresh([root / "hero.png"])
    assert _shown(host, "hero") == pygame.Color(1, 2, 3)
    clip = _made(root, shade=5)
    host.refresh([root / "hero.png", *clip.frames, clip.frames[0].with_name("hero_walk.animator.json")])
    host.tick()
    assert host.clips() == {"hero": (clip,)}
    assert _shown(host, "slime") == pygame.Color(200, 40, 40)


def test_results_that_lie_there_already_are_played(root: Path) -> None:
    clip = _made(root)
    host = _host(root)
    host.tick()
    assert host.clips() == {"hero": (clip,)}


def test_a_picture_from_elsewhere_is_copied_into_the_project(root: Path, tmp_path: Path) -> None:
    host = _host(root)
    (tmp_path / "hero.png").write_bytes(png(5, 5))
    host.add_sprite(tmp_path / "hero.png")
    selected = host.selected()
    assert selected is not None and selected.sprite_path == root / "hero_2.png"
    assert (root / "hero_2.png").read_bytes() == png(5, 5)
    assert (root / "hero.png").read_bytes() == png(4, 6)
    host.add_sprite(tmp_path / "nowhere.png")
    assert "nowhere.png" in host.said


def test_a_long_clip_is_read_over_several_ticks(root: Path) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 0.001
        return now[0]

    host = StandaloneHost(ProjectPlace(root, root, "game"), SIZE, clock=clock)
    host.show("hero", _made(root, count=20))
    assert host.entities()[0].animation == ""
    for _ in range(20):
        host.tick()
    assert host.entities()[0].animation == "walk"


def test_what_is_saved_is_plain_json(root: Path) -> None:
    host = _host(root)
    host.show("hero", _made(root))
    host.save()
    document = json.loads((root / SCENE_FILE).read_text())
    (hero,) = (entity for entity in document["entities"] if entity["id"] == "hero")
    assert hero["animations"][0]["frames"][0] == "animations/hero/hero_walk_01.png"
    host.capture_text(True)
    assert host.typing
    assert host.background() is not None
    assert host.project() == ProjectPlace(root, root, "game")
    assert host.panel_area()[2:] == SIZE
    assert host.name == "standalone"


def test_a_chosen_picture_is_picked_or_joins_the_scene(root: Path, tmp_path: Path) -> None:
    host = _host(root)
    found = host.bring(root / "slime.png")
    assert found is not None and found.id == "slime" and host.selected() == found
    (root / "bat.png").write_bytes(png(4, 6))
    joined = host.bring(root / "bat.png")
    assert joined is not None and joined.sprite_path == root / "bat.png" and host.selected() == joined
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert host.bring(broken) is None and not (root / "broken.png").exists()
    assert "broken.png" in host.said


def test_those_that_join_have_places_of_their_own(root: Path) -> None:
    host = _host(root)
    for number in range(12):
        path = root / f"more_{number:02}.png"
        path.write_bytes(png(4, 6))
        host.add_sprite(path)
    places = set(host.scene.places().values())
    assert len(places) == len(host.entities()) == 14


def test_two_editors_of_one_project_keep_what_the_other_applied(root: Path) -> None:
    _host(root).save()
    one, two = _host(root), _host(root)
    (root / "bat.png").write_bytes(png(4, 6))
    one.show("hero", _made(root))
    one.bring(root / "bat.png")
    one.save()
    two.show("slime", _made(root, "slime"))
    two.save()
    one.save()
    two.save()
    last = {actor.id: actor.wanted for actor in _host(root).scene.actors}
    assert last == {"hero": "walk", "slime": "walk", "bat": ""}
