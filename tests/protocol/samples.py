"""One small message of every type, and a wire that joins two sessions."""

from neonworks_protocol import (
    Accepted,
    Action,
    Analyse,
    Analysis,
    Archetype,
    AssetChanged,
    Blob,
    Cancel,
    Cancelled,
    Capabilities,
    ClientEvent,
    ClientInfo,
    ClientMessage,
    ClientSession,
    Clip,
    ClipDone,
    ClipRef,
    Credit,
    Direction,
    Done,
    Effect,
    Encoding,
    Error,
    Export,
    Failed,
    Frame,
    FrameChunk,
    Gap,
    GetResult,
    GetStatus,
    GetWatch,
    Hello,
    Interpret,
    Interpretation,
    Interrupted,
    JobRecord,
    Jobs,
    JobState,
    Limits,
    ListJobs,
    ModelRecord,
    ModelsCatalog,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelState,
    ModelsUnload,
    MotionParameters,
    MotionSpec,
    Pin,
    Priority,
    Progress,
    Publish,
    Published,
    RequestRef,
    Resume,
    Retry,
    ServerCapabilities,
    ServerEvent,
    ServerMessage,
    ServerSession,
    Spec,
    SpriteReading,
    Status,
    Submit,
    Superseded,
    TakenOver,
    Tier,
    UnavailableTier,
    Variant,
    Variations,
    WatchRecord,
    WatchReport,
    WatchState,
    WatchStatus,
    Welcome,
    WorkerPhase,
    WorkerRecord,
)

__all__ = [
    "CAPABILITIES",
    "CLIENT_SAMPLES",
    "PIXELS",
    "SERVER_SAMPLES",
    "clip",
    "connect",
    "frame",
    "pump",
    "submit",
]

PIXELS = bytes(range(16))
"""A raw frame of 2 × 2 pixels."""
_SHA = "be45cb2605bf36bebde684841a28f0fd43c69850a3dce5fedba69928ee3a8991"
_SPEC = MotionSpec(
    animation_type=Action.ATTACK,
    variant=Variant.SLASH,
    direction=Direction.RIGHT,
    style_modifiers=("angry",),
    intensity=0.75,
    speed_multiplier=1.5,
    special_effects=(Effect.GLOW,),
    frame_count=6,
    loop=False,
    confidence=0.5,
    parameters=MotionParameters(lean=10.0),
)

_WATCHED = WatchRecord(
    root="assets",
    state=WatchState.WORKING,
    files=4,
    pending=1,
    running=1,
    published=1,
    quarantined=1,
    note="drawing hero.png",
    problems=("cat.png: not a picture; save it again",),
)

CAPABILITIES = ServerCapabilities(
    build_id="b1",
    server_version="0.1.0",
    generators=(
        Capabilities(
            name="draft-biped",
            version="1",
            tier=Tier.DRAFT,
            archetypes=(Archetype.BIPED,),
            actions=(Action.WALK,),
            directions=(Direction.DOWN,),
            min_size=8,
            max_size=512,
            can_turn=False,
            deterministic=True,
            cancel_latency_ms=20,
            estimated_frame_ms=4.5,
        ),
    ),
    tiers=(Tier.DRAFT,),
    export_formats=("gif",),
)

