"""What commands show: remarks and progress on stderr, results on stdout."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

__all__ = ["Meter", "meter", "note", "print_json", "results", "stderr"]


def stderr() -> Console:
    """For people: remarks and progress."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


_PIPE_COLUMNS = 140
"""Width of tables where no terminal sets one."""


def results() -> Console:
    """For tables on standard output."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_COLUMNS)


def note(text: str) -> None:
    """One remark on stderr; it never holds more than a line."""
    print(" ".join(text.split()), file=sys.stderr, flush=True)


def print_json(value: object) -> None:
    """One JSON document on one line of standard output."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


class Meter:
    """Progress of something long: a bar on a terminal, nothing in a pipe or log."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def restart(self, label: str, total: int) -> None:
        """Begin to count ``total`` steps of what ``label`` names."""
        self._progress.update(self._task, description=label, total=total, completed=0)

    def label(self, label: str) -> None:
        self._progress.update(self._task, description=label)

    def at(self, done: int) -> None:
        """So many are done by now."""
        self._progress.update(self._task, completed=done)

    def show(self, label: str, done: int, total: int) -> None:
        """``done`` of ``total`` steps of what ``label`` names."""
        self._progress.update(self._task, description=label, total=total, completed=done)

    def step(self, done: object = None) -> None:
        """One more is done; what it is, is not shown."""
        self._progress.advance(self._task)


@contextmanager
def meter(label: str, total: int | None = None) -> Iterator[Meter]:
    """A progress bar that disappears when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = stderr()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        shown = Meter(progress)
        if total is None:
            shown.label(label)
        else:
            shown.restart(label, total)
        yield shown
