"""Fuzzing the server's session: clients that say anything in any order, drivers that answer rightly or not.

Promises that are checked after every step: ``receive`` raises nothing; ``send`` raises only what it says, and
then changes nothing; what goes out can be read and is numbered without a gap, over lost sockets too; nothing
follows an end; what is open, and the credit, stay within the limits; a closed session says no more.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from neonworks_protocol.codec import encode, server_decoder
from neonworks_protocol.errors import CreditExceeded, IllegalTransition, ProtocolError
from neonworks_protocol.events import Closing, Connected, Reattached
from neonworks_protocol.jobs import LinkState
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Cancel,
    ClientMessage,
    Credit,
    EndMessage,
    Error,
    Frame,
    Gap,
    GetResult,
    Hello,
    RequestMessage,
    ServerMessage,
    Submit,
    TakenOver,
    Welcome,
    client_message_types,
    server_message_types,
)
from neonworks_protocol.queries import Query
from neonworks_protocol.records import ClientInfo, Resume
from neonworks_protocol.replay import ReplayRing
from neonworks_protocol.sender import Step
from neonworks_protocol.session import ServerSession

from neonworks_daemon.bench.chaos.case import Broken, Case
from neonworks_daemon.bench.chaos.codec_cases import hostile_message
from neonworks_daemon.bench.chaos.mutations import HostilePacker
from neonworks_daemon.bench.chaos.scripts import CAPABILITIES, any_end, script
from neonworks_daemon.bench.chaos.values import Plain, ValueMaker

__all__ = ["ServerTalk", "server_cases"]

LIMITS = Limits(requests_open=6, channels=2, bad_messages=40, credit_initial=64, credit_max=96)
"""Small, so that every limit is met often."""
_IDS, _CHANNELS = 14, 4
_ALLOWED = (IllegalTransition, CreditExceeded, ProtocolError)
_LEDGER_ENTRIES, _LEDGER_KEEP_S = 10, 50.0
_MAX_STEPS = 400
_KEPT = 0.98
"""Frames that the store still has when they are sent again."""


def server_cases(source: random.Random) -> Iterator[Case]:
    """Conversations of some hundred steps, one after the other; each step is one case."""
    maker = ValueMaker(source)
    while True:
        talk = ServerTalk(source, maker)
        for _ in range(source.randint(5, _MAX_STEPS)):
            yield Case(talk.step, talk.trail)


def _answer_to(request_id: str) -> ServerMessage:
    """``error`` answers any question."""
    return Error(code="unavailable", message="not here", request_id=request_id)


class ServerTalk:
    """One client id over several connections to one server, whose ledger they share."""

    def __init__(self, source: random.Random, maker: ValueMaker) -> None:
        self._random = source
        self._maker = maker
        self._now = 0.0
        self._ledger = RequestLedger(lambda: self._now, keep_s=_LEDGER_KEEP_S, max_entries=_LEDGER_ENTRIES)
        self._decoder = server_decoder(LIMITS)
        self._messages = [maker.message(cls) for cls in client_message_types().values()]
        self._answers = list(server_message_types().values())
        self._trail: list[tuple[str, bytes | float | str]] = []
        self._sessions = 0
        self._jobs = 0
        self._frames: dict[str, bytes] = {}
        self._connect()
        self._ways: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.42, self._say),
            (0.80, self._answer),
            (0.88, self._answer_wrongly),
            (0.97, self._say_nonsense),
            (0.975, self._wait),
            (0.99, self._lose_socket),
            (1.0, self._reconnect),
        )

    def step(self) -> str:
        """One message of the client, one of the driver, or a new connection."""
        if self._session.state is LinkState.CLOSED:
            return self._reconnect()
        if self._session.state is LinkState.GREETING:
            return self._hear(self._greeting())
        if self._session.state is LinkState.DETACHED:
            return self._return()
        if self._session.replaying and self._random.random() < 0.7:
            return self._replay()
        chance = self._random.random()
        return next(way for limit, way in self._ways if chance <= limit)()

    def trail(self) -> bytes:
        """Every step so far, one a line: who spoke, and the message in hexadecimal digits."""
        return "".join(
            f"{who} {what.hex() if isinstance(what, bytes) else what}\n" for who, what in self._trail
        ).encode()

    def _connect(self) -> None:
        self._sessions += 1
        ring = ReplayRing(max_notes=self._random.choice((8, 60, 4096)))
        session_id = f"s{self._sessions}"
        self._session = ServerSession(session_id, CAPABILITIES, self._ledger, limits=LIMITS, ring=ring)
        self._hello = Hello(versions=(1,), client=ClientInfo(id="c1", name="fuzz"))
        self._seq = self._arrived = 0
        self._holes: set[int] = set()
        self._scripts: dict[str, Iterator[ServerMessage]] = {}
        self._trail.append(("connect", session_id))

    def _reconnect(self) -> str:
        """The connection ends; half of the open requests end with it, the others stay for the next one."""
        self._session.close()
        for request_id in self._session.open_requests():
            if self._random.random() < 0.5:
                self._try(any_end(request_id, self._random))
        if self._session.receive(encode(Credit(messages=1))) or self._session.data_to_send():
            raise Broken("a closed session still speaks")
        self._connect()
        return "reconnected"

    def _lose_socket(self) -> str:
        """The socket breaks, or a newer one takes the session; some of what was sent never arrived."""
        if self._random.random() < 0.3:
            for data in self._session.take_over():
                self._expect(self._decoder.decode(data))
        self._session.detach()
        self._arrived = max(0, self._seq - self._random.choice((0, 0, 1, 3, 20, 500)))
        self._trail.append(("lost", self._arrived))
        if self._session.receive(encode(Credit(messages=1))) or self._session.data_to_send():
            raise Broken("a session without a socket still speaks")
        return "lost socket"

    def _return(self) -> str:
        """The client comes back, rightly or not; or the driver still tries to send."""
        chance = self._random.random()
        if chance < 0.3:
            return self._try(any_end(f"r{self._random.randrange(_IDS)}", self._random))
        if chance < 0.4:
            return self._reconnect()
        wrong = chance < 0.5
        resume = Resume(
            session=self._session.session_id,
            seq=self._arrived + (10**6 if wrong else 0),
            credit=self._random.choice((None, 0, 3, 1024)),
        )
        hello = msgspec.structs.replace(self._hello, resume=resume)
        self._trail.append(("client", encode(hello)))
        if self._session.can_resume(hello) is wrong:
            raise Broken(f"a session {'can' if wrong else 'cannot'} be resumed from {resume.seq}")
        if wrong:
            return "not resumed"
        self._seq = self._arrived
        self._session.resume(hello)
        self._check()
        return "resumed"

    def _replay(self) -> str:
        step = self._session.replay(self._frame_bytes)
        self._trail.append(("replay", step.name))
        if step is Step.WAITS:
            return self._hear(encode(Credit(messages=8)))
        if step is Step.LOST:
            self._session.give_up()
            if self._session.open_requests():
                raise Broken("requests are open after what was missed was given up")
            self._scripts.clear()
        self._check()
        return f"replay {step.name.lower()}"

    def _frame_bytes(self, frame: Frame) -> bytes | None:
        """What the store still has."""
        return self._frames.get(frame.sha256) if self._random.random() < _KEPT else None

    def _wait(self) -> str:
        self._now += self._random.choice((1.0, _LEDGER_KEEP_S, 2 * _LEDGER_KEEP_S))
        self._trail.append(("time", self._now))
        return "waited"

    def _greeting(self) -> bytes:
        if self._random.random() < 0.1:
            return hostile_message(self._random.choice(self._messages), self._random, self._maker)
        session = self._random.choice(("s1", f"s{self._sessions - 1}", "s", "nobody"))
        resume = Resume(session=session, seq=self._random.choice((0, 1, 5, 2**40)))
        return encode(
            Hello(
                versions=self._random.choice(((1,), (1, 2), (7, 1), (0,))),
                client=ClientInfo(id="c1", name="fuzz"),
                resume=self._random.choice((None, resume)),
            )
        )

    def _say(self) -> str:
        return self._hear(encode(self._message()))

    def _message(self) -> ClientMessage:
        draw = self._random
        request_id = f"r{draw.randrange(_IDS)}"
        match draw.randrange(10):
            case 0 | 1 | 2 | 3:
                channel = draw.choice((None, f"c{draw.randrange(_CHANNELS)}"))
                return Submit(request_id=request_id, sprite=draw.choice((b"x", b"y")), channel=channel)
            case 4:
                return Cancel(request_id=request_id)
            case 5:
                return GetResult(request_id=request_id, job_id=f"j{draw.randrange(9)}")
            case 6 | 7:
                return Credit(messages=draw.choice((1, 4, 8, 97)))
            case _:
                plain = dict(draw.choice(self._messages))
                if "request_id" in plain:
                    plain["request_id"] = f"q{draw.randrange(_IDS)}"
                kind = client_message_types()[plain["type"]]
                made: ClientMessage = msgspec.msgpack.decode(msgspec.msgpack.encode(plain), type=kind)
                return made

    def _say_nonsense(self) -> str:
        plain: Plain = dict(self._random.choice(self._messages))
        if "request_id" in plain:
            plain["request_id"] = f"r{self._random.randrange(_IDS)}"
        return self._hear(hostile_message(plain, self._random, self._maker))

    def _hear(self, data: bytes) -> str:
        self._trail.append(("client", data))
        events = self._session.receive(data)
        for event in events:
            if isinstance(event, Connected):
                self._hello = event.hello
            if isinstance(event, Closing) and self._session.state is not LinkState.CLOSED:
                raise Broken("a session that asks to be closed is not closed")
            request = event.message if isinstance(event, Reattached) else event
            if isinstance(request, RequestMessage):
                self._begin(request.request_id, event)
            elif isinstance(request, Query):
                self._scripts[request.request_id] = iter((_answer_to(request.request_id),))
        self._check()
        return type(events[0]).__name__.lower() if events else "silent"

    def _begin(self, request_id: str, event: object) -> None:
        if request_id not in self._session.open_requests():
            raise Broken(f"{request_id} was announced and is not open")
        self._jobs += 1
        steps = script(request_id, f"j{self._jobs}", self._random)
        if isinstance(event, Reattached) and event.accepted is not None:
            steps = iter((any_end(request_id, self._random),))
        self._scripts[request_id] = steps

    def _answer(self) -> str:
        """The next right message about some open request, which is sent unless credit or state forbid it."""
        if not self._scripts:
            return self._say()
        request_id = self._random.choice(list(self._scripts))
        message = next(self._scripts[request_id], None)
        if message is None:
            del self._scripts[request_id]
            return "script ended"
        outcome = self._try(message)
        if outcome != "sent" and request_id in self._session.open_requests():
            self._try(any_end(request_id, self._random))
        return outcome

    def _answer_wrongly(self) -> str:
        plain = self._maker.message(self._random.choice(self._answers))
        for field, names in (("request_id", "r"), ("clip_id", "j")):
            if plain.get(field) is not None:
                number = self._random.randrange(_IDS)
                plain[field] = f"{names}{number}" if names == "r" else f"j{self._jobs}-0"
        message = server_decoder().decode(HostilePacker(self._random, 0.0).pack(plain))
        return self._try(message)

    def _try(self, message: ServerMessage) -> str:
        session = self._session
        self._trail.append(("server", encode(message)))
        before = (session.open_requests(), session.credit)
        try:
            session.send(message)
        except _ALLOWED as error:
            if (session.open_requests(), session.credit) != before or session.data_to_send():
                raise Broken(f"a refused {type(message).__name__} changed the session: {error}") from error
            return type(error).__name__
        if isinstance(message, Frame):
            self._frames[message.sha256] = message.data
        request_id: Any = getattr(message, "request_id", None)
        if isinstance(message, EndMessage):
            if request_id not in before[0] or request_id in session.open_requests():
                raise Broken(f"{request_id} ended twice, or not at all")
            self._scripts.pop(request_id, None)
        self._check()
        return "sent"

    def _expect(self, message: ServerMessage) -> None:
        """Numbers rise by one, but for a resumed session's welcome, and over a gap that is told.

        The number of ``taken_over`` is seen by the older socket only.
        """
        if isinstance(message, TakenOver):
            self._holes.add(message.seq)
            return
        wanted = message.last_seq + 1 if isinstance(message, Gap) else self._seq + 1
        if isinstance(message, Welcome) and message.resumed:
            wanted = self._arrived
        while wanted in self._holes and wanted != message.seq:
            wanted += 1
        if message.seq != wanted:
            raise Broken(f"message {message.seq} came in the place of {wanted}")
        self._seq = message.seq

    def _check(self) -> None:
        session = self._session
        for data in session.data_to_send():
            self._expect(self._decoder.decode(data))
        if not 0 <= session.credit <= LIMITS.credit_max:
            raise Broken(f"{session.credit} credits are unused")
        if len(session.open_requests()) > LIMITS.requests_open:
            raise Broken(f"{len(session.open_requests())} requests are open")
        if len(self._ledger) > _LEDGER_ENTRIES:
            raise Broken(f"the ledger has {len(self._ledger)} entries")
