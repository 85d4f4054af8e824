"""The sending half of a session: numbers, credit, the bytes that wait for the socket, and sending again.

A ``Sender`` outlives its sockets. Whatever it was given is on record in its ring; after ``resume`` the notes
that the client misses are sent again, one ``step`` at a time as credit allows, and whatever is given to it
meanwhile follows them, so the numbers on a socket always rise.
"""

from collections import deque
from enum import Enum, auto

import msgspec

from neonworks_protocol.chunks import frame_parts, split_frame
from neonworks_protocol.codec import encode
from neonworks_protocol.errors import CreditExceeded, IllegalTransition
from neonworks_protocol.messages import Blob, Frame, ServerMessage, Welcome
from neonworks_protocol.replay import (
    FrameNote,
    FrameSource,
    LostNote,
    MessageNote,
    Note,
    ReplayRing,
    note_frame,
)

__all__ = ["Sender", "Step"]

_UNCOLLECTED = 4096
"""Messages the driver may leave uncollected: a batch of clips with their frames; more is a bug in it."""


class Step(Enum):
    """What became of one attempt to send a missed message again."""

    SENT = auto()
    WAITS = auto()
    """The client must grant credit first."""
    LOST = auto()
    """The bytes are gone: what is missed can only be given up (``ServerSession.give_up``)."""
    COMPLETE = auto()
    """Nothing is missed any more."""


class Sender:
    """``credit`` is what the client begins with."""

    def __init__(self, ring: ReplayRing, credit: int) -> None:
        self.credit = credit
        """Payload messages that the client lets us send."""
        self.attached = True
        """Whether there is a socket to send to."""
        self._ring = ring
        self._seq = 0
        self._socket: list[bytes] = []
        self._missed: deque[Note] = deque()
        self._arrived = 0

    @property
    def last_seq(self) -> int:
        """The last number that was given."""
        return self._seq

    @property
    def replaying(self) -> int:
        """How many messages wait to be sent again, or to follow those."""
        return len(self._missed)

    def check(self) -> None:
        """Raises ``IllegalTransition`` when the driver does not collect what is to be sent."""
        if len(self._socket) >= _UNCOLLECTED:
            raise IllegalTransition("the driver does not collect data_to_send()")

    def emit(self, message: ServerMessage) -> None:
        """Sends ``message``, after everything that is missed."""
        if not self.attached:
            raise IllegalTransition("a session without a socket sends nothing; keep what waits")
        self._seq += 1
        data = encode(msgspec.structs.replace(message, seq=self._seq))
        lost = isinstance(message, Blob)
        self._put(LostNote(self._seq) if lost else MessageNote(self._seq, data), (data,))

    def emit_frame(self, frame: Frame) -> None:
        """Sends an unsplit ``frame`` in chunks; takes its credit, which was checked."""
        if self.replaying:
            raise IllegalTransition("a frame follows when everything that was missed is sent")
        note = note_frame(self._seq + 1, frame)
        chunks = self._chunks(note, frame.data, 0)
        self._seq = note.last_seq
        self.credit -= note.parts
        self._put(note, chunks)

    def check_credit(self, cost: int) -> None:
        """Raises ``CreditExceeded`` unless the client lets us send ``cost`` payload messages."""
        if self.attached and cost > self.credit:
            raise CreditExceeded(f"{cost} credits needed, {self.credit} left; wait for the client's grant")

    def collect(self) -> list[bytes]:
        """What is to be sent now, in order; each is handed out once."""
        socket, self._socket = self._socket, []
        return socket

    def detach(self) -> None:
        """The socket is gone, with whatever was not collected: the ring has it."""
        self.attached = False
        self._socket.clear()
        self._missed.clear()

    def keep(self, max_bytes: int) -> None:
        """Keep at most ``max_bytes`` of what was sent."""
        self._ring.limit(max_bytes)

    def forget(self) -> None:
        """The session is over: nothing is sent again. What was not collected still is to be sent."""
        self.attached = False
        self._missed.clear()
        self._ring.clear(self._seq)

    def skip(self) -> int:
        """A number for a message that only the old socket gets."""
        self._seq += 1
        return self._seq

    def resume(self, welcome: Welcome, seq: int, credit: int) -> bool:
        """A new socket, whose client has everything up to ``seq``; False when the ring lacks the rest."""
        self.attached = True
        self.credit = credit
        self._arrived = seq
        self._socket = [encode(msgspec.structs.replace(welcome, seq=seq))]
        missed = self._ring.since(seq)
        self._missed = deque(missed or ())
        return missed is not None

    def step(self, source: FrameSource) -> Step:
        """Sends the next missed message again, if it can be sent now."""
        if not self._missed:
            return Step.COMPLETE
        note = self._missed[0]
        if isinstance(note, LostNote):
            return Step.LOST
        if isinstance(note, MessageNote):
            self._socket.append(note.data)
        elif (step := self._frame_again(note, source)) is not Step.SENT:
            return step
        self._missed.popleft()
        self._arrived = note.last_seq
        return Step.SENT

    def give_up(self) -> tuple[int, int]:
        """Forgets what is missed: the first and the last number of it."""
        first = self._arrived + 1
        self._missed.clear()
        self._ring.clear(self._seq)
        return first, self._seq

    def _frame_again(self, note: FrameNote, source: FrameSource) -> Step:
        """The chunks of a frame that have not arrived."""
        arrived = max(0, self._arrived - note.seq + 1)
        cost = note.parts - arrived
        if cost > self.credit:
            return Step.WAITS
        data = source(note.frame)
        if data is None or frame_parts(msgspec.structs.replace(note.frame, data=data)) != note.parts:
            return Step.LOST
        self.credit -= cost
        self._socket += self._chunks(note, data, arrived)
        return Step.SENT

    def _chunks(self, note: FrameNote, data: bytes, skip: int) -> list[bytes]:
        whole = msgspec.structs.replace(note.frame, data=data)
        return [
            encode(msgspec.structs.replace(part, seq=note.seq + number))
            for number, part in enumerate(split_frame(whole))
            if number >= skip
        ]

    def _put(self, note: Note, data: tuple[bytes, ...] | list[bytes]) -> None:
        self._ring.record(note)
        if self._missed:
            self._missed.append(note)
        else:
            self._socket += data
