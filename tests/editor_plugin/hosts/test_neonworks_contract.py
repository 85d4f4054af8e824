"""Finding the engine's classes beside a running editor."""

import pytest
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_protocol.errors import Unavailable

from tests.fakes.neonworks_editors import Editor


def test_the_classes_are_those_of_the_world(editor: Editor) -> None:
    engine = Engine.of(editor.world)
    assert engine.sprite is editor.part("core.ecs").Sprite
    assert engine.animation_component is editor.part("rendering.animation").AnimationComponent
    project = engine.current_project()
    assert project is not None
    assert not project.root_dir.is_absolute()


def test_another_world_is_refused() -> None:
    class World:
        pass

    with pytest.raises(Unavailable, match="NeonWorks"):
        Engine.of(World())  # type: ignore[arg-type]
