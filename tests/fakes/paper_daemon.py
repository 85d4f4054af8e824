"""A daemon on paper: answers the panel at once and always alike, without a process or a socket.

Sentences are read by the real interpreter; clips are the still, bobbing. It stands in where a test is about
the panel and needs the same pixels every time.
"""

import functools
import hashlib
import io
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import numpy as np
from neonworks_editor.client.client import Answer, News, RequestListener
from neonworks_editor.client.states import ClientState, ClientStatus
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_protocol.jobs import JobState
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    Analyse,
    Analysis,
    Blob,
    Clip,
    ClipDone,
    Consult,
    Done,
    Error,
    Export,
    Failed,
    Frame,
    GetStatus,
    Interpret,
    Jobs,
    ListJobs,
    ModelsCatalog,
    ModelsInstall,
    ModelsList,
    Progress,
    RequestMessage,
    ServerMessage,
    Spec,
    Status,
    Submit,
    Variations,
    Welcome,
)
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.queries import Query
from neonworks_protocol.records import (
    Capabilities,
    ModelRecord,
    ServerCapabilities,
    SpriteReading,
)
from neonworks_protocol.vocabulary import (
    Action,
    Archetype,
    Direction,
    Encoding,
    ModelState,
    Tier,
)
from PIL import Image

__all__ = ["PaperDaemon", "example_png"]

_FRAMES = 6
_MS = 120
_MARGIN = 4


@functools.cache
def _interpreter() -> EmbeddedInterpreter:
    """Reads its lexicon once for all tests."""
    return EmbeddedInterpreter()


@functools.cache
def example_png(name: str) -> bytes:
    """An example sprite as a PNG file."""
    sprite = next(e.sprite for e in example_sprites() if e.name == name)
    buffer = io.BytesIO()
    Image.fromarray(sprite.rgba).save(buffer, "PNG")
    return buffer.getvalue()


