"""What is sent at once, and what waits for more."""

import io
import os
import threading
from typing import BinaryIO, cast

import msgspec
import pytest
from neonworks_daemon.worker.messages import ClipPlanned, FromWorker, JobEnded, Progressed
from neonworks_daemon.worker.pipe import PipeReader
from neonworks_daemon.worker.writer import PipeWriter

from tests.fakes.events import clip_events, frame_made


class Sink(io.BytesIO):
    """A pipe that counts its flushes."""

    def __init__(self) -> None:
        super().__init__()
        self.flushes = 0
        self.flushed = threading.Event()

    def flush(self) -> None:
        self.flushes += 1
        self.flushed.set()

    def messages(self) -> list[FromWorker]:
        reader = PipeReader(cast(BinaryIO, io.BytesIO(self.getvalue())), msgspec.msgpack.Decoder(FromWorker))
        return list(iter(reader.read, None))


FRAMES: list[FromWorker] = [frame_made(index) for index in range(3)]
END = JobEnded(job=1)


def test_each_message_leaves_at_once_where_somebody_watches() -> None:
    sink = Sink()
    writer = PipeWriter(sink)
    for number, frame in enumerate(FRAMES, 1):
        writer.send(frame)
        assert sink.flushes == number
    assert sink.messages() == FRAMES


def test_a_job_leaves_in_one_go_with_its_end() -> None:
    sink = Sink()
    writer = PipeWriter(sink, held_bytes=1 << 20)
    # So that the late sending cannot come between, however slow the machine.
    writer._waiting = _Never()
    for message in (*FRAMES, Progressed(job=1, fraction=0.5)):
        writer.send(message)
    assert sink.flushes == 0
    writer.send(END)
    assert sink.flushes == 1
    assert sink.messages() == [*FRAMES, Progressed(job=1, fraction=0.5), END]


def test_a_clip_leaves_when_the_next_begins() -> None:
    sink = Sink()
    writer = PipeWriter(sink, held_bytes=1 << 20)
    writer._waiting = _Never()
    clip = list(clip_events())
    planned = next(index for index, event in enumerate(clip) if isinstance(event, ClipPlanned))
    for message in clip[planned:]:
        writer.send(message)
    assert sink.messages() == []
    writer.send(clip[planned])
    assert sink.messages() == clip[planned:]


class _Never(threading.Event):
    def set(self) -> None:
        return None


def test_many_bytes_do_not_wait() -> None:
    sink = Sink()
    writer = PipeWriter(sink, held_bytes=1000)
    writer._waiting = _Never()
    writer.send(frame_made(0, data=bytes(600)))
    assert sink.flushes == 0
    writer.send(frame_made(1, data=bytes(600)))
    assert sink.flushes == 1


def test_a_frame_that_nothing_follows_leaves_after_a_while() -> None:
    sink = Sink()
    writer = PipeWriter(sink, held_bytes=1 << 20)
    writer.send(FRAMES[0])
    assert sink.flushed.wait(20)
    assert sink.messages() == FRAMES[:1]


def test_a_daemon_that_has_gone_is_noticed() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as sink:
        writer = PipeWriter(cast(BinaryIO, sink), held_bytes=1 << 20)
        writer.send(FRAMES[0])
        with pytest.raises(BrokenPipeError):
            writer.send(END)
