"""``PipelineRunner``: what a worker does with a job, from the bytes of a sprite to reported clips."""

import gc
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import cv2
import msgspec
import numpy as np
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.clip_report import clip_report
from neonworks_models.generators.registry import default_registry
from neonworks_models.intent.context import SpriteContext
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.suggestions import suggest
from neonworks_models.motion.borrowed import Performance
from neonworks_models.nets.vae_file import VaeFile
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import AnimatorError, BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_daemon.logs import fields
from neonworks_daemon.pace import share_of_job
from neonworks_daemon.worker.exporter import ClipExporter
from neonworks_daemon.worker.job import JobContext
from neonworks_daemon.worker.looks import LookMaker
from neonworks_daemon.worker.messages import (
    Analysed,
    AnalyseWork,
    AnimateWork,
    ClipFinished,
    ClipPlanned,
    ExportWork,
    FrameMade,
    InterpolateWork,
    InterpretWork,
    JobEvent,
    Progressed,
    Understood,
    VaryWork,
    Work,
)
from neonworks_daemon.worker.sprite_cache import SpriteCache, reading_of, rig_of

__all__ = ["PipelineRunner", "encode_png", "warm_up_sprite"]

_logger = logging.getLogger(__name__)

_PNG = (
    # The filters are made for photographs: of sprites they make larger files, in three times the time.
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE),
    # zlib level: 0.04 ms for a 64 x 64 frame; the next one takes a third longer.
    *(cv2.IMWRITE_PNG_COMPRESSION, 3),
)
_REPORT_EVERY_S = 0.1
"""Between two words of progress; frames tell theirs by arriving."""
_GIVEN = "given"
"""Stands for the interpreter where the client sent specs or actions instead of a sentence."""


