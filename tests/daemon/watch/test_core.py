"""The promise of a watched folder, against a simulated folder, daemon and ledger with crashes in between."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_daemon.watch.core import Cancel, Draw, Forget, Read, WatchCore
from neonworks_daemon.watch.states import Key, PathState, Stamp

_SETTLE = 0.3
_PATHS = ("a.png", "b.png", "c/d.png")
_BAD = "bad"
"""Content that no daemon can draw."""


def _key(content: str) -> Key:
    return Key(content, "recipe", "maker")


@dataclass
class _Folder:
    """Files with contents; every write gives another stamp, as clocks of file systems nearly do."""

    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    writes: int = 0
    epochs: dict[str, list[str | None]] = field(default_factory=dict)

    def write(self, path: str, content: str) -> None:
        self.writes += 1
        self.files[path] = (content, self.writes)
        self.epochs.setdefault(path, []).append(content)

    def remove(self, path: str) -> None:
        if self.files.pop(path, None):
            self.epochs.setdefault(path, []).append(None)

    def stamp(self, path: str) -> Stamp | None:
        found = self.files.get(path)
        return None if found is None else (found[1],)

    def content(self, path: str) -> str | None:
        found = self.files.get(path)
        return found and found[0]


@dataclass
class _Disk:
    """What a crash leaves: the ledger and what was announced to clients."""

    published: dict[str, Key] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)
    refused: dict[str, tuple[Key, str]] = field(default_factory=dict)
    announced: list[tuple[str, str]] = field(default_factory=list)
    forgotten: list[tuple[str, int]] = field(default_factory=list)


class _Watcher:
    """A driver like ``RootWatcher``, whose work takes as long as ``rng`` says."""

    def __init__(self, folder: _Folder, disk: _Disk, rng: random.Random, now: float) -> None:
        self.folder, self.disk, self.rng, self.now = folder, disk, rng, now
        trusted = {path: key for path, key in disk.published.items() if path not in disk.torn}
        self.core = WatchCore(_SETTLE, trusted, dict(disk.refused))
        self.jobs: list[tuple[float, Callable[[], None]]] = []
        self.drawing: set[tuple[str, int]] = set()

    def scan(self) -> None:
        self.core.observe_all({path: (stamp,) for path, (_, stamp) in self.folder.files.items()}, self.now)

    def advance(self, seconds: float) -> None:
        """Let time pass in steps, doing what is due."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + 0.05)
            for job in sorted((j for j in self.jobs if j[0] <= self.now), key=lambda j: j[0]):
                self.jobs.remove(job)
                job[1]()
            for action in self.core.actions(self.now, 2 - len(self.drawing)):
                self._act(action)

    def _later(self, most: float, act: Callable[[], None]) -> None:
        self.jobs.append((self.now + self.rng.uniform(0.0, most), act))

    def _act(self, action: object) -> None:
        match action:
            case Read(path, ticket):
                before = self.folder.files.get(path)
                self._later(0.1, lambda: self._read(path, ticket, before))
            case Draw(path, ticket, key):
                self.drawing.add((path, ticket))
                self._later(1.0, lambda: self._drawn(path, ticket, key))
            case Cancel(path, ticket):
                self.drawing.discard((path, ticket))
            case Forget(path):
                self.disk.published.pop(path, None)
                self.disk.torn.discard(path)
                self.disk.refused.pop(path, None)
                self.disk.forgotten.append((path, len(self.disk.announced)))

    def _read(self, path: str, ticket: int, before: tuple[str, int] | None) -> None:
        if before is None or self.folder.files.get(path) != before:
            self.core.unstable(path, ticket, self.now)
            self.core.observe(path, self.folder.stamp(path), self.now, touched=True)
        else:
            self.core.was_read(path, ticket, _key(before[0]), self.now)

    def _drawn(self, path: str, ticket: int, key: Key) -> None:
        self.drawing.discard((path, ticket))
        luck = self.rng.random()
        if key.content == _BAD:
            self.disk.refused[path] = (
                (key, "cannot")
                if self.core.wanted(path, ticket)
                else self.disk.refused.get(path, (key, "cannot"))
            )
            self.core.not_drawn(path, ticket, "cannot", self.now, passing=False)
        elif luck < 0.1:
            self.core.put_back(path, ticket, self.now)
        elif luck < 0.15:
            self.core.not_drawn(path, ticket, "busy", self.now, passing=True)
        elif self.core.drawn(path, ticket, self.now):
            self._later(0.05, lambda: self._checked(path, ticket, key))

    def _checked(self, path: str, ticket: int, key: Key) -> None:
        if self.folder.content(path) != key.content:
            self.core.wrote(path, ticket, None, "", self.now, passing=True)
            self.core.observe(path, self.folder.stamp(path), self.now, touched=True)
            return
        self.disk.torn.add(path)
        self._later(0.1, lambda: self._written(path, ticket, key))

    def _written(self, path: str, ticket: int, key: Key) -> None:
        self.disk.torn.discard(path)
        self.disk.published[path] = key
        self.disk.refused.pop(path, None)
        self.disk.announced.append((path, key.content))
        self.core.wrote(path, ticket, key, "", self.now, passing=False)


_steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(_PATHS), st.sampled_from(["A", "B", "C", _BAD])),
        st.tuples(st.just("flip"), st.sampled_from(_PATHS), st.just("")),
        st.tuples(st.just("remove"), st.sampled_from(_PATHS), st.just("")),
        st.tuples(st.just("rename"), st.sampled_from(_PATHS), st.sampled_from(_PATHS)),
        st.tuples(st.just("wait"), st.just(""), st.sampled_from(["0.01", "0.2", "0.4", "1", "3"])),
        st.tuples(st.just("scan"), st.just(""), st.just("")),
        st.tuples(st.just("hold"), st.just(""), st.sampled_from(["", "yes"])),
        st.tuples(st.just("crash"), st.just(""), st.just("")),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(steps=_steps, hints=st.booleans(), seed=st.integers(0, 2**32))
def test_once_quiet_the_newest_content_has_exactly_one_result(
    steps: list[tuple[str, str, str]], hints: bool, seed: int
) -> None:
    rng = random.Random(seed)
    folder, disk = _Folder(), _Disk()
    watcher = _Watcher(folder, disk, rng, 10.0)
    watcher.scan()
    for word, path, value in steps:
        watcher = _step(watcher, word, path, value, hints)
    watcher.core.held = False
    for _ in range(5):
        watcher.scan()
        watcher.advance(70.0)
    assert watcher.core.quiet
    drawable = {path: _key(content) for path, (content, _) in folder.files.items() if content != _BAD}
    for path, key in drawable.items():
        assert disk.published[path] == watcher.core.published[path] == key
        told = [content for name, content in disk.announced if name == path]
        assert told[-1] == key.content
    assert {view.path for view in watcher.core.views() if view.state is PathState.QUARANTINED} == (
        set(folder.files) - set(drawable)
    )
    _assert_no_doubles(disk, folder)


def _step(watcher: _Watcher, word: str, path: str, value: str, hints: bool) -> _Watcher:
    folder = watcher.folder
    match word:
        case "write":
            folder.write(path, value)
        case "flip":
            for content in ("A", "B", "A"):
                folder.write(path, content)
        case "remove":
            folder.remove(path)
        case "rename":
            if (moved := folder.content(path)) is not None and path != value:
                folder.remove(path)
                folder.write(value, moved)
                if hints:
                    watcher.core.observe(value, folder.stamp(value), watcher.now, touched=True)
        case "wait":
            watcher.advance(float(value))
        case "scan":
            watcher.scan()
        case "hold":
            watcher.core.held = bool(value)
        case "crash":
            watcher = _Watcher(folder, watcher.disk, watcher.rng, watcher.now + 1.0)
            watcher.scan()
    if hints and path:
        watcher.core.observe(path, folder.stamp(path), watcher.now, touched=True)
    return watcher


