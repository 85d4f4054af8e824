"""Apply, undo and redo with a host, the real files and a scripted daemon."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neonworks_editor.project.applier import ANSWER_S, Applier, ApplyOutcome, ApplyRequest, ApplyState
from neonworks_editor.project.place import ProjectPlace
from neonworks_protocol.vocabulary import Action

from tests.fakes.exports import FakeExporter, clip_message
from tests.fakes.hosts import FakeEntity, FakeHost

WALK, RUN = clip_message(clip_id="walk"), clip_message(2, action=Action.RUN, clip_id="run")


class _Bench:
    """One applier with all around it; ``now`` is its clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        root = folder / "game"
        root.mkdir(exist_ok=True)
        self.place = ProjectPlace(root, root, "game")
        self.host = FakeHost(self.place, FakeEntity("e1"), FakeEntity("e2"))
        self.exporter = FakeExporter(WALK, RUN)
        self.now = 0.0
        self.applier = Applier(
            self.host, self.exporter, folder=lambda _: folder / "undo", clock=lambda: self.now
        )

    def until(self, done: Callable[[], bool]) -> None:
        ends = time.monotonic() + 20
        while not done() and time.monotonic() < ends:
            self.exporter.answer()
            self.applier.tick()
            time.sleep(0.001)
        assert done()

    def do(self, act: Callable[[Callable[[ApplyOutcome], object]], None]) -> ApplyOutcome:
        heard: list[ApplyOutcome] = []
        act(heard.append)
        self.until(lambda: bool(heard))
        return heard[0]

    def apply(self, *clips: object, entity: str | None = "e1", name: str = "hero") -> ApplyOutcome:
        chosen = tuple(clip for clip in (WALK, RUN) if clip in clips) or (WALK,)
        return self.do(lambda told: self.applier.apply(ApplyRequest(chosen, name, entity), told))

    def tree(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.place.root).as_posix(): path.read_bytes() if path.is_file() else b"folder"
            for path in self.place.root.rglob("*")
        }


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[_Bench]:
    bench = _Bench(tmp_path)
    yield bench
    bench.applier.close()


def test_the_entity_plays_what_lies_in_the_files(bench: _Bench) -> None:
    outcome = bench.apply()
    assert outcome.done, outcome.text
    thing = bench.host.things["e1"]
    assert thing.current == "walk"
    assert thing.contents == tuple(path.read_bytes() for path in outcome.clips[0].frames)
    assert thing.clips["walk"] == outcome.clips[0]
    assert bench.host.saves == 1
    assert bench.host.things["e2"].current == ""
    assert bench.applier.undo_label == "Apply walk to hero"


def test_undo_and_redo_turn_files_and_entity(bench: _Bench) -> None:
    empty = bench.tree()
    bench.apply()
    first, first_tree = bench.host.things["e1"].contents, bench.tree()
    bench.exporter.shade = 7
    bench.apply()
    second, second_tree = bench.host.things["e1"].contents, bench.tree()
    assert first != second

    assert bench.do(bench.applier.undo).text == "Undone: Apply walk to hero."
    assert (bench.host.things["e1"].contents, bench.tree()) == (first, first_tree)
    bench.do(bench.applier.undo)
    assert (bench.host.things["e1"].current, bench.tree()) == ("", empty)
    assert not bench.do(bench.applier.undo).done
    bench.do(bench.applier.redo)
    assert (bench.host.things["e1"].contents, bench.tree()) == (first, first_tree)
    bench.do(bench.applier.redo)
    assert (bench.host.things["e1"].contents, bench.tree()) == (second, second_tree)
    assert not bench.do(bench.applier.redo).done
    bench.do(bench.applier.undo)
    assert (bench.host.things["e1"].contents, bench.tree()) == (first, first_tree)


