import os
from pathlib import Path

import msgspec
import pytest
from neonworks_editor.project.steps import FileChange, Step, StepState, StepStore, journal_folder
from neonworks_protocol.errors import IllegalTransition, StorageFailed


def _step(number: int, digest: str | None = None) -> Step:
    return Step(
        number=number,
        label=f"step {number}",
        state=StepState.DONE,
        files=(FileChange(name="a", before=None, after=digest),),
        manifest="animations.json",
        entries_before={},
        entries_after={},
    )


def test_steps_and_contents_are_kept(tmp_path: Path) -> None:
    store = StepStore(tmp_path / "undo")
    digest = store.keep(b"pixels")
    store.put(_step(1, digest))
    store.close()
    again = StepStore(tmp_path / "undo")
    assert again.steps == [_step(1, digest)]
    assert digest is not None and again.content(digest) == b"pixels"
    assert again.keep(None) is None
    again.close()


def test_the_oldest_leave_when_there_are_too_many(tmp_path: Path) -> None:
    store = StepStore(tmp_path / "undo", max_steps=3)
    digests = []
    for number in range(5):
        digests.append(store.keep(bytes([number])))
        store.put(_step(number, digests[-1]))
    assert [step.number for step in store.steps] == [2, 3, 4]
    assert {path.stem for path in (tmp_path / "undo").glob("*.bin")} == set(digests[2:])
    store.close()


def test_the_oldest_leave_when_they_are_too_large_but_never_the_newest(tmp_path: Path) -> None:
    store = StepStore(tmp_path / "undo", max_bytes=100)
    for number in range(3):
        store.put(_step(number, store.keep(bytes([number]) * 200)))
    assert [step.number for step in store.steps] == [2]
    store.close()


def test_two_editors_do_not_share_a_journal(tmp_path: Path) -> None:
    first, second = StepStore(tmp_path / "undo"), StepStore(tmp_path / "undo")
    first.put(_step(1))
    second.put(_step(2))
    assert [step.number for step in first.steps] == [1]
    first.close()
    second.close()
    third = StepStore(tmp_path / "undo")
    assert [step.number for step in third.steps] == [1]
    third.close()


def test_a_damaged_content_is_not_given_back(tmp_path: Path) -> None:
    store = StepStore(tmp_path / "undo")
    digest = store.keep(b"pixels")
    assert digest is not None
    (tmp_path / "undo" / f"{digest}.bin").write_bytes(b"pixel")
    with pytest.raises(StorageFailed, match="damaged"):
        store.content(digest)
    store.close()


def test_a_half_written_step_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "undo").mkdir()
    (tmp_path / "undo" / "00000001.json").write_bytes(msgspec.json.encode(_step(1))[:-9])
    store = StepStore(tmp_path / "undo")
    assert store.steps == []
    store.close()


def test_states_change_as_the_table_says() -> None:
    assert _step(1).become(StepState.UNDONE).become(StepState.DONE).state is StepState.DONE
    with pytest.raises(IllegalTransition):
        _step(1).become(StepState.DONE)


def test_projects_have_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    folders = {journal_folder(tmp_path / name) for name in ("a", "b", "b" + os.sep)}
    assert len(folders) == 2
    assert all(folder.is_relative_to(tmp_path / "undo") for folder in folders)
