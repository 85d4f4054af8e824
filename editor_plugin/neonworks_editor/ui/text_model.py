"""Text that is being edited: caret, selection, undo. No pictures and no keys, so that it can be tested to
the bone.

Positions are indexes into the string and always lie between graphemes. Text that comes in is made sound (no
halves of surrogate pairs, no NUL or other control characters; line breaks only in several-line texts) and
cut, between graphemes, where the limit is reached. It is not normalised: what was typed is what is kept.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum

from neonworks_editor.ui.graphemes import (
    boundaries,
    next_boundary,
    next_word,
    previous_boundary,
    previous_word,
    sound,
    word_at,
)

__all__ = ["Step", "TextModel"]

_UNDO_STEPS = 200
_PAUSE_S = 1.5
"""Typing after a pause of this length is undone on its own."""


class Step(Enum):
    """A way to move or to delete; lines are those of the text, not those that wrap."""

    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word left"
    WORD_RIGHT = "word right"
    START = "start"
    END = "end"


@dataclass(frozen=True)
class _State:
    text: str
    caret: int
    anchor: int


class TextModel:
    """One text of at most ``limit`` characters; ``several_lines`` allows line breaks."""

    def __init__(self, text: str = "", *, limit: int = 500, several_lines: bool = False) -> None:
        self.limit, self.several_lines = limit, several_lines
        self._text = self._clean(text, limit)
        self._caret = self._anchor = len(self._text)
        self._past: list[_State] = []
        self._future: list[_State] = []
        self._run = ""
        self._typed_at = 0.0

    # Reading

    @property
    def text(self) -> str:
        return self._text

    @property
    def caret(self) -> int:
        return self._caret

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end; equal when nothing is selected."""
        return min(self._caret, self._anchor), max(self._caret, self._anchor)

    @property
    def selected(self) -> str:
        start, end = self.selection
        return self._text[start:end]

    # Moving

    def move_to(self, index: int, keep_anchor: bool = False) -> None:
        """Puts the caret at the boundary at or before ``index``; ``keep_anchor`` selects up to there."""
        index = max(0, min(index, len(self._text)))
        self._caret = previous_boundary(self._text, index + 1) if index < len(self._text) else index
        if not keep_anchor:
            self._anchor = self._caret
        self._run = ""

    def move(self, step: Step, keep_anchor: bool = False) -> None:
        """Moves the caret; without ``keep_anchor``, left and right go to the ends of a selection first."""
        start, end = self.selection
        if not keep_anchor and start != end and step in (Step.LEFT, Step.RIGHT):
            self.move_to(start if step is Step.LEFT else end)
        else:
            self.move_to(self._target(step), keep_anchor)

    def _target(self, step: Step) -> int:
        text, caret = self._text, self._caret
        match step:
            case Step.LEFT:
                return previous_boundary(text, caret)
            case Step.RIGHT:
                return next_boundary(text, caret)
            case Step.WORD_LEFT:
                return previous_word(text, caret)
            case Step.WORD_RIGHT:
                return next_word(text, caret)
            case Step.START:
                return 0
            case Step.END:
                return len(text)

    def select_all(self) -> None:
        self._anchor, self._caret, self._run = 0, len(self._text), ""

    def select_word(self, index: int) -> None:
        """Selects the word, the spaces or the signs at ``index``, as a double click does."""
        self._anchor, self._caret = word_at(self._text, index)
        self._run = ""

    # Changing

    def insert(self, text: str, now: float = 0.0) -> bool:
        """Puts ``text`` in place of the selection; False when nothing came in. ``now`` in seconds."""
        start, end = self.selection
        room = self.limit - len(self._text) + end - start
        text = self._clean(text, room)
        if not text and start == end:
            return False
        kind = "type" if len(boundaries(text)) == 2 else ""
        self._remember(kind, text, now, anew=start != end)
        self._put(self._text[:start] + text + self._text[end:], start + len(text))
        return bool(text)

    def delete(self, step: Step) -> bool:
        """Deletes the selection, else up to where ``step`` leads; False when there was nothing."""
        start, end = self.selection
        if start == end:
            start, end = sorted((self._caret, self._target(step)))
        if start == end:
            return False
        self._remember("delete" if step in (Step.LEFT, Step.RIGHT) else "", "", self._typed_at)
        self._put(self._text[:start] + self._text[end:], start)
        return True

    def replace(self, text: str) -> None:
        """The whole text at once, as one step that can be undone; the caret goes to the end."""
        text = self._clean(text, self.limit)
        if text != self._text:
            self._remember("", "", 0.0)
            self._put(text, len(text))

    def undo(self) -> bool:
        return self._swap(self._past, self._future)

    def redo(self) -> bool:
        return self._swap(self._future, self._past)

    def _swap(self, source: list[_State], target: list[_State]) -> bool:
        if not source:
            return False
        target.append(self._state())
        state = source.pop()
        self._text, self._caret, self._anchor, self._run = state.text, state.caret, state.anchor, ""
        return True

    def _state(self) -> _State:
        return _State(self._text, self._caret, self._anchor)

    def _remember(self, kind: str, text: str, now: float, *, anew: bool = False) -> None:
        """Keeps the state before a change, unless the change goes on a run of its kind: a word typed in one
        go. ``anew`` starts a run, as the first letter over a selection does.
        """
        paused = kind == "type" and now - self._typed_at > _PAUSE_S
        new_word = kind == "type" and not text.isspace() and self._text[: self._caret][-1:].isspace()
        if not kind or anew or kind != self._run or paused or new_word:
            self._past.append(self._state())
            del self._past[:-_UNDO_STEPS]
        self._future.clear()
        self._run, self._typed_at = kind, now

    def _put(self, text: str, caret: int) -> None:
        self._text = text
        self._caret = self._anchor = caret
        if caret < len(text):
            self._caret = self._anchor = previous_boundary(text, caret + 1)

    def _clean(self, text: str, room: int) -> str:
        text = sound(text).replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\t", " ") if self.several_lines else text.replace("\n", " ").replace("\t", " ")
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")
        if len(text) <= room:
            return text
        return text[: max((cut for cut in boundaries(text) if cut <= room), default=0)]
