"""What an entity has, from the project's manifest."""

import json
from pathlib import Path

import pytest
from neonworks_editor.hosts import neonworks_recall
from neonworks_editor.hosts.neonworks_recall import ManifestMemory, Recalled, applied_clips, recall
from neonworks_editor.project.manifest import entry_of
from neonworks_editor.project.place import ManifestKind, ProjectPlace

from tests.fakes.neonworks_editors import applied_clip


@pytest.fixture
def place(tmp_path: Path) -> ProjectPlace:
    root = tmp_path / "projects" / "Demo"
    return ProjectPlace(root, root / "assets", "Demo", ManifestKind.NEONWORKS)


def test_the_clip_that_is_shown_comes_first_then_the_entitys_others(
    place: ProjectPlace, tmp_path: Path
) -> None:
    clips = [applied_clip(tmp_path, name) for name in ("walk", "run", "jump")]
    owners = ("me", "me", "somebody")
    entries = [
        entry_of(place, f"hero_{clip.animation}", clip, owner)
        for clip, owner in zip(clips, owners, strict=True)
    ]
    place.manifest_path.write_text(json.dumps({"assets": {"animations": [*entries, {"id": "other"}, 5]}}))
    known = applied_clips(place)
    assert recall(known, "me", clips[1].frames[0]) == [clips[1], clips[0]]
    assert recall(known, "nobody", clips[1].frames[0]) == [clips[1]]
    assert recall(known, "me", clips[1].frames[1]) == []


@pytest.mark.parametrize("content", ["", "[]", "{", '{"assets": 3}', '{"assets": {"animations": "x"}}'])
def test_a_manifest_that_makes_no_sense_has_no_clips(place: ProjectPlace, content: str) -> None:
    place.assets.mkdir(parents=True)
    assert applied_clips(place) == []
    place.manifest_path.write_text(content)
    assert applied_clips(place) == []


def test_the_manifest_is_read_again_when_it_changes(
    place: ProjectPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = ManifestMemory()
    assert memory.clips(place) == []
    clip = applied_clip(tmp_path)
    entry = entry_of(place, "hero_walk", clip, "me")
    place.manifest_path.write_text(json.dumps({"assets": {"animations": [entry]}}))
    assert [known.clip for known in memory.clips(place)] == [clip]
    reads: list[str] = []

    def read(place: ProjectPlace) -> list[Recalled]:
        reads.append("read")
        return []

    monkeypatch.setattr(neonworks_recall, "applied_clips", read)
    memory.clips(place)
    assert reads == []
    place.manifest_path.write_text("{}")
    assert memory.clips(place) == []
    assert reads == ["read"]
