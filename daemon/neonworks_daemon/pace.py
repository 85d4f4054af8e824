"""How long things take here, learned from what was measured, for the times that clients are told."""

from collections.abc import Callable

from neonworks_daemon.worker.messages import AnimateWork

__all__ = ["USUAL_FRAMES", "JobProgress", "Pace", "expected_frames", "share_of_job"]

USUAL_FRAMES = 8
"""Frames of a clip whose plan is not known yet."""

_WEIGHT = 0.2
"""Share of the newest measurement in the running mean: about the last ten clips count."""
_REFINEMENT = 8
"""Drafts that take as long as one frame of the sprite tier."""
_FIRST_MS_PER_FRAME = 12.0
"""A draft frame of 64 × 64 before anything was measured."""


def expected_frames(work: AnimateWork) -> int:
    """Frames that a request should come to before it was read: a text counts as one usual clip."""
    if work.actions:
        frames = USUAL_FRAMES * len(work.actions)
    else:
        frames = sum(spec.frame_count or USUAL_FRAMES for spec in work.spec) or USUAL_FRAMES
    return frames * max(1, len(work.directions))


def share_of_job(done: float, *, refines: bool, refining: bool) -> float:
    """Share of a whole job (0..1) when ``done`` (0..1) of its drafts, or of what is drawn after them, is
    complete. ``refines``: something is drawn after the drafts."""
    if not refines:
        return done
    drafts = 1 / (1 + _REFINEMENT)
    return drafts + done * (1 - drafts) if refining else done * drafts


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
    """Share and remaining time of one running job. ``clock`` gives seconds.

    What is drawn first of each clip counts as its draft, whatever the tier.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._started = clock()
        self._clips = 1
        self._clip = 0
        self._frames = 0
        self._frames_done = 0
        self._refines = False
        self._drafted_ms: float | None = None
        self._pass = 0.0
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
        """All frames of the job in one tier, as far as its plans are known."""
        return self._clips * (self._frames or USUAL_FRAMES)

    @property
    def eta_ms(self) -> float:
        """Milliseconds to the end: from its own speed once a tenth is done, before that from other
        jobs'; one that is overdue is expected to take as long again."""
        usual = self._usual_ms * (1 + _REFINEMENT if self._refines else 1)
        return _remaining(self._fraction, self.elapsed_ms, usual)

    @property
    def draft_eta_ms(self) -> float:
        """Milliseconds until all drafts are complete, reckoned likewise; 0 when they are."""
        if self._drafted_ms is not None:
            return 0.0
        return _remaining(self._pass, self.elapsed_ms, self._usual_ms)

    @property
    def draft_ms(self) -> float:
        """Milliseconds that all drafts took, or should have taken when they are complete."""
        return self._drafted_ms if self._drafted_ms is not None else self.elapsed_ms + self.draft_eta_ms

    def clip_planned(self, clip: int, clips: int, frames: int, *, refined: bool = False) -> None:
        """Clip number ``clip`` of ``clips`` begins and has ``frames`` frames."""
        self._clips, self._frames, self._refines = clips, frames, refined
        self._begin(clip)

    def frame_made(self, clip: int | None = None) -> None:
        """One more frame of ``clip``, or of the current one."""
        if clip is not None and clip != self._clip:
            self._begin(clip)
        self._frames_done += 1
        if self._frames:
            self._advance((self._clip + min(self._frames_done / self._frames, 1.0)) / self._clips)

    def drafted(self) -> None:
        """All drafts are complete, and better tiers follow."""
        self._drafted_ms = self.elapsed_ms
        self._pass = 0.0
        self._begin(0)

    def reported(self, fraction: float) -> None:
        """The generator's own word, 0..1 of the job."""
        self._raise_to(fraction)

    @property
    def _usual_ms(self) -> float:
        return self._pace.ms_per_frame * self.frames

    def _begin(self, clip: int) -> None:
        self._clip, self._frames_done = clip, 0
        self._advance(clip / self._clips)

    def _advance(self, done: float) -> None:
        """``done`` 0..1 of the drafts, or of what follows them."""
        self._pass = max(self._pass, done)
        refining = self._drafted_ms is not None
        self._raise_to(share_of_job(self._pass, refines=self._refines, refining=refining))

    def _raise_to(self, fraction: float) -> None:
        self._fraction = min(max(self._fraction, fraction), 1.0)


def _remaining(done: float, elapsed_ms: float, usual_ms: float) -> float:
    if done >= 0.1:
        return elapsed_ms * (1 - done) / done
    return max(usual_ms - elapsed_ms, elapsed_ms)
