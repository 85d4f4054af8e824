"""A server that draws at once, a client, and a link between them that breaks wherever it is told to."""

import hashlib
import random
from collections import Counter, deque
from collections.abc import Iterator

import msgspec
from neonworks_protocol import (
    Accepted,
    Cancel,
    Cancelled,
    ClientInfo,
    ClientMessage,
    Clip,
    ClipDone,
    ContinuousSession,
    Done,
    EndMessage,
    Error,
    Frame,
    GetStatus,
    Hello,
    Limits,
    Reattached,
    Repeated,
    ReplayRing,
    RequestLedger,
    Resumed,
    ServerMessage,
    ServerSession,
    Status,
    Step,
    Submit,
    Tier,
    client_decoder,
)
from neonworks_protocol.events import Connected, Rejected

from tests.protocol.samples import CAPABILITIES, clip, frame

__all__ = ["LIMITS", "Attic", "TinyDaemon", "User", "frames_of", "scramble"]

LIMITS = Limits(credit_initial=8, credit_max=16)
LARGE = (300, 300)
"""360,000 bytes a frame: two chunks."""


def frames_of(text: str) -> list[bytes]:
    """The pixels that a request asks for: ``"3"`` small frames, ``"2 large"`` ones in chunks."""
    count, _, large = text.partition(" ")
    size = 4 * (LARGE[0] * LARGE[1] if large else 4)
    return [bytes([number]) * size for number in range(int(count))]