def test_undo_in_the_next_session_takes_the_animation_away(bench: _Bench, tmp_path: Path) -> None:
    empty = bench.tree()
    clip = bench.apply().clips[0]
    bench.applier.close()
    again = _Bench(tmp_path)
    again.host.show("e1", clip)
    again.applier.prepare()
    again.until(lambda: again.applier.undo_label == "Apply walk to hero")
    again.do(again.applier.undo)
    assert again.host.things["e1"].clips == {}
    assert again.tree() == empty
    again.applier.close()


def test_several_clips_are_one_step(bench: _Bench) -> None:
    outcome = bench.apply(WALK, RUN)
    assert sorted(bench.host.things["e1"].clips) == ["run", "walk"]
    assert bench.host.things["e1"].current == "walk"
    assert len(outcome.clips) == 2
    bench.do(bench.applier.undo)
    assert bench.host.things["e1"].clips == {}
    assert bench.tree() == {}


def test_files_without_an_entity(bench: _Bench) -> None:
    assert bench.apply(entity=None).done
    assert "animations/hero/hero_walk_01.png" in bench.tree()
    assert bench.host.saves == 0


def test_nothing_is_changed_when_the_daemon_sends_rubbish(bench: _Bench) -> None:
    bench.exporter.spoil = lambda files: {name: data[:-3] for name, data in files.items()}
    outcome = bench.apply()
    assert not outcome.done
    assert "\n" not in outcome.text and outcome.text
    assert bench.tree() == {}
    assert bench.host.things["e1"].current == ""
    bench.exporter.spoil = lambda files: files
    assert bench.apply().done


def test_a_clip_that_the_daemon_forgot_is_told(bench: _Bench) -> None:
    bench.exporter.clips.clear()
    outcome = bench.apply()
    assert (outcome.done, outcome.text) == (False, "no such clip")
    assert bench.applier.state is ApplyState.IDLE


def test_a_daemon_that_says_nothing_ends_in_a_line(bench: _Bench) -> None:
    heard: list[ApplyOutcome] = []
    bench.applier.apply(ApplyRequest((WALK,), "hero", "e1"), heard.append)
    ends = time.monotonic() + 20
    while not bench.exporter.asked and time.monotonic() < ends:
        bench.applier.tick()
    late, bench.exporter.asked = bench.exporter.asked, []
    bench.now = ANSWER_S + 1
    bench.applier.tick()
    assert [outcome.done for outcome in heard] == [False]
    bench.exporter.asked = late
    bench.exporter.answer()
    bench.applier.tick()
    assert len(heard) == 1 and bench.tree() == {}


def test_a_second_apply_waits_its_turn(bench: _Bench) -> None:
    heard: list[ApplyOutcome] = []
    bench.applier.apply(ApplyRequest((WALK,), "hero", "e1"), heard.append)
    bench.applier.apply(ApplyRequest((WALK,), "hero", "e1"), heard.append)
    assert [outcome.done for outcome in heard] == [False]
    bench.until(lambda: len(heard) == 2)
    assert heard[1].done


def test_without_a_project_or_clips_it_says_so(bench: _Bench) -> None:
    heard: list[ApplyOutcome] = []
    bench.applier.apply(ApplyRequest((), "hero", "e1"), heard.append)
    bench.host.place = None
    bench.applier.apply(ApplyRequest((WALK,), "hero", "e1"), heard.append)
    bench.applier.undo(heard.append)
    assert [outcome.done for outcome in heard] == [False] * 3
    assert "No project is open" in heard[1].text


def test_an_entity_that_is_gone_does_not_stop_the_files(bench: _Bench) -> None:
    del bench.host.things["e2"]
    assert bench.apply(entity="e2").done
    assert bench.do(bench.applier.undo).done
    assert bench.tree() == {}


def test_what_is_written_when_the_editor_closes_is_shown_too(bench: _Bench) -> None:
    heard: list[ApplyOutcome] = []
    bench.applier.apply(ApplyRequest((WALK,), "hero", "e1"), heard.append)
    bench.until(lambda: bench.applier.state is ApplyState.WRITING)
    bench.applier.close()
    assert [outcome.done for outcome in heard] == [True]
    assert bench.host.things["e1"].current == "walk" and bench.host.saves == 1