class PipelineRunner:
    """A ``JobRunner`` over ``neonworks_models.pipeline``."""

    def __init__(self, sprite_net: NetChoice = NetChoice.SPRITE_NET) -> None:
        self._registry = default_registry(sprite_net)
        self._pipeline = Pipeline(self._registry)
        self._interpreter = EmbeddedInterpreter()
        self._cache = SpriteCache()
        self._exporter = ClipExporter(self._cache, self._registry)
        self._looks = LookMaker(self._cache, VaeFile(), encode_png)

    def warm_up(self) -> tuple[Capabilities, ...]:
        # Its threads would fight the other worker for the cores, and results must not depend on their number.
        cv2.setNumThreads(1)
        still = encode_png(warm_up_sprite())
        try:
            self.run(AnimateWork(sprite=still, text="walk", facing=Direction.DOWN), _Quiet())
        except AnimatorError as error:
            # Not fatal: the jobs that can be made are made, the others say the same.
            _logger.error("warm_up_failed", extra=fields(code=error.code, message=error.message))
        # What is loaded now stays for good; without it a full collection costs a few milliseconds of a frame.
        gc.collect()
        gc.freeze()
        threading.Thread(target=self._load, name="net-loader", daemon=True).start()
        return self._registry.capabilities()

    def _load(self) -> None:
        """Beside the first jobs: drafts need no net, and what needs it waits for it."""
        try:
            self._registry.load()
        except AnimatorError as error:
            # The first clip that needs the net says the same.
            _logger.error("net_not_loaded", extra=fields(code=error.code, message=error.message))

    def run(self, work: Work, context: JobContext) -> tuple[str, ...]:
        match work:
            case InterpretWork():
                heard = self._interpreter.interpret(work.text, previous=work.previous, context=_told(work))
                context.emit(Understood(job=context.job, interpretation=heard))
            case AnalyseWork():
                self._analyse(work, context)
            case ExportWork():
                self._exporter.run(work, context)
            case VaryWork() | InterpolateWork():
                self._looks.run(work, context)
            case AnimateWork():
                return self._animate(work, context)
        return ()

    def _analyse(self, work: AnalyseWork, context: JobContext) -> None:
        sprite = self._cache.sprite(work.sprite)
        context.checkpoint()
        found = self._cache.analysis(sprite, Rig(work.archetype, work.facing))
        hints = self._interpreter.hints(work.name)
        wanted = tuple(each.text for each in suggest(found.archetype, (), hints))
        reading = msgspec.structs.replace(reading_of(sprite, found), suggestions=wanted)
        context.emit(Analysed(job=context.job, reading=reading))

    def _animate(self, work: AnimateWork, context: JobContext) -> tuple[str, ...]:
        sprite = self._cache.sprite(work.sprite)
        keyframes = tuple(self._cache.sprite(data) for data in work.keyframes)
        context.checkpoint()
        analysis = self._cache.analysis(sprite, rig_of(work))
        context.checkpoint()
        heard, performance = self._understand(work, analysis)
        context.emit(Understood(job=context.job, interpretation=heard))
        asked = build_requests(
            sprite,
            analysis,
            heard.sequence,
            directions=work.directions,
            tier=work.tier,
            generator=work.generator,
            seed=work.seed,
            performance=performance,
        )
        requests = asked
        lower: tuple[str, ...] = ()
        if not work.only_tier:
            requests, lower = self._pipeline.best(asked)
        for note in lower:
            context.emit(Progressed(job=context.job, fraction=0.0, note=note))
        turned: tuple[str, ...] = ()
        if not work.directions and not work.spec:
            requests, turned = self._pipeline.facing_as_drawn(requests)
        whole = [_with_keyframes(request, keyframes) for request in requests]
        clips = [
            _ClipJob(self._pipeline, context, work, number, len(whole), request)
            for number, request in enumerate(whole)
        ]
        for clip in clips:
            clip.begin()
        for clip in clips:
            clip.refine()
        return (*heard.notes, *turned, *lower)

    def _understand(
        self, work: AnimateWork, analysis: SpriteAnalysis
    ) -> tuple[Interpretation, Performance | None]:
        """What to draw, and whose motion it is where that was given; it may be all that was."""
        facing = analysis.facing
        if work.motion is None:
            return self._heard(work, analysis), None
        if not (work.spec or work.text.strip() or work.actions):
            performance = self._cache.performance(work.motion, facing, None)
            spec = MotionSpec(animation_type=performance.action)
            return Interpretation(understood=True, sequence=(spec,), interpreter=_GIVEN), performance
        heard = self._heard(work, analysis)
        return heard, self._cache.performance(work.motion, facing, heard.spec.animation_type)

    def _heard(self, work: AnimateWork, analysis: SpriteAnalysis) -> Interpretation:
        if work.spec:
            heard = Interpretation(understood=True, sequence=work.spec, interpreter=_GIVEN)
        elif work.text.strip():
            about = SpriteContext(work.name, analysis.archetype, analysis.facing)
            heard = self._interpreter.interpret(work.text, previous=work.previous, context=about)
        elif work.actions:
            manner = work.previous or MotionSpec(animation_type=work.actions[0])
            heard = Interpretation(understood=True, sequence=(manner,), interpreter=_GIVEN)
        else:
            raise BadRequest("say what the sprite should do: give a text, a spec or an action")
        if not work.actions:
            return heard
        return msgspec.structs.replace(heard, sequence=tuple(_acting(heard.spec, a) for a in work.actions))


def _told(work: InterpretWork) -> SpriteContext | None:
    """What the client told of the sprite; None where it told nothing."""
    if not (work.name or work.archetype or work.facing):
        return None
    return SpriteContext(work.name, work.archetype or Archetype.BIPED, work.facing)


def _acting(manner: MotionSpec, action: Action) -> MotionSpec:
    """``action`` in the manner of a spec; what belongs to its own action only is dropped."""
    if action is manner.animation_type:
        return manner
    return msgspec.structs.replace(manner, animation_type=action, variant=None, frame_count=None, loop=None)


def _with_keyframes(request: GenerationRequest, keyframes: Sequence[object]) -> GenerationRequest:
    if keyframes:
        raise BadRequest("no generator draws between given keyframes yet; leave the keyframes out")
    return request


