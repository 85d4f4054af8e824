"""A worker as a process: its streams and signals."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import pytest
from neonworks_daemon.worker.messages import FromWorker, InterpretWork, JobEnded, StartJob, WorkerReady
from neonworks_daemon.worker.pipe import PipeReader, encode_message

SCRIPTED = Path(__file__).parents[2] / "fakes" / "scripted_worker.py"


def _spawn() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", str(SCRIPTED)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_prints_go_to_the_log_and_signals_to_the_group_are_left_to_the_daemon() -> None:
    with _spawn() as process:
        assert process.stdin and process.stdout and process.stderr
        reader = PipeReader(cast(BinaryIO, process.stdout), msgspec.msgpack.Decoder(FromWorker))
        assert isinstance(reader.read(), WorkerReady)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process.send_signal(number)
        process.stdin.write(encode_message(StartJob(job=1, work=InterpretWork(text="print"))))
        process.stdin.flush()
        ended = reader.read()
        assert isinstance(ended, JobEnded) and ended.notes == ("scripted",)
        process.stdin.close()
        assert process.wait(10) == 0
        assert b"a library that prints" in process.stderr.read()


def test_it_ends_with_its_input() -> None:
    with _spawn() as process:
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0
