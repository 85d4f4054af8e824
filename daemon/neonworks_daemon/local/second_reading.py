"""What a larger language model thinks of the sentence that ``animate`` has just drawn, in one line, with the
commands that draw it so."""

import asyncio
import shlex
from collections.abc import Iterator
from uuid import uuid4

from neonworks_models.generators.timing import default_loop
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.messages import Consult, Reading
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import ClientInfo

from neonworks_daemon.build_id import build_id
from neonworks_daemon.cli.console import note
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.language.choice import Lacking, ReaderPlan, choose_reader
from neonworks_daemon.local.job import Job
from neonworks_daemon.ready import ReadyInfo, read_ready
from neonworks_daemon.settings import Settings, load_settings
from neonworks_daemon.worker.job import JobControl
from neonworks_daemon.worker.language_runner import last_step
from neonworks_daemon.worker.messages import ReadWork
from neonworks_daemon.worker.readers import load_reader

__all__ = ["command_for", "second_reading", "tell_second"]

_JOB = 0


def tell_second(job: Job, reader: str | None) -> None:
    """Say it. ``reader`` is the option; None where it was not given: then only a running daemon is asked,
    since loading a model takes longer than drawing, and what lacks is not worth a word. Raises ``BadRequest``
    for bad settings."""
    if not (job.options.text or "").strip():
        return
    settings = load_settings(overrides={"reader": reader})
    plan = choose_reader(settings)
    if isinstance(plan, Lacking):
        if reader is not None and reader != "off":
            note(f"second reader: {plan.line}")
        return
    try:
        reading = second_reading(job, settings, plan, load=reader is not None)
    except AnimatorError as error:
        note(f"{plan.name} did not read it: {error.message}")
        return
    for line in _lines(job, plan.name, reading) if reading is not None else ():
        note(line)


def second_reading(job: Job, settings: Settings, plan: ReaderPlan, *, load: bool) -> Reading | None:
    """Through the running daemon where that has the model, else, with ``load``, in this process.

    Raises ``AnimatorError``.
    """
    question = Consult(
        request_id=uuid4().hex,
        text=job.options.text or "",
        name=job.name,
        facing=job.analysis.facing,
        archetype=job.analysis.archetype,
    )
    info = read_ready(settings.ready_path)
    if info is not None and info.build == build_id():
        asked = asyncio.run(_through_daemon(info, question, plan.name))
        if asked is not None:
            return asked
    return _here(question, settings) if load else None


async def _through_daemon(info: ReadyInfo, question: Consult, name: str) -> Reading | None:
    me = ClientInfo(id=uuid4().hex, name="cli")
    try:
        client = await DaemonClient.connect(info, me)
    except (AnimatorError, OSError):
        return None
    async with client:
        if name not in client.welcome.capabilities.interpreters:
            return None
        return await client.consult(question)


def _here(question: Consult, settings: Settings) -> Reading:
    work = ReadWork(
        text=question.text, name=question.name, facing=question.facing, archetype=question.archetype
    )
    reader = load_reader(settings)
    try:
        step = last_step(reader, EmbeddedInterpreter(), work, JobControl(_JOB))
    finally:
        reader.close()
    return Reading(
        request_id=question.request_id,
        interpreter=reader.name[:64],
        fields=step.fields,
        final=True,
        interpretation=step.interpretation,
        differs=step.differs,
        note=step.note,
        tokens=step.tokens,
        elapsed_ms=step.elapsed_ms,
    )


def _lines(job: Job, name: str, reading: Reading) -> Iterator[str]:
    heard = reading.interpretation
    if heard is None:
        yield f"{name} is not sure: {reading.note}"
    elif not heard.understood:
        yield f"{name} reads nothing in it that can be drawn"
    elif not reading.differs:
        yield f"{name} reads the same ({reading.elapsed_ms:.0f} ms)"
    else:
        took = f"({reading.elapsed_ms:.0f} ms)"
        yield f"{name} reads: {_said(heard)} {took}; what was drawn stays. To draw that:"
        for spec in heard.sequence:
            yield f"  {command_for(job, spec)}"


def _said(heard: Interpretation) -> str:
    """``attack (slash), angry, to the left, then death``."""
    return ", then ".join(", ".join(_words(spec)) for spec in heard.sequence)


def _words(spec: MotionSpec) -> Iterator[str]:
    yield spec.animation_type.value + (f" ({spec.variant.value})" if spec.variant else "")
    yield from spec.style_modifiers
    yield from (effect.value for effect in spec.special_effects)
    if spec.direction is not None:
        yield f"to {spec.direction.value}"
    if abs(spec.speed_multiplier - 1) > 0.04:
        yield f"{spec.speed_multiplier:.3g}x speed"
    if spec.frame_count is not None:
        yield f"{spec.frame_count} frames"
    if spec.loop is not None and spec.loop is not default_loop(spec.animation_type):
        yield "looping" if spec.loop else "once"


def command_for(job: Job, spec: MotionSpec) -> str:
    """The command line that draws ``spec`` of the same sprite."""
    words = ["neonworks-animator", "animate", str(job.options.sprite), "--action", spec.animation_type.value]
    if spec.variant is not None:
        words += ["--variant", spec.variant.value]
    if spec.direction is not None:
        words += ["--direction", spec.direction.value]
    if spec.style_modifiers:
        words += ["--style", ",".join(spec.style_modifiers)]
    if spec.special_effects:
        words += ["--effect", ",".join(effect.value for effect in spec.special_effects)]
    if spec.frame_count is not None:
        words += ["--frames", str(spec.frame_count)]
    words += ["--speed", f"{spec.speed_multiplier:.3g}", "--intensity", f"{spec.intensity:.3g}"]
    return shlex.join(words)