class Attic:
    """Frames by digest, as a store keeps them; ``burn`` loses all of them."""

    def __init__(self) -> None:
        self._frames: dict[str, bytes] = {}

    def keep(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self._frames[digest] = data
        return digest

    def burn(self) -> None:
        self._frames.clear()

    def __call__(self, wanted: Frame) -> bytes | None:
        return self._frames.get(wanted.sha256)


class Line:
    """One session of the server, with the messages that wait for credit or a socket."""

    def __init__(self, session: ServerSession, attic: Attic) -> None:
        self.session = session
        self.waiting: deque[ServerMessage] = deque()
        self._attic = attic

    def post(self, request_id: str, message: ServerMessage) -> None:
        if self.session.serves(request_id):
            self.waiting.append(message)

    def flow(self) -> Iterator[bytes]:
        """What the socket is given."""
        yield from self.session.data_to_send()
        while True:
            if self.session.replaying:
                step = self.session.replay(self._attic)
                if step is Step.WAITS:
                    return
                if step is Step.LOST:
                    self.session.give_up()
                    self.waiting.clear()
            elif self.waiting and self.session.cost(self.waiting[0]) <= self.session.credit:
                self.session.send(self.waiting.popleft())
            else:
                return
            yield from self.session.data_to_send()


class TinyDaemon:
    """Draws what is submitted the moment it comes. ``notes`` is how much its rings hold."""

    def __init__(self, *, notes: int = 4096) -> None:
        self.ledger = RequestLedger(lambda: 0.0)
        self.attic = Attic()
        self.drawn: Counter[str] = Counter()
        self.asked = 0
        self.lines: dict[str, Line] = {}
        self._notes = notes
        self._decoder = client_decoder(LIMITS)

    def greet(self, data: bytes) -> Line:
        """The line that a new socket's first message is for."""
        hello = self._decoder.decode(data)
        assert isinstance(hello, Hello)
        line = self.lines.get(hello.resume.session) if hello.resume is not None else None
        if line is not None and line.session.can_resume(hello):
            if line.session.state.value == "open":
                line.session.take_over()
            for event in line.session.resume(hello):
                assert isinstance(event, Resumed)
                if event.gap:
                    line.waiting.clear()
            return line
        session = ServerSession(
            f"s{len(self.lines)}",
            CAPABILITIES,
            self.ledger,
            limits=LIMITS,
            ring=ReplayRing(max_notes=self._notes),
        )
        line = self.lines[session.session_id] = Line(session, self.attic)
        self.hear(line, data)
        return line

    def hear(self, line: Line, data: bytes) -> None:
        """One message of the client."""
        for event in line.session.receive(data):
            match event:
                case Submit():
                    self.drawn[event.request_id] += 1
                    self._answer(line, event, Accepted(request_id=event.request_id, job_id=_job(event)))
                case Reattached(message=Submit() as message, accepted=accepted):
                    answer = Accepted(request_id=message.request_id, job_id=_job(message))
                    self._answer(line, message, None if accepted else answer)
                case Repeated(message=Submit() as message):
                    self._answer(line, message, None)
                case Cancel():
                    keep = [m for m in line.waiting if not _is_about(m, event.request_id)]
                    line.waiting = deque(keep)
                    line.post(event.request_id, Cancelled(request_id=event.request_id))
                case GetStatus():
                    self.asked += 1
                    line.post(event.request_id, _status(event.request_id))
                case Rejected():
                    raise AssertionError(event)
                case Connected() | _:
                    pass

    def _answer(self, line: Line, message: Submit, accepted: Accepted | None) -> None:
        request_id, pixels = message.request_id, frames_of(message.text)
        job = _job(message)
        side = LARGE if "large" in message.text else (2, 2)
        made: list[ServerMessage] = [accepted] if accepted is not None else []
        made.append(msgspec.structs.replace(clip(request_id, job, frames=len(pixels)), canvas=side))
        for index, data in enumerate(pixels):
            made.append(msgspec.structs.replace(frame(job, index, data=data), sha256=self.attic.keep(data)))
        made.append(
            ClipDone(request_id=request_id, clip_id=job, tier=Tier.DRAFT, passed=True, report={}, final=True)
        )
        made.append(Done(request_id=request_id, clips=1))
        for each in made:
            line.post(request_id, each)


class User:
    """A client of a ``TinyDaemon`` over sockets that hold bytes in both directions until they are moved."""

    def __init__(self, daemon: TinyDaemon, *, auto_credit: bool = True) -> None:
        self.daemon = daemon
        self.session = ContinuousSession(
            ClientInfo(id="c1", name="test"), limits=LIMITS, auto_credit=auto_credit
        )
        self.told: dict[str, list[object]] = {}
        self.frames: Counter[tuple[str, int, str]] = Counter()
        self.line: Line | None = None
        self.up: deque[bytes] = deque()
        self.down: deque[bytes] = deque()
        self.plugged = False
        self.gaps = 0

    def plug(self) -> None:
        """A new socket; the server may not know yet that the old one is dead."""
        self.line = None
        self.plugged = True
        self.up.clear()
        self.down.clear()
        self.session.connect()

    def cut(self, *, noticed: bool) -> None:
        """The socket dies with everything under way; with ``noticed`` the server knows."""
        if self.line is not None and noticed:
            self.line.session.detach()
        self.line = None
        self.plugged = False
        self.up.clear()
        self.down.clear()
        self.session.lost()

    def send(self, message: ClientMessage) -> None:
        self.session.send(message)

    def move_up(self) -> bool:
        """One message reaches the server."""
        self.up += self.session.data_to_send()
        if not self.up or not self.plugged:
            return False
        data = self.up.popleft()
        if self.line is None:
            self.line = self.daemon.greet(data)
        else:
            self.daemon.hear(self.line, data)
        return True

    def move_down(self) -> bool:
        """One message reaches the client."""
        if self.line is not None:
            self.down += self.line.flow()
        if not self.down or not self.plugged:
            return False
        for event in self.session.receive(self.down.popleft()):
            self._note(event)
        return True

    def settle(self) -> None:
        """Nothing breaks any more, until both are silent."""
        if not self.plugged:
            self.plug()
        while self.move_up() or self.move_down():
            pass

    def _note(self, event: object) -> None:
        if isinstance(event, Frame):
            self.frames[event.clip_id, event.index, hashlib.sha256(event.data).hexdigest()] += 1
        elif isinstance(event, Accepted | Clip | ClipDone | EndMessage | Status | Error):
            self.told.setdefault(event.request_id or "", []).append(type(event))


def scramble(user: User, chance: random.Random, steps: int) -> None:
    """Random traffic over a link that breaks at random."""
    for number in range(steps):
        draw = chance.random()
        if draw < 0.12:
            text = chance.choice(("1", "3", "7", "12", "2 large"))
            user.send(Submit(request_id=f"r{number}", sprite=b"x", text=text))
        elif draw < 0.16:
            user.send(GetStatus(request_id=f"q{number}"))
        elif draw < 0.19 and (open_ones := [r for r in user.session.open_requests() if r[0] == "r"]):
            user.send(Cancel(request_id=chance.choice(open_ones)))
        elif draw < 0.27 and user.plugged:
            user.cut(noticed=chance.random() < 0.5)
        elif draw < 0.4 and not user.plugged:
            user.plug()
        for _ in range(chance.randrange(6)):
            user.move_up()
        for _ in range(chance.randrange(12)):
            user.move_down()


def _job(message: Submit) -> str:
    return f"job-{message.request_id}"


def _is_about(message: ServerMessage, request_id: str) -> bool:
    name = getattr(message, "request_id", None) or getattr(message, "clip_id", "")
    return bool(name in (request_id, f"job-{request_id}"))


def _status(request_id: str) -> Status:
    return Status(
        request_id=request_id,
        build_id="",
        uptime_s=0,
        workers=0,
        workers_busy=0,
        queued=0,
        running=0,
        clients=1,
    )
