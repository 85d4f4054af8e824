import asyncio
import dataclasses
from pathlib import Path

import msgspec
import numpy as np
import pytest
from neonworks_daemon.local.job import Unwatched
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.remote import RemoteArtist
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.ready import ReadyInfo
from neonworks_models.sprites.rigfile import Rig, rig_path, write_rig
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import AccessDenied, BadSprite, Unavailable
from neonworks_protocol.jobs import JobState
from neonworks_protocol.limits import Limits
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.daemon.local.sprites import save_example
from tests.fakes.daemons import client_of, until_status


class _Counter:
    def __init__(self) -> None:
        self.labels: list[str] = []
        self.frames: list[RGBA] = []

    def restart(self, label: str, total: int) -> None:
        self.labels.append(label)

    def step(self, frame: RGBA) -> None:
        self.frames.append(frame)


def test_daemon_and_process_draw_the_same_bytes(real_daemon: tuple[Path, ReadyInfo], tmp_path: Path) -> None:
    workshop = Workshop()
    asked = {"sprite": str(save_example(tmp_path)), "text": "jump, then an angry attack, glowing", "seed": 9}
    job = workshop.prepare(read_options(asked))
    counter = _Counter()
    with RemoteArtist.connect(real_daemon[1]) as remote:
        there = list(remote.draw(job, counter))
    here = list(workshop.draw(job, Unwatched()))
    assert counter.labels == [clip.planned.label for clip in there] == ["jump", "attack_slash"]
    assert len(counter.frames) == sum(len(clip.frames) for clip in there)
    for one, other in zip(there, here, strict=True):
        assert np.array_equal(np.stack(one.frames), np.stack(other.frames))
        assert (one.passed, one.contract) == (other.passed, other.contract)
        assert one.planned.plan == other.planned.plan


def test_effects_fall_alike_where_the_sentence_names_no_manner(
    real_daemon: tuple[Path, ReadyInfo], tmp_path: Path
) -> None:
    """Particles are strewn by the request's digest, which must survive the way to the daemon."""
    workshop = Workshop()
    text = "cast a spell with glowing particles, flash, blur, shake and fade"
    job = workshop.prepare(read_options({"sprite": str(save_example(tmp_path)), "text": text}))
    assert len(job.clips[0].request.spec.special_effects) == 6
    with RemoteArtist.connect(real_daemon[1]) as remote:
        (there,) = remote.draw(job, Unwatched())
    (here,) = workshop.draw(job, Unwatched())
    assert np.array_equal(np.stack(there.frames), np.stack(here.frames))


def test_a_rig_file_goes_with_the_job(real_daemon: tuple[Path, ReadyInfo], tmp_path: Path) -> None:
    workshop = Workshop()
    knight = save_example(tmp_path, "knight_right")
    asked = read_options({"sprite": str(knight), "action": "walk", "frames": 4})
    plain = workshop.prepare(asked)
    assert plain.analysis.joints is not None
    moved = {joint: (round(x) + 1.25, round(y) - 2.5) for joint, (x, y) in plain.analysis.joints.items()}
    write_rig(rig_path(knight), Rig(Archetype.BIPED, Direction.LEFT, moved))
    job = workshop.prepare(asked)
    assert job.analysis.joints == moved
    with RemoteArtist.connect(real_daemon[1]) as remote:
        (there,) = remote.draw(job, Unwatched())
    (here,) = workshop.draw(job, Unwatched())
    (unmoved,) = workshop.draw(plain, Unwatched())
    assert np.array_equal(np.stack(there.frames), np.stack(here.frames))
    assert there.contract == here.contract
    assert not np.array_equal(np.stack(here.frames), np.stack(unmoved.frames))


def test_more_clips_than_one_request_holds(real_daemon: tuple[Path, ReadyInfo], tmp_path: Path) -> None:
    workshop = Workshop()
    slime = str(save_example(tmp_path))
    job = workshop.prepare(read_options({"sprite": slime, "action": "idle", "frames": 2}))
    many = dataclasses.replace(job, clips=job.clips * 11)
    with RemoteArtist.connect(real_daemon[1]) as remote:
        assert len(list(remote.draw(many, Unwatched()))) == 11


def test_jobs_in_hand_keep_no_credit_from_each_other(
    real_daemon: tuple[Path, ReadyInfo], tmp_path: Path
) -> None:
    workshop = Workshop()
    slime = str(save_example(tmp_path))
    asked = {"sprite": slime, "action": "idle", "frames": 32}
    jobs = [workshop.prepare(read_options({**asked, "seed": seed})) for seed in range(8)]
    assert len(jobs) * 32 > Limits().credit_initial
    with RemoteArtist.connect(real_daemon[1]) as remote:
        begun = [remote.begin(job) for job in jobs]
        drawn = [next(clips) for clips in reversed(begun)]
    assert [clip.planned.request for clip in drawn] == [job.clips[0].request for job in reversed(jobs)]


def test_what_was_begun_and_not_taken_is_cancelled(
    real_daemon: tuple[Path, ReadyInfo], tmp_path: Path
) -> None:
    workshop = Workshop()
    asked = {"sprite": str(save_example(tmp_path, "knight_right")), "action": "run", "frames": 32}
    jobs = [workshop.prepare(read_options({**asked, "seed": seed})) for seed in range(4)]
    with RemoteArtist.connect(real_daemon[1]) as remote:
        for job in jobs:
            remote.begin(job)
    states = asyncio.run(_states(real_daemon[1], 4))
    assert states[-1] is JobState.CANCELLED
    assert set(states) <= {JobState.CANCELLED, JobState.DONE}


async def _states(info: ReadyInfo, count: int) -> list[JobState]:
    """Of the ``count`` newest jobs, oldest first, when nothing runs any more."""
    async with client_of(info) as client:
        await until_status(client, running=0, queued=0)
        listed = (await client.list_jobs(count)).jobs
    return [job.state for job in sorted(listed, key=lambda job: job.created_s)]


def test_room_is_twice_the_workers(real_daemon: tuple[Path, ReadyInfo]) -> None:
    with RemoteArtist.connect(real_daemon[1]) as remote:
        assert remote.room() == 2


def test_a_refused_job_raises_its_error_and_the_next_one_works(
    real_daemon: tuple[Path, ReadyInfo], tmp_path: Path
) -> None:
    workshop = Workshop()
    job = workshop.prepare(read_options({"sprite": str(save_example(tmp_path)), "action": "walk"}))
    with RemoteArtist.connect(real_daemon[1]) as remote:
        with pytest.raises(BadSprite):
            list(remote.draw(dataclasses.replace(job, data=b"damaged"), Unwatched()))
        assert len(list(remote.draw(job, Unwatched()))) == 1


def test_a_wrong_token_is_refused(real_daemon: tuple[Path, ReadyInfo]) -> None:
    info = msgspec.structs.replace(real_daemon[1], token="wrong")
    with pytest.raises(AccessDenied):
        RemoteArtist.connect(info)


def test_nobody_there(real_daemon: tuple[Path, ReadyInfo]) -> None:
    info = msgspec.structs.replace(real_daemon[1], port=1)
    with pytest.raises(Unavailable):
        RemoteArtist.connect(info)


def test_capabilities_are_told(real_daemon: tuple[Path, ReadyInfo]) -> None:
    with RemoteArtist.connect(real_daemon[1]) as remote:
        assert "draft" in remote.capabilities.tiers
