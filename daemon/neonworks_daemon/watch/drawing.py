"""``Draughtsman``: has one sprite's clips drawn by the daemon and collects their frames."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.rigfile import Rig
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import AnimatorError, WorkerFailed
from neonworks_protocol.limits import MAX_SEQUENCE, MAX_TEXT_CHARS
from neonworks_protocol.messages import Clip, ClipDone, Done, EndMessage, Failed, Frame, ServerMessage, Submit
from neonworks_protocol.vocabulary import Priority

from neonworks_daemon.client import DaemonClient, RequestHandle
from neonworks_daemon.local.job import FinishedClip
from neonworks_daemon.watch.pixels import frame_pixels
from neonworks_daemon.watch.planning import Plan, PlannedSprite

__all__ = ["Drawn", "Lost", "NotDrawn", "draw"]


@dataclass(frozen=True, eq=False)
class Drawn:
    """The finished clips, one for each plan, in their order."""

    clips: tuple[FinishedClip, ...]


@dataclass(frozen=True)
class NotDrawn:
    """The daemon refused or failed; ``passing``: the same may succeed later."""

    reason: str
    passing: bool


@dataclass(frozen=True)
class Lost:
    """The connection was lost: ask again on a new one."""

    reason: str


@dataclass
class _Arriving:
    announced: Clip
    frames: dict[int, RGBA] = field(default_factory=dict)
    done: ClipDone | None = None


async def draw(client: DaemonClient, planned: PlannedSprite) -> Drawn | NotDrawn | Lost:
    """Submit the sprite with ``Priority.FOLDER`` and wait for all of its clips. Cancelling it cancels the
    request in the daemon too."""
    found: list[FinishedClip] = []
    for part in _parts(planned.plans):
        started = time.perf_counter()
        try:
            handle = await client.submit(_submit(planned, part))
        except AnimatorError as error:
            return Lost(error.message) if not client.connected else NotDrawn(error.message, passing=False)
        outcome = await _collect(client, handle)
        if not isinstance(outcome, list):
            return outcome
        if len(outcome) != len(part):
            return NotDrawn("the daemon left clips out: restart it with neonworks-animator serve", False)
        elapsed_ms = (time.perf_counter() - started) * 1000
        found += [_finished(plan, clip, elapsed_ms) for plan, clip in zip(part, outcome, strict=True)]
    return Drawn(_in_order(planned.plans, found))


def _parts(plans: Sequence[Plan]) -> Iterator[tuple[Plan, ...]]:
    """As many plans as one request takes, which share all that a request says once."""
    groups: dict[tuple[object, ...], list[Plan]] = {}
    for plan in plans:
        request = plan.clip.request
        groups.setdefault((request.tier, request.generator, request.seed), []).append(plan)
    for group in groups.values():
        for start in range(0, len(group), MAX_SEQUENCE):
            yield tuple(group[start : start + MAX_SEQUENCE])


def _submit(planned: PlannedSprite, part: Sequence[Plan]) -> Submit:
    request = part[0].clip.request
    # All of what was read here, and not only what the user says: its worker need not read it again.
    body = Rig.of(request.analysis)
    return Submit(
        request_id=uuid4().hex,
        sprite=planned.subject.data,
        text="; ".join(dict.fromkeys(plan.text for plan in part))[:MAX_TEXT_CHARS],
        spec=tuple(plan.clip.request.spec for plan in part),
        facing=body.facing,
        archetype=body.archetype,
        joints=None if body.joints is None else {joint.value: point for joint, point in body.joints.items()},
        tier=request.tier,
        only_tier=True,
        generator=request.generator,
        seed=request.seed,
        priority=Priority.FOLDER,
    )


async def _collect(client: DaemonClient, handle: RequestHandle) -> list[_Arriving] | NotDrawn | Lost:
    clips: dict[str, _Arriving] = {}
    ended = False
    try:
        end = await handle.each(lambda message: _take(clips, message))
        ended = True
        return _outcome(end, list(clips.values()))
    except AnimatorError as error:
        ended = True
        return Lost(error.message) if not client.connected else NotDrawn(error.message, passing=True)
    finally:
        if not ended and client.connected:
            await handle.cancel()


def _take(clips: dict[str, _Arriving], message: ServerMessage) -> None:
    if isinstance(message, Frame):
        clip = clips.get(message.clip_id)
        if clip is not None and clip.announced.take == message.take:
            width, height = clip.announced.canvas
            clip.frames[message.index] = frame_pixels(message, (height, width, 4))
    elif isinstance(message, Clip):
        clips[message.clip_id] = _Arriving(message)
    elif isinstance(message, ClipDone):
        clips[message.clip_id].done = message


def _outcome(end: EndMessage, clips: list[_Arriving]) -> list[_Arriving] | NotDrawn:
    if isinstance(end, Done):
        return [clip for clip in clips if clip.done is not None]
    if isinstance(end, Failed):
        # A job that ended its worker would do it again.
        return NotDrawn(end.message, passing=end.retryable and end.code != WorkerFailed.code)
    return NotDrawn(f"the daemon stopped the job ({type(end).__name__.lower()})", passing=True)


def _finished(plan: Plan, clip: _Arriving, elapsed_ms: float) -> FinishedClip:
    assert clip.done is not None
    made = clip.announced
    layout = ClipPlan(
        width=made.canvas[0],
        height=made.canvas[1],
        offset_x=made.still_offset[0],
        offset_y=made.still_offset[1],
        pivot=made.pivot,
        durations=made.durations,
        loop=made.loop,
    )
    frames = tuple(clip.frames[index] for index in range(made.frame_count))
    return FinishedClip(
        plan.clip.planned_as(layout), frames, clip.done.passed, clip.done.report, 0.0, elapsed_ms
    )


def _in_order(plans: Sequence[Plan], found: Sequence[FinishedClip]) -> tuple[FinishedClip, ...]:
    by_label = {clip.planned.label: clip for clip in found}
    return tuple(by_label[plan.clip.label] for plan in plans)