def _assert_no_doubles(disk: _Disk, folder: _Folder) -> None:
    """The same content twice in a row for a path only where the path was forgotten in between, or torn."""
    last: dict[str, tuple[str, int]] = {}
    for number, (path, content) in enumerate(disk.announced):
        known = last.get(path)
        if known is not None and known[0] == content:
            between = [at for name, at in disk.forgotten if name == path and known[1] < at <= number]
            assert between, f"{path} was published twice with {content}"
        last[path] = (content, number)


def _settled(core: WatchCore, path: str = "a.png", stamp: Stamp = (1,), now: float = 1.0) -> Read:
    core.observe(path, stamp, now)
    assert core.actions(now + _SETTLE - 0.01, 1) == []
    (action,) = core.actions(now + _SETTLE, 1)
    assert isinstance(action, Read)
    return action


def _drawing(core: WatchCore, content: str = "A") -> Draw:
    read = _settled(core)
    core.was_read(read.path, read.ticket, _key(content), 2.0)
    (action,) = core.actions(2.0, 1)
    assert isinstance(action, Draw) and action.key == _key(content)
    return action


def test_a_file_counts_when_it_held_still() -> None:
    core = WatchCore(_SETTLE, {})
    core.observe("a.png", (1,), 1.0)
    core.observe("a.png", (2,), 1.2)
    assert core.actions(1.4, 1) == []
    assert core.wake_at() is not None
    assert [type(action) for action in core.actions(1.6, 1)] == [Read]


def test_events_without_a_new_stamp_keep_a_file_unsettled() -> None:
    core = WatchCore(_SETTLE, {})
    core.observe("a.png", (1,), 1.0)
    core.observe("a.png", (1,), 1.2, touched=True)
    assert core.actions(1.4, 1) == []
    assert len(core.actions(1.5, 1)) == 1


def test_older_content_that_is_drawn_is_cancelled_and_never_written() -> None:
    core = WatchCore(_SETTLE, {})
    draw = _drawing(core)
    core.observe("a.png", (2,), 2.1)
    assert core.actions(2.1, 1) == [Cancel("a.png", draw.ticket)]
    assert not core.drawn("a.png", draw.ticket, 2.2)


def test_content_that_comes_back_while_its_successor_is_drawn_is_not_published_again() -> None:
    core = WatchCore(_SETTLE, {"a.png": _key("A")})
    _drawing(core, "B")
    core.observe("a.png", (3,), 2.1)
    read = core.actions(2.5, 1)[-1]
    assert isinstance(read, Read)
    core.was_read("a.png", read.ticket, _key("A"), 2.5)
    assert core.quiet and core.actions(2.5, 1) == []


def test_nothing_is_read_while_the_path_is_being_written() -> None:
    core = WatchCore(_SETTLE, {})
    draw = _drawing(core)
    assert core.drawn("a.png", draw.ticket, 2.1)
    core.observe("a.png", (2,), 2.2)
    assert core.actions(9.0, 1) == []
    core.wrote("a.png", draw.ticket, _key("A"), "", 9.0, passing=False)
    assert [type(action) for action in core.actions(9.0, 1)] == [Read]
    assert core.published == {"a.png": _key("A")}


def test_what_cannot_be_drawn_is_left_alone_until_it_changes() -> None:
    core = WatchCore(_SETTLE, {})
    draw = _drawing(core)
    core.not_drawn("a.png", draw.ticket, "no legs", 2.1, passing=False)
    assert core.quiet and core.refused["a.png"] == (_key("A"), "no legs")
    core.observe("a.png", (2,), 3.0)
    (read,) = core.actions(3.3, 1)
    assert isinstance(read, Read)
    core.was_read("a.png", read.ticket, _key("A"), 3.3)
    assert [view.note for view in core.views()] == ["no legs"]
    core.reconsider(4.0)
    assert core.quiet, "the same content would fail again"


