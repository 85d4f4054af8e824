"""``SessionTable``: all sessions of the daemon, with and without a socket.

A session that lost its socket is kept for ``grace_s`` seconds of awake time, so a laptop that sleeps finds it
again; of more than ``limit`` such sessions the one that waits longest ends first.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator

from neonworks_protocol.messages import Hello
from neonworks_protocol.records import Resume

from neonworks_daemon.clocks import Alarm, AwakeClock
from neonworks_daemon.sessions import Session

__all__ = ["RINGS_BYTES", "SessionTable", "ring_share"]

RINGS_BYTES = 16 << 20
"""What all sessions together keep of what they sent: 1 MiB each for up to sixteen, 85 KiB each for the 192
that a daemon may have, which is still the 128 frames of a first credit and 80 other messages."""
_MOST = 1 << 20


def ring_share(sessions: int) -> int:
    """Bytes that one of so many may keep."""
    return min(_MOST, RINGS_BYTES // max(1, sessions))


class SessionTable:
    """``make`` gives a fresh session; ``left`` hears of each whose client said goodbye, or that is over."""

    def __init__(
        self,
        make: Callable[[], Session],
        left: Callable[[Session], None],
        clock: AwakeClock,
        *,
        grace_s: float,
        limit: int,
    ) -> None:
        self._make = make
        self._left = left
        self._clock = clock
        self._grace_s = grace_s
        self._limit = limit
        self._sessions: dict[str, Session] = {}
        self._since: OrderedDict[str, float] = OrderedDict()
        self._alarm = Alarm(clock, self._expire)

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._sessions.values()))

    def __len__(self) -> int:
        return len(self._sessions)

    @property
    def detached(self) -> int:
        """Sessions without a socket."""
        return len(self._since)

    def begin(self) -> Session:
        """A session for a client that says its first ``hello``."""
        session = self._make()
        self._sessions[session.protocol.session_id] = session
        self._share_rings()
        return session

    def find(self, hello: Hello) -> Session | None:
        """The session that ``hello`` may resume."""
        resume: Resume | None = hello.resume
        session = self._sessions.get(resume.session) if resume is not None else None
        return session if session is not None and session.protocol.can_resume(hello) else None

    def attach(self, session: Session) -> None:
        """A socket carries the session again."""
        self._since.pop(session.protocol.session_id, None)

    def detach(self, session: Session, *, goodbye: bool = False) -> None:
        """Its socket is gone, with ``goodbye`` by the client's own will.

        A session that was never opened, or is closed, ends at once.
        """
        session.detach()
        if goodbye:
            self._left(session)
        if not session.open:
            self.end(session)
            return
        self._since[session.protocol.session_id] = self._clock()
        while len(self._since) > self._limit:
            self.end(self._sessions[next(iter(self._since))])
        self._set_alarm()

    def end(self, session: Session) -> None:
        """The session is over."""
        session.close()
        self._since.pop(session.protocol.session_id, None)
        if self._sessions.pop(session.protocol.session_id, None) is not None:
            self._share_rings()
            self._left(session)

    def close(self) -> None:
        """The daemon ends: so do all sessions."""
        self._alarm.clear()
        for session in self:
            self.end(session)

    def _share_rings(self) -> None:
        """Takes 75 µs for as many sessions as there can be."""
        share = ring_share(len(self._sessions))
        for session in self._sessions.values():
            session.protocol.keep(share)

    def _expire(self) -> None:
        now = self._clock()
        for session_id, since in tuple(self._since.items()):
            if now - since >= self._grace_s:
                self.end(self._sessions[session_id])
        self._set_alarm()

    def _set_alarm(self) -> None:
        self._alarm.clear()
        if self._since:
            oldest = next(iter(self._since.values()))
            self._alarm.set(max(0.0, self._grace_s - (self._clock() - oldest)))
