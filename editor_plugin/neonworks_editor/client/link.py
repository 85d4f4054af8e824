"""``Link``: the network thread's coroutine. Finds the daemon, connects, moves messages, and comes back.

::

    run ─┬─ _obey            commands of the frame loop, and its credit
         └─ _stay            find ─▶ dial ─▶ _converse ─▶ wait ─▶ find ...
                                              ├─ _read     socket ─▶ conversation ─▶ inbox
                                              └─ _write    conversation ─▶ socket
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from neonworks_protocol.errors import AnimatorError, Busy, ProtocolError, Unavailable, VersionMismatch
from neonworks_protocol.messages import TakenOver, Welcome
from neonworks_protocol.ready import ReadyInfo
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from neonworks_editor.client.backoff import Backoff
from neonworks_editor.client.commands import (
    AskCommand,
    CancelCommand,
    Commands,
    SubmitCommand,
    TakeBackCommand,
)
from neonworks_editor.client.conversation import Conversation
from neonworks_editor.client.dial import CONNECT_S, SAME_VERSION, Dial, dial
from neonworks_editor.client.find import Finder
from neonworks_editor.client.inbox import Inbox
from neonworks_editor.client.states import ClientState, StatusBoard

__all__ = ["Link"]

_LOST = "the connection to the daemon was lost; connecting again"
_FAULT = "the connection was given up because of a fault in this program: restart the editor"
_LOOK_S = 0.1
"""Between two looks for a new ready file."""
_GUARD_S = 0.5
"""Between two looks whether the socket is still open."""
_FULL_S = 0.01
"""Between two looks at an inbox that nobody empties."""


class Link:
    """All parts are used from the thread that runs ``run``, but for the ends of the queues."""

    def __init__(
        self,
        conversation: Conversation,
        commands: Commands,
        inbox: Inbox,
        board: StatusBoard,
        finder: Finder,
        *,
        backoff: Backoff,
        build: str = "",
        dial: Dial = dial,
    ) -> None:
        self._conversation = conversation
        self._commands = commands
        self._inbox = inbox
        self._board = board
        self._finder = finder
        self._backoff = backoff
        self._build = build
        self._dial = dial
        self._called = asyncio.Event()
        self._to_send = asyncio.Event()
        self._taken_back = asyncio.Event()
        self._stopped = asyncio.Event()

    def wake(self) -> None:
        """There are commands, or credit was given back. Call it in the loop's thread."""
        self._called.set()

    def stop(self) -> None:
        """Close the connection and end ``run``. Call it in the loop's thread."""
        self._stopped.set()

    async def run(self) -> None:
        """Work until ``stop``; what is open has its end in the inbox then."""
        self._called.set()
        stopped = asyncio.create_task(self._stopped.wait())
        steps = () if self._stopped.is_set() else (self._stay(), self._obey())
        work = [asyncio.create_task(step) for step in steps]
        try:
            await asyncio.wait((stopped, *work), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (stopped, *work):
                task.cancel()
            results = await asyncio.gather(stopped, *work, return_exceptions=True)
            faults = [result for result in results if isinstance(result, Exception)]
            self._commands.close()
            try:
                self._do_commands()
                self._conversation.close()
            finally:
                self._board.become(ClientState.CLOSED, _FAULT if faults else "")
        if faults:
            raise faults[0]

    async def _obey(self) -> None:
        while True:
            await self._called.wait()
            self._called.clear()
            self._do_commands()

    def _do_commands(self) -> None:
        conversation = self._conversation
        for command in self._commands.drain():
            match command:
                case SubmitCommand(message, tell):
                    conversation.submit(message, tell)
                case AskCommand(question, answer):
                    conversation.ask(question, answer)
                case CancelCommand(request_id):
                    conversation.cancel(request_id)
                case TakeBackCommand():
                    self._taken_back.set()
        self._give_credit()

    def _give_credit(self) -> None:
        if parts := self._inbox.consumed():
            self._conversation.session.consumed(parts)
        self._to_send.set()

    async def _stay(self) -> None:
        while True:
            try:
                problem = await self._attempt()
            except AnimatorError as error:
                problem = error.message
            if self._conversation.session.taken_over:
                await self._wait_for_user()
            else:
                self._board.become(ClientState.RETRYING, problem)
                await self._pause(self._backoff.next_s())
                self._board.become(ClientState.SEARCHING, problem)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than until a daemon says that it is ready."""
        while seconds > 0 and not self._finder.changed:
            await asyncio.sleep(min(seconds, _LOOK_S))
            seconds -= _LOOK_S

    async def _wait_for_user(self) -> None:
        self._taken_back.clear()
        self._board.become(
            ClientState.TAKEN_OVER,
            "another program goes on with this session: take it back, or close this editor",
        )
        await self._taken_back.wait()
        self._conversation.session.take_back()
        self._board.become(ClientState.SEARCHING)

    async def _attempt(self) -> str:
        """Connect once, and talk until the connection is lost; why it was."""
        info = await self._finder.find(self._starting)
        self._board.become(
            ClientState.CONNECTING, self._board.status.problem, started_daemon=self._finder.started
        )
        try:
            socket = await self._dial(info)
        except (VersionMismatch, Busy):
            raise
        except AnimatorError as error:
            raise Unavailable(self._finder.dead(info, error.message)) from error
        async with _closing(socket):
            return await self._converse(socket, info)

    def _starting(self) -> None:
        self._board.become(ClientState.STARTING, started_daemon=True, log=self._finder.log)

    async def _converse(self, socket: ClientConnection, info: ReadyInfo) -> str:
        session = self._conversation.session
        session.connect()
        self._to_send.set()
        beside = [asyncio.create_task(step) for step in (self._write(socket), _guard(socket))]
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            await self._read(socket)
        except VersionMismatch as error:
            raise VersionMismatch(f"{error.message}; {SAME_VERSION}") from error
        except ProtocolError as error:
            return f"the daemon sent what is no message ({error.message}); connecting again"
        except (ConnectionClosed, TimeoutError):
            pass
        finally:
            if self._board.status.state is ClientState.ONLINE:
                self._backoff.held(loop.time() - begun)
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self._conversation.congested = False
            session.lost()
        if self._board.status.state is ClientState.CONNECTING:
            return self._finder.dead(info, f"the daemon at port {info.port} does not answer")
        return _LOST

    async def _read(self, socket: ClientConnection) -> None:
        async with asyncio.timeout(CONNECT_S) as welcome_due:
            async for data in socket:
                for event in self._conversation.receive(data):
                    if isinstance(event, Welcome):
                        welcome_due.reschedule(None)
                        self._online(event)
                    elif isinstance(event, TakenOver):
                        return
                self._give_credit()
                while self._inbox.full:
                    await asyncio.sleep(_FULL_S)
                # A burst would keep the interpreter's lock: here the frame loop can have it.
                await asyncio.sleep(0)

    def _online(self, welcome: Welcome) -> None:
        self._finder.alive()
        status = self._board.status
        again = status.welcome is not None
        self._board.become(
            ClientState.ONLINE, self._doubt(welcome), welcome=welcome, reconnects=status.reconnects + again
        )

    def _doubt(self, welcome: Welcome) -> str:
        """What the user should know of a daemon that works all the same."""
        if self._build in ("", welcome.capabilities.build_id):
            return ""
        return "the running daemon is of another version than this editor: stop it, and it is started anew"

    async def _write(self, socket: ClientConnection) -> None:
        conversation = self._conversation
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._to_send.wait()
                self._to_send.clear()
                while queued := conversation.session.data_to_send():
                    conversation.congested = True
                    for data in queued:
                        await socket.send(data)
                    conversation.congested = False
                    conversation.release()


async def _guard(socket: ClientConnection) -> None:
    """Hang up on a daemon that broke the rules of WebSocket: the library waits until that does it."""
    while socket.state is State.OPEN:
        await asyncio.sleep(_GUARD_S)
    await socket.close()


@contextlib.asynccontextmanager
async def _closing(socket: ClientConnection) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await socket.close()