class PaperDaemon:
    """Everything the panel asks of its connection. ``held``: requests are taken and not drawn.
    ``unended``: they are drawn, and better pictures are still being made until ``end``."""

    def __init__(self) -> None:
        self.status = ClientStatus(state=ClientState.ONLINE, welcome=_WELCOME)
        self.held = self.unended = False
        self._ends: list[Callable[[], None]] = []
        self.refusal: tuple[str, str] | None = None
        """(code, message) that every request fails with."""
        self.submitted: list[Submit] = []
        self.varied: list[Variations] = []
        self.asked: list[Query] = []
        self.cancelled: list[str] = []
        self.taken_back = 0
        self._waiting: deque[Callable[[], object]] = deque()
        self._heard: list[Callable[[News], object]] = []
        self._interpreter = _interpreter()
        self._second: Callable[[Consult], Sequence[ServerMessage]] = lambda _: ()

    def lend_reader(self, name: str, second: Callable[[Consult], Sequence[ServerMessage]]) -> None:
        """A larger language model from now on, and what it says."""
        assert self.status.welcome is not None
        capabilities = msgspec.structs.replace(
            self.status.welcome.capabilities, interpreters=("embedded", name)
        )
        welcome = msgspec.structs.replace(self.status.welcome, capabilities=capabilities)
        self.status, self._second = replace(self.status, welcome=welcome), second

    @property
    def state(self) -> ClientState:
        return self.status.state

    @property
    def problem(self) -> str:
        return self.status.problem

    @property
    def welcome(self) -> Welcome | None:
        return self.status.welcome

    def go(self, state: ClientState, problem: str = "") -> None:
        """Another state of the connection."""
        self.status = replace(self.status, state=state, problem=problem)

    def tell(self, news: News) -> None:
        """What a daemon tells unasked."""
        for heard in list(self._heard):
            heard(news)

    def listen(self, heard: Callable[[News], object]) -> Callable[[], None]:
        self._heard.append(heard)
        return lambda: self._heard.remove(heard)

    def take_back(self) -> None:
        self.taken_back += 1

    def pump(self) -> int:
        handed = 0
        while self._waiting:
            self._waiting.popleft()()
            handed += 1
        return handed

    def cancel(self, request_id: str) -> None:
        self.cancelled.append(request_id)

    def submit(self, message: RequestMessage, listener: RequestListener) -> None:
        if isinstance(message, Variations):
            self._vary(message, listener)
            return
        if not isinstance(message, Submit):
            end = Failed(request_id=message.request_id, code="not_found", message="nothing is kept on paper")
            self._later(listener.message, end)
            return
        self.submitted.append(message)
        if self.refusal is not None:
            code, text = self.refusal
            self._later(listener.message, Failed(request_id=message.request_id, code=code, message=text))
        elif not self.held:
            *drawn, done = self._drawn(message)
            for told in drawn:
                self._later(listener.message, told)
            self._ends.append(lambda: self._later(listener.message, done))
            if not self.unended:
                self.end()

    def _vary(self, message: Variations, listener: RequestListener) -> None:
        """All looks but the last come while it is ``held``."""
        self.varied.append(message)
        if self.refusal is not None:
            code, text = self.refusal
            self._later(listener.message, Failed(request_id=message.request_id, code=code, message=text))
            return
        for told in _looks(message)[: -2 if self.held else None]:
            self._later(listener.message, told)

    def end(self) -> None:
        """Everything is drawn now."""
        self.unended = False
        for tell in self._ends:
            tell()
        self._ends.clear()

    def ask(self, message: Query, answer: Answer) -> None:
        self.asked.append(message)
        for told in self._answers(message):
            self._later(answer, told)

    def _later(self, call: Callable[[ServerMessage], object], message: ServerMessage) -> None:
        self._waiting.append(lambda: call(message))

    def _reading(self, message: Submit) -> Interpretation:
        if message.spec:
            return Interpretation(understood=True, sequence=message.spec)
        if message.text.strip():
            return self._interpreter.interpret(message.text, previous=message.previous)
        return Interpretation(understood=True, sequence=(MotionSpec(animation_type=Action.IDLE),))

    def _drawn(self, message: Submit) -> list[ServerMessage]:
        told: list[ServerMessage] = [
            Accepted(request_id=message.request_id, job_id=f"job-{message.request_id}", tiers=(Tier.DRAFT,))
        ]
        reading = self._reading(message)
        told.append(Spec(request_id=message.request_id, interpretation=reading))
        actions = message.actions or tuple(spec.animation_type for spec in reading.sequence)
        clips = [(a, d) for a in actions for d in message.directions or (Direction.DOWN,)]
        for number, (action, direction) in enumerate(clips):
            told.extend(_clip(message, reading.spec, number, action, direction))
        told.append(Done(request_id=message.request_id, clips=len(clips)))
        return told

    def _answers(self, message: Query) -> list[ServerMessage]:
        request_id = message.request_id
        match message:
            case Consult():
                return list(self._second(message))
            case Interpret():
                reading = self._interpreter.interpret(message.text, previous=message.previous)
                return [Spec(request_id=request_id, interpretation=reading)]
            case Analyse():
                return [Analysis(request_id=request_id, reading=_seen(message))]
            case ModelsList():
                return [ModelsCatalog(models=_MODELS, request_id=request_id)]
            case ModelsInstall():
                return [Error(code="unavailable", message="no net on paper", request_id=request_id)]
            case GetStatus():
                return [_status(request_id)]
            case ListJobs():
                return [Jobs(request_id=request_id, jobs=())]
            case Export():
                return [_file(message)]
        return [Error(code="unknown_message", message="not on paper", request_id=request_id)]


def _clip(
    message: Submit, spec: MotionSpec, number: int, action: Action, direction: Direction
) -> list[ServerMessage]:
    """The still, lifted by a sine, leaning by the seed, with a canvas that is larger on each side."""
    still = np.asarray(Image.open(io.BytesIO(message.sprite)).convert("RGBA"))
    height, width = still.shape[:2]
    count = spec.frame_count or _FRAMES
    canvas = (width + 2 * _MARGIN, height + 2 * _MARGIN)
    clip = Clip(
        request_id=message.request_id,
        clip_id=f"{message.request_id}-{number}",
        action=action,
        direction=direction,
        frame_count=count,
        canvas=canvas,
        pivot=(canvas[0] / 2, canvas[1] - float(_MARGIN)),
        durations=tuple(round(_MS / spec.speed_multiplier) + 10 * (i % 2) for i in range(count)),
        loop=action is not Action.DEATH,
        still_offset=(_MARGIN, _MARGIN),
    )
    told: list[ServerMessage] = [clip]
    for index in range(count):
        lift = round(3 * math.sin(2 * math.pi * index / count))
        lean = (message.seed + index) % 2
        data = _picture(still, (_MARGIN + lean, _MARGIN - lift))
        told.append(
            Frame(
                clip_id=clip.clip_id,
                take=1,
                index=index,
                tier=Tier.DRAFT,
                revision=0,
                sha256=hashlib.sha256(data).hexdigest(),
                encoding=Encoding.RAW,
                data=data,
            )
        )
    told.append(
        ClipDone(request_id=message.request_id, clip_id=clip.clip_id, tier=Tier.DRAFT, passed=True, report={})
    )
    return told


