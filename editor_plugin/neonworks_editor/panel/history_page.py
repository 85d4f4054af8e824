"""The history: results with thumbnails, to restore, pin, remove, or set side by side."""

import time
from functools import partial

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.page_layout import Sheet
from neonworks_editor.panel.preview_view import PreviewView
from neonworks_editor.panel.views import Lens, shot_of, strip_view
from neonworks_editor.studio.history import Comparison, HistoryEntry
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.image_view import ImageView
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Flow, Grid, Row, Spacer
from neonworks_editor.ui.scroll import ScrollArea

__all__ = ["HistoryPage"]

_THUMB = 52


class HistoryPage:
    """``widget`` is the page; ``sync`` after the history changed, ``tick`` once a frame while it is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._a: int | None = None
        self._rows = Column([], gap=6, name="entries")
        self._jobs = _Earlier(desk)
        self._empty = Label(
            "Nothing here yet: what you make, apply or export is kept here with its settings.",
            role="muted",
            wrap=True,
        )
        self._compare = _Compare(desk)
        self._look: object = None
        self.widget = ScrollArea(
            Sheet(
                Column(
                    [
                        Label("History", text_size=TextSize.TITLE),
                        self._compare.widget,
                        self._empty,
                        self._rows,
                        self._jobs.widget,
                    ],
                    gap=10,
                    pad=(10, 10),
                )
            ),
            name="history",
        )
        self.sync()

    def sync(self) -> None:
        """Take over what changed in the studio."""
        entries = self._desk.studio.history.entries
        look = (tuple((e.number, e.pinned, _drawn(e)) for e in entries), self._a)
        if look != self._look:
            self._look = look
            self._rows.clear()
            for entry in entries:
                self._rows.add(self._row(entry))
        self._empty.visible = not entries
        self._compare.sync()
        self._jobs.sync()

    def tick(self, now: float) -> None:
        """Play what is compared."""
        self._compare.tick(now)

    def _row(self, entry: HistoryEntry) -> Card:
        frame = entry.thumbnail
        picture = shot_of(frame, self._desk.store).picture if frame is not None else None
        number = entry.number
        restore = Button("Restore", partial(self._restore, number), small=True, name=f"restore-{number}")
        restore.enabled = entry.settings is not None
        compare = Button(
            "Compare" if self._a in (None, number) else "with this",
            partial(self._choose, number),
            icon=Icon.COMPARE,
            chosen=self._a == number,
            small=True,
            name=f"compare-{number}",
            tooltip="Choose two results to see them side by side",
        )
        pin = _icon(Icon.PIN, partial(self._pin, number, not entry.pinned), f"pin-{number}", "Keep it")
        pin.chosen = entry.pinned
        forget = _icon(Icon.TRASH, partial(self._remove, number), f"remove-{number}", "Remove from the list")
        facts = Column(
            [
                Label(entry.label, text_size=TextSize.STRONG, shrink=True, name=f"label-{number}"),
                Label(_facts(entry), text_size=TextSize.SMALL, role="muted", shrink=True),
                Flow([restore, compare, pin, forget], gap=4),
            ],
            gap=2,
            grow=1,
        )
        image = ImageView(picture, size=(_THUMB, _THUMB), name=f"thumb-{number}")
        return Card([Row([image, facts], gap=10)], pad=(8, 8), name=f"entry-{number}")

    def _restore(self, number: int) -> None:
        self._desk.studio.restore(number)
        self._desk.tell("Restored: the settings and the pictures are as they were.")

    def _choose(self, number: int) -> None:
        """The first of two, or the second, or the first taken back."""
        if self._a is None:
            self._a = number
        elif self._a == number:
            self._a = None
        else:
            self._desk.studio.compare(self._a, number)
            self._a = None
        self.sync()

    def _pin(self, number: int, pinned: bool) -> None:
        self._desk.studio.archive.pin(number, pinned)

    def _remove(self, number: int) -> None:
        if self._a == number:
            self._a = None
        self._desk.studio.history.remove(number)
        self.sync()


class _Compare:
    """Two results side by side, in step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._views = tuple(_view(desk, name) for name in ("compare-a", "compare-b"))
        self._names = tuple(Label("", text_size=TextSize.STRONG, shrink=True) for _ in "ab")
        self._shown: Comparison | None = None
        sides = [
            Column(
                [
                    name,
                    view,
                    Button("Restore", partial(self._restore, at), small=True, name=f"restore-{'ab'[at]}"),
                ],
                gap=4,
                grow=1,
            )
            for at, (name, view) in enumerate(zip(self._names, self._views, strict=True))
        ]
        stop = Button("Stop comparing", desk.studio.stop_comparing, small=True, name="stop-comparing")
        self.widget = Card(
            [Row([Label("A and B", text_size=TextSize.STRONG), Spacer(), stop]), Grid(2, sides)],
            name="comparison",
        )

    def sync(self) -> None:
        """Show the two, or nothing."""
        comparison = self._desk.studio.comparison
        self.widget.visible = comparison is not None
        if comparison is not None and comparison is not self._shown:
            for name, letter, entry in zip(self._names, "AB", (comparison.a, comparison.b), strict=True):
                name.text = f"{letter}: {entry.label}"
        self._shown = comparison

    def tick(self, now: float) -> None:
        """The pictures that are due."""
        comparison = self._desk.studio.comparison
        if comparison is None:
            return
        for view, strips in zip(self._views, (comparison.strips_a, comparison.strips_b), strict=True):
            if strips:
                view.show(strip_view(strips[0], self._desk.store, now, Lens()))

    def _restore(self, at: int) -> None:
        comparison = self._desk.studio.comparison
        if comparison is not None:
            self._desk.studio.restore((comparison.a, comparison.b)[at].number)
            self._desk.studio.stop_comparing()


