"""The map of a NeonWorks editor through the adapter, against the double and the engine."""

import json
import shutil
from pathlib import Path
from typing import Any

import pygame
import pytest
from neonworks_editor.hosts.adapter import HostAdapter, PreviewClip
from neonworks_editor.hosts.neonworks_adapter import NeonWorksAdapter
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.manifest import entry_of
from neonworks_editor.project.place import ProjectPlace

from tests.fakes.neonworks_editors import Editor, applied_clip, frame_picture

YELLOW, CYAN, RED, WHITE = (255, 255, 0), (0, 255, 255), (255, 0, 0), (255, 255, 255)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Stage:
    """An editor with an adapter whose time stands still until it is told."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.clock = Clock()
        self.adapter = NeonWorksAdapter(editor.ui, editor.renderer, Engine.of(editor.world), clock=self.clock)

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.adapter.beat()

    def saved(self) -> Any:
        """What the engine's own code writes into a save."""
        self.editor.application.save_manager.save_game("test", self.editor.world)
        return json.loads(Path("projects/Demo/saves/test.json").read_text())["world"]["entities"]

    def manifest(self, entity: str | None, *clips: AppliedClip) -> None:
        """The project's manifest as Apply writes it."""
        place = self.place()
        entries = [entry_of(place, f"hero_{clip.animation}", clip, entity) for clip in clips]
        place.manifest_path.write_text(json.dumps({"assets": {"animations": entries}}))

    def place(self) -> ProjectPlace:
        place = self.adapter.project()
        assert place is not None
        return place


@pytest.fixture
def stage(editor: Editor) -> Stage:
    return Stage(editor)


def preview(
    *colours: tuple[int, int, int], size: tuple[int, int] = (32, 32), offset: tuple[int, int] = (0, 0)
) -> PreviewClip:
    frames = tuple(frame_picture(size, colour) for colour in colours)
    return PreviewClip("walk", frames, (100,) * len(frames), True, (16.0, 32.0), offset)


def test_it_is_a_host_adapter(stage: Stage) -> None:
    host: HostAdapter = stage.adapter
    assert host.name == "NeonWorks"
    area = host.panel_area()
    assert area.y >= 120
    assert area.y + area.height <= 720 - 30


def test_the_project_is_absolute_and_its_stills_are_offered(stage: Stage) -> None:
    place = stage.place()
    assert place.root == stage.editor.folder / "projects" / "Demo"
    assert place.manifest_path == place.root / "assets" / "asset_manifest.json"
    labels = {choice.label for choice in stage.adapter.sprites()}
    assert {"Hero", "Hero_Mage", "Slime"} <= labels
    assert all(choice.path.is_absolute() and choice.path.is_file() for choice in stage.adapter.sprites())


def test_an_applied_animation_plays_on_its_entity_only(stage: Stage) -> None:
    one, other = stage.editor.entity(x=0), stage.editor.entity(x=100)
    stage.adapter.show(one.id, applied_clip(stage.editor.folder))
    stage.wait(0.05)
    assert stage.editor.pixel(0, 0) == YELLOW
    stage.wait(0.1)
    assert stage.editor.pixel(0, 0) == CYAN
    stage.wait(0.1)
    assert stage.editor.pixel(0, 0) == YELLOW
    assert stage.editor.pixel(100, 0) == RED
    assert stage.editor.sprite(other).texture == "characters/hero.png"


def test_an_entity_in_a_cell_of_the_grid_is_animated_too(stage: Stage) -> None:
    ecs = stage.editor.part("core.ecs")
    entity = stage.editor.world.create_entity()
    entity.add_component(ecs.GridPosition(2, 1))
    entity.add_component(ecs.Sprite("characters/hero.png", 32, 32))
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder, size=(64, 64)))
    stage.wait(0.05)
    assert stage.editor.pixel(2 * 32 + 16, 32 + 16) == YELLOW
    found = stage.adapter.entity_at((640 + 2 * 32 + 1, 360 + 32 + 1))
    assert found is not None
    assert found.id == entity.id


def test_a_save_has_real_files_and_shows_the_animation_without_us(stage: Stage) -> None:
    entity = stage.editor.entity(size=96)
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder))
    stage.wait(0.15)
    (saved,) = stage.saved()
    texture = next(part["texture"] for part in saved["components"] if part["_type"] == "Sprite")
    assert (stage.editor.folder / "assets" / texture).resolve().name == "hero_walk_01.png"
    stage.adapter.leave()
    stage.editor.world.clear()
    loaded = stage.editor.application.save_manager.load_game("test")
    for again in loaded.get_entities():
        stage.editor.world.add_entity(again)
    assert stage.editor.pixel(0, 0) == YELLOW
    assert stage.editor.pixel(23, 0) == YELLOW