def _looks(message: Variations) -> list[ServerMessage]:
    """The still with its colours turned, another turn for each seed."""
    still = np.asarray(Image.open(io.BytesIO(message.sprite)).convert("RGBA"))
    told: list[ServerMessage] = []
    for index in range(message.count):
        turned = Image.fromarray(still[..., :3]).convert("HSV")
        hsv = np.asarray(turned).copy()
        hsv[..., 0] += np.uint8((message.seed + index + 1) * 37 % 256)
        rgb = np.asarray(Image.fromarray(hsv, "HSV").convert("RGB"))
        buffer = io.BytesIO()
        Image.fromarray(np.dstack([rgb, still[..., 3]])).save(buffer, "PNG")
        data = buffer.getvalue()
        name = f"variation_{index + 1:02d}.png"
        digest = hashlib.sha256(data).hexdigest()
        share = Progress(
            request_id=message.request_id, state=JobState.RUNNING, fraction=index / message.count
        )
        blob = Blob(
            request_id=message.request_id,
            name=name,
            data=data,
            file=index,
            files=message.count,
            sha256=digest,
        )
        told.extend((share, blob))
    return [*told, Done(request_id=message.request_id, clips=0)]


def _picture(still: np.ndarray, at: tuple[int, int]) -> bytes:
    canvas = np.zeros((still.shape[0] + 2 * _MARGIN, still.shape[1] + 2 * _MARGIN, 4), np.uint8)
    canvas[at[1] : at[1] + still.shape[0], at[0] : at[0] + still.shape[1]] = still
    return canvas.tobytes()


def _seen(message: Analyse) -> SpriteReading:
    still = np.asarray(Image.open(io.BytesIO(message.sprite)).convert("RGBA"))
    height, width = still.shape[:2]
    known = next((e for e in example_sprites() if np.array_equal(e.sprite.rgba, still)), None)
    archetype = message.archetype or (known.archetype if known else Archetype.BLOB)
    joints = known.joints if known and archetype is Archetype.BIPED else None
    return SpriteReading(
        suggestions=("stand and breathe calmly", "walk, looping"),
        sha256=hashlib.sha256(still.tobytes()).hexdigest(),
        size=(width, height),
        archetype=archetype,
        archetype_confidence=0.9,
        facing=message.facing or (known.facing if known else Direction.DOWN),
        facing_confidence=0.8,
        box=(0, 0, width, height),
        foot_line=height,
        core_x=width / 2,
        joints={name.value: point for name, point in joints.items()} if joints else None,
    )


def _status(request_id: str) -> Status:
    return Status(
        request_id=request_id,
        build_id="paper",
        uptime_s=372.0,
        workers=2,
        workers_busy=1,
        queued=0,
        running=1,
        clients=1,
        memory_bytes=208_000_000,
        models=("still_reader",),
        stored_bytes=4_200_000,
        stored_limit=2_147_483_648,
    )


def _file(message: Export) -> Blob:
    data = f"{message.format} of {len(message.clips)} clips".encode()
    return Blob(
        request_id=message.request_id,
        name=f"{message.name}.{message.format}",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
    )


_MODELS = (
    ModelRecord(
        name="still_reader",
        kind="built-in",
        state=ModelState.LOADED,
        size_bytes=907_000,
        memory_bytes=2_000_000,
        note="a part of the program",
    ),
    ModelRecord(name="large-language", kind="language", state=ModelState.ABSENT, size_bytes=2_100_000_000),
    ModelRecord(
        name="diffusion-64",
        kind="diffusion",
        state=ModelState.FAILED,
        size_bytes=1_900_000_000,
        note="the download was cut: try again",
    ),
)
_WELCOME = Welcome(
    session="paper",
    version=1,
    encoding=Encoding.RAW,
    limits=Limits(),
    capabilities=ServerCapabilities(
        build_id="paper",
        server_version="0.1.0",
        generators=(
            Capabilities(
                name="draft-biped",
                version="1",
                tier=Tier.DRAFT,
                archetypes=(Archetype.BIPED,),
                actions=tuple(Action),
                directions=tuple(Direction),
                min_size=8,
                max_size=512,
                can_turn=False,
                deterministic=True,
                cancel_latency_ms=20,
                estimated_frame_ms=3.0,
            ),
        ),
        tiers=(Tier.DRAFT, Tier.SPRITE),
        export_formats=("frames", "sheet", "gif", "apng", "webp"),
    ),
)
