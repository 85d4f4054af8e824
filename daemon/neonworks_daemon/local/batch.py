"""``animate --batch``: many jobs, one line each, by one warm artist; a failed one stops no other.

A daemon is given several jobs ahead, so that its workers never wait for this process to prepare and write.
When it ends under them, this process draws the rest.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
from neonworks_protocol.errors import AnimatorError, BadRequest

from neonworks_daemon.cli.console import meter, note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.animating import deliver_all, job_record
from neonworks_daemon.local.choose import open_artist
from neonworks_daemon.local.delivery import Delivery
from neonworks_daemon.local.job import Artist, FinishedClip, Job
from neonworks_daemon.local.lines import TextLine, read_lines
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.places import BatchPlaces
from neonworks_daemon.local.words import counted
from neonworks_daemon.local.workshop import Workshop

__all__ = ["animate_batch"]

_logger = logging.getLogger(__name__)

_Result = TypeVar("_Result")


@dataclass
class _Tally:
    done: int = 0
    failed: int = 0
    clips: int = 0
    frames: int = 0

    def add(self, deliveries: Sequence[Delivery], *, complete: bool) -> None:
        self.done += complete
        self.failed += not complete
        self.clips += len(deliveries)
        self.frames += sum(len(delivery.clip.frames) for delivery in deliveries)


def animate_batch(file: Path, *, as_json: bool) -> ExitCode:
    """Do every job of ``file`` (``-`` is standard input); exit code 1 when any failed.

    Each failure is one line on stderr; with ``as_json`` each job is one line on stdout. Raises ``BadRequest``
    when the file cannot be read or holds no job.
    """
    lines = read_lines(file)
    workshop = Workshop.configured()
    started = time.perf_counter()
    with open_artist(workshop) as (artist, remark), meter("batch", len(lines)) as shown:
        note(remark)
        batch = _Batch(workshop, artist, as_json=as_json)
        batch.run(lines, shown.step)
    tally, seconds = batch.tally, time.perf_counter() - started
    drawn = f"{counted(tally.clips, 'clip')}, {counted(tally.frames, 'frame')} in {seconds:.1f} s"
    note(f"{counted(len(lines), 'job')}: {tally.done} done, {tally.failed} failed; {drawn}")
    return ExitCode.SOME_FAILED if tally.failed else ExitCode.OK


_Work = tuple[Job, Iterator[FinishedClip]]
"""A job that the artist has, and its clips to come."""


class _Batch:
    """Lines in, files and results out in the same order."""

    def __init__(self, workshop: Workshop, artist: Artist, *, as_json: bool) -> None:
        self._workshop = workshop
        self._artist = artist
        self._as_json = as_json
        self._told = False
        self._writers: dict[Path, int] = {}
        self._places = BatchPlaces()
        self.tally = _Tally()

    def run(self, lines: Sequence[TextLine], step: Callable[[], None]) -> None:
        room = self._artist.room()
        begun: deque[tuple[TextLine, _Work | AnimatorError]] = deque()
        for line in lines:
            begun.append((line, self._begin(line)))
            if len(begun) >= room:
                self._finish(*begun.popleft())
                step()
        for last in begun:
            self._finish(*last)
            step()

    def _begin(self, line: TextLine) -> _Work | AnimatorError:
        return _guarded(lambda: self._handed_over(line))

    def _handed_over(self, line: TextLine) -> _Work:
        values = _values(line.text)
        self._places.check(values)
        options = read_options(values)
        self._places.claim(options)
        job = self._workshop.prepare(options, plan=self._artist is self._workshop)
        try:
            return job, self._artist.begin(job)
        except AnimatorError:
            if not self._artist.gone:
                raise
            return job, self._drawn_here(job)

    def _finish(self, line: TextLine, work: _Work | AnimatorError) -> None:
        if isinstance(work, AnimatorError):
            self._failed(line, work)
            return
        job, clips = work
        written = _guarded(lambda: deliver_all(job, clips))
        if isinstance(written, AnimatorError) and self._artist.gone:
            written = _guarded(lambda: deliver_all(job, self._drawn_here(job)))
        if isinstance(written, AnimatorError):
            self._failed(line, written)
            return
        self.tally.add(written, complete=not job.refused)
        replaced = self._replaced(line.number, written)
        for text in (*job.notes, *replaced):
            note(f"line {line.number} ({job.name}): {text}")
        if self._as_json:
            record = job_record(job, written, more_notes=replaced)
            print_json({"line": line.number, "ok": not job.refused, **record})

    def _replaced(self, number: int, written: Sequence[Delivery]) -> tuple[str, ...]:
        """A remark for each earlier line whose files are gone now, which is hardly ever meant."""
        paths = [path for delivery in written for path in delivery.paths]
        lines = sorted({self._writers[path] for path in paths if path in self._writers})
        self._writers.update(dict.fromkeys(paths, number))
        return tuple(f"wrote over files of line {line}: give each its own out" for line in lines)

    def _drawn_here(self, job: Job) -> Iterator[FinishedClip]:
        """In place of an artist that is gone."""
        if not self._told:
            note("the daemon has ended: drawing on in this process")
            self._told = True
        return self._workshop.begin(job)

    def _failed(self, line: TextLine, error: AnimatorError) -> None:
        self.tally.add((), complete=False)
        note(f"line {line.number}: {error.message}")
        if self._as_json:
            failure = {"code": error.code, "message": error.message}
            print_json({"line": line.number, "ok": False, "error": failure})


def _guarded(act: Callable[[], _Result]) -> _Result | AnimatorError:
    """What ``act`` returns, or why it failed: a bug in one generator fails one job, not the batch."""
    try:
        return act()
    except AnimatorError as error:
        return error
    except Exception as error:
        _logger.exception("job_bug")
        return AnimatorError(f"internal error ({type(error).__name__}: {error}); please report it")


def _values(text: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise BadRequest(f"not a JSON object: {error}") from error
