"""``Swapper``: what changed on disk appears in the scene, in the entities that use it and in no others.

Two ways in: the daemon tells that a watched folder's result is written (``asset_changed``: its files are
whole, so nothing is waited for), and the files in use are looked at a few times a second, spread over ticks.
A file counts as changed when its stamp is new and has settled; it is read and checked in a thread, and
swapped in between two frames. What is half-written or broken stays out, is tried again, and is told once.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from neonworks_protocol.errors import AnimatorError, BadRequest
from neonworks_protocol.messages import AssetChanged
from neonworks_protocol.paths import relative_name
from neonworks_protocol.roots import read_regular

from neonworks_editor.hosts.adapter import HostAdapter
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.library import (
    ReadClip,
    Stamp,
    read_clip,
    sheet_json_of,
    sidecar_of,
    stamp_of,
    stem_of,
)
from neonworks_editor.project.png_file import MAX_PNG_BYTES, png_size

__all__ = ["POLL_S", "SETTLE_S", "Swapper"]

POLL_S = 0.08
"""Between the beginnings of two rounds over the files in use."""
SETTLE_S = 0.1
"""Without a further change before a file is read; programs write small pictures within a few milliseconds."""
RETRY_S = 0.25
_TRIES = 24
"""Times that a broken file is read before it is told: 6 s, longer than any program takes to save a sprite."""
_MOST_NEWS = 256
_STATS_A_TICK = 32
"""Files looked at in one frame: each takes 2 to 5 µs on a local disk."""


@dataclass(slots=True)
class _Used:
    """Files of one stem, or one still (``clip`` None), and who holds them."""

    clip: AppliedClip | None
    path: Path
    entities: set[str] = field(default_factory=set)

    def watched(self) -> tuple[Path, ...]:
        if self.clip is None:
            return (self.path,)
        # The folder tells of frames that are new.
        described = (sheet_json_of(self.path),) if self.clip.cells else ()
        return (*dict.fromkeys(self.clip.frames), *described, sidecar_of(self.path), self.path.parent)


@dataclass(slots=True)
class _Due:
    """Something to read: not before ``at``, in seconds of the clock."""

    at: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Result:
    path: Path
    read: ReadClip | None
    """None for a still."""
    stamps: dict[Path, Stamp]
    problem: str = ""


class Swapper:
    """All methods belong to the main thread and return at once. ``clock`` is in seconds, never going back."""

    def __init__(self, host: HostAdapter, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._host, self._clock = host, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="neonworks-swaps")
        self._used: dict[Path, _Used] = {}
        self._stamps: dict[Path, Stamp] = {}
        self._round: list[tuple[Path, Path]] = []
        self._next_round = 0.0
        self._shown: dict[Path, dict[Path, Stamp]] = {}
        """Stamps of the files that were swapped in or written last."""
        self._due: dict[Path, _Due] = {}
        self._told: dict[Path, str] = {}
        self._work: Future[_Result] | None = None
        # The oldest are dropped: the look at the files finds what they told, only later.
        self._news: deque[AssetChanged] = deque(maxlen=_MOST_NEWS)
        self.swaps = 0
        """Clips and stills that were swapped in so far."""

    def heard(self, event: AssetChanged) -> None:
        """A watched folder has a new result; ``EditorClient.listen`` hands it on.

        It is only noted, so that the pump of the connection pays nothing for it; ``tick`` does the work.
        """
        self._news.append(event)

    def _follow(self, event: AssetChanged) -> None:
        self._look_around()
        now = self._clock()
        for root in self._roots(event.path):
            outputs = [root / name for name in _plain(event.outputs)]
            self._host.refresh([root / event.path, *outputs])
        names = [PurePosixPath(name).parts for name in _plain((event.path, *event.outputs))]
        for key, used in self._used.items():
            paths = used.watched()
            if any(path.parts[-len(parts) :] == parts for path in paths for parts in names):
                self._due[key] = _Due(now)
                # The look at the files must not find the same change once more and wait for it to settle.
                self._stamps |= {path: stamp_of(path) for path in paths}

    def written(self, clips: Iterable[AppliedClip]) -> None:
        """These were written and shown by this program: they are no news."""
        self._look_around()
        for clip in clips:
            key = stem_of(clip)
            self._shown[key] = {path: stamp_of(path) for path in (*clip.frames, sidecar_of(key))}
            self._stamps |= {**self._shown[key], key.parent: stamp_of(key.parent)}
            self._due.pop(key, None)

    def tick(self) -> None:
        """Look at some files, read what is due, swap what was read; from the frame loop."""
        now = self._clock()
        if self._news:
            self._follow(self._news.popleft())
        self._look(now)
        if self._work is not None and self._work.done():
            result, self._work = self._work.result(), None
            self._take(result, now)
        if self._work is None:
            self._begin(now)

    def close(self) -> None:
        """End the thread; a file that is being read is waited for."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _look(self, now: float) -> None:
        if not self._round:
            if now < self._next_round:
                return
            self._next_round = now + POLL_S
            self._look_around()
            self._round = [(path, key) for key, used in self._used.items() for path in used.watched()]
        for path, key in self._round[:_STATS_A_TICK]:
            stamp = stamp_of(path)
            if self._stamps.setdefault(path, stamp) != stamp:
                self._stamps[path] = stamp
                self._due[key] = _Due(now + SETTLE_S)
        del self._round[:_STATS_A_TICK]

    def _look_around(self) -> None:
        """Which files are in use now; what nobody uses any more is forgotten."""
        used: dict[Path, _Used] = {}
        for entity, clips in self._host.clips().items():
            for clip in clips:
                used.setdefault(stem_of(clip), _Used(clip, stem_of(clip))).entities.add(entity)
        for view in self._host.entities():
            if view.sprite_path is not None:
                used.setdefault(view.sprite_path, _Used(None, view.sprite_path)).entities.add(view.id)
        self._used = used
        paths = {path for one in used.values() for path in one.watched()}
        self._stamps = {path: stamp for path, stamp in self._stamps.items() if path in paths}
        self._shown = {key: stamps for key, stamps in self._shown.items() if key in used}
        self._due = {key: due for key, due in self._due.items() if key in used}
        self._told = {key: text for key, text in self._told.items() if key in used}

    def _begin(self, now: float) -> None:
        ready = [(due.at, key) for key, due in self._due.items() if due.at <= now]
        if ready:
            _, key = min(ready)
            self._work = self._thread.submit(_read, self._used[key])

    def _take(self, result: _Result, now: float) -> None:
        used, due = self._used.get(result.path), self._due.get(result.path)
        if used is None or due is None:
            return
        if result.problem:
            self._try_again(result, due, now)
            return
        if due.at > now:
            # It changed again while it was read: that change is read in its turn.
            return
        del self._due[result.path]
        self._told.pop(result.path, None)
        self._stamps |= result.stamps
        if self._shown.get(result.path) != result.stamps:
            self._shown[result.path] = result.stamps
            self._swap(used, result)

    def _swap(self, used: _Used, result: _Result) -> None:
        if result.read is None:
            self._host.refresh([used.path])
        else:
            for entity in sorted(used.entities):
                self._host.swap(entity, result.read.clip)
        self.swaps += 1

    def _try_again(self, result: _Result, due: _Due, now: float) -> None:
        due.tries += 1
        if due.tries < _TRIES:
            due.at = max(due.at, now + RETRY_S)
            return
        # Only another change of the file can help now; the stamps are known, so that wakes it up.
        del self._due[result.path]
        if self._told.get(result.path) != result.problem:
            self._told[result.path] = result.problem
            self._host.say(f"{result.problem} (the earlier picture stays)")

    def _roots(self, sprite: str) -> list[Path]:
        """Folders below which a sprite in use has this name: the watched folder, seen from here."""
        parts = PurePosixPath(sprite).parts
        found = [view.sprite_path for view in self._host.entities() if view.sprite_path is not None]
        return list(
            dict.fromkeys(
                path.parents[len(parts) - 1] for path in found if path.parts[-len(parts) :] == parts
            )
        )


def _read(used: _Used) -> _Result:
    """In the thread."""
    try:
        if used.clip is not None:
            read = read_clip(used.clip)
            return _Result(used.path, read, read.stamps)
        stamp = stamp_of(used.path)
        if used.path.suffix.lower() == ".png":
            png_size(read_regular(used.path, MAX_PNG_BYTES))
        return _Result(used.path, None, {used.path: stamp})
    except OSError as error:
        return _Result(used.path, None, {}, f"{used.path.name} cannot be read ({error.strerror})")
    except AnimatorError as error:
        name = "" if used.clip is not None else f"{used.path.name}: "
        return _Result(used.path, None, {}, f"{name}{error.message}")


def _plain(names: Iterable[str]) -> list[str]:
    """Names that stay below their folder; a daemon tells no others."""
    plain: list[str] = []
    for name in names:
        try:
            plain.append(str(relative_name(name)))
        except BadRequest:
            continue
    return plain
