"""The life of requests through a real daemon, with workers that follow scripts."""

import asyncio
import os
import signal
from pathlib import Path
from uuid import uuid4

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    Failed,
    Frame,
    Progress,
    Spec,
    Superseded,
)
from neonworks_protocol.vocabulary import Priority, Tier

from tests.fakes.daemons import (
    client_of,
    collect,
    names,
    running_daemon,
    submit,
    until,
    until_status,
    worker_pids,
)

EIGHT = ["Accepted", "Spec", "Clip", *["Frame"] * 8, "ClipDone", "Done"]


async def test_a_request_brings_its_clip_and_one_end(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        messages = await collect(await submit(client, "clip 8; frames 8"))
    assert names(messages) == EIGHT
    clip = next(m for m in messages if isinstance(m, Clip))
    assert (clip.frame_count, clip.canvas, clip.cached) == (8, (2, 2), False)
    assert [m.index for m in messages if isinstance(m, Frame)] == list(range(8))


async def test_a_wanted_tier_that_is_missing_is_named_and_the_draft_delivered(
    scripted_daemon: ReadyInfo,
) -> None:
    async with client_of(scripted_daemon) as client:
        messages = await collect(await submit(client, "clip 1; frame", tier=Tier.DIFFUSION))
    accepted = messages[0]
    assert isinstance(accepted, Accepted)
    assert accepted.tiers == (Tier.DRAFT,)
    assert [item.tier for item in accepted.unavailable] == [Tier.SPRITE, Tier.DIFFUSION]
    assert isinstance(messages[-1], Done)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": ""}, "bad_request"),
        ({"text": "  \n "}, "bad_request"),
        ({"tier": Tier.SPRITE, "only_tier": True}, "unavailable"),
        ({"generator": "no_such"}, "unavailable"),
        ({"keyframes": (b"x",)}, "bad_request"),
    ],
)
async def test_what_cannot_be_done_is_refused_at_once(
    scripted_daemon: ReadyInfo, fields: dict[str, object], code: str
) -> None:
    async with client_of(scripted_daemon) as client:
        text = str(fields.pop("text", "clip 1; frame"))
        messages = await collect(await submit(client, text, **fields))
    assert names(messages) == ["Failed"]
    end = messages[-1]
    assert isinstance(end, Failed)
    assert end.code == code


async def test_a_failing_job_fails_its_request_only(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        bad = await collect(await submit(client, "fail bad_sprite"))
        bug = await collect(await submit(client, "bug"))
        good = await collect(await submit(client, "clip 8; frames 8"))
    assert [m.code for m in (bad[-1], bug[-1]) if isinstance(m, Failed)] == ["bad_sprite", "internal"]
    assert names(good) == EIGHT


async def test_cancel_while_queued(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        blockers = [await submit(client, "sleep 30", channel=f"c{i}") for i in range(2)]
        await until_status(client, workers_busy=2)
        waiting = await submit(client, "clip 1; frame", priority=Priority.INTERACTIVE)
        progress = await until(waiting, Progress)
        assert progress.position == 0
        await waiting.cancel()
        assert names(await collect(waiting)) == ["Cancelled"]
        for blocker in blockers:
            await blocker.cancel()
            assert isinstance((await collect(blocker))[-1], Cancelled)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("sleep 30", id="planning"),
        pytest.param("clip 8; frames 3; sleep 30", id="generating"),
    ],
)
async def test_cancel_while_it_runs_frees_the_worker(scripted_daemon: ReadyInfo, script: str) -> None:
    async with client_of(scripted_daemon) as client:
        handle = await submit(client, script)
        progress = await until(handle, Progress)
        assert progress.state.value == "running"
        await handle.cancel()
        assert isinstance((await collect(handle))[-1], Cancelled)
        assert (await client.status()).workers_busy == 0


