"""``Workshop``: prepares jobs, and draws them in this process with the pipeline that workers use too."""

import difflib
import re
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import cv2
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.clip_report import clip_report
from neonworks_models.export.names import clip_label, distinct_label
from neonworks_models.export.sidecar import GeneratorUsed
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.registry import GeneratorRegistry, default_registry
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.jobs import understand
from neonworks_models.motion.borrowed import Performance
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.requests import GeneratedFrame, GenerationRequest
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite, Unavailable
from neonworks_protocol.limits import MAX_SPRITE_BYTES
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.roots import read_regular
from neonworks_protocol.vocabulary import Tier

from neonworks_daemon.local.job import FinishedClip, Job, PlannedClip, Unwatched, Watcher
from neonworks_daemon.local.options import JobOptions
from neonworks_daemon.local.rigs import corrections_of
from neonworks_daemon.local.sources import load_source
from neonworks_daemon.settings import load_settings
from neonworks_daemon.worker.sprite_cache import SpriteCache

__all__ = ["Workshop", "read_sprite_file"]

_PICTURES = (".png", ".webp", ".gif")


class Workshop:
    """Sprites that were read stay read, so that many jobs on few sprites cost little."""

    def __init__(
        self, registry: GeneratorRegistry | None = None, *, sprite_net: NetChoice = NetChoice.SPRITE_NET
    ) -> None:
        # Results must not depend on the number of cores; workers do the same.
        cv2.setNumThreads(1)
        self._pipeline = Pipeline(registry or default_registry(sprite_net))
        # Many sprites of one batch or folder are told the same.
        self._interpret = lru_cache(maxsize=256)(EmbeddedInterpreter().interpret)
        self._cache = SpriteCache()

    @classmethod
    def configured(cls) -> "Workshop":
        """With the sprite net that the user's settings name. Raises ``BadRequest`` for bad settings."""
        return cls(sprite_net=load_settings().sprite_net)

    def prepare(
        self,
        options: JobOptions,
        *,
        plan: bool = True,
        data: bytes | None = None,
        sprite: Sprite | None = None,
    ) -> Job:
        """Read the sprite (``data`` is its file's content, ``sprite`` what that shows, where that is known),
        understand the wish, plan the clips.

        Without ``plan`` only clips that turn the sprite are planned here, which may be refused: for an artist
        that plans anyway.

        Raises ``BadSprite``, ``BadRequest`` and its kin, ``Unavailable``; also when no clip can be drawn.
        """
        heard = self._understood(options)
        tier, notes = self._tier(options)
        data = read_sprite_file(options.sprite) if data is None else data
        sprite = sprite or self._cache.sprite(data)
        said = corrections_of(options.sprite, facing=options.facing, archetype=options.archetype)
        analysis = said.read(sprite, self._cache.analysis)
        source = None if options.source is None else load_source(options.source)
        performance: Performance | None = None
        if source is not None:
            action = heard.spec.animation_type if heard is not None else None
            performance = self._cache.performance(source, analysis.facing, action)
            heard = heard or _performed(performance)
        assert heard is not None
        requests = build_requests(
            sprite,
            analysis,
            heard.sequence,
            directions=options.directions,
            tier=tier,
            generator=options.generator,
            seed=options.seed,
            performance=performance,
        )
        lower: tuple[str, ...] = ()
        if options.only_tier is None:
            requests, lower = self._pipeline.best(requests)
            # Nobody who left the tier open asked for this one.
            lower = lower if options.tier is not None else ()
        turned: tuple[str, ...] = ()
        if not options.directions and any(request.faces_aside for request in requests):
            requests, turned = self._pipeline.facing_as_drawn(requests)
        clips, refused = self._clips(requests, plan=plan)
        if not clips:
            raise refused[0][1]
        failed = (f"{label}: {error.message}" for label, error in refused)
        notes = (*_heard_notes(heard), *said.notes(), *turned, *notes, *lower, *failed)
        return Job(options, data, sprite, said.rig, analysis, heard, clips, refused, notes, source)

    def _understood(self, options: JobOptions) -> Interpretation | None:
        """None where nothing is said but whose motion it is, and the name of its sheet does not tell."""
        if (
            options.source is not None
            and not (options.text or "").strip()
            and not options.motion.wanted_action
        ):
            return self._named_after(options.source.sheet)
        return understand(options.text, options.motion, self._interpret)

    def _named_after(self, sheet: Path) -> Interpretation | None:
        """What a sheet called ``knight_walk.png`` shows; None where its name does not tell."""
        heard = self._interpret(" ".join(re.findall(r"[^\W\d_]+", sheet.stem)))
        if not heard.understood:
            return None
        spec = MotionSpec(animation_type=heard.spec.animation_type, variant=heard.spec.variant)
        return Interpretation(understood=True, sequence=(spec,), interpreter="motion")

    def draw(self, job: Job, watcher: Watcher) -> Iterator[FinishedClip]:
        """See ``Artist``."""
        for clip in job.clips:
            yield self._draw(clip, watcher)

    def begin(self, job: Job) -> Iterator[FinishedClip]:
        """See ``Artist``; nothing is drawn before it is asked for."""
        return self.draw(job, Unwatched())

    @property
    def gone(self) -> bool:
        """See ``Artist``."""
        return False

    def room(self) -> int:
        """See ``Artist``; there is one pipeline."""
        return 1

    def _draw(self, clip: PlannedClip, watcher: Watcher) -> FinishedClip:
        watcher.restart(clip.label, clip.plan.frame_count)
        started = time.perf_counter()
        frames: dict[int, GeneratedFrame] = {}
        first_ms = 0.0
        context = _Remarks()
        for frame in self._pipeline.render(clip.request, clip.plan, context):
            first_ms = first_ms or (time.perf_counter() - started) * 1000
            if frame.index not in frames:
                watcher.step(frame.rgba)
            frames[frame.index] = frame
        elapsed_ms = (time.perf_counter() - started) * 1000
        ordered = tuple(frames[index].rgba for index in sorted(frames))
        contract = self._pipeline.report(clip.request, clip.plan, ordered)
        made_by = self._pipeline.maker(clip.request, frames[0].tier)
        turned_by = self._pipeline.turned_by(clip.request)
        report = clip_report(contract, made_by, context.notes, turned_by)
        return FinishedClip(clip, ordered, contract.passed, report, first_ms, elapsed_ms)

    def _tier(self, options: JobOptions) -> tuple[Tier, tuple[str, ...]]:
        """The tier that will be drawn, and a remark where it is not the one that was asked for."""
        here = self._pipeline.registry.tiers()
        listed = ", ".join(here)
        if options.only_tier is not None:
            if options.only_tier not in here:
                raise Unavailable(f"tier {options.only_tier} is not available here; available: {listed}")
            return options.only_tier, ()
        best = self._pipeline.registry.best_tier(options.tier or Tier.SPRITE)
        if options.tier in (None, best):
            return best, ()
        return best, (f"tier {options.tier} is not available here (available: {listed}): {best} is drawn",)

    def _clips(
        self, requests: tuple[GenerationRequest, ...], *, plan: bool
    ) -> tuple[tuple[PlannedClip, ...], tuple[tuple[str, AnimatorError], ...]]:
        clips: list[PlannedClip] = []
        refused: list[tuple[str, AnimatorError]] = []
        for label, request in zip(_labels(requests), requests, strict=True):
            try:
                clip = self._clip(label, request)
                if plan or request.faces_aside:
                    _ = clip.plan
            except (BadRequest, Unavailable) as error:
                refused.append((label, error))
                continue
            clips.append(clip)
        return tuple(clips), tuple(refused)

    def _clip(self, label: str, request: GenerationRequest) -> PlannedClip:
        record = self._pipeline.registry.select(request).capabilities
        used = GeneratorUsed(name=record.name, version=record.version, tier=record.tier)
        return PlannedClip(label, request, self._pipeline.plan, used)


