"""``EditorClient`` with real daemon processes."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from neonworks_daemon.ready import write_ready
from neonworks_daemon.settings import Settings
from neonworks_editor.client.client import EditorClient
from neonworks_editor.client.launch import DaemonLauncher, serve_command
from neonworks_editor.client.states import ClientState
from neonworks_protocol.messages import (
    AssetChanged,
    Cancelled,
    Done,
    Error,
    Failed,
    Frame,
    GetResult,
    GetStatus,
    Interpret,
    Interrupted,
    Jobs,
    ListJobs,
    Publish,
    Status,
    Superseded,
)
from neonworks_protocol.ready import READY_NAME, read_ready
from neonworks_protocol.records import ClientInfo

from tests.fakes.daemons import ended_process, running_daemon
from tests.fakes.editor_clients import Heard, editor_client, pump_until, submit_message

ME = ClientInfo(id="me", name="editor")


@pytest.fixture(scope="module")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a daemon with scripted workers that draws every request."""
    folder = tmp_path_factory.mktemp("editor-daemon")
    with running_daemon(Settings(state_dir=str(folder), cache=False)):
        yield folder


def test_a_request_from_asking_to_its_end(state_dir: Path) -> None:
    heard, answers = Heard(), list[object]()
    with editor_client(state_dir) as client:
        client.submit(submit_message("clip 5 16; frames 5"), heard)
        client.ask(GetStatus(request_id="q1"), answers.append)
        client.ask(Interpret(request_id="q2", text="walk slowly"), answers.append)
        client.ask(ListJobs(request_id="q3"), answers.append)
        pump_until(client, lambda: heard.end and len(answers) == 3)
        assert heard.names == ["Accepted", "Spec", "Clip", *["Frame"] * 5, "ClipDone", "Done"]
        assert all(len(frame.data) == 16 * 16 * 4 for frame in heard.of(Frame))
        assert {type(answer) for answer in answers} == {Status, Error, Jobs}, (
            "scripted workers do not interpret"
        )
        assert client.state is ClientState.ONLINE and client.problem == ""
        assert client.welcome is not None and client.welcome.capabilities.generators[0].name == "scripted"
        assert not client.started_daemon and client.log == ""


def test_more_frames_than_the_window_come_as_fast_as_they_are_pumped(state_dir: Path) -> None:
    heards = [Heard() for _ in range(9)]
    with editor_client(state_dir) as client:
        for heard in heards:
            client.submit(submit_message("clip 32 8; frames 32"), heard)
        pump_until(client, lambda: all(heard.end for heard in heards))
    assert all(isinstance(heard.end, Done) and len(heard.of(Frame)) == 32 for heard in heards)


def test_cancel_and_live_edits(state_dir: Path) -> None:
    slow, live = Heard(), [Heard() for _ in range(4)]
    with editor_client(state_dir) as client:
        message = submit_message("clip 2; frame; sleep 20; frame")
        client.submit(message, slow)
        pump_until(client, lambda: slow.of(Frame))
        client.cancel(message.request_id)
        pump_until(client, lambda: slow.end)
        assert isinstance(slow.end, Cancelled)
        for number, heard in enumerate(live):
            client.submit(submit_message(f"clip 1; sleep 0.0{number}; frame", channel="live"), heard)
        pump_until(client, lambda: all(heard.end for heard in live))
        assert isinstance(live[-1].end, Done)
        assert any(isinstance(heard.end, Superseded) for heard in live[:-1])


def test_what_is_asked_before_there_is_a_daemon_is_sent_when_there_is_one(tmp_path: Path) -> None:
    heard, live = Heard(), [Heard() for _ in range(3)]
    with editor_client(tmp_path) as client:
        client.submit(submit_message("clip 1; frame"), heard)
        for each in live:
            client.submit(submit_message("clip 1; frame", channel="live"), each)
        pump_until(client, lambda: client.state is ClientState.RETRYING)
        pump_until(client, lambda: live[1].end)
        assert "neonworks-animator serve" in client.problem
        assert [type(each.end) for each in live] == [Superseded, Superseded, type(None)]
        with running_daemon(Settings(state_dir=str(tmp_path))):
            pump_until(client, lambda: heard.end and live[2].end)
    assert isinstance(heard.end, Done) and isinstance(live[2].end, Done)


