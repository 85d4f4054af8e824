"""The record that lies beside exported files: all that is needed to make the same bytes again."""

import hashlib
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from types import MappingProxyType

import msgspec
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.paths import relative_name
from neonworks_protocol.vocabulary import Archetype, Direction, Tier

from neonworks_models.catalog.cards import CARDS
from neonworks_models.clip_report import report_maker, report_notes, report_turner
from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.motion.borrowed import Performance
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sprite import Sprite

__all__ = [
    "FrameMade",
    "GeneratorUsed",
    "ModelUsed",
    "Sidecar",
    "SpriteUsed",
    "decode_sidecar",
    "make_sidecar",
]

_FORMAT = 1
_MAX_BYTES = 1 << 20
"""The sidecar of a clip of 32 frames has 10 KiB."""


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    pass


class ModelUsed(_Record, frozen=True, kw_only=True):
    """Learned weights, by the digest of their file, with what their licence asks to be named."""

    name: str
    sha256: str
    licence: str
    credits: tuple[str, ...]


class GeneratorUsed(_Record, frozen=True, kw_only=True):
    """Who drew the frames. ``models`` are what it draws with."""

    name: str
    version: str
    tier: Tier
    models: tuple[ModelUsed, ...] = ()


def _drawn_by(contract: Mapping[str, object], planned: GeneratorUsed) -> GeneratorUsed:
    """Who drew the frames of a clip with this report, and with which weights."""
    name, version, tier = report_maker(contract) or (planned.name, planned.version, planned.tier)
    cards = [CARDS[each] for each in (name, report_turner(contract)) if each in CARDS]
    models = tuple(
        ModelUsed(name=card.name, sha256=card.sha256 or "", licence=card.licence, credits=card.credits)
        for card in cards
    )
    return GeneratorUsed(name=name, version=version, tier=Tier(tier), models=models)


class SpriteUsed(_Record, frozen=True, kw_only=True):
    """The still; ``sha256`` is of its decoded pixels, ``file`` its name without folders."""

    sha256: str
    width: int
    height: int
    file: str


class FrameMade(_Record, frozen=True, kw_only=True):
    """``sha256`` of the frame's straight-alpha RGBA8 pixels, and its milliseconds."""

    sha256: str
    duration: int


class Sidecar(_Record, frozen=True, kw_only=True):
    """One clip. It holds no time and no folder: the same request gives the same sidecar."""

    format: int = _FORMAT
    animator: str
    """Version of this program."""
    packages: dict[str, str]
    """Versions of what draws and encodes, and the platform: bytes are equal where these are."""
    sprite: SpriteUsed
    text: str
    spec: MotionSpec
    direction: Direction
    facing: Direction
    archetype: Archetype
    joints: dict[Joint, Point] | None
    wanted_tier: Tier
    pinned_generator: str | None
    generator: GeneratorUsed
    seed: int
    keyframes: tuple[str, ...]
    """sha256 of each keyframe's pixels."""
    motion: str | None = None
    """Digest of the performance, where the motion was read off another figure's sheet."""
    request: str
    """Digest of the whole request."""
    canvas: tuple[int, int]
    still_offset: tuple[int, int]
    pivot: Point
    loop: bool
    frames: tuple[FrameMade, ...]
    files: tuple[str, ...]
    contract: dict[str, object]
    notes: tuple[str, ...] = ()

    def rebuild(
        self, sprite: Sprite, keyframes: Sequence[Sprite] = (), performance: Performance | None = None
    ) -> GenerationRequest:
        """The request that made this clip; raises ``BadRequest`` for other pictures than recorded."""
        if sprite.sha256 != self.sprite.sha256:
            raise BadRequest(f"this is not the sprite of the sidecar: use {self.sprite.file}")
        if tuple(keyframe.sha256 for keyframe in keyframes) != self.keyframes:
            raise BadRequest("these are not the keyframes of the sidecar")
        if (None if performance is None else performance.digest) != self.motion:
            raise BadRequest("this is not the motion of the sidecar: give the sheet that it was read from")
        analysis = analyse(sprite, facing=self.facing, archetype=self.archetype, joints=self.joints)
        return GenerationRequest(
            sprite=sprite,
            analysis=analysis,
            spec=self.spec,
            direction=self.direction,
            tier=self.wanted_tier,
            generator=self.pinned_generator,
            seed=self.seed,
            keyframes=tuple(keyframes),
            performance=performance,
        )


def make_sidecar(
    request: GenerationRequest,
    clip: ClipArtwork,
    *,
    generator: GeneratorUsed,
    text: str,
    sprite_file: str,
    files: Sequence[str],
    contract: dict[str, object],
    notes: Sequence[str] = (),
) -> dict[str, bytes]:
    """``{stem}.animator.json``; ``files`` are the names of what was exported with it."""
    joints = request.analysis.joints
    record = Sidecar(
        animator=_version(),
        packages=dict(_packages()),
        sprite=SpriteUsed(
            sha256=request.sprite.sha256,
            width=request.sprite.width,
            height=request.sprite.height,
            file=PurePath(sprite_file).name,
        ),
        text=text,
        spec=request.spec,
        direction=request.direction,
        facing=request.facing,
        archetype=request.analysis.archetype,
        joints=None if joints is None else dict(joints),
        wanted_tier=request.tier,
        pinned_generator=request.generator,
        generator=_drawn_by(contract, generator),
        seed=request.seed,
        keyframes=tuple(keyframe.sha256 for keyframe in request.keyframes),
        motion=None if request.performance is None else request.performance.digest,
        request=request.digest,
        canvas=(clip.plan.width, clip.plan.height),
        still_offset=(clip.plan.offset_x, clip.plan.offset_y),
        pivot=clip.plan.pivot,
        loop=clip.plan.loop,
        frames=tuple(
            FrameMade(sha256=hashlib.sha256(frame.tobytes()).hexdigest(), duration=duration)
            for frame, duration in zip(clip.frames, clip.plan.durations, strict=True)
        ),
        files=tuple(files),
        contract=contract,
        notes=(*notes, *report_notes(contract)),
    )
    return {f"{clip.stem}.animator.json": msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"}


def decode_sidecar(data: bytes) -> Sidecar:
    """Read a sidecar; raises ``BadRequest`` for anything else, and for names that are not of its folder."""
    if len(data) > _MAX_BYTES:
        raise BadRequest(
            f"not a sidecar of this program: {len(data):,} bytes, at most {_MAX_BYTES:,} are read"
        )
    try:
        record = msgspec.json.decode(data, type=Sidecar)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"not a sidecar of this program: {error}") from error
    for name in record.files:
        relative_name(name)
    # A sprite may be called what our own files are not; all that matters is that it names no folder.
    for name in (record.sprite.file, *record.files):
        if name in ("", ".", "..") or set(name) & set("/\\\0"):
            raise BadRequest(f"not a sidecar of this program: {name[:60]!a} is no name of a file")
    return record


@cache
def _version() -> str:
    return version("neonworks-animator")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


@cache
def _packages() -> Mapping[str, str]:
    """Read once: looking up a version parses the package's whole metadata, half a millisecond each."""
    names = ("numpy", "onnxruntime", "opencv-python-headless", "pillow")
    return MappingProxyType(
        {
            "python": platform.python_version(),
            "platform": f"{platform.system()} {platform.machine()}",
            **{name: _installed(name) for name in names},
        }
    )
