"""One entity and the animations that we gave it."""

import pygame
import pytest
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.hosts.neonworks_look import Still, new_component, still_of
from neonworks_editor.hosts.neonworks_performer import Performer
from neonworks_editor.project.applied import AppliedClip

from tests.fakes.neonworks_editors import Editor, applied_clip, frame_picture


class Scene:
    """A hero of 32 pixels at scale 2."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.entity = editor.entity(size=64)
        self.still = Still("characters/hero.png", (32, 32), (2.0, 2.0))
        self.performer = Performer(
            Engine.of(editor.world), self.entity, self.still, editor.renderer, self.texture
        )

    def texture(self, clip: AppliedClip) -> str:
        return f"../{clip.frames[0].relative_to(self.editor.folder).as_posix()}"

    def hold(self, clip: AppliedClip, *, keep_phase: bool = True) -> None:
        frames = [pygame.image.load(str(path)).convert_alpha() for path in clip.frames]
        self.performer.hold(clip, frames, keep_phase=keep_phase)


@pytest.fixture
def scene(editor: Editor) -> Scene:
    return Scene(editor)


def test_a_games_own_animation_of_the_name_comes_back(scene: Scene) -> None:
    engine = scene.performer.engine
    own = engine.animation("walk", [engine.animation_frame(frame_picture((32, 32), (1, 1, 1)), 0.1)], True)
    component = new_component(engine, scene.entity)
    component.animations["walk"] = own
    scene.hold(applied_clip(scene.editor.folder))
    scene.hold(applied_clip(scene.editor.folder, colours=((5, 5, 5),)))
    assert component.animations["walk"] is not own
    scene.performer.drop("walk")
    assert component.animations["walk"] is own
    assert scene.editor.animations(scene.entity) is component
    assert scene.performer.idle


def test_another_animation_of_the_game_is_not_ours_to_draw(scene: Scene) -> None:
    engine = scene.performer.engine
    scene.hold(applied_clip(scene.editor.folder))
    component = scene.editor.animations(scene.entity)
    component.animations["fly"] = engine.animation("fly", [], True)
    component.play("fly")
    scene.performer.beat(0.01)
    assert scene.editor.pixel(0, 0) == (255, 255, 0)
    assert type(scene.editor.sprite(scene.entity).texture) is str
    component.play("walk")
    scene.performer.beat(0.15)
    assert scene.editor.pixel(0, 0) == (0, 255, 255)


def test_a_new_animation_may_start_at_its_beginning(scene: Scene) -> None:
    scene.hold(applied_clip(scene.editor.folder))
    scene.performer.beat(0.15)
    scene.hold(applied_clip(scene.editor.folder, "run"), keep_phase=False)
    assert scene.performer.progress() == ("run", 0, 0.0)


def test_a_sprite_that_somebody_resizes_stays_resized(scene: Scene) -> None:
    scene.hold(applied_clip(scene.editor.folder, size=(40, 40)))
    sprite = scene.editor.sprite(scene.entity)
    assert (sprite.width, sprite.height) == (80, 80)
    sprite.width = sprite.height = 120
    scene.performer.beat(0.01)
    assert (sprite.width, sprite.height) == (120, 120)
    assert scene.editor.pixel(30, 0) == (255, 255, 0)
    scene.hold(applied_clip(scene.editor.folder, size=(32, 32)))
    assert (sprite.width, sprite.height) == (96, 96)


def test_a_sprite_that_somebody_takes_away_is_survived(scene: Scene) -> None:
    scene.hold(applied_clip(scene.editor.folder))
    scene.entity.remove_component(scene.performer.engine.sprite)
    scene.performer.beat(0.01)
    assert scene.performer.idle
    scene.performer.leave()
    assert not [key for key in scene.editor.renderer._sprite_cache if type(key) is not str]


def test_a_component_that_somebody_takes_away_is_survived(scene: Scene) -> None:
    scene.hold(applied_clip(scene.editor.folder))
    scene.entity.remove_component(scene.performer.engine.animation_component)
    scene.performer.beat(0.01)
    assert scene.editor.pixel(0, 0) == (255, 255, 0)
    scene.performer.drop("walk")
    assert scene.performer.progress() == ("", 0, 0.0)


def test_the_still_is_noted_while_there_is_an_animation(scene: Scene) -> None:
    scene.hold(applied_clip(scene.editor.folder))
    assert still_of(scene.entity) == "characters/hero.png"
    scene.performer.drop("walk")
    assert still_of(scene.entity) is None


def test_durations_are_at_least_what_the_engine_survives(scene: Scene) -> None:
    scene.hold(applied_clip(scene.editor.folder, durations=(1, 1)))
    component = scene.editor.animations(scene.entity)
    assert all(frame.duration >= 0.01 for frame in component.animations["walk"].frames)
    system = scene.editor.part("rendering.animation").AnimationSystem()
    assert system.update_animation(component, 0.5) is not None