def test_a_daemon_killed_while_it_streams_loses_and_repeats_nothing(tmp_path: Path) -> None:
    script = "clip 12 16; " + "frame; sleep 0.03; " * 12
    heards = [Heard() for _ in range(5)]
    with editor_client(tmp_path) as client:
        with running_daemon(Settings(state_dir=str(tmp_path))) as first:
            for heard in heards:
                client.submit(submit_message(script), heard)
            pump_until(client, lambda: any(len(heard.of(Frame)) > 3 for heard in heards))
            os.kill(first.pid, signal.SIGKILL)
            ended_process(first.pid)
            pump_until(client, lambda: client.state is not ClientState.ONLINE)
            pump_until(client, lambda: "no daemon answers" in client.problem)
        with running_daemon(Settings(state_dir=str(tmp_path))):
            pump_until(client, lambda: all(heard.end for heard in heards))
            assert client.reconnects == 1 and client.problem == ""
            stopped = [heard for heard in heards if isinstance(heard.end, Interrupted)]
            assert stopped, "what was running was interrupted"
            again = [Heard() for _ in stopped]
            for old, new in zip(stopped, again, strict=True):
                job = old.of(type(old.messages[0]))[0].job_id
                client.submit(GetResult(request_id=uuid4().hex, job_id=job), new)
            pump_until(client, lambda: all(heard.end for heard in again))
            for old, new in zip(stopped, again, strict=True):
                kept = {frame.index: frame.sha256 for frame in new.of(Frame)}
                assert {f.index: f.sha256 for f in old.of(Frame)}.items() <= kept.items(), "none was lost"
    for heard in heards:
        if isinstance(heard.end, Done):
            assert len(heard.of(Frame)) == 12


def test_a_daemon_is_started_and_started_anew_when_it_is_killed(tmp_path: Path) -> None:
    command = serve_command()
    launcher = DaemonLauncher(command, tmp_path, explicit=True, idle_exit_s=60.0, every_s=0.1)
    pids: list[int] = []

    def ready_pid() -> int:
        info = read_ready(tmp_path / READY_NAME)
        assert info is not None
        return info.pid

    states = set()
    with editor_client(tmp_path, start_daemon=True, launcher=launcher) as client:
        try:
            while client.state is not ClientState.ONLINE:
                states.add(client.state)
                pump_until(client, lambda: client.state not in states)
            assert ClientState.STARTING in states
            assert client.started_daemon and Path(client.log).is_file()
            pids.append(ready_pid())
            os.kill(pids[0], signal.SIGKILL)
            pump_until(client, lambda: client.reconnects == 1, wait_s=40.0)
            pids.append(ready_pid())
            assert pids[0] != pids[1]
        finally:
            for pid in pids[1:]:
                os.kill(pid, signal.SIGTERM)
                ended_process(pid)


@pytest.mark.slow
def test_two_editors_that_are_opened_at_once_share_one_daemon(tmp_path: Path) -> None:
    with editor_client(tmp_path, start_daemon=True) as one, editor_client(tmp_path, start_daemon=True) as two:
        try:
            pump_until(one, lambda: one.state is two.state is ClientState.ONLINE, wait_s=40.0)
            assert one.started_daemon is not two.started_daemon
            assert one.welcome is not None and two.welcome is not None
            assert one.welcome.session != two.welcome.session
        finally:
            info = read_ready(tmp_path / READY_NAME)
            assert info is not None
            os.kill(info.pid, signal.SIGTERM)
            ended_process(info.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="a script as interpreter")
