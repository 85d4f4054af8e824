"""What a mixed load asks for: sprites and sentences from a seed, with the frames that must come of them."""

import asyncio
import enum
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import WorkerFailed
from neonworks_protocol.messages import Done, Submit
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Effect, Tier

from neonworks_daemon.bench.chaos.tally import Reference, reference_of
from neonworks_daemon.bench.fresh import fresh_requests
from neonworks_daemon.bench.running import bench_client, own_daemon
from neonworks_daemon.client import DaemonClient

__all__ = ["LONG_SPECS", "Size", "Task", "drawn_undisturbed", "long_task", "make_tasks", "with_references"]


class Size(enum.Enum):
    """How much a request makes."""

    SMALL = "one clip of 64 × 64"
    SEVERAL = "three clips of 64 × 64"
    LARGE = "frames over 256 KiB, sent in chunks"


_LARGE_FACTOR = 5
"""64 × 5 = 320 pixels square: 400 KiB a frame, two chunks."""
_ACTIONS = (Action.IDLE, Action.WALK, Action.ATTACK)
LONG_SPECS = tuple(
    MotionSpec(animation_type=action, frame_count=32, special_effects=(Effect.GLOW, Effect.PARTICLES))
    for action in Action
)
"""256 frames, about half a second of work: more than a client's first credit, and time to be killed in."""


@dataclass(frozen=True, eq=False)
class Task:
    """One request's content; ``reference`` is filled in by ``with_references``."""

    name: str
    size: Size
    fields: Mapping[str, object] = field(repr=False)
    reference: Reference | None = field(default=None, repr=False)

    def submit(self, request_id: str, **changes: object) -> Submit:
        """The message that asks for it."""
        fields = {"tier": Tier.DRAFT, **self.fields, **changes}
        return Submit(request_id=request_id, **fields)  # type: ignore[arg-type]


def make_tasks(seed: int, counts: Mapping[Size, int]) -> tuple[Task, ...]:
    """So many of each size, all different; equal seeds give equal tasks."""
    chance = random.Random(seed)
    stills = fresh_requests(seed)
    made: list[Task] = []
    for size, count in counts.items():
        for number in range(count):
            still = next(stills)
            fields: dict[str, object] = {"sprite": still.png, "text": still.text}
            if size is Size.SEVERAL:
                fields = {"sprite": still.png, "actions": _ACTIONS, "seed": chance.randrange(1 << 16)}
            elif size is Size.LARGE:
                spec = MotionSpec(animation_type=chance.choice(_ACTIONS), frame_count=chance.randint(2, 4))
                fields = {"sprite": _enlarged(still.rgba), "spec": (spec,)}
            made.append(Task(f"{size.name.lower()}-{number}", size, fields))
    return tuple(made)


def long_task(seed: int) -> Task:
    """All actions at full length."""
    still = next(fresh_requests(seed))
    return Task("long", Size.SEVERAL, {"sprite": still.png, "spec": LONG_SPECS})


async def drawn_undisturbed(client: DaemonClient, task: Task) -> Task:
    """``task`` with the frames that ``client`` is handed for it. Raises ``WorkerFailed`` unless done."""
    messages = [message async for message in await client.submit(task.submit(f"reference-{task.name}"))]
    if not isinstance(messages[-1], Done):
        raise WorkerFailed(f"the daemon ended {task.name} with {messages[-1]}; see its log")
    return Task(task.name, task.size, task.fields, reference_of(messages))


async def with_references(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """All tasks drawn by a daemon of their own, over a connection that nobody disturbs."""
    async with own_daemon(cache=True) as info, await bench_client(info) as client:
        return tuple(await asyncio.gather(*(drawn_undisturbed(client, task) for task in tasks)))


def _enlarged(rgba: RGBA) -> bytes:
    big = np.repeat(np.repeat(rgba, _LARGE_FACTOR, axis=0), _LARGE_FACTOR, axis=1)
    encoded, png = cv2.imencode(".png", cv2.cvtColor(big, cv2.COLOR_RGBA2BGRA))
    assert encoded
    return bytes(png.tobytes())