def test_a_preview_never_reaches_a_save(stage: Stage) -> None:
    entity = stage.editor.entity()
    before = stage.saved()
    stage.adapter.preview(entity.id, preview(WHITE, size=(48, 64), offset=(8, 32)))
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == WHITE
    assert stage.saved() == before
    stage.adapter.preview(entity.id, None)
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == RED
    assert type(stage.editor.sprite(entity).texture) is str
    assert all(type(key) is str for key in stage.editor.renderer._sprite_cache)


def test_a_preview_over_an_applied_animation_keeps_the_phase(stage: Stage) -> None:
    entity = stage.editor.entity()
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder))
    stage.wait(0.15)
    stage.adapter.preview(entity.id, preview(WHITE, (0, 0, 200)))
    assert stage.editor.pixel(0, 0) == (0, 0, 200)
    stage.wait(0.1)
    assert stage.editor.pixel(0, 0) == WHITE
    stage.adapter.preview(entity.id, None)
    assert stage.editor.pixel(0, 0) == YELLOW


def test_the_feet_stay_where_they_were_on_a_larger_canvas(stage: Stage) -> None:
    entity = stage.editor.entity(size=64)
    clip = applied_clip(stage.editor.folder, size=(48, 48), still_offset=(8, 16))
    stage.adapter.show(entity.id, clip)
    stage.wait(0.01)
    # The still was drawn from -32 to 32; a box of 32 pixels of the canvas, 8 from its edge, at scale 2.
    picture = stage.editor.map_picture()
    mask = pygame.mask.from_threshold(picture, YELLOW, (1, 1, 1, 255))
    box: pygame.Rect = mask.get_bounding_rects()[0]  # type: ignore[assignment]
    assert box.size == (64, 64)
    assert (box.left - 640, box.top - 360) == (-32, -48)
    found = stage.adapter.entity_at((640, 360 - 60))
    assert found is not None
    assert found.id == entity.id
    assert stage.editor.sprite(entity).width == 96


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_swap_to_another_length_and_size_keeps_the_phase(stage: Stage, count: int) -> None:
    entity = stage.editor.entity()
    folder = stage.editor.folder
    stage.adapter.show(entity.id, applied_clip(folder, colours=(RED, RED, RED, CYAN)))
    stage.wait(0.35)
    colours = tuple((10 * index, 200, 0) for index in range(count))
    stage.adapter.show(entity.id, applied_clip(folder, colours=colours, size=(40, 50)))
    assert stage.editor.pixel(0, 0) == (10 * int(0.875 * count), 200, 0)
    stage.wait(0.2 * count)
    stage.saved()


def test_what_the_entity_holds_is_told_and_swapped_in_place(stage: Stage) -> None:
    entity, folder = stage.editor.entity(), stage.editor.folder
    walk, run = applied_clip(folder), applied_clip(folder, "run", (WHITE,))
    stage.adapter.show(entity.id, walk)
    stage.adapter.show(entity.id, run)
    assert stage.adapter.clips() == {entity.id: [run, walk]}
    stage.adapter.swap(entity.id, applied_clip(folder, colours=((9, 9, 9), (9, 9, 9))))
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == WHITE
    stage.editor.animations(entity).play("walk")
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == (9, 9, 9)
    assert stage.editor.sprite(entity).texture.endswith("hero_walk_01.png")


def test_one_that_does_not_loop_holds_its_last_frame(stage: Stage) -> None:
    entity = stage.editor.entity()
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder, "death", loop=False))
    for _ in range(5):
        stage.wait(0.3)
        assert stage.editor.pixel(0, 0) == CYAN


def test_a_long_stall_is_survived(stage: Stage) -> None:
    entity = stage.editor.entity()
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder))
    stage.wait(1e6 + 0.05)
    assert stage.editor.pixel(0, 0) in (YELLOW, CYAN)


def test_undo_puts_everything_back(stage: Stage) -> None:
    entity = stage.editor.entity(size=64)
    before = stage.saved()
    look = stage.adapter.remember(entity.id)
    assert look is not None
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder, size=(48, 48)))
    stage.wait(0.05)
    stage.adapter.restore(entity.id, look)
    stage.wait(0.05)
    assert stage.saved() == before
    assert stage.editor.pixel(0, 0) == RED
    assert stage.editor.animations(entity) is None
    assert stage.adapter.clips() == {}


def test_undo_goes_back_to_the_animation_before(stage: Stage) -> None:
    entity, folder = stage.editor.entity(), stage.editor.folder
    stage.adapter.show(entity.id, applied_clip(folder))
    look = stage.adapter.remember(entity.id)
    assert look is not None
    stage.adapter.show(entity.id, applied_clip(folder, colours=(WHITE,)))
    stage.wait(0.01)
    applied_clip(folder)
    stage.adapter.restore(entity.id, look)
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == YELLOW