@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("echo $0: No module named neonworks_daemon >&2; exit 1", "pip install 'neonworks-animator[daemon]'"),
        ("echo error: cannot listen on 127.0.0.1:80 >&2; exit 6", "cannot listen on 127.0.0.1:80"),
        ("kill -9 $$", "it left no log"),
    ],
)
def test_a_python_that_cannot_run_the_daemon_is_named(tmp_path: Path, script: str, problem: str) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    with editor_client(tmp_path, start_daemon=True, daemon_python=str(python)) as client:
        pump_until(client, lambda: problem in client.problem)
        assert client.started_daemon


def test_a_python_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "gone" / "python")
    with editor_client(tmp_path, start_daemon=True, daemon_python=missing) as client:
        pump_until(client, lambda: f"there is no program {missing}" in client.problem)
        assert not client.started_daemon


def test_a_token_that_is_refused_is_said(state_dir: Path, tmp_path: Path) -> None:
    info = read_ready(state_dir / READY_NAME)
    assert info is not None
    write_ready(tmp_path / READY_NAME, msgspec.structs.replace(info, token="wrong"))
    with editor_client(tmp_path) as client:
        pump_until(client, lambda: "refuses our token" in client.problem)


def test_what_a_listener_raises_passes_through_and_leaves_the_client_usable(state_dir: Path) -> None:
    class Broken:
        seen = 0

        def message(self, event: object) -> None:
            self.seen += 1
            raise LookupError("mine")

    broken, fine = Broken(), Heard()
    with editor_client(state_dir) as client:
        client.submit(submit_message("clip 3; frames 3"), broken)
        client.submit(submit_message("clip 3; frames 3"), fine)
        raised = 0

        def step() -> bool:
            nonlocal raised
            try:
                client.pump()
            except LookupError:
                raised += 1
            return fine.end is not None and raised == broken.seen >= 7

        while not step():
            threading.Event().wait(0.002)
        assert isinstance(fine.end, Done)


def test_a_client_that_was_closed_says_so_and_ends_what_is_asked(tmp_path: Path) -> None:
    client = EditorClient(ME, state_dir=tmp_path, start_daemon=False)
    waiting, late, answers = Heard(), Heard(), list[object]()
    client.submit(submit_message(), waiting)
    client.close()
    client.close()
    client.start()
    assert client.state is ClientState.CLOSED
    client.submit(submit_message(), late)
    client.ask(GetStatus(request_id="q"), answers.append)
    client.cancel("nothing")
    client.take_back()
    assert client.pump(1.0) == 3
    assert isinstance(waiting.end, Interrupted)
    assert isinstance(late.end, Failed) and late.end.code == "unavailable"
    assert isinstance(answers[0], Error) and answers[0].code == "unavailable"
    assert not (tmp_path / "daemon.log").exists()


def test_more_than_can_be_sent_is_refused_as_busy(tmp_path: Path) -> None:
    client = EditorClient(ME, state_dir=tmp_path, start_daemon=False)
    heards = [Heard() for _ in range(1100)]
    for heard in heards:
        client.submit(submit_message(), heard)
    client.pump(1.0)
    refused = [heard for heard in heards if heard.end is not None]
    assert len(refused) == 1100 - 1024
    assert all(isinstance(h.end, Failed) and (h.end.code, h.end.retryable) == ("busy", True) for h in refused)
    client.close()


def test_news_are_heard_in_every_client_until_it_stops_listening(state_dir: Path) -> None:
    heard, deaf, answers = list[object](), list[object](), list[object]()
    with editor_client(state_dir) as one, editor_client(state_dir) as other:
        one.listen(heard.append)
        stop = one.listen(deaf.append)
        stop()
        pump_until(one, lambda: one.state is other.state is ClientState.ONLINE)
        digest = "0" * 64
        news = Publish(
            request_id="p", root="r", path="hero.png", sha256=digest, recipe=digest, outputs=("a",)
        )
        other.ask(news, answers.append)
        pump_until(other, lambda: answers)
        pump_until(one, lambda: heard)
    assert isinstance(heard[0], AssetChanged) and heard[0].path == "hero.png"
    assert len(heard) == 1 and deaf == []
