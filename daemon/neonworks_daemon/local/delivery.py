"""Finished clips as files with their sidecars, and the records that ``--json`` prints."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.files import write_files
from neonworks_models.export.formats import export_clip, export_notes
from neonworks_models.export.sidecar import make_sidecar

from neonworks_daemon.local.job import FinishedClip, Job

__all__ = ["Delivery", "artwork_of", "deliver"]


@dataclass(frozen=True, eq=False)
class Delivery:
    """What was written for one clip; ``notes`` say what a format could not show."""

    clip: FinishedClip
    paths: tuple[Path, ...]
    notes: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """Plain values for JSON."""
        request, plan = self.clip.planned.request, self.clip.planned.plan
        spec = request.spec
        return {
            "label": self.clip.planned.label,
            "action": spec.animation_type,
            "variant": spec.variant,
            "direction": request.direction,
            "tier": request.tier,
            "generator": self.clip.planned.generator.name,
            "frames": len(self.clip.frames),
            "canvas": (plan.width, plan.height),
            "pivot": plan.pivot,
            "durations_ms": plan.durations,
            "loop": plan.loop,
            "frames_sha256": [hashlib.sha256(frame.tobytes()).hexdigest() for frame in self.clip.frames],
            "contract": self.clip.contract,
            "first_frame_ms": round(self.clip.first_frame_ms, 2),
            "elapsed_ms": round(self.clip.elapsed_ms, 2),
            "files": [str(path) for path in self.paths],
        }


def artwork_of(job: Job, clip: FinishedClip) -> ClipArtwork:
    """The clip as file formats want it."""
    planned = clip.planned
    return ClipArtwork(job.name, planned.label, planned.request.direction, clip.frames, planned.plan)


def deliver(job: Job, clip: FinishedClip) -> Delivery:
    """Write the clip in every wanted format, then its sidecar. Raises ``StorageFailed``."""
    artwork = artwork_of(job, clip)
    paths: list[Path] = []
    notes: list[str] = []
    for fmt in job.options.formats:
        paths += export_clip(artwork, fmt, job.options.out)
        notes += export_notes(artwork, fmt)
    sidecar = make_sidecar(
        clip.planned.request,
        artwork,
        generator=clip.planned.generator,
        text=job.options.text or "",
        sprite_file=job.options.sprite.name,
        files=[path.name for path in paths],
        contract=clip.contract,
        notes=(*job.notes, *notes),
    )
    paths += write_files(job.options.out, sidecar)
    return Delivery(clip, tuple(paths), tuple(notes))
