"""Steps that are written whole, taken back byte for byte and never lose what others wrote."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_editor.project.journal import Journal
from neonworks_editor.project.place import ManifestKind, ProjectPlace
from neonworks_editor.project.steps import StepState, StepStore
from neonworks_protocol.errors import BadRequest, StorageFailed

FILES = {"assets/animations/hero/hero_walk_01.png": b"one", "assets/animations/hero/hero_walk.png": b"sheet"}
ENTRY = {"anim_hero_walk": {"id": "anim_hero_walk", "frames": 1}}
MANIFEST = b'{\r\n\t"version": "1.0.0",\r\n\t"assets": {"animations": [], "music": [ {"id":"m"} ]}\r\n}'


@pytest.fixture
def place(tmp_path: Path) -> ProjectPlace:
    root = tmp_path / "game"
    (root / "assets").mkdir(parents=True)
    (root / "assets" / "asset_manifest.json").write_bytes(MANIFEST)
    return ProjectPlace(root, root / "assets", "game", ManifestKind.NEONWORKS)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StepStore]:
    store = StepStore(tmp_path / "undo")
    yield store
    store.close()


def _tree(place: ProjectPlace) -> dict[str, bytes]:
    return {
        path.relative_to(place.root).as_posix(): path.read_bytes() if path.is_file() else b"folder"
        for path in place.root.rglob("*")
    }


def test_undo_restores_every_byte_and_redo_puts_it_again(place: ProjectPlace, store: StepStore) -> None:
    journal, before = Journal(place, store), _tree(place)
    journal.commit("walk", FILES, ENTRY, "e1")
    after = _tree(place)
    assert {name: after[name] for name in FILES} == FILES
    assert json.loads(after["assets/asset_manifest.json"])["assets"]["animations"] == list(ENTRY.values())
    undone = journal.undo()
    assert undone is not None and undone.entity == "e1"
    assert _tree(place) == before
    assert journal.undo() is None
    journal.redo()
    assert _tree(place) == after
    assert journal.redo() is None


def test_steps_are_taken_back_one_by_one(place: ProjectPlace, store: StepStore) -> None:
    journal, trees = Journal(place, store), []
    for content in (b"1", b"22", b"333"):
        trees.append(_tree(place))
        journal.commit(content.decode(), dict.fromkeys(FILES, content), ENTRY)
    for tree in reversed(trees):
        journal.undo()
        assert _tree(place) == tree


def test_a_removed_file_comes_back(place: ProjectPlace, store: StepStore) -> None:
    journal = Journal(place, store)
    journal.commit("long", FILES, {})
    before = _tree(place)
    journal.commit("short", {"assets/animations/hero/hero_walk_01.png": None}, {})
    assert not (place.root / "assets/animations/hero/hero_walk_01.png").exists()
    journal.undo()
    assert _tree(place) == before


def test_a_new_step_forgets_those_that_were_taken_back(place: ProjectPlace, store: StepStore) -> None:
    journal = Journal(place, store)
    journal.commit("a", {"a.png": b"a"}, {})
    journal.undo()
    journal.commit("b", {"b.png": b"b"}, {})
    assert journal.redoable is None
    assert journal.undoable is not None and journal.undoable.label == "b"


def test_steps_outlive_the_editor(place: ProjectPlace, tmp_path: Path) -> None:
    first = StepStore(tmp_path / "undo")
    before = _tree(place)
    Journal(place, first).commit("walk", FILES, ENTRY)
    first.close()
    second = StepStore(tmp_path / "undo")
    Journal(place, second).undo()
    second.close()
    assert _tree(place) == before


def test_a_crash_in_the_middle_is_rolled_back_at_the_next_start(
    place: ProjectPlace, store: StepStore
) -> None:
    before = _tree(place)
    step = Journal(place, store).commit("walk", FILES, ENTRY)
    # As a crash leaves it: the step begun, one file not there yet, the manifest written.
    store.put(msgspec.structs.replace(step, state=StepState.BEGUN, files=step.files[:2]))
    (place.root / "assets/animations/hero/hero_walk_01.png").unlink()
    journal = Journal(place, store)
    after = _tree(place)
    assert after.keys() == before.keys()
    manifest = json.loads(after["assets/asset_manifest.json"])
    assert manifest == json.loads(before["assets/asset_manifest.json"])
    assert journal.undoable is None


def test_what_cannot_be_written_changes_nothing(
    place: ProjectPlace, store: StepStore, tmp_path: Path
) -> None:
    (place.root / "assets" / "blocked").write_bytes(b"a file where a folder would be")
    before = _tree(place)
    with pytest.raises(StorageFailed):
        Journal(place, store).commit("walk", {**FILES, "assets/blocked/x.png": b"x"}, ENTRY)
    assert _tree(place) == before
    assert store.steps == []


def test_an_edited_picture_is_not_lost_by_undo(place: ProjectPlace, store: StepStore) -> None:
    journal = Journal(place, store)
    journal.commit("walk", FILES, ENTRY)
    edited = place.root / "assets/animations/hero/hero_walk_01.png"
    edited.write_bytes(b"drawn by hand")
    before = _tree(place)
    with pytest.raises(StorageFailed, match=r"hero_walk_01\.png was changed since"):
        journal.undo()
    assert _tree(place) == before
    assert journal.undoable is not None


def test_others_edits_of_the_manifest_stay(place: ProjectPlace, store: StepStore) -> None:
    journal = Journal(place, store)
    journal.commit("walk", FILES, ENTRY)
    path = place.manifest_path
    path.write_bytes(path.read_bytes().replace(b'"1.0.0"', b'"2.0.0"'))
    journal.undo()
    assert path.read_bytes() == MANIFEST.replace(b'"1.0.0"', b'"2.0.0"')
    journal.redo()
    manifest = json.loads(path.read_bytes())
    assert manifest["version"] == "2.0.0"
    assert manifest["assets"]["animations"] == list(ENTRY.values())


def test_a_broken_manifest_stops_before_anything_is_written(place: ProjectPlace, store: StepStore) -> None:
    place.manifest_path.write_bytes(b'{"assets": ')
    before = _tree(place)
    with pytest.raises(BadRequest, match=r"asset_manifest\.json: line 1 is not JSON"):
        Journal(place, store).commit("walk", FILES, ENTRY)
    assert _tree(place) == before


@pytest.mark.parametrize(
    "names",
    [
        ["../out.png"],
        ["/abs.png"],
        ["a\\b.png"],
        ["assets/CON.png"],
        ["a/Hero.png", "a/hero.png"],
        ["c:x.png"],
    ],
)
def test_hostile_names_are_refused(place: ProjectPlace, store: StepStore, names: list[str]) -> None:
    before = _tree(place)
    with pytest.raises(BadRequest):
        Journal(place, store).commit("x", dict.fromkeys(names, b"x"), {})
    assert _tree(place) == before


_NAMES = st.text(st.sampled_from("aB./\\:~ é\0\u202e"), min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(_NAMES, st.binary(max_size=3), max_size=3))
def test_any_names_stay_inside_and_are_taken_back(
    place: ProjectPlace, store: StepStore, files: dict[str, bytes]
) -> None:
    journal, before = Journal(place, store), _tree(place)
    outside = {path.name for path in place.root.parent.iterdir()}
    try:
        journal.commit("x", files, {})
    except (BadRequest, StorageFailed):
        assert _tree(place) == before
    else:
        journal.undo()
        assert _tree(place) == before
    assert {path.name for path in place.root.parent.iterdir()} == outside
