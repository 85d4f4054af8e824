import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_editor.hosts.standalone_file import SCENE_FILE, SavedEntity, load_scene, save_scene
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.place import ProjectPlace
from neonworks_protocol.errors import AnimatorError, BadRequest


def _place(root: Path) -> ProjectPlace:
    return ProjectPlace(root, root, "game")


def _entity(root: Path) -> SavedEntity:
    folder = root / "animations" / "hero"
    clip = AppliedClip(
        "walk",
        (folder / "hero_walk_01.png", folder / "hero_walk_02.png"),
        (90, 110),
        True,
        (32, 40),
        (16.0, 39.0),
        (0, 8),
        sheet=folder / "hero_walk.png",
        direction="left",
    )
    return SavedEntity(
        id="hero", name="Hero é", sprite=root / "hero.png", place=(0.25, 0.5), clips=(clip,), current="walk"
    )


def test_a_scene_comes_back_as_it_was(tmp_path: Path) -> None:
    save_scene(_place(tmp_path), [_entity(tmp_path)])
    assert load_scene(_place(tmp_path)) == [_entity(tmp_path)]


def test_a_project_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    save_scene(_place(tmp_path / "a"), [_entity(tmp_path / "a")])
    assert str(tmp_path) not in (tmp_path / "a" / SCENE_FILE).read_text()
    (tmp_path / "a").rename(tmp_path / "b")
    assert load_scene(_place(tmp_path / "b")) == [_entity(tmp_path / "b")]


def test_no_file_is_no_scene(tmp_path: Path) -> None:
    assert load_scene(_place(tmp_path)) is None


@pytest.mark.parametrize("name", ["../x.png", "/etc/passwd", "a\\b.png", "con"])
def test_files_outside_the_project_are_refused(tmp_path: Path, name: str) -> None:
    save_scene(_place(tmp_path), [_entity(tmp_path)])
    document = json.loads((tmp_path / SCENE_FILE).read_text())
    for change in (
        {"sprite": name},
        {"animations": [{**document["entities"][0]["animations"][0], "frames": [name]}]},
    ):
        changed = {**document, "entities": [{**document["entities"][0], **change}]}
        (tmp_path / SCENE_FILE).write_text(json.dumps(changed))
        with pytest.raises(BadRequest, match=r"scene\.json"):
            load_scene(_place(tmp_path))


_JUNK = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["entities", "id", "sprite", "place"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_file_raises_anything_else(tmp_path: Path, data: st.DataObject) -> None:
    save_scene(_place(tmp_path), [_entity(tmp_path)])
    document = json.loads((tmp_path / SCENE_FILE).read_text())
    entity = document["entities"][0]
    target = data.draw(st.sampled_from([document, entity, entity["animations"][0]]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(_JUNK)
    raw = json.dumps(document).encode() if data.draw(st.booleans()) else data.draw(st.binary(max_size=30))
    (tmp_path / SCENE_FILE).write_bytes(raw)
    try:
        found = load_scene(_place(tmp_path))
    except AnimatorError as error:
        assert "\n" not in error.message
    else:
        assert all(each.sprite.is_relative_to(tmp_path) for each in found or [])
