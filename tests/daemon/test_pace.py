"""Estimates of time."""

import pytest
from neonworks_daemon.pace import JobProgress, Pace, share_of_job


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_follows_what_is_measured() -> None:
    pace = Pace()
    for _ in range(100):
        pace.observe(8, 400.0)
    assert pace.ms_per_frame == pytest.approx(50.0)
    assert pace.ms_per_job == pytest.approx(400.0)
    pace.observe(0, 1000.0)
    assert pace.ms_per_frame == pytest.approx(50.0)


def test_the_share_grows_with_frames_over_all_clips() -> None:
    progress = JobProgress(Pace(), Clock())
    progress.clip_planned(0, 2, 4)
    shares = [progress.fraction]
    for _ in range(4):
        progress.frame_made()
        shares.append(progress.fraction)
    progress.clip_planned(1, 2, 8)
    shares.append(progress.fraction)
    progress.frame_made()
    shares.append(progress.fraction)
    assert shares == [0.0, 0.125, 0.25, 0.375, 0.5, 0.5, 0.5625]


def test_the_share_never_falls_and_never_passes_one() -> None:
    progress = JobProgress(Pace(), Clock())
    progress.reported(0.6)
    progress.reported(0.2)
    assert progress.fraction == 0.6
    progress.clip_planned(0, 1, 2)
    for _ in range(5):
        progress.frame_made()
    assert progress.fraction == 1.0
    assert progress.eta_ms == 0.0


def test_the_rest_is_reckoned_from_the_jobs_own_speed() -> None:
    clock = Clock()
    progress = JobProgress(Pace(), clock)
    progress.clip_planned(0, 1, 8)
    clock.now += 0.1
    progress.frame_made()
    progress.frame_made()
    assert progress.eta_ms == pytest.approx(300.0)


def test_an_overdue_job_without_frames_is_expected_to_take_as_long_again() -> None:
    clock = Clock()
    pace = Pace()
    progress = JobProgress(pace, clock)
    assert progress.eta_ms == pytest.approx(pace.ms_per_job)
    clock.now += 10
    assert progress.eta_ms == pytest.approx(10_000)


def test_what_follows_the_drafts_has_its_own_share_and_does_not_delay_them() -> None:
    clock = Clock()
    progress = JobProgress(Pace(), clock)
    progress.clip_planned(0, 1, 4, refined=True)
    for _ in range(2):
        progress.frame_made(0)
    clock.now += 0.1
    assert progress.draft_eta_ms == pytest.approx(100.0)
    assert progress.draft_ms == pytest.approx(200.0)
    assert progress.fraction < 0.5 < 4 * progress.eta_ms
    for _ in range(2):
        progress.frame_made(0)
    progress.drafted()
    after = progress.fraction
    assert progress.draft_eta_ms == 0.0
    assert progress.draft_ms == pytest.approx(100.0)
    assert after < 0.2
    clock.now += 1.0
    for _ in range(4):
        progress.frame_made(0)
    assert progress.fraction == 1.0
    assert progress.draft_ms == pytest.approx(100.0)


def test_the_share_of_a_job_is_whole_at_its_end() -> None:
    assert share_of_job(0.5, refines=False, refining=False) == 0.5
    drafts = share_of_job(1.0, refines=True, refining=False)
    assert 0 < drafts < 0.5
    assert share_of_job(0.0, refines=True, refining=True) == pytest.approx(drafts)
    assert share_of_job(1.0, refines=True, refining=True) == pytest.approx(1.0)
