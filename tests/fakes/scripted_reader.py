"""A real process of a larger language model that follows a script instead of reading; the script is the text.

Steps are separated by ``;``: ``read NOITCA`` (decides the action) and ``style DROW``, both written backwards,
so that the embedded interpreter does not read them too; ``sleep S`` (looks at ``stop`` all the time), ``deaf
S`` (does not), ``crash`` (kills itself), ``crash-once FILE``, ``rubbish`` (on the pipe), ``bug``
(ValueError), ``fail CODE``, ``doubt REASON``, ``many N`` (N fields). What is no step is passed over, so that
sentences run too; without ``read`` and ``style`` the answer is the embedded one.

Started as a script with ``--missing`` it has no model, with ``--broken`` it ends before it is ready.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace
from neonworks_daemon.worker.language_runner import LanguageRunner
from neonworks_daemon.worker.process import run_worker
from neonworks_models.intent.large.reading import LargeReader, Question, Reading
from neonworks_protocol.errors import JobCancelled, Unavailable, from_wire
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Action

__all__ = ["ScriptedReader"]


class ScriptedReader:
    """A ``LargeReader``."""

    name = "scripted"

    def warm(self, stop: Callable[[], bool]) -> None:
        """There is nothing to do beforehand."""

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        """As the script says. Raises what it says."""
        heard, told, tokens = question.embedded, list[str](), 0
        for step in question.text.split(";"):
            word, _, argument = step.strip().partition(" ")
            if stop():
                raise JobCancelled("stopped between two tokens")
            if word == "doubt":
                yield Reading(question.embedded, (), final=True, doubt=argument, tokens=tokens)
                return
            if word == "read":
                heard, told = _with(heard, animation_type=Action(argument[::-1])), [*told, "animation_type"]
            elif word == "style":
                heard, told = _with(heard, style_modifiers=(argument[::-1],)), [*told, "style_modifiers"]
            elif word == "many":
                for number in range(int(argument)):
                    tokens += 1
                    yield Reading(_with(heard, frame_count=2 + number % 31), ("frame_count",), tokens=tokens)
            else:
                _misbehave(word, argument, stop)
            tokens += 1
            if told:
                yield Reading(heard, tuple(told), tokens=tokens)
        yield Reading(heard, tuple(told), final=True, tokens=tokens)

    def close(self) -> None:
        """Nothing is held."""


def _with(heard: Interpretation, **changes: object) -> Interpretation:
    return replace(heard, understood=True, sequence=(replace(heard.spec, **changes), *heard.sequence[1:]))


def _misbehave(word: str, argument: str, stop: Callable[[], bool]) -> None:
    match word:
        case "sleep":
            deadline = time.monotonic() + float(argument)
            while time.monotonic() < deadline:
                if stop():
                    raise JobCancelled("stopped between two tokens")
                time.sleep(0.002)
        case "deaf":
            time.sleep(float(argument))
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crash-once":
            if not Path(argument).exists():
                Path(argument).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case "bug":
            raise ValueError("a bug in a reader")
        case "fail":
            raise from_wire(argument, "failed as scripted")
        case "rubbish":
            _write_rubbish()


def _write_rubbish() -> None:
    """To every pipe that this process writes to but the log: one of them is the daemon's."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\x00\x00\x00\x04junk")
        except OSError:
            continue
    time.sleep(0.2)


def _load() -> LargeReader:
    if "--missing" in sys.argv:
        raise Unavailable("the model is not there: install it")
    return ScriptedReader()


if __name__ == "__main__":
    if "--broken" in sys.argv:
        sys.exit(3)
    sys.exit(run_worker(LanguageRunner(_load), streams=True))
