"""A language server on a real socket: says what a test wants, as slowly and as wrongly as it wants."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Script", "language_server"]


@dataclass
class Script:
    """``pieces`` are streamed one by one; ``raw`` is sent in place of events; ``refuse`` is (status, body).

    ``cut`` ends the connection after the pieces without the closing event; ``silent_s`` waits before each
    piece; ``refuse_schema`` answers 400 while a schema is asked for; ``whole`` does not stream.
    """

    pieces: tuple[str, ...] = ()
    models: tuple[str, ...] = ("qwen3:latest", "phi")
    raw: bytes | None = None
    refuse: tuple[int, bytes] | None = None
    refuse_schema: bool = False
    cut: bool = False
    whole: bool = False
    silent_s: float = 0.0
    old_http: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    script: Script

    def do_GET(self) -> None:
        if self.script.refuse:
            return self._refuse(*self.script.refuse)
        listed = (
            self.script.raw or json.dumps({"data": [{"id": name} for name in self.script.models]}).encode()
        )
        return self._answer(200, listed)

    def do_POST(self) -> None:
        script = self.script
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        script.asked.append(body)
        script.headers.append(dict(self.headers.items()))
        if script.refuse:
            return self._refuse(*script.refuse)
        if script.refuse_schema and "response_format" in body:
            return self._refuse(400, b'{"error":{"message":"response_format is not known"}}')
        if script.whole:
            message = {"choices": [{"message": {"role": "assistant", "content": "".join(script.pieces)}}]}
            return self._answer(200, json.dumps(message).encode())
        return self._stream(script)

    def _stream(self, script: Script) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if not script.old_http:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._send_all(script)
        except OSError:
            script.hung_up.set()
        if script.cut or script.old_http:
            self.close_connection = True

    def _send_all(self, script: Script) -> None:
        if script.raw is not None:
            self._chunk(script.raw)
        for piece in script.pieces:
            until = time.monotonic() + script.silent_s
            while time.monotonic() < until:
                time.sleep(0.01)
                self._chunk(b": still here\n")
            event = {"choices": [{"delta": {"content": piece}, "index": 0}]}
            self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")
        if not script.cut:
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

    def _chunk(self, data: bytes) -> None:
        whole = data if self.script.old_http else b"%x\r\n%s\r\n" % (len(data), data)
        self.wfile.write(whole)
        self.wfile.flush()

    def _refuse(self, status: int, body: bytes) -> None:
        self._answer(status, body)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def language_server(script: Script) -> Iterator[str]:
    """The address of a server that follows ``script``, while the context lasts."""
    version = "HTTP/1.0" if script.old_http else "HTTP/1.1"
    handler = type("Handler", (_Handler,), {"script": script, "protocol_version": version})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