def test_a_passing_failure_is_tried_again_later_and_later() -> None:
    core = WatchCore(_SETTLE, {})
    draw = _drawing(core)
    waits = []
    now = 2.0
    for _ in range(8):
        core.not_drawn("a.png", draw.ticket, "the queue is full", now, passing=True)
        assert core.actions(now, 1) == []
        at = core.wake_at()
        assert at is not None
        waits.append(at - now)
        now = at
        (again,) = core.actions(now, 1)
        assert isinstance(again, Draw)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_nothing_begins_while_it_is_held() -> None:
    core = WatchCore(_SETTLE, {})
    core.observe("a.png", (1,), 1.0)
    core.held = True
    assert core.actions(5.0, 1) == [] and core.wake_at() is None
    core.held = False
    assert len(core.actions(5.0, 1)) == 1


def test_a_path_is_forgotten_when_it_stays_away() -> None:
    core = WatchCore(_SETTLE, {"a.png": _key("A"), "b.png": _key("B")})
    assert not core.quiet, "known from before, not seen yet"
    core.observe_all({"b.png": (1,)}, 1.0)
    (read,) = [a for a in core.actions(2.0, 1) if isinstance(a, Read)]
    core.was_read("b.png", read.ticket, _key("B"), 2.0)
    assert core.published == {"b.png": _key("B")} and core.quiet


def test_what_a_scan_could_not_see_is_not_gone() -> None:
    core = WatchCore(_SETTLE, {"locked/a.png": _key("A")})
    core.observe_all({}, 1.0, unseen_below=("locked",))
    assert core.actions(9.0, 1) == [] and core.published == {"locked/a.png": _key("A")}


def test_a_file_that_is_saved_by_replacing_it_is_not_forgotten() -> None:
    core = WatchCore(_SETTLE, {"a.png": _key("A")})
    core.observe("a.png", (1,), 1.0)
    core.observe("a.png", None, 1.1)
    core.observe("a.png", (2,), 1.2)
    actions = core.actions(1.6, 1)
    assert [type(action) for action in actions] == [Read]
    assert core.published == {"a.png": _key("A")}


def test_results_that_lost_their_files_are_due_again() -> None:
    core = WatchCore(_SETTLE, {"a.png": _key("A")})
    read = _settled(core)
    core.was_read("a.png", read.ticket, _key("A"), 2.0)
    core.distrust("a.png", 3.0)
    (again,) = core.actions(4.0, 1)
    assert isinstance(again, Read)
    core.was_read("a.png", again.ticket, _key("A"), 4.0)
    assert [type(action) for action in core.actions(4.0, 1)] == [Draw]


def test_only_some_files_are_read_at_once() -> None:
    core = WatchCore(_SETTLE, {})
    core.observe_all({f"{number}.png": (1,) for number in range(50)}, 1.0)
    first = core.actions(2.0, 1)
    assert 1 <= len(first) < 50 and core.wake_at() is None
    for action in first:
        assert isinstance(action, Read)
        core.foreign(action.path, action.ticket, 2.0)
    assert len(core.actions(2.0, 1)) == len(first)


def test_late_words_about_a_forgotten_path_are_harmless() -> None:
    core = WatchCore(_SETTLE, {})
    draw = _drawing(core)
    core.observe("a.png", None, 2.1)
    assert core.actions(3.0, 1) == [Cancel("a.png", draw.ticket), Forget("a.png")]
    core.not_drawn("a.png", draw.ticket, "late", 3.1, passing=False)
    core.put_back("a.png", draw.ticket, 3.1)
    assert core.quiet and list(core.views()) == [] and not core.wanted("a.png", draw.ticket)


@pytest.mark.parametrize("room", [0, -3])
def test_without_room_nothing_is_drawn(room: int) -> None:
    core = WatchCore(_SETTLE, {})
    read = _settled(core)
    core.was_read("a.png", read.ticket, _key("A"), 2.0)
    assert core.actions(2.0, room) == []
    assert len(core.actions(2.0, 1)) == 1
