"""What daemon and worker say to each other survives the pipe."""

import msgspec
import pytest
from neonworks_daemon.worker.messages import (
    AnimateWork,
    CancelJob,
    FromWorker,
    InterpretWork,
    JobEnded,
    Progressed,
    StartJob,
    StopWorker,
    ToWorker,
    WorkerReady,
)
from neonworks_protocol.vocabulary import Action, Archetype, Direction

from tests.fakes.desks import CAPABILITIES
from tests.fakes.events import SPEC, clip_events

WORK = AnimateWork(
    sprite=b"\x00\xff",
    text="Größe \U0001f600",
    spec=(SPEC,),
    actions=(Action.IDLE,),
    directions=(Direction.UP,),
    archetype=Archetype.BLOB,
    joints={"neck": (1.5, 2.0)},
)


@pytest.mark.parametrize(
    "message",
    [
        StartJob(job=1, work=WORK),
        StartJob(job=2, work=InterpretWork(text="slower", previous=SPEC)),
        CancelJob(job=1),
        StopWorker(),
    ],
)
def test_to_the_worker(message: ToWorker) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=ToWorker) == message


@pytest.mark.parametrize(
    "message",
    [
        WorkerReady(pid=1, generators=CAPABILITIES, warm_up_ms=1.0),
        *clip_events(1),
        Progressed(job=1, fraction=0.5, note="half"),
        JobEnded(job=1, code="internal", message="a bug", notes=("n",)),
    ],
)
def test_from_the_worker(message: FromWorker) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=FromWorker) == message
