"""``EditorClient``: the editor's one connection to the daemon, pumped from its frame loop.

::

    client = EditorClient(ClientInfo(id=uuid4().hex, name="editor"))
    client.start()                             # finds or starts the daemon, in a thread; returns at once
    client.submit(Submit(request_id=uuid4().hex, sprite=png, text="walk, tired"), listener)
    while editing:
        client.pump()                          # once a frame: calls listener.message(...), never blocks
        draw(client.state, client.problem)     # one plain line that says what to do
    client.close()

Everything may be asked at any time, also before ``start`` and while there is no connection: it is sent when
there is one. A lost connection is made again, also to a daemon that was restarted; nothing is lost and
nothing comes twice. All methods are for one thread, the frame loop's; listeners are called there, from
``pump``.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from neonworks_protocol.errors import AnimatorError, Busy, Unavailable
from neonworks_protocol.messages import Error, Failed, RequestMessage, Welcome
from neonworks_protocol.queries import Query
from neonworks_protocol.ready import user_state_dir
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.vocabulary import Encoding

from neonworks_editor.client.backoff import Backoff
from neonworks_editor.client.commands import (
    AskCommand,
    CancelCommand,
    Commands,
    SubmitCommand,
    TakeBackCommand,
)
from neonworks_editor.client.conversation import Answer, Conversation, News, RequestListener
from neonworks_editor.client.dial import Dial, dial
from neonworks_editor.client.find import Finder
from neonworks_editor.client.inbox import PUMP_CLOCK, Inbox
from neonworks_editor.client.launch import DaemonLauncher, serve_command
from neonworks_editor.client.link import Link
from neonworks_editor.client.states import ClientState, ClientStatus, StatusBoard

__all__ = ["PUMP_BUDGET_S", "Answer", "EditorClient", "News", "RequestListener"]

PUMP_BUDGET_S = 0.00025
"""Processor time that ``pump`` uses up unless told otherwise; the event that crosses it may add as much."""

_FULL = Busy("the editor asks faster than its connection sends: try again in a moment")
_CLOSED = Unavailable("the connection to the daemon is closed: open the editor again")
_JOIN_S = 0.5
"""Longest that ``close`` waits for the goodbye to the daemon."""


class EditorClient:
    """See the module. ``me.id`` names this running editor, such as a UUID.

    ``state_dir`` is the folder of the ready file; None is the user's own. Where no daemon runs one is
    started, unless ``start_daemon`` is false: by ``launcher``, which by default uses ``daemon_python`` (an
    interpreter; None: this one if it can run the daemon, else ``neonworks-animator`` on the PATH). ``build``
    is the build id that the daemon should have; another one is used all the same, and ``problem`` says so.
    ``clock`` gives seconds of processor time of the pumping thread.
    """

    def __init__(
        self,
        me: ClientInfo,
        *,
        state_dir: Path | None = None,
        daemon_python: str | None = None,
        start_daemon: bool = True,
        launcher: DaemonLauncher | None = None,
        build: str = "",
        encodings: Sequence[Encoding] = (Encoding.RAW, Encoding.PNG),
        backoff: Backoff | None = None,
        dial: Dial = dial,
        clock: Callable[[], float] = PUMP_CLOCK,
    ) -> None:
        folder = state_dir or user_state_dir()
        if start_daemon and launcher is None:
            launcher = DaemonLauncher(serve_command(daemon_python), folder, explicit=state_dir is not None)
        self._board = StatusBoard()
        self._commands = Commands(self._wake)
        self._inbox = Inbox(self._commands.knock, clock=clock)
        self._heard: tuple[Callable[[News], object], ...] = ()
        self._conversation = Conversation(me, tuple(encodings), self._inbox.post, self._tell)
        self._link = Link(
            self._conversation,
            self._commands,
            self._inbox,
            self._board,
            Finder(folder, launcher if start_daemon else None),
            backoff=backoff or Backoff(),
            build=build,
            dial=dial,
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> ClientStatus:
        """State, problem and the rest, all of one moment."""
        return self._board.status

    @property
    def state(self) -> ClientState:
        return self._board.status.state

    @property
    def problem(self) -> str:
        """One plain line that says what is wrong and what to do; empty when nothing is."""
        return self._board.status.problem

    @property
    def welcome(self) -> Welcome | None:
        """What the daemon said of itself last: limits, tiers, generators; None before the first time."""
        return self._board.status.welcome

    @property
    def reconnects(self) -> int:
        """How often the connection was made again."""
        return self._board.status.reconnects

    @property
    def started_daemon(self) -> bool:
        """Whether the daemon was started by this client; tell the user, with ``log``."""
        return self._board.status.started_daemon

    @property
    def log(self) -> str:
        """Path of the log of daemons that this client started; empty while it started none."""
        return self._board.status.log

    def start(self) -> None:
        """Begin to find the daemon and to connect; returns at once. A second call does nothing."""
        if self._thread is not None or self.state is ClientState.CLOSED:
            return
        self._loop = loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(loop,), name="neonworks-client", daemon=True)
        self._thread.start()

    def pump(self, budget_s: float = PUMP_BUDGET_S) -> int:
        """Call the listeners of what has arrived; once a frame. How many events that were.

        Handles at least one waiting event and stops after the one with which ``budget_s`` seconds of this
        thread's processor time are used up. Never blocks. Never raises for what the daemon does; what a
        listener raises is the caller's and passes through, with that event taken and the next ones kept.
        Frames that nobody pumps stop the daemon after ``limits.credit_initial`` of them, not the editor.
        """
        return self._inbox.pump(budget_s)

    def submit(self, message: RequestMessage, listener: RequestListener) -> None:
        """Begin a request (``Submit``, ``GetResult``, ``Retry``, ``Variations``); its id must be a new one.

        ``listener.message`` gets every message of the request from ``pump``, and exactly one ``EndMessage``
        as the last, also when the request could not be sent: ``Failed`` with a code and a line (too large,
        an id in use, too much open). While there is no connection a newer live edit of the same channel ends
        the older one as ``Superseded``. ``close`` ends what is open as ``Interrupted``.
        """
        if not self._commands.put(SubmitCommand(message, listener.message)):
            why = self._refusal()
            end = Failed(
                request_id=message.request_id, code=why.code, message=why.message, retryable=why is _FULL
            )
            self._inbox.post(listener.message, end)

    def ask(self, message: Query, answer: Answer) -> None:
        """Ask a question; ``answer`` is called from ``pump`` with its answer or with ``Error``, once.

        ``Export`` alone is answered by many messages: every ``Blob``, in order (``BlobAssembler`` joins
        them), or ``Error``. A question that waits for a connection may take as long as that takes.
        """
        if not self._commands.put(AskCommand(message, answer)):
            why = self._refusal()
            self._inbox.post(answer, Error(code=why.code, message=why.message, request_id=message.request_id))

    def cancel(self, request_id: str) -> None:
        """Ask for the end of a request. Its end still comes, and may be another than ``Cancelled``."""
        self._commands.put(CancelCommand(request_id))

    def listen(self, heard: Callable[[News], object]) -> Callable[[], None]:
        """``heard`` gets, from ``pump``, what the daemon tells unasked: ``AssetChanged``, ``WatchStatus`` and
        ``ModelsCatalog``. Returns a function that ends this."""
        self._heard = (*self._heard, heard)

        def stop() -> None:
            self._heard = tuple(other for other in self._heard if other is not heard)

        return stop

    def take_back(self) -> None:
        """In ``TAKEN_OVER``: go on here, which takes the session away from whoever has it."""
        if self.state is ClientState.TAKEN_OVER:
            self._commands.put(TakeBackCommand())

    def close(self, wait_s: float = _JOIN_S) -> None:
        """Say goodbye and end the thread; waits for it ``wait_s`` seconds at most, it goes on alone then.

        What is open ends as ``Interrupted`` with the next ``pump``. Closing again does nothing.
        """
        if self._thread is None:
            self._link.stop()
            self.start()
        self._call(self._link.stop)
        if self._thread is not None:
            self._thread.join(wait_s)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(self._link.run())

    def _refusal(self) -> AnimatorError:
        return _CLOSED if self.state is ClientState.CLOSED else _FULL

    def _wake(self) -> None:
        self._call(self._link.wake)

    def _call(self, function: Callable[[], None]) -> None:
        if self._loop is None:
            return
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:
            # The thread has ended, and its loop with it: nobody is there to hear.
            return

    def _tell(self, news: News) -> None:
        for heard in self._heard:
            heard(news)