def test_dropping_animations_ends_at_the_still(stage: Stage) -> None:
    entity, folder = stage.editor.entity(size=64), stage.editor.folder
    before = stage.saved()
    stage.adapter.show(entity.id, applied_clip(folder, size=(40, 40)))
    stage.adapter.show(entity.id, applied_clip(folder, "run", (WHITE,)))
    stage.adapter.drop(entity.id, "run")
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == YELLOW
    stage.adapter.drop(entity.id, "walk")
    stage.adapter.drop(entity.id, "nothing")
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == RED
    assert stage.saved() == before


def test_after_a_reload_the_animation_plays_again_and_the_still_is_known(stage: Stage) -> None:
    entity, folder = stage.editor.entity(size=64), stage.editor.folder
    walk, run = (
        applied_clip(folder, size=(40, 48), still_offset=(4, 16)),
        applied_clip(folder, "run", (WHITE,)),
    )
    stage.adapter.show(entity.id, run)
    stage.adapter.show(entity.id, walk)
    stage.manifest(entity.id, run, walk)
    stage.saved()
    stage.adapter.leave()
    stage.editor.world.clear()
    for again in stage.editor.application.save_manager.load_game("test").get_entities():
        stage.editor.world.add_entity(again)
    fresh = Stage(stage.editor)
    fresh.wait(2.0)
    assert fresh.adapter.clips() == {entity.id: [walk, run]}
    seen = {fresh.editor.pixel(0, 0)}
    fresh.wait(0.1)
    seen.add(fresh.editor.pixel(0, 0))
    assert seen == {YELLOW, CYAN}
    (view,) = fresh.adapter.entities()
    assert view.sprite_path == folder / "assets" / "characters" / "hero.png"
    assert view.animation == "walk"
    fresh.adapter.drop(entity.id, "walk")
    fresh.adapter.drop(entity.id, "run")
    fresh.wait(0.01)
    sprite = fresh.editor.sprite(fresh.editor.world.get_entity(entity.id))
    assert sprite.width == 64
    assert sprite.texture == "characters/hero.png"


def test_another_picture_from_elsewhere_ends_our_animation(stage: Stage) -> None:
    entity = stage.editor.entity()
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder))
    stage.wait(0.01)
    stage.editor.sprite(entity).texture = "characters/hero_mage.png"
    stage.wait(0.01)
    assert stage.editor.pixel(0, 0) == (0, 0, 255)
    assert stage.adapter.clips() == {}


def test_an_entity_that_is_gone_is_forgotten(stage: Stage) -> None:
    entity = stage.editor.entity()
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder))
    stage.adapter.select(entity.id)
    stage.wait(0.01)
    stage.editor.world.remove_entity(entity.id)
    stage.wait(0.01)
    assert stage.adapter.clips() == {}
    assert stage.adapter.selected() is None
    assert all(type(key) is str for key in stage.editor.renderer._sprite_cache)
    stage.adapter.show(entity.id, applied_clip(stage.editor.folder))
    assert stage.adapter.remember(entity.id) is None


def test_the_entity_that_is_seen_is_picked(stage: Stage) -> None:
    hero, mage = stage.editor.entity(), stage.editor.entity(texture="characters/hero_mage.png", x=10)
    seen = {RED: hero, (0, 0, 255): mage}[stage.editor.pixel(10, 0)]
    found = stage.adapter.entity_at((650, 360))
    assert found is not None
    assert found.id == seen.id
    left = stage.adapter.entity_at((630, 360))
    assert left is not None
    assert left.id == hero.id
    assert stage.adapter.entity_at((10, 10)) is None
    stage.adapter.select(mage.id)
    selected = stage.adapter.selected()
    assert selected is not None
    assert selected.name == "hero_mage"
    stage.adapter.select("nobody")
    assert stage.adapter.selected() is None


def test_files_that_cannot_be_read_leave_the_entity_alone(stage: Stage) -> None:
    entity, clip = stage.editor.entity(), applied_clip(stage.editor.folder)
    before = stage.saved()
    clip.frames[1].write_bytes(b"not a picture")
    stage.adapter.show(entity.id, clip)
    assert "hero_walk_02.png" in stage.editor.ui.status_message
    assert stage.saved() == before
    shutil.rmtree(clip.frames[0].parent)
    stage.adapter.show(entity.id, clip)
    assert stage.saved() == before


def test_the_background_is_the_map_alone(stage: Stage) -> None:
    stage.editor.entity()
    stage.editor.renderer.screen.fill((1, 2, 3))
    background = stage.adapter.background()
    assert background is not None
    assert tuple(background.get_at((640, 360)))[:3] == RED
    assert tuple(stage.editor.renderer.screen.get_at((640, 360)))[:3] == (1, 2, 3)
    assert stage.adapter.background() is background


def test_the_scene_is_told_that_it_changed(editor: Editor) -> None:
    heard: list[str] = []
    adapter = NeonWorksAdapter(
        editor.ui, editor.renderer, Engine.of(editor.world), changed=lambda: heard.append("changed")
    )
    adapter.scene_changed()
    assert heard == ["changed"]