class _ClipJob:
    """One clip of a job; also the ``GenerationContext`` of its generator.

    ``wanted`` is the clip in the best tier; the job draws it in each tier up to that, one after the other.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        context: JobContext,
        work: AnimateWork,
        number: int,
        clips: int,
        wanted: GenerationRequest,
    ) -> None:
        self._pipeline = pipeline
        self._context = context
        self._work = work
        self._number = number
        self._clips = clips
        self._wanted = wanted
        self._passes = (wanted,) if work.only_tier else pipeline.registry.passes(wanted)
        self._plan: ClipPlan | None = None
        self._refining = False
        self._notes: list[str] = []
        self._reported = time.perf_counter()

    def checkpoint(self) -> None:
        self._context.checkpoint()

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return self._context.interrupting(stop)

    def progress(self, fraction: float, note: str = "") -> None:
        now = time.perf_counter()
        if note:
            self._notes.append(note)
        elif now - self._reported < _REPORT_EVERY_S:
            return
        self._reported = now
        done = (self._number + min(max(fraction, 0.0), 1.0)) / self._clips
        whole = share_of_job(done, refines=len(self._passes) > 1, refining=self._refining)
        self._context.emit(Progressed(job=self._context.job, fraction=whole, note=note))

    def begin(self) -> None:
        """Plan, draw and check the lowest tier; each frame leaves as soon as it is drawn. Planning is timed
        too."""
        started = time.perf_counter()
        self._plan = self._pipeline.plan(self._passes[0], self)
        self._context.emit(self._planned(self._wanted, self._plan))
        self._draw(self._passes[0], self._plan, started)

    def refine(self) -> None:
        """Draw the better tiers, on the canvas and in the times that were announced."""
        assert self._plan is not None
        self._refining = True
        for request in self._passes[1:]:
            self._draw(request, self._plan, time.perf_counter())

    def _draw(self, request: GenerationRequest, plan: ClipPlan, started: float) -> None:
        self._notes.clear()
        frames: dict[int, GeneratedFrame] = {}
        for frame in self._pipeline.render(request, plan, self):
            self._context.emit(self._frame(frame, request.tier))
            frames[frame.index] = frame
        elapsed = (time.perf_counter() - started) * 1000
        self._context.checkpoint()
        contract = self._pipeline.report(request, plan, [frames[index].rgba for index in sorted(frames)])
        made_by = self._pipeline.maker(request, frames[0].tier)
        self._context.emit(
            ClipFinished(
                job=self._context.job,
                clip=self._number,
                tier=request.tier,
                passed=contract.passed,
                report=clip_report(contract, made_by, self._notes, self._pipeline.turned_by(request)),
                elapsed_ms=elapsed,
                final=request is self._passes[-1],
            )
        )

    def _planned(self, request: GenerationRequest, plan: ClipPlan) -> ClipPlanned:
        record = self._pipeline.registry.select(request).capabilities
        return ClipPlanned(
            job=self._context.job,
            clip=self._number,
            clips=self._clips,
            spec=request.spec,
            direction=request.direction,
            tier=request.tier,
            generator=request.generator or "",
            width=plan.width,
            height=plan.height,
            offset=(plan.offset_x, plan.offset_y),
            pivot=plan.pivot,
            durations=plan.durations,
            loop=plan.loop,
            digest=request.digest,
            made_by=(record.name, record.version),
            refined=len(self._passes) > 1,
        )

    def _frame(self, frame: GeneratedFrame, tier: Tier) -> FrameMade:
        raw = np.ascontiguousarray(frame.rgba).tobytes()
        packed = encode_png(frame.rgba) if self._work.png else raw
        png = len(packed) < len(raw)
        return FrameMade(
            job=self._context.job,
            clip=self._number,
            index=frame.index,
            tier=tier,
            sha256=hashlib.sha256(raw).hexdigest(),
            data=packed if png else raw,
            png=png,
            revision=frame.revision,
        )


class _Quiet:
    """A ``JobContext`` that nobody listens to, for the warm-up."""

    job = 0

    def checkpoint(self) -> None:
        return None

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()

    def emit(self, event: JobEvent) -> None:
        return None


def encode_png(rgba: RGBA) -> bytes:
    """A PNG of straight-alpha RGBA, shape (height, width, 4)."""
    _, packed = cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA), _PNG)
    return packed.tobytes()


def warm_up_sprite() -> RGBA:
    """A 24 × 16 figure of boxes with head, arms and legs, shape (24, 16, 4)."""
    rgba = np.zeros((24, 16, 4), np.uint8)
    for rows, columns, colour in (
        (slice(1, 8), slice(5, 11), (224, 172, 120)),
        (slice(8, 16), slice(5, 11), (60, 90, 180)),
        (slice(8, 15), slice(3, 5), (224, 172, 120)),
        (slice(8, 15), slice(11, 13), (200, 150, 100)),
        (slice(16, 23), slice(5, 8), (80, 60, 40)),
        (slice(16, 23), slice(8, 11), (60, 45, 30)),
    ):
        rgba[rows, columns] = (*colour, 255)
    return rgba