class _Earlier:
    """What the daemon still has of earlier sessions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._list = Column([], gap=4, name="jobs")
        self._look: object = None
        ask = Button("Show what the daemon kept", desk.studio.archive.refresh, small=True, name="list-jobs")
        self.widget = Column(
            [Row([Label("Earlier sessions", text_size=TextSize.STRONG), Spacer(), ask]), self._list], gap=6
        )

    def sync(self) -> None:
        """List the jobs as of the last answer."""
        jobs = self._desk.studio.archive.jobs
        self._list.visible = bool(jobs)
        look = tuple((job.job_id, job.state) for job in jobs)
        if look == self._look:
            return
        self._look = look
        self._list.clear()
        for job in jobs:
            text = job.text.strip() or f"{job.clips} clips"
            when = time.strftime("%d %b %H:%M", time.localtime(job.created_s))
            show = Button("Show", partial(self._open, job.job_id), small=True, name=f"open-{job.job_id}")
            about = f"{when} · {job.state.value}"
            self._list.add(
                Row(
                    [
                        Label(text, shrink=True, grow=1),
                        Label(about, text_size=TextSize.SMALL, role="muted"),
                        show,
                    ]
                )
            )

    def _open(self, job_id: str) -> None:
        self._desk.studio.archive.open(job_id)


def _view(desk: Desk, name: str) -> PreviewView:
    view = PreviewView(desk.store, on_joint=lambda name, point: None, name=name)
    view.size = (None, 180)
    return view


def _icon(icon: Icon, press: "partial[None]", name: str, tooltip: str) -> Button:
    return Button("", press, icon=icon, kind=ButtonKind.QUIET, small=True, name=name, tooltip=tooltip)


def _drawn(entry: HistoryEntry) -> str:
    """Names the thumbnail's pixels."""
    return entry.thumbnail.sha256 if entry.thumbnail is not None else ""


def _facts(entry: HistoryEntry) -> str:
    clips = len(entry.result.clips)
    when = time.strftime("%H:%M", time.localtime(entry.made_s))
    sprite = entry.settings.sprite if entry.settings is not None else None
    name = f" · {sprite.name}" if sprite is not None else ""
    return f"{when} · {clips} clip{'' if clips == 1 else 's'}{name}"
