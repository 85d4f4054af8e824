"""``animate --batch``: many jobs, one line each, by one warm artist; a failed one stops no other."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_protocol.errors import AnimatorError, BadRequest

from neonworks_daemon.cli.console import meter, note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.animating import draw_and_deliver, job_record
from neonworks_daemon.local.choose import open_artist
from neonworks_daemon.local.delivery import Delivery
from neonworks_daemon.local.job import Artist, Unwatched
from neonworks_daemon.local.lines import TextLine, read_lines
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.workshop import Workshop

__all__ = ["animate_batch"]

_logger = logging.getLogger(__name__)


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
    workshop = Workshop()
    tally, started = _Tally(), time.perf_counter()
    with open_artist(workshop) as (artist, remark), meter("batch", len(lines)) as shown:
        note(remark)
        for line in lines:
            _do(line, workshop, artist, tally, as_json=as_json)
            shown.step()
    seconds = time.perf_counter() - started
    drawn = f"{tally.clips} clips, {tally.frames} frames in {seconds:.1f} s"
    note(f"{len(lines)} jobs: {tally.done} done, {tally.failed} failed; {drawn}")
    return ExitCode.SOME_FAILED if tally.failed else ExitCode.OK


def _do(line: TextLine, workshop: Workshop, artist: Artist, tally: _Tally, *, as_json: bool) -> None:
    try:
        job = workshop.prepare(read_options(_values(line.text)))
        deliveries = draw_and_deliver(artist, job, Unwatched())
    except AnimatorError as error:
        _failed(line, error, tally, as_json=as_json)
        return
    except Exception as error:
        # A bug in one generator fails one job, not the batch.
        _logger.exception("job_bug")
        text = f"internal error ({type(error).__name__}: {error}); please report it"
        _failed(line, AnimatorError(text), tally, as_json=as_json)
        return
    tally.add(deliveries, complete=not job.refused)
    for text in job.notes:
        note(f"line {line.number} ({job.name}): {text}")
    if as_json:
        print_json({"line": line.number, "ok": not job.refused, **job_record(job, deliveries)})


def _failed(line: TextLine, error: AnimatorError, tally: _Tally, *, as_json: bool) -> None:
    tally.add((), complete=False)
    note(f"line {line.number}: {error.message}")
    if as_json:
        failure = {"code": error.code, "message": error.message}
        print_json({"line": line.number, "ok": False, "error": failure})


def _values(text: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise BadRequest(f"not a JSON object: {error}") from error
