import json
import os
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.build_id import build_id
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import batch
from neonworks_daemon.local.batch import animate_batch
from neonworks_daemon.local.job import FinishedClip, Job, Unwatched, Watcher
from neonworks_daemon.local.lines import TextLine
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.ready import ReadyInfo, write_ready
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import BadRequest

from tests.daemon.local.sprites import open_picture, save_example
from tests.fakes.daemons import ended_process, running_daemon


@pytest.fixture
def art(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a sprite in it."""
    save_example(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _jobs(folder: Path, *lines: object) -> Path:
    file = folder / "jobs.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def _slime(**values: object) -> dict[str, object]:
    return {"sprite": "slime.png", "format": "frames", **values}


def test_every_job_gets_its_own_folder(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = _jobs(
        art,
        _slime(action="walk", frames=4, out="out/walk"),
        _slime(text="an angry attack, 3 frames", out="out/attack", tier="draft"),
    )
    assert animate_batch(jobs, as_json=False) == ExitCode.OK
    assert len(list((art / "out/walk").glob("*.png"))) == 4
    assert len(list((art / "out/attack").glob("*.png"))) == 3
    assert "2 jobs: 2 done, 0 failed; 2 clips, 7 frames" in capsys.readouterr().err


def test_a_job_that_writes_over_an_earlier_one_is_told(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = _jobs(
        art,
        _slime(text="walk", frames=2),
        _slime(action="idle", frames=2),
        _slime(text="a tired walk", frames=3),
        _slime(text="walk", frames=2, out="elsewhere"),
    )
    assert animate_batch(jobs, as_json=True) == ExitCode.OK
    told = capsys.readouterr()
    remark = "wrote over files of line 1: give each its own out"
    assert told.err.count("wrote over") == told.err.count(f"line 3 (slime): {remark}") == 1
    notes = [json.loads(line)["notes"] for line in told.out.splitlines()]
    assert [remark in of_line for of_line in notes] == [False, False, True, False]


def test_one_failure_stops_no_other(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = _jobs(
        art,
        _slime(action="wlak"),
        "not json",
        {"sprite": "none.png", "action": "walk"},
        "[1, 2]",
        _slime(action="idle", out="out"),
    )
    assert animate_batch(jobs, as_json=False) == ExitCode.SOME_FAILED
    told = capsys.readouterr().err
    assert "line 1: unknown action 'wlak': did you mean 'walk'?" in told
    assert "line 2: not a JSON object" in told
    assert "line 3: there is no file none.png" in told
    assert "5 jobs: 1 done, 4 failed" in told
    assert list((art / "out").glob("*.png"))


def test_a_bug_in_a_generator_fails_one_job(
    art: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    true = Workshop.draw

    def broken(self: Workshop, job: object, watcher: object) -> object:
        if "bad" in str(job.options.out):  # type: ignore[attr-defined]
            raise IndexError("out of range")
        return true(self, job, watcher)  # type: ignore[arg-type]

    monkeypatch.setattr(Workshop, "draw", broken)
    jobs = _jobs(art, _slime(action="walk", out="bad"), _slime(action="walk", out="good"))
    assert animate_batch(jobs, as_json=False) == ExitCode.SOME_FAILED
    assert "line 1: internal error (IndexError: out of range)" in capsys.readouterr().err
    assert list((art / "good").glob("*.png"))


def test_a_daemon_writes_the_same_files_in_the_same_order(
    art: Path, real_daemon: tuple[Path, ReadyInfo], own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [_slime(action="walk", frames=4, seed=seed) for seed in range(5)]
    lines.insert(2, _slime(action="wlak"))
    lines.insert(4, _slime(text="jump, then an angry attack, glowing", format="gif,sheet"))

    def run(folder: str, artist: str) -> list[dict[str, object]]:
        placed = [{**line, "out": f"{folder}/{number}"} for number, line in enumerate(lines)]
        assert animate_batch(_jobs(art, *placed), as_json=True) == ExitCode.SOME_FAILED
        told = capsys.readouterr()
        assert artist in told.err
        return [json.loads(line) for line in told.out.splitlines()]

    here = run("here", "drawing in this process")
    info = msgspec.structs.replace(real_daemon[1], build=build_id())
    write_ready(Settings(state_dir=str(own_home)).ready_path, info)
    there = run("there", "drawing in the running daemon")
    assert [(one["line"], one["ok"]) for one in here] == [(n + 1, n != 2) for n in range(7)]
    assert [(one["line"], one["ok"]) for one in there] == [(one["line"], one["ok"]) for one in here]
    made = {path.relative_to(art / "here"): path.read_bytes() for path in (art / "here").glob("*/*")}
    assert {
        path.relative_to(art / "there"): path.read_bytes() for path in (art / "there").glob("*/*")
    } == made
    assert len(made) > 20


class _Ahead:
    """An artist that notes how many jobs it was given and not asked for."""

    def __init__(self, workshop: Workshop, room: int) -> None:
        self._workshop = workshop
        self._room = room
        self.in_hand: list[str] = []
        self.most = 0

    def draw(self, job: Job, watcher: Watcher) -> Iterator[FinishedClip]:
        return self._workshop.draw(job, watcher)

    def begin(self, job: Job) -> Iterator[FinishedClip]:
        self.in_hand.append(str(job.options.out))
        self.most = max(self.most, len(self.in_hand))
        return self._taken(job)

    def _taken(self, job: Job) -> Iterator[FinishedClip]:
        assert self.in_hand.pop(0) == str(job.options.out)
        yield from self._workshop.draw(job, Unwatched())

    @property
    def gone(self) -> bool:
        return False

    def room(self) -> int:
        return self._room


def test_a_daemon_that_ends_leaves_the_rest_to_this_process(
    art: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finish = batch._Batch._finish

    def finish_and_stop(self: batch._Batch, line: TextLine, work: tuple[Job, Iterator[FinishedClip]]) -> None:
        if line.number == 2:
            os.kill(info.pid, signal.SIGKILL)
            ended_process(info.pid)
        finish(self, line, work)

    monkeypatch.setattr(batch._Batch, "_finish", finish_and_stop)
    jobs = [_slime(action="walk", frames=3, seed=seed, out=f"o/{seed}") for seed in range(6)]
    with running_daemon(Settings(state_dir=str(own_home), workers=1), scripted=False) as started:
        info = msgspec.structs.replace(started, build=build_id())
        write_ready(Settings(state_dir=str(own_home)).ready_path, info)
        assert animate_batch(_jobs(art, *jobs), as_json=False) == ExitCode.OK
    told = capsys.readouterr().err
    assert "drawing in the running daemon" in told
    assert told.count("drawing on in this process") == 1
    assert "6 jobs: 6 done, 0 failed; 6 clips, 18 frames" in told


@pytest.mark.parametrize("room", [1, 3, 100])
def test_jobs_are_handed_over_ahead_and_taken_back_in_order(
    art: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    artist = _Ahead(Workshop(), room)
    monkeypatch.setattr(batch, "open_artist", lambda _workshop: nullcontext((artist, "drawing")))
    jobs = [_slime(action="idle", frames=2, out=f"o/{number}") for number in range(6)]
    assert animate_batch(_jobs(art, *jobs), as_json=False) == ExitCode.OK
    assert artist.most == min(room, 6)
    assert artist.in_hand == []


def test_one_json_line_a_job(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = _jobs(art, _slime(action="walk", out="o"), _slime(action="none"))
    animate_batch(jobs, as_json=True)
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["line"], first["ok"]) == (1, True)
    assert first["clips"][0]["files"]
    assert (second["line"], second["ok"], second["error"]["code"]) == (2, False, "bad_request")


def test_frames_are_on_the_plans_canvas_whatever_the_effect(art: Path) -> None:
    jobs = _jobs(art, _slime(action="jump", effect="shake,glow", out="o"))
    assert animate_batch(jobs, as_json=False) == ExitCode.OK
    sizes = {open_picture(path).shape[1::-1] for path in (art / "o").glob("*.png")}
    (sidecar,) = (art / "o").glob("*.animator.json")
    assert sizes == {tuple(json.loads(sidecar.read_text())["canvas"])}


def test_an_empty_file_is_an_error(art: Path) -> None:
    with pytest.raises(BadRequest, match="empty"):
        animate_batch(_jobs(art), as_json=False)
