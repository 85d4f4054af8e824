"""How long things take here, learned from what was measured, for the times that clients are told."""

from collections.abc import Callable

from neonworks_daemon.worker.messages import AnimateWork

__all__ = ["USUAL_FRAMES", "JobProgress", "Pace", "expected_frames"]

USUAL_FRAMES = 8
"""Frames of a clip whose plan is not known yet."""

_WEIGHT = 0.2
"""Share of the newest measurement in the running mean: about the last ten clips count."""
_FIRST_MS_PER_FRAME = 12.0
"""A draft frame of 64 × 64 before anything was measured."""


def expected_frames(work: AnimateWork) -> int:
    """Frames that a request should come to before it was read: a text counts as one usual clip."""
    if work.actions:
        frames = USUAL_FRAMES * len(work.actions)
    else:
        frames = sum(spec.frame_count or USUAL_FRAMES for spec in work.spec) or USUAL_FRAMES
    return frames * max(1, len(work.directions))


class Pace:
    """Running mean of milliseconds per frame."""

    def __init__(self) -> None:
        self._ms_per_frame = _FIRST_MS_PER_FRAME

    @property
    def ms_per_frame(self) -> float:
        return self._ms_per_frame

    @property
    def ms_per_job(self) -> float:
        """A request of one usual clip."""
        return self._ms_per_frame * USUAL_FRAMES

    def observe(self, frames: int, milliseconds: float) -> None:
        """Learn from a clip of ``frames`` frames."""
        if frames > 0:
            self._ms_per_frame += _WEIGHT * (milliseconds / frames - self._ms_per_frame)


class JobProgress:
    """Share and remaining time of one running job. ``clock`` gives seconds."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._started = clock()
        self._clips = 1
        self._clip = 0
        self._frames = 0
        self._frames_done = 0
        self._fraction = 0.0

    @property
    def fraction(self) -> float:
        """0..1, never falling."""
        return self._fraction

    @property
    def elapsed_ms(self) -> float:
        return (self._clock() - self._started) * 1000

    @property
    def frames(self) -> int:
        """All frames of the job, as far as its plans are known."""
        return self._clips * (self._frames or USUAL_FRAMES)

    @property
    def eta_ms(self) -> float:
        """Milliseconds to the end: from its own speed once a tenth is done, before that from other
        jobs'; one that is overdue is expected to take as long again."""
        if self._fraction >= 0.1:
            return self.elapsed_ms * (1 - self._fraction) / self._fraction
        usual = self._pace.ms_per_frame * self.frames
        return max(usual - self.elapsed_ms, self.elapsed_ms)

    def clip_planned(self, clip: int, clips: int, frames: int) -> None:
        """Clip number ``clip`` of ``clips`` begins and has ``frames`` frames."""
        self._clip, self._clips, self._frames, self._frames_done = clip, clips, frames, 0
        self._raise_to(clip / clips)

    def frame_made(self) -> None:
        """One more frame of the current clip."""
        self._frames_done += 1
        if self._frames:
            self._raise_to((self._clip + min(self._frames_done / self._frames, 1.0)) / self._clips)

    def reported(self, fraction: float) -> None:
        """The generator's own word, 0..1 of the job."""
        self._raise_to(fraction)

    def _raise_to(self, fraction: float) -> None:
        self._fraction = min(max(self._fraction, fraction), 1.0)
