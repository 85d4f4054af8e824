"""``ClipExporter``: a kept clip as files, in a worker, with the encoders and the record of the commands."""

import hashlib

import cv2
import numpy as np
from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.formats import encode_clip, export_notes
from neonworks_models.export.kinds import ExportFormat
from neonworks_models.export.names import clip_label, distinct_label, safe_name
from neonworks_models.export.sidecar import GeneratorUsed, make_sidecar
from neonworks_models.generators.registry import GeneratorRegistry
from neonworks_models.motion.borrowed import Performance
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import BadRequest, StorageFailed

from neonworks_daemon.worker.job import JobContext
from neonworks_daemon.worker.messages import ClipPlanned, ExportWork, FileMade, FrameMade
from neonworks_daemon.worker.sprite_cache import SpriteCache, rig_of

__all__ = ["ClipExporter"]

_OTHER_VERSION = (
    "drawn by another version of this program: the same settings may give other frames in this one"
)
_SUFFIXES = ((b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"RIFF", ".webp"))


class ClipExporter:
    """``cache`` knows the sprites that were drawn here; ``registry`` who drew what older records do not
    say."""

    def __init__(self, cache: SpriteCache, registry: GeneratorRegistry) -> None:
        self._cache = cache
        self._registry = registry

    def run(self, work: ExportWork, context: JobContext) -> None:
        """Emit the clip's files, its sidecar last.

        Raises ``BadRequest`` for an unknown format, ``StorageFailed`` for frames that are not what they were.
        """
        fmt = _format(work.format)
        request = self._request(work)
        label = distinct_label(clip_label(request.spec, request.direction, request.facing), work.taken)
        frames: list[RGBA] = []
        for frame in work.frames:
            context.checkpoint()
            frames.append(_pixels(frame, work.plan))
        artwork = ClipArtwork(work.name, label, request.direction, tuple(frames), _plan(work.plan))
        files = encode_clip(artwork, fmt)
        context.checkpoint()
        files |= self._sidecar(work, request, artwork, fmt, tuple(files))
        for name, data in files.items():
            digest = hashlib.sha256(data).hexdigest()
            context.emit(FileMade(job=context.job, label=label, name=name, sha256=digest, data=data))

    def _request(self, work: ExportWork) -> GenerationRequest:
        """What the clip was drawn from."""
        asked, plan = work.request, work.plan
        sprite = self._cache.sprite(asked.sprite)
        return GenerationRequest(
            sprite=sprite,
            analysis=self._cache.analysis(sprite, rig_of(asked)),
            spec=plan.spec,
            direction=plan.direction,
            tier=plan.tier,
            generator=asked.generator,
            seed=asked.seed,
            keyframes=tuple(self._cache.sprite(data) for data in asked.keyframes),
            performance=self._performance(work),
        )

    def _performance(self, work: ExportWork) -> Performance | None:
        asked, plan = work.request, work.plan
        if asked.motion is None:
            return None
        said = asked.spec or asked.text.strip() or asked.actions
        facing = self._cache.analysis(self._cache.sprite(asked.sprite), rig_of(asked)).facing
        return self._cache.performance(asked.motion, facing, plan.spec.animation_type if said else None)

    def _sidecar(
        self,
        work: ExportWork,
        request: GenerationRequest,
        artwork: ClipArtwork,
        fmt: ExportFormat,
        files: tuple[str, ...],
    ) -> dict[str, bytes]:
        changed = () if request.digest == work.plan.digest else (_OTHER_VERSION,)
        return make_sidecar(
            request,
            artwork,
            generator=self._generator(work, request),
            text=work.request.text,
            sprite_file=_file_name(work),
            files=files,
            contract=work.finished.report,
            notes=(*export_notes(artwork, fmt), *changed),
        )

    def _generator(self, work: ExportWork, request: GenerationRequest) -> GeneratorUsed:
        made_by = work.plan.made_by
        if made_by is None:
            record = self._registry.select(request).capabilities
            made_by = record.name, record.version
        return GeneratorUsed(name=made_by[0], version=made_by[1], tier=work.finished.tier)


def _format(word: str) -> ExportFormat:
    try:
        return ExportFormat(word)
    except ValueError as error:
        raise BadRequest(f"there is no format {word!r}; choose one of {', '.join(ExportFormat)}") from error


def _plan(plan: ClipPlanned) -> ClipPlan:
    return ClipPlan(
        width=plan.width,
        height=plan.height,
        offset_x=plan.offset[0],
        offset_y=plan.offset[1],
        pivot=plan.pivot,
        durations=plan.durations,
        loop=plan.loop,
    )


def _pixels(frame: FrameMade, plan: ClipPlanned) -> RGBA:
    """Straight-alpha RGBA, shape (height, width, 4), compared with what was drawn."""
    shape = plan.height, plan.width, 4
    rgba = _unpacked(frame.data) if frame.png else np.frombuffer(frame.data, np.uint8)
    if rgba is None or rgba.size != plan.height * plan.width * 4:
        raise _damaged(frame)
    rgba = np.ascontiguousarray(rgba.reshape(shape))
    if hashlib.sha256(rgba.tobytes()).hexdigest() != frame.sha256:
        raise _damaged(frame)
    return rgba


def _unpacked(data: bytes) -> RGBA | None:
    if not data:
        return None
    bgra = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if bgra is None or bgra.ndim != 3 or bgra.shape[2] != 4:
        return None
    return cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA).astype(np.uint8, copy=False)


def _damaged(frame: FrameMade) -> StorageFailed:
    return StorageFailed(f"kept frame {frame.index} is damaged; make the clip again")


def _file_name(work: ExportWork) -> str:
    """The still's name for people: the client sent its bytes, never its path."""
    suffix = next((end for start, end in _SUFFIXES if work.request.sprite.startswith(start)), ".png")
    return f"{safe_name(work.name)}{suffix}"
