"""The line that says what a larger language model reads in the sentence, and shows it."""

from collections.abc import Mapping
from types import MappingProxyType

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.words import describe, plain
from neonworks_editor.studio.second_take import Opinion, OpinionKind
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Column, Row
from neonworks_editor.ui.theme import Role

__all__ = ["SecondLine", "opinion_lines"]

_HEIGHT = 34
"""Logical pixels of two lines: it is as high with nothing to say, so that nothing moves when something is."""
_LONGEST_NAME = 24
_ROLES: Mapping[OpinionKind, Role] = MappingProxyType(
    {OpinionKind.DIFFERS: "accent_text", OpinionKind.FAILED: "warning"}
)


def opinion_lines(opinion: Opinion) -> tuple[str, str]:
    """Who thinks, and what: ``tiny reads:`` and ``Run, angry``."""
    name, heard = _short(opinion.name), opinion.interpretation
    match opinion.kind:
        case OpinionKind.WAITS | OpinionKind.READS:
            words = ", ".join(plain(field.value) for field in opinion.fields if field.value != "none")
            return f"{name} reads it, too", f"{words} ..." if words else "..."
        case OpinionKind.AGREES:
            return f"{name} reads the same", ""
        case OpinionKind.DIFFERS if heard is not None:
            return f"{name} reads:", ", then ".join(map(describe, heard.sequence))
        case OpinionKind.UNSURE:
            return f"{name} is not sure", opinion.note
        case OpinionKind.FAILED:
            return f"{name} did not read it", opinion.note
        case OpinionKind.KEPT:
            return f"As {name} reads it", ""
    return f"{name} reads along", "when there is a sentence"


class SecondLine:
    """``widget`` has its place wherever the daemon has a larger model; ``sync`` after its opinion or what is
    looked at changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._who = Label("", text_size=TextSize.SMALL, role="muted", shrink=True, name="second-who")
        self._what = Label("", text_size=TextSize.SMALL, shrink=True, name="second-what")
        self._show = Button("Show", self._switch, small=True, name="second-show")
        self._keep = Button(
            "Keep", self._take, small=True, name="second-keep", tooltip="Go on with this reading"
        )
        words = Column([self._who, self._what], gap=2, grow=1)
        self.widget = Row([words, self._show, self._keep], gap=4, size=(None, _HEIGHT), name="second-line")
        self.sync()

    def sync(self) -> None:
        """Take over what changed in the studio."""
        opinion = self._desk.studio.second.opinion
        self.widget.visible = bool(opinion.name)
        differs = opinion.kind is OpinionKind.DIFFERS
        if self._desk.looking.second and not differs:
            # Another opinion on another sentence is not what the user asked to see.
            self._desk.look(second=False)
        shown = differs and self._desk.second
        self._who.text, self._what.text = opinion_lines(opinion)
        self._what.role = _ROLES.get(opinion.kind, "muted")
        self._show.visible = differs
        self._show.text = "Back" if shown else "Show"
        self._show.tooltip = "Back to your own" if shown else "Look at it; what is there stays"
        self._keep.visible = shown

    def _switch(self) -> None:
        self._desk.look(second=not self._desk.second)

    def _take(self) -> None:
        heard = self._desk.studio.second.opinion.interpretation
        self._desk.look(second=False)
        if heard is not None:
            self._desk.studio.take_second(heard.sequence)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
