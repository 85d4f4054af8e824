import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.manifest import clip_of, entry_id, entry_of, free_name, read_manifest
from neonworks_editor.project.place import ManifestKind, ProjectPlace
from neonworks_protocol.errors import AnimatorError, BadRequest

ENGINE = """{
    "version": "1.0.0",
    "assets": {
        "characters": [{"id": "hero", "file_path": "hero.png", "scale": 1.50}],
        "animations": [
            {"id": "anim_old", "file_path": "old.png", "custom": true}
        ]
    }
}
"""


@pytest.fixture(params=ManifestKind)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> ProjectPlace:
    assets = tmp_path / "game" / "assets"
    assets.mkdir(parents=True)
    return ProjectPlace(tmp_path / "game", assets, "game", request.param)


def _clip(place: ProjectPlace, count: int = 2) -> AppliedClip:
    folder = place.assets / "animations" / "hero"
    return AppliedClip(
        animation="walk",
        frames=tuple(folder / f"hero_walk_{number:02d}.png" for number in range(1, count + 1)),
        durations=(120, 80, 60)[:count],
        loop=True,
        size=(32, 40),
        pivot=(16.0, 39.5),
        still_offset=(1, 2),
        sheet=folder / "hero_walk.png",
        direction="right",
    )


def test_an_entry_comes_back_as_the_clip(place: ProjectPlace) -> None:
    clip = _clip(place)
    entry = entry_of(place, "hero_walk", clip, "e1")
    place.manifest_path.write_bytes(read_manifest(place).with_entries({entry_id("hero_walk"): entry}))
    found = read_manifest(place).entry("anim_hero_walk")
    assert found == entry
    assert clip_of(place, found) == clip


def test_the_engine_finds_what_it_knows(place: ProjectPlace) -> None:
    entry = entry_of(place, "hero_walk", _clip(place), None)
    assert entry["file_path"] == "animations/hero/hero_walk.png"
    assert (entry["frame_count"], entry["frame_rate"], entry["loop"]) == (2, 10, True)
    assert entry["dimensions"] == {"width": 64, "height": 40}
    assert json.loads(json.dumps(entry)) == json.loads(json.dumps(entry, default=list))


def test_what_users_added_to_an_entry_stays(place: ProjectPlace) -> None:
    old = {**entry_of(place, "hero_walk", _clip(place), None), "license": "CC0", "mine": 1, "loop": False}
    entry = entry_of(place, "hero_walk", _clip(place, 3), None, old)
    assert (entry["license"], entry["mine"], entry["loop"], entry["frame_count"]) == ("CC0", 1, True, 3)


def test_all_else_in_the_engines_manifest_stays_as_it_was(tmp_path: Path) -> None:
    place = ProjectPlace(tmp_path, tmp_path, "game", ManifestKind.NEONWORKS)
    for mark in (b"", b"\xef\xbb\xbf"):
        place.manifest_path.write_bytes(mark + ENGINE.encode())
        changed = read_manifest(place).with_entries({"anim_new": {"id": "anim_new", "frames": [1, 2]}})
        text = changed.removeprefix(mark).decode()
        assert changed.startswith(mark)
        assert text == ENGINE.replace(
            '"custom": true}',
            '"custom": true},\n            {\n                "id": "anim_new",\n'
            '                "frames": [1, 2]\n            }',
        )
        place.manifest_path.write_bytes(changed)
        assert read_manifest(place).with_entries({"anim_new": None}) == mark + ENGINE.encode()


@pytest.mark.parametrize("text", ['{"version": 1}', '{"assets": {}}', "{}", '{"assets": {"animations": []}}'])
def test_lists_that_are_missing_are_made(tmp_path: Path, text: str) -> None:
    place = ProjectPlace(tmp_path, tmp_path, "game", ManifestKind.NEONWORKS)
    place.manifest_path.write_text(text)
    place.manifest_path.write_bytes(read_manifest(place).with_entries({"a": {"id": "a"}}))
    assert json.loads(place.manifest_path.read_text())["assets"]["animations"] == [{"id": "a"}]
    assert read_manifest(place).entry("a") == {"id": "a"}


@pytest.mark.parametrize(
    "text", ["[]", "", '{"assets": 1}', '{"assets": {"animations": {}}}', "\ufffe", "{" * 500]
)
def test_what_is_no_manifest_is_one_line(tmp_path: Path, text: str) -> None:
    place = ProjectPlace(tmp_path, tmp_path, "game", ManifestKind.NEONWORKS)
    place.manifest_path.write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    with pytest.raises(BadRequest) as caught:
        read_manifest(place).with_entries({"a": {"id": "a"}})
    assert "\n" not in caught.value.message


def test_names_belong_to_one_entity(place: ProjectPlace) -> None:
    def apply(name: str, entity: str | None) -> None:
        folder = place.assets / "animations" / name
        folder.mkdir(parents=True, exist_ok=True)
        clip = AppliedClip(
            "walk",
            (folder / f"{name}_walk_01.png",),
            (100,),
            True,
            (4, 4),
            (2.0, 4.0),
            sheet=folder / "s.png",
        )
        entry = entry_of(place, f"{name}_walk", clip, entity)
        place.manifest_path.write_bytes(read_manifest(place).with_entries({entry_id(f"{name}_walk"): entry}))

    def free(entity: str | None) -> str:
        return free_name(place, read_manifest(place), "hero", entity)

    assert free("e1") == "hero"
    apply("hero", "e1")
    assert (free("e1"), free("e2"), free(None)) == ("hero", "hero_2", "hero_2")
    apply("hero_2", "e2")
    assert (free("e1"), free("e2"), free("e3")) == ("hero", "hero_2", "hero_3")
    (place.assets / "animations" / "Hero_3").mkdir()
    assert free("e3") == "hero_4", "a folder that somebody made, in another spelling"


_OWN_KEYS = ["frames", "durations_ms", "pivot", "entity"]
_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=6) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "file_path", "animator", "frames", "durations_ms", "pivot", "dimensions", "x"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_entry_raises_or_leaves_the_project(place: ProjectPlace, data: st.DataObject) -> None:
    entry = entry_of(place, "hero_walk", _clip(place), "e1")
    for key in data.draw(st.lists(st.sampled_from(sorted(entry)), max_size=3)):
        entry[key] = data.draw(_JUNK)
    own = entry["animator"]
    if isinstance(own, dict):
        for key in data.draw(st.lists(st.sampled_from(_OWN_KEYS), max_size=2)):
            own[key] = data.draw(_JUNK | st.just(["../../x.png", "/etc/passwd"]))
    clip = clip_of(place, entry)
    if clip is not None:
        assert all(path.is_relative_to(place.assets) and ".." not in path.parts for path in clip.frames)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60) | st.text(st.sampled_from('{}[]":, assetnimo1')).map(str.encode))
def test_any_bytes_are_a_manifest_or_one_line(place: ProjectPlace, raw: bytes) -> None:
    place.manifest_path.write_bytes(raw)
    try:
        manifest = read_manifest(place)
        list(manifest.entries())
        manifest.with_entries({"a": {"id": "a"}})
    except AnimatorError as error:
        assert "\n" not in error.message
