"""One request to an OpenAI-compatible server, its answer line by line: loopback only unless allowed.

Nothing is resolved for a loopback address, no proxy is used and no redirect followed: the sentence goes where
the settings say or nowhere.
"""

import contextlib
import http.client
import ipaddress
import json
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
from neonworks_protocol.errors import AnimatorError, BadRequest, JobCancelled, Unavailable

from neonworks_models.intent.large.bare import one_line

__all__ = ["ServerAddress", "ServerLink", "parse_address", "problem_in"]

_LINE_BYTES = 256 << 10
_BODY_BYTES = 1 << 20
_WAITING_LINES = 256
_POLL_S = 0.02
_LEAVE_S = 1.0
"""How long a hung-up connection is waited for; its thread ends by itself at the latest with the timeout."""
_TOLD = 160
_USUAL_PATH = "/v1"


@dataclass(frozen=True)
class ServerAddress:
    """Where the server is: ``host`` to connect to, ``path`` before "/chat/completions"."""

    url: str
    secure: bool
    host: str
    port: int
    path: str


def parse_address(url: str, allow_remote: bool) -> ServerAddress:
    """The parts of ``url``, such as "http://127.0.0.1:11434/v1".

    Raises ``BadRequest`` for what is no such address, and for another machine unless ``allow_remote``.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise BadRequest(f"{url[:_TOLD]!r} is no address: write one like http://127.0.0.1:11434/v1") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise BadRequest(f"{url[:_TOLD]!r} is no address: write one like http://127.0.0.1:11434/v1")
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
    if not allow_remote and not _is_loopback(host):
        raise BadRequest(
            f"{parts.hostname} is another machine and requests would leave this one: set allow_remote first"
        )
    secure = parts.scheme == "https"
    path = parts.path.rstrip("/") or _USUAL_PATH
    url = f"{parts.scheme}://{parts.netloc}{path}"
    return ServerAddress(url, secure, host, port or (443 if secure else 80), path)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_Item = bytes | AnimatorError | None


class ServerLink:
    """Asks one server. ``timeout_s`` is the longest silence. Holds no connection between questions."""

    def __init__(self, address: ServerAddress, timeout_s: float, api_key: str = "") -> None:
        self._address = address
        self._timeout_s = timeout_s
        self.last_status = 0
        """HTTP status of the last answer; 0 where none came."""
        self._headers = {"Content-Type": "application/json", "Accept": "text/event-stream, application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"

    def get(self, path: str) -> object:
        """The JSON at ``path``. Raises ``Unavailable`` in one line."""
        connection = self._connection()
        try:
            with self._sent(connection, "GET", path, None) as response:
                return msgspec.json.decode(response.read(_BODY_BYTES))
        except (OSError, http.client.HTTPException) as error:
            raise self._silent(error) from None
        except msgspec.DecodeError:
            raise Unavailable(
                f"{self._address.url} does not answer in JSON: is it a language server?"
            ) from None
        finally:
            connection.close()

    def stream(self, path: str, body: object, stop: Callable[[], bool]) -> Iterator[bytes]:
        """POST ``body`` and give the lines of the answer as they come in.

        ``stop`` is asked all the while, also when the server is silent; once true, the connection is closed,
        which ends the server's work too, and ``JobCancelled`` raised. Raises ``Unavailable``, of HTTP too.
        """
        items: queue.Queue[_Item] = queue.Queue(_WAITING_LINES)
        call = _Call(self._connection(), items)
        data = json.dumps(body).encode()
        thread = threading.Thread(target=self._pump, args=(call, path, data), daemon=True)
        thread.start()
        try:
            yield from _received(items, stop)
        finally:
            call.hang_up()
            thread.join(_LEAVE_S)

    def _pump(self, call: "_Call", path: str, data: bytes) -> None:
        """Everything that waits for the server, on a thread of its own."""
        try:
            call.connect()
            with self._sent(call.connection, "POST", path, data) as response:
                while line := response.readline(_LINE_BYTES):
                    call.put(line)
            call.put(None)
        except (OSError, ValueError, AttributeError, http.client.HTTPException) as error:
            # A connection that is hung up under http.client fails in any of these ways.
            call.put(self._silent(error))
        except Unavailable as error:
            call.put(error)
        finally:
            call.connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._address.secure else http.client.HTTPConnection
        return kind(self._address.host, self._address.port, timeout=self._timeout_s)

    def _sent(
        self, connection: http.client.HTTPConnection, method: str, path: str, data: bytes | None
    ) -> http.client.HTTPResponse:
        self.last_status = 0
        connection.request(method, self._address.path + path, data, self._headers)
        response = connection.getresponse()
        self.last_status = response.status
        if response.status == 200:
            return response
        told = problem_in(response.read(_BODY_BYTES))
        raise Unavailable(f"{self._address.url} answered {response.status}{told and ': '}{told}")

    def _silent(self, error: Exception) -> Unavailable:
        url = self._address.url
        if isinstance(error, TimeoutError):
            return Unavailable(f"{url} was silent for {self._timeout_s:g} s: is the model still loading?")
        if isinstance(error, ConnectionRefusedError):
            return Unavailable(
                f"no language server answers at {url}: start it, or switch it off in the settings"
            )
        return Unavailable(
            f"the connection to {url} failed: {one_line(str(error))[:_TOLD] or 'it was closed'}"
        )


@dataclass(eq=False)
class _Call:
    """A request under way, as both threads see it."""

    connection: http.client.HTTPConnection
    items: "queue.Queue[_Item]"
    _ended: threading.Event = field(default_factory=threading.Event)
    _socket: socket.socket | None = None

    def connect(self) -> None:
        self.connection.connect()
        # http.client forgets it once an answer without a length begins.
        self._socket = self.connection.sock

    def put(self, item: _Item) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(queue.Full):
                return self.items.put(item, timeout=_POLL_S)

    def hang_up(self) -> None:
        self._ended.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _received(items: "queue.Queue[_Item]", stop: Callable[[], bool]) -> Iterator[bytes]:
    while True:
        if stop():
            raise JobCancelled("the reading was stopped")
        try:
            item = items.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        if item is None:
            return
        if isinstance(item, AnimatorError):
            raise item
        yield item


class _Problem(msgspec.Struct):
    message: str = ""


class _ProblemBody(msgspec.Struct):
    error: _Problem | str = ""


def problem_in(body: bytes) -> str:
    """The server's own words on an error, in one line."""
    try:
        error = msgspec.json.decode(body, type=_ProblemBody).error
    except msgspec.DecodeError:
        return ""
    return one_line(error if isinstance(error, str) else error.message)[:_TOLD]