def _performed(performance: Performance) -> Interpretation:
    """What the motion most looks like, where nobody says it."""
    spec = MotionSpec(animation_type=performance.action)
    return Interpretation(understood=True, sequence=(spec,), interpreter="motion")


class _Remarks(NullContext):
    """Keeps what a generator has to say."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def progress(self, fraction: float, note: str = "") -> None:
        if note:
            self.notes.append(note)


def _labels(requests: tuple[GenerationRequest, ...]) -> list[str]:
    """One label a request; an action that comes twice is numbered from its second time on."""
    labels: list[str] = []
    for request in requests:
        label = clip_label(request.spec, request.direction, request.facing)
        labels.append(distinct_label(label, labels))
    return labels


def _heard_notes(heard: Interpretation) -> tuple[str, ...]:
    if heard.understood or heard.notes:
        return heard.notes
    guess = heard.spec.animation_type
    return (f"not understood, drawing {guess}: name an action such as walk, jump or attack",)


def read_sprite_file(path: Path) -> bytes:
    """The content of a sprite file. Raises ``BadSprite`` with what to do instead."""
    try:
        if path.stat().st_size > MAX_SPRITE_BYTES:
            limit = MAX_SPRITE_BYTES >> 20
            raise BadSprite(f"{path} is larger than {limit} MiB: crop it to one sprite")
        return read_regular(path, MAX_SPRITE_BYTES)
    except BadRequest as error:
        raise BadSprite(f"{error.message}: name a picture file that you may read") from None
    except FileNotFoundError as error:
        raise BadSprite(f"there is no file {path}{_similar(path)}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadSprite(f"cannot read {path} ({reason}): name a picture file that you may read") from error


def _similar(path: Path) -> str:
    try:
        names = {
            entry.stem: entry.name for entry in path.parent.iterdir() if entry.suffix.lower() in _PICTURES
        }
    except OSError:
        return f": there is no folder {path.parent}"
    close = difflib.get_close_matches(path.stem, names, n=1)
    return f": did you mean {path.with_name(names[close[0]])}?" if close else ": check its name"
