"""The look of an entity as a value."""

from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.hosts.neonworks_look import (
    PerformerLook,
    Still,
    component_of,
    forget_still,
    new_component,
    plain_tags,
    remember_still,
    still_of,
)

from tests.fakes.neonworks_editors import Editor


def test_a_look_is_put_back_whole(editor: Editor) -> None:
    engine, entity = Engine.of(editor.world), editor.entity()
    entity.add_tag("player")
    component = new_component(engine, entity)
    component.animations["idle"] = engine.animation("idle", [], True)
    component.current_animation, component.current_frame, component.speed = "idle", 3, 0.5
    look = PerformerLook.of(engine, entity, {})
    assert look is not None
    remember_still(entity, "a.png")
    editor.sprite(entity).texture, editor.sprite(entity).width = "b.png", 7
    entity.remove_component(engine.animation_component)
    look.put_into(engine, entity)
    assert PerformerLook.of(engine, entity, {}) == look
    again = component_of(engine, entity)
    assert again is not None
    assert (again.current_animation, again.current_frame, again.speed) == ("idle", 3, 0.5)
    assert entity.tags == {"player"}


def test_a_component_that_was_not_there_goes_again(editor: Editor) -> None:
    engine, entity = Engine.of(editor.world), editor.entity()
    look = PerformerLook.of(engine, entity, {})
    assert look is not None
    new_component(engine, entity)
    look.put_into(engine, entity)
    assert component_of(engine, entity) is None


def test_an_entity_without_a_sprite_has_no_look(editor: Editor) -> None:
    assert PerformerLook.of(Engine.of(editor.world), editor.world.create_entity(), {}) is None


def test_the_first_still_is_remembered_and_is_no_name(editor: Editor) -> None:
    entity = editor.entity()
    entity.add_tag("player")
    assert still_of(entity) is None
    remember_still(entity, "a.png")
    remember_still(entity, "b.png")
    assert still_of(entity) == "a.png"
    assert plain_tags(entity) == ["player"]
    forget_still(entity)
    assert entity.tags == {"player"}


def test_sizes_on_the_map_are_at_least_a_pixel() -> None:
    still = Still("a.png", (32, 16), (0.01, 2.0))
    assert still.drawn == (1, 32)
    assert still.times((3, 3)) == (1, 6)
