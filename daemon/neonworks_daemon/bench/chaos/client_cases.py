"""Fuzzing the client's session: a real server session speaks to it over a wire that now and then lies.

Promises that are checked after every message: on a true wire the client raises nothing; on a lying one it
raises ``ProtocolError`` and is closed; frames it hands out have their clip's size; what it says can be read.
"""

import random
from collections import deque
from collections.abc import Iterator
from uuid import UUID

from msgspec import msgpack
from neonworks_protocol.client_session import ClientSession
from neonworks_protocol.codec import client_decoder
from neonworks_protocol.errors import AnimatorError, CreditExceeded, IllegalTransition, ProtocolError
from neonworks_protocol.events import Reattached
from neonworks_protocol.jobs import LinkState
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.messages import (
    Cancel,
    Clip,
    Error,
    Frame,
    Interrupted,
    RequestMessage,
    ServerMessage,
    Submit,
    client_message_types,
    server_message_types,
)
from neonworks_protocol.queries import Query
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.session import ServerSession

from neonworks_daemon.bench.chaos.case import Broken, Case
from neonworks_daemon.bench.chaos.codec_cases import hostile_message
from neonworks_daemon.bench.chaos.mutations import mutate_bytes
from neonworks_daemon.bench.chaos.scripts import CAPABILITIES, script
from neonworks_daemon.bench.chaos.server_cases import LIMITS
from neonworks_daemon.bench.chaos.values import ValueMaker

__all__ = ["ClientTalk", "client_cases"]

_LIE = 0.04
"""Share of the server's messages that the wire changes, in the conversations where it lies."""
_TRUE_TALKS = 0.2
_MAX_MESSAGES = 200
_OPEN = 4


def client_cases(source: random.Random) -> Iterator[Case]:
    """Conversations until the client gives up; each message that reaches the client is one case."""
    maker = ValueMaker(source)
    while True:
        talk = ClientTalk(source, maker)
        for _ in range(_MAX_MESSAGES):
            if talk.ended:
                break
            yield Case(talk.step, talk.trail)


class ClientTalk:
    """One connection: both ends and the wire between them."""

    def __init__(self, source: random.Random, maker: ValueMaker) -> None:
        self._random = source
        self._maker = maker
        self._lies = source.random() >= _TRUE_TALKS
        self._lied = False
        self._client = ClientSession(
            ClientInfo(id=str(UUID(int=source.getrandbits(128))), name="fuzz"), limits=LIMITS
        )
        self._server = ServerSession("s1", CAPABILITIES, RequestLedger(lambda: 0.0), limits=LIMITS)
        self._wire: deque[bytes] = deque()
        self._scripts: dict[str, Iterator[ServerMessage]] = {}
        self._clips: dict[tuple[str, int], int] = {}
        self._sent = 0
        self._trail: list[bytes] = []
        self._reader = client_decoder(LIMITS)
        self._queries = [cls for cls in client_message_types().values() if issubclass(cls, Query)]
        self._client.connect()
        self._carry_up()

    @property
    def ended(self) -> bool:
        """The client gave up the connection."""
        return self._client.state is LinkState.CLOSED

    def trail(self) -> bytes:
        """Every message that reached the client, one a line in hexadecimal digits."""
        return "".join(f"{data.hex()}\n" for data in self._trail).encode()

    def step(self) -> str:
        """Brings one message to the client."""
        while not self._wire:
            self._speak()
        data = self._wire.popleft()
        if self._lies and self._client.welcome is not None and self._random.random() < _LIE:
            data = self._lie(data)
        return self._deliver(data)

    def _speak(self) -> None:
        """Both ends say something sensible until the wire has something for the client."""
        if len(self._scripts) < _OPEN:
            self._ask()
        request_id = self._random.choice(list(self._scripts))
        message = next(self._scripts[request_id], None)
        if message is None:
            self._scripts.pop(request_id)
            return
        try:
            self._server.send(message)
        except (CreditExceeded, IllegalTransition):
            # Credit that a lying wire swallowed, or a request that ended before: the work ends early.
            self._scripts.pop(request_id)
            if request_id in self._server.open_requests():
                self._server.send(Interrupted(request_id=request_id))
        self._wire.extend(self._server.data_to_send())

    def _ask(self) -> None:
        self._sent += 1
        request_id = f"r{self._sent}"
        try:
            if self._random.random() < 0.8:
                self._client.send(Submit(request_id=request_id, sprite=b"x"))
            else:
                kind = self._random.choice(self._queries)
                plain = self._maker.message(kind) | {"request_id": request_id}
                self._client.send(self._reader.decode(_packed(plain)))
            if self._random.random() < 0.05:
                self._client.send(Cancel(request_id=request_id))
        except AnimatorError as error:
            raise Broken(f"the client refused to ask: {error}") from error
        self._carry_up()

    def _carry_up(self) -> None:
        """Everything the client says, which must be readable, reaches the server."""
        for data in self._client.data_to_send():
            self._reader.decode(data)
            for event in self._server.receive(data):
                request = event.message if isinstance(event, Reattached) else event
                if isinstance(request, RequestMessage):
                    job = f"j-{request.request_id}"
                    self._scripts[request.request_id] = script(request.request_id, job, self._random)
                elif isinstance(request, Query):
                    self._scripts[request.request_id] = iter((_answer(request.request_id),))
        self._wire.extend(self._server.data_to_send())

    def _lie(self, data: bytes) -> bytes:
        """Another message than was sent: changed, twice, swapped with the next, lost, or made up."""
        self._lied = True
        draw = self._random
        match draw.randrange(5):
            case 0:
                return mutate_bytes(data, draw, data)
            case 1:
                self._wire.appendleft(data)
            case 2 if self._wire:
                following = self._wire.popleft()
                self._wire.appendleft(data)
                return following
            case 3 if self._wire:
                return self._wire.popleft()
            case _:
                plain = self._maker.message(draw.choice(list(server_message_types().values())))
                plain["seq"] = self._client.last_seq + 1
                self._wire.appendleft(data)
                return hostile_message(plain, draw, self._maker)
        return data

    def _deliver(self, data: bytes) -> str:
        self._trail.append(data)
        try:
            events = self._client.receive(data)
        except ProtocolError as error:
            if not self._lied or self._client.state is not LinkState.CLOSED:
                raise Broken(f"the client gave up on a true wire, or stayed open: {error}") from error
            if self._client.receive(data):
                raise Broken("a closed client still hears") from error
            return f"gave up: {error.code}"
        for event in events:
            self._check(event)
        if self._client.state is LinkState.OPEN:
            self._carry_up()
        return type(events[0]).__name__.lower() if events else "part"

    def _check(self, event: object) -> None:
        if isinstance(event, Clip):
            self._clips[event.clip_id, event.take] = 4 * event.canvas[0] * event.canvas[1]
        elif isinstance(event, Frame) and event.encoding == "raw":
            if len(event.data) != self._clips.get((event.clip_id, event.take)):
                raise Broken(f"a frame of {event.clip_id} has {len(event.data)} bytes")
            if event.parts != 1:
                raise Broken("a frame was handed out in parts")


def _answer(request_id: str) -> ServerMessage:
    return Error(code="unavailable", message="not here", request_id=request_id)


def _packed(plain: dict[str, object]) -> bytes:
    return msgpack.encode(plain)
