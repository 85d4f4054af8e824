"""Who of the map is animated."""

import json

import pytest
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.hosts.neonworks_ensemble import Ensemble
from neonworks_editor.hosts.neonworks_places import Places
from neonworks_editor.project.manifest import entry_of
from neonworks_editor.project.place import ManifestKind, ProjectPlace

from tests.fakes.neonworks_editors import Editor, applied_clip


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def ensemble(editor: Editor, said: list[str]) -> Ensemble:
    engine = Engine.of(editor.world)
    places = Places(editor.renderer.asset_manager, engine.current_project)
    return Ensemble(editor.ui, editor.renderer, engine, places, said.append)


def test_only_what_has_a_picture_can_be_animated(editor: Editor, ensemble: Ensemble) -> None:
    bare = editor.world.create_entity()
    assert ensemble.of(bare.id) is None
    assert ensemble.of("nobody") is None
    assert ensemble.of(editor.entity(texture="").id) is None


def test_one_performer_for_an_entity_as_long_as_it_has_something(editor: Editor, ensemble: Ensemble) -> None:
    entity, clip = editor.entity(), applied_clip(editor.folder)
    performer = ensemble.of(entity.id)
    assert performer is not None
    assert ensemble.of(entity.id) is performer
    ensemble.beat(0.01)
    assert ensemble.known(entity.id) is None
    performer = ensemble.of(entity.id)
    frames = ensemble.frames(clip)
    assert performer is not None
    assert frames is not None
    performer.hold(clip, frames, keep_phase=True)
    ensemble.beat(0.01)
    assert ensemble.known(entity.id) is performer
    ensemble.leave()
    assert list(ensemble) == []


def test_an_entity_of_the_same_id_is_another_one(editor: Editor, ensemble: Ensemble) -> None:
    entity = editor.entity()
    old = ensemble.of(entity.id)
    editor.world.remove_entity(entity.id)
    ecs = editor.part("core.ecs")
    again = editor.world.create_entity(entity.id)
    again.add_component(ecs.Sprite("characters/hero_mage.png", 32, 32))
    new = ensemble.of(entity.id)
    assert new is not None
    assert new is not old
    assert new.entity is again


def test_an_applied_file_without_a_manifest_is_a_picture_like_any_other(
    editor: Editor, ensemble: Ensemble, said: list[str]
) -> None:
    clip = applied_clip(editor.folder)
    editor.entity(texture=f"../{clip.frames[0].relative_to(editor.folder).as_posix()}")
    ensemble.beat(2.0)
    assert all(performer.idle for _, performer in ensemble)
    assert editor.pixel(0, 0) == (255, 255, 0)
    assert said == []


def test_a_large_map_comes_back_a_few_entities_a_beat(editor: Editor, ensemble: Ensemble) -> None:
    clip = applied_clip(editor.folder)
    place = editor.folder / "projects" / "Demo"
    project = ProjectPlace(place, place / "assets", "Demo", ManifestKind.NEONWORKS)
    entry = entry_of(project, "hero_walk", clip, None)
    project.manifest_path.write_text(json.dumps({"assets": {"animations": [entry]}}))
    texture = f"../{clip.frames[0].relative_to(editor.folder).as_posix()}"
    for x in range(10):
        editor.entity(texture=texture, x=40 * x)
    counts = []
    for _ in range(6):
        ensemble.beat(0.5)
        counts.append(len(list(ensemble)))
    assert counts == [2, 4, 6, 8, 10, 10]


def test_a_missing_frame_is_said(editor: Editor, ensemble: Ensemble, said: list[str]) -> None:
    clip = applied_clip(editor.folder)
    clip.frames[1].unlink()
    assert ensemble.frames(clip) is None
    assert said == ["hero_walk_02.png cannot be read: apply the animation walk again."]