async def test_cancel_while_frames_are_sent(scripted_daemon: ReadyInfo) -> None:
    """The job is done, its frames wait for credit that never comes."""
    async with client_of(scripted_daemon, auto_credit=False) as client:
        window = client.welcome.limits.credit_initial
        script = "; ".join(["clip 32; frames 32"] * (window // 32 + 2))
        handle = await submit(client, script)
        for _ in range(window):
            await until(handle, Frame)
        await until_status(client, workers_busy=0)
        await handle.cancel()
        rest = await collect(handle)
        assert isinstance(rest[-1], Cancelled)
        assert not any(isinstance(m, Frame) for m in rest)


async def test_cancel_of_one_client_leaves_the_other_unharmed(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon, "a") as a, client_of(scripted_daemon, "b") as b:
        mine = await submit(a, "clip 8; frames 2; sleep 30", channel="live")
        theirs = await submit(b, "clip 8; frames 4; sleep 0.3; frames 4", channel="live")
        await until(mine, Frame)
        await mine.cancel()
        assert isinstance((await collect(mine))[-1], Cancelled)
        assert names(await collect(theirs)) == EIGHT


async def test_a_deaf_job_costs_its_process_and_nobody_else(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon, "a") as a, client_of(scripted_daemon, "b") as b:
        deaf = await submit(a, "deaf 30")
        while (await until(deaf, Progress)).note != "deaf":
            continue
        other = await submit(b, "clip 8; frames 4; sleep 1.5; frames 4", priority=Priority.INTERACTIVE)
        await deaf.cancel()
        assert isinstance((await collect(deaf))[-1], Cancelled)
        assert names(await collect(other)) == EIGHT
        await until_status(a, workers=2)


async def test_kill_9_of_a_worker_fails_its_job_only(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        before = await until_status(client, workers=2, workers_busy=0)
        assert before.workers == 2
        lost = await submit(client, "clip 8; frames 2; crash")
        safe = await submit(client, "clip 8; frames 4; sleep 0.5; frames 4", priority=Priority.INTERACTIVE)
        end = (await collect(lost))[-1]
        assert isinstance(end, Failed)
        assert (end.code, end.retryable) == ("worker_failed", False)
        assert names(await collect(safe)) == EIGHT
        await until_status(client, workers=2)
        assert names(await collect(await submit(client, "clip 8; frames 8"))) == EIGHT


async def test_the_latest_change_on_a_channel_wins(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        first = await submit(client, "clip 8; frames 4; sleep 30", channel="live")
        await until(first, Frame)
        await asyncio.sleep(0.4)
        second = await submit(client, "sleep 30", channel="live")
        third = await submit(client, "clip 8; frames 8", channel="live")
        ends = [(await collect(handle))[-1] for handle in (first, second, third)]
    assert isinstance(ends[0], Superseded)
    assert isinstance(ends[1], Superseded)
    assert ends[1].by == third.request_id
    assert isinstance(ends[2], Done)


async def test_an_equal_change_attaches_and_both_get_everything(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        script = "clip 8; frames 4; sleep 0.3; frames 4"
        first = await submit(client, script, channel="live")
        await until(first, Frame)
        second = await submit(client, script, channel="live")
        messages = await collect(second)
        accepted = messages[0]
        assert isinstance(accepted, Accepted)
        assert accepted.attached_to == first.request_id
        assert names(messages) == EIGHT
        assert isinstance((await collect(first))[-1], Done)


async def test_batches_leave_a_worker_for_live_edits(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon, "batch") as batch, client_of(scripted_daemon, "live") as live:
        jobs = [await submit(batch, "clip 1; frame; sleep 0.4") for _ in range(4)]
        await until_status(batch, running=1, queued=3)
        edit = await submit(live, "clip 8; frames 8", channel="live")
        assert names(await collect(edit)) == EIGHT
        assert (await live.status()).queued >= 2
        for job in jobs:
            assert isinstance((await collect(job))[-1], Done)


async def test_clients_take_turns(scripted_daemon: ReadyInfo) -> None:
    order: list[str] = []

    async def follow(name: str, handle: object) -> None:
        await collect(handle)  # type: ignore[arg-type]
        order.append(name)

    async with client_of(scripted_daemon, "a") as a, client_of(scripted_daemon, "b") as b:
        many = [await submit(a, "clip 1; frame; sleep 0.1") for _ in range(5)]
        one = await submit(b, "clip 1; frame; sleep 0.1")
        await asyncio.gather(*(follow("a", handle) for handle in many), follow("b", one))
    assert order.index("b") <= 2


async def test_a_slow_client_does_not_stall_the_others(scripted_daemon: ReadyInfo) -> None:
    async with (
        client_of(scripted_daemon, "slow", auto_credit=False) as slow,
        client_of(scripted_daemon) as quick,
    ):
        window = slow.welcome.limits.credit_initial
        script = "; ".join(["clip 32; frames 32"] * (window // 32 + 1))
        stalled = await submit(slow, script)
        for _ in range(window):
            await until(stalled, Frame)
        assert names(await collect(await submit(quick, "clip 8; frames 8"))) == EIGHT
        assert (await slow.status()).clients >= 2
        await slow.grant(64)
        assert isinstance((await collect(stalled))[-1], Done)


async def test_an_earlier_result_is_played_back(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        messages = await collect(await submit(client, "clip 8; frames 8"))
        accepted = messages[0]
        assert isinstance(accepted, Accepted)
        again = await collect(await client.get_result(accepted.job_id))
        assert names(again) == EIGHT
        pixels = [[m.data for m in run if isinstance(m, Frame)] for run in (messages, again)]
        assert pixels[0] == pixels[1]
        missing = (await collect(await client.get_result("0" * 16)))[-1]
        assert isinstance(missing, Failed)
        assert missing.code == "not_found"


async def test_a_failed_job_is_remembered_as_failed(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        messages = await collect(await submit(client, "fail contract_broken"))
        accepted = messages[0]
        assert isinstance(accepted, Accepted)
        end = (await collect(await client.get_result(accepted.job_id)))[-1]
        assert isinstance(end, Failed)
        assert end.code == "contract_broken"
        record = (await client.list_jobs(1)).jobs[0]
        assert (record.job_id, record.state.value) == (accepted.job_id, "failed")


async def test_a_request_survives_its_connection(scripted_daemon: ReadyInfo) -> None:
    identity, request = f"{uuid4().hex}!", uuid4().hex
    async with client_of(scripted_daemon, identity) as client:
        first = await submit(client, "clip 8; frames 4; sleep 0.5; frames 4", request_id=request)
        await until(first, Frame)
    async with client_of(scripted_daemon, identity) as client:
        again = await submit(client, "clip 8; frames 4; sleep 0.5; frames 4", request_id=request)
        assert names(await collect(again)) == EIGHT


async def test_live_edits_end_with_their_connection(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon, "leaves") as client:
        handle = await submit(client, "clip 8; frames 4; sleep 30", channel="live")
        await until(handle, Frame)
    async with client_of(scripted_daemon) as client:
        await until_status(client, workers_busy=0, running=0)


async def test_an_equal_request_is_answered_from_the_store(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        async with client_of(info) as client:
            first = await collect(await submit(client, "clip 8; frames 8"))
            second = await collect(await submit(client, "clip 8; frames 8"))
            other = await collect(await submit(client, "clip 8; frames 8", seed=1))
    cached = [next(m.cached for m in run if isinstance(m, Clip)) for run in (first, second, other)]
    assert cached == [False, True, False]
    assert names(second) == EIGHT
    assert [m.sha256 for m in first if isinstance(m, Frame)] == [
        m.sha256 for m in second if isinstance(m, Frame)
    ]


async def test_full_queues_are_told_as_busy(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path), client_queue_limit=2, workers=1)) as info:
        async with client_of(info) as client:
            blocker = await submit(client, "sleep 30")
            await until_status(client, workers_busy=1)
            waiting = [await submit(client, "sleep 30") for _ in range(2)]
            refused = (await collect(await submit(client, "sleep 30")))[-1]
            assert isinstance(refused, Failed)
            assert (refused.code, refused.retryable) == ("busy", True)
            for handle in (blocker, *waiting):
                await handle.cancel()
                assert isinstance((await collect(handle))[-1], Cancelled)


async def test_kill_9_of_every_worker_is_survived(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        await until_status(client, workers=2, workers_busy=0)
        killed = set(worker_pids(scripted_daemon))
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(20):
            while killed & set(worker_pids(scripted_daemon)):
                await asyncio.sleep(0.01)
        await until_status(client, workers=2)
        assert names(await collect(await submit(client, "clip 8; frames 8"))) == EIGHT
        spec = await client.interpret("understood")
        assert isinstance(spec, Spec)


async def test_the_report_of_each_clip_arrives(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        messages = await collect(await submit(client, "clip 2; frames 2; clip 3; frames 3"))
    assert sum(isinstance(m, ClipDone) for m in messages) == 2
    end = messages[-1]
    assert isinstance(end, Done)
    assert end.clips == 2