CLIENT_SAMPLES: tuple[ClientMessage, ...] = (
    Hello(
        versions=(1,),
        client=ClientInfo(id="c1", name="cli", version="0.1.0"),
        encodings=(Encoding.RAW, Encoding.PNG),
        resume=Resume(session="s0", seq=41, credit=96),
    ),
    Submit(
        request_id="r1",
        sprite=b"\x89PNG",
        text="an angry slash to the right",
        spec=(_SPEC,),
        previous=_SPEC,
        actions=(Action.ATTACK,),
        directions=(Direction.RIGHT,),
        facing=Direction.DOWN,
        archetype=Archetype.BIPED,
        joints={"neck": (16.0, 9.5)},
        tier=Tier.DRAFT,
        only_tier=True,
        generator="draft-biped",
        keyframes=(b"\x89PNG",),
        seed=7,
        channel="hero",
        priority=Priority.INTERACTIVE,
    ),
    Interpret(request_id="q1", text="slower", previous=_SPEC),
    Analyse(request_id="q13", sprite=b"\x89PNG", facing=Direction.LEFT, archetype=Archetype.BIPED),
    Cancel(request_id="r1"),
    GetResult(request_id="r2", job_id="j1"),
    Retry(request_id="r10", job_id="j1"),
    ListJobs(request_id="q2", limit=10),
    Pin(request_id="q9", job_id="j1", pinned=False),
    Variations(request_id="r3", sprite=b"\x89PNG", text="red cloak", count=2, seed=1, generator="x"),
    Export(request_id="q3", clips=(ClipRef(clip_id="j1-0", take=1),), format="gif", name="hero"),
    GetStatus(request_id="q4"),
    Publish(
        request_id="q10",
        root="assets",
        path="hero.png",
        sha256=_SHA,
        recipe=_SHA,
        outputs=("animations/hero/hero_walk_01.png",),
    ),
    WatchReport(request_id="q11", roots=(_WATCHED,)),
    GetWatch(request_id="q12"),
    ModelsList(request_id="q5"),
    ModelsInstall(request_id="q6", name="m"),
    ModelsLoad(request_id="q7", name="m"),
    ModelsUnload(request_id="q8", name="m"),
    Credit(messages=64),
)

SERVER_SAMPLES: tuple[ServerMessage, ...] = (
    Welcome(
        seq=1,
        session="s1",
        version=1,
        encoding=Encoding.RAW,
        limits=Limits(),
        capabilities=CAPABILITIES,
        resumed=True,
        received=7,
    ),
    Accepted(
        seq=2,
        request_id="r1",
        job_id="j1",
        tiers=(Tier.DRAFT,),
        unavailable=(UnavailableTier(tier=Tier.SPRITE, reason="no model is installed"),),
        attached_to="r0",
        notes=("mirrored",),
    ),
    Spec(
        seq=3,
        request_id="r1",
        interpretation=Interpretation(understood=True, sequence=(_SPEC,), alternatives=(_SPEC,)),
        take=1,
    ),
    Clip(
        seq=4,
        request_id="r1",
        clip_id="j1-0",
        action=Action.ATTACK,
        direction=Direction.RIGHT,
        frame_count=2,
        canvas=(2, 2),
        pivot=(1.0, 2.0),
        durations=(100, 120),
        loop=False,
        take=1,
        variant=Variant.SLASH,
        still_offset=(0, 0),
        cached=False,
    ),
    Frame(
        seq=5,
        clip_id="j1-0",
        take=1,
        index=0,
        tier=Tier.DRAFT,
        revision=0,
        sha256=_SHA,
        encoding=Encoding.RAW,
        data=PIXELS,
    ),
    FrameChunk(seq=6, clip_id="j1-0", part=1, data=b"\x00\x01"),
    Progress(
        seq=7,
        request_id="r1",
        state=JobState.RUNNING,
        fraction=0.5,
        eta_ms=40.0,
        position=0,
        tier=Tier.DRAFT,
        clip_id="j1-0",
        note="drawing",
    ),
    ClipDone(
        seq=8,
        request_id="r1",
        clip_id="j1-0",
        tier=Tier.DRAFT,
        passed=True,
        report={"seam": {"passed": True, "value": 1.0}},
        take=1,
        final=True,
        elapsed_ms=31.5,
    ),
    Done(seq=9, request_id="r1", clips=1, elapsed_ms=40.0),
    Failed(seq=10, request_id="r2", code="bad_sprite", message="not a PNG; save it again", retryable=False),
    Cancelled(seq=11, request_id="r3"),
    Superseded(seq=12, request_id="r4", by="r5"),
    Interrupted(seq=13, request_id="r6", message="the daemon was stopped; ask again"),
    Jobs(
        seq=14,
        request_id="q2",
        jobs=(
            JobRecord(
                job_id="j1",
                request_id="r1",
                client="c1",
                state=JobState.DONE,
                created_s=1.5,
                text="walk",
                clips=1,
                fraction=1.0,
                pinned=True,
            ),
        ),
    ),
    Blob(seq=15, request_id="q3", name="hero.gif", data=b"GIF89a", sha256=_SHA),
    Status(
        seq=16,
        request_id="q4",
        build_id="b1",
        uptime_s=2.5,
        workers=2,
        workers_busy=1,
        queued=0,
        running=1,
        clients=1,
        memory_bytes=1000,
        models=("m",),
        processes=(
            WorkerRecord(number=0, state=WorkerPhase.BUSY, memory_bytes=500),
            WorkerRecord(number=2, state=WorkerPhase.IDLE, background=True, memory_bytes=400),
        ),
        stored_bytes=2000,
        stored_limit=3000,
    ),
    ModelsCatalog(
        seq=17,
        request_id="q5",
        models=(ModelRecord(name="m", kind="sprite", state=ModelState.ABSENT, size_bytes=1000),),
    ),
    AssetChanged(
        seq=18,
        root="assets",
        path="hero.png",
        sha256=_SHA,
        recipe=_SHA,
        outputs=("hero_walk_01.png",),
        publish="q10",
    ),
    Analysis(
        seq=24,
        request_id="q13",
        reading=SpriteReading(
            sha256=_SHA,
            size=(2, 2),
            archetype=Archetype.BIPED,
            archetype_confidence=1.0,
            facing=Direction.LEFT,
            facing_confidence=0.5,
            box=(0, 0, 2, 2),
            foot_line=2,
            core_x=1.0,
            joints={"neck": (1.0, 0.5)},
        ),
    ),
    Published(seq=20, request_id="q10", clients=2),
    WatchStatus(seq=21, request_id="q11", roots=(_WATCHED,)),
    Gap(seq=22, first_seq=3, last_seq=21, received=9, requests=(RequestRef(request_id="r1", job_id="j1"),)),
    TakenOver(seq=23),
    Error(seq=19, code="bad_message", message="submit: too long", request_id="r9"),
)


