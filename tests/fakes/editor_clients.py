"""Pumped editor clients for tests: listeners that remember, and loops with an end."""

import contextlib
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from neonworks_editor.client.backoff import Backoff
from neonworks_editor.client.client import EditorClient
from neonworks_editor.client.states import ClientState
from neonworks_protocol.messages import ClipDone, EndMessage, Frame, Progress, ServerMessage, Submit
from neonworks_protocol.records import ClientInfo

__all__ = ["Heard", "editor_client", "pump_until", "submit_message"]

WAIT_S = 20.0
_ids = itertools.count(1)


class Heard:
    """A listener that checks the promises made to listeners: one end, the last; each frame once."""

    def __init__(self) -> None:
        self.messages: list[ServerMessage] = []
        self.frames: Counter[tuple[object, ...]] = Counter()

    def message(self, event: ServerMessage) -> None:
        assert self.end is None, f"{event} after the end"
        self.messages.append(event)
        if isinstance(event, Frame):
            self.frames[event.clip_id, event.take, event.index, event.tier, event.revision] += 1
            assert self.frames.most_common(1)[0][1] == 1, f"{event.index} twice"

    @property
    def end(self) -> EndMessage | None:
        """How the request ended."""
        last = self.messages[-1] if self.messages else None
        return last if isinstance(last, EndMessage) else None

    @property
    def names(self) -> list[str]:
        """Class names, progress left out."""
        return [type(m).__name__ for m in self.messages if not isinstance(m, Progress)]

    def of(self, kind: type[Any]) -> list[Any]:
        """The messages of one kind."""
        return [message for message in self.messages if isinstance(message, kind)]

    @property
    def complete_clips(self) -> int:
        return len(self.of(ClipDone))


def submit_message(text: str = "walk", **fields: object) -> Submit:
    """A request under a fresh id, with bytes that scripted workers take for a sprite."""
    values: dict[str, object] = {"request_id": f"e{next(_ids)}-{uuid4().hex[:8]}", "sprite": b"s", **fields}
    return Submit(text=text, **values)  # type: ignore[arg-type]


@contextlib.contextmanager
def editor_client(state_dir: Path, **options: Any) -> Iterator[EditorClient]:
    """A started client that starts no daemons unless told so, and comes back fast."""
    options.setdefault("start_daemon", False)
    options.setdefault("backoff", Backoff(longest_s=0.1))
    client = EditorClient(ClientInfo(id=uuid4().hex, name="editor"), state_dir=state_dir, **options)
    client.start()
    try:
        yield client
    finally:
        client.close(WAIT_S)
        assert client.state is ClientState.CLOSED


def pump_until(client: EditorClient, reached: Callable[[], object], wait_s: float = WAIT_S) -> None:
    """Pump like a frame loop until ``reached()``."""
    deadline = time.monotonic() + wait_s
    while not reached():
        client.pump()
        assert time.monotonic() < deadline, (client.status.state, client.problem)
        time.sleep(0.002)