def submit(request_id: str = "r1", text: str = "walk", channel: str | None = None) -> Submit:
    """A small request."""
    return Submit(request_id=request_id, sprite=b"\x89PNG", text=text, channel=channel)


def clip(request_id: str = "r1", clip_id: str = "j1-0", take: int = 1, frames: int = 2) -> Clip:
    """Announces 2 × 2 pixels."""
    return Clip(
        request_id=request_id,
        clip_id=clip_id,
        take=take,
        action=Action.WALK,
        direction=Direction.DOWN,
        frame_count=frames,
        canvas=(2, 2),
        pivot=(1.0, 2.0),
        durations=(100,) * frames,
        loop=True,
    )


def frame(clip_id: str = "j1-0", index: int = 0, take: int = 1, data: bytes = PIXELS) -> Frame:
    """A raw draft frame."""
    return Frame(
        clip_id=clip_id,
        take=take,
        index=index,
        tier=Tier.DRAFT,
        revision=0,
        sha256=_SHA,
        encoding=Encoding.RAW,
        data=data,
    )


def pump(server: ServerSession, client: ClientSession) -> tuple[list[ServerEvent], list[ClientEvent]]:
    """Carries bytes both ways until both are silent; gives what each end saw."""
    at_server: list[ServerEvent] = []
    at_client: list[ClientEvent] = []
    while True:
        up, down = client.data_to_send(), server.data_to_send()
        if not up and not down:
            return at_server, at_client
        for data in up:
            at_server += server.receive(data)
        for data in down:
            at_client += client.receive(data)


def connect(server: ServerSession, client: ClientSession) -> None:
    """Greets."""
    client.connect()
    pump(server, client)
