"""The sentence, the action presets, and what to do when the sentence was not understood."""

from collections.abc import Callable

import pygame
from neonworks_protocol.limits import MAX_TEXT_CHARS
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.motion_picking import MotionPicking
from neonworks_editor.panel.second_line import SecondLine
from neonworks_editor.panel.words import ACTIONS, describe
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Flow, Grid
from neonworks_editor.ui.text_field import TextField

__all__ = ["PromptSection"]


_REST_S = 0.3
"""Seconds without a change of the sentence before doubts and notes are shown: half a word is often not
understood, and everything below would jump at every other key."""


class PromptSection:
    """``widget`` is the card; ``sync`` after settings or the reading changed, ``tick`` once a frame."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.field = TextField(
            on_change=desk.studio.set_text,
            on_submit=self._submitted,
            placeholder="What should it do?  e.g. walk slowly, tired",
            limit=MAX_TEXT_CHARS,
            lines=2,
            most_lines=5,
            name="prompt",
            tooltip="Say it in plain words. Enter draws at once; Ctrl+Enter applies.",
        )
        self._presets = {action: self._preset(action) for action in Action}
        self._notes = Label("", text_size=TextSize.SMALL, role="muted", wrap=True, name="notes")
        self._doubt = Label("Not sure what that means. Did you mean:", role="warning", wrap=True)
        self._readings = Column([], gap=4, name="readings")
        self._offered: tuple[MotionSpec, ...] = ()
        self._ideas = Flow(gap=4, name="ideas")
        self._suggested: tuple[str, ...] = ()
        self.second = SecondLine(desk)
        self._motion = MotionPicking(desk)
        self._back = Button("Back to my own words", self._own, icon=Icon.UNDO, small=True, name="own-words")
        self.widget = Card(
            [
                Label("Motion", text_size=TextSize.STRONG),
                self.field,
                self.second.widget,
                self._ideas,
                self._doubt,
                self._readings,
                self._back,
                self._notes,
                Grid(4, self._presets.values(), gap=4, name="presets"),
                self._motion.widget,
            ],
            gap=8,
            pad=(10, 10),
            name="motion",
        )
        self._text = ""
        self._rests_at: float | None = None
        self.sync()

    def tick(self, now: float) -> None:
        """Say what was not understood, once the typing rests; read what the open picker shows."""
        self._motion.tick()
        if self._rests_at is not None and now >= self._rests_at:
            self._rests_at = None
            self._say()

    def sync(self) -> None:
        """Take over what changed in the studio."""
        studio = self._desk.studio
        self.field.text = studio.settings.text
        if studio.settings.text != self._text:
            self._text, self._rests_at = studio.settings.text, self._desk.clock() + _REST_S
        for action, button in self._presets.items():
            button.chosen = action in studio.settings.actions
        self._motion.sync()
        self._suggest()
        self._back.visible = studio.settings.chosen is not None or bool(studio.settings.second)
        self._say()

    def _say(self) -> None:
        """Other readings and notes; nothing of them while the user types."""
        studio = self._desk.studio
        calm = self._rests_at is None and bool(studio.settings.text.strip())
        self._offer(studio.alternatives if calm else ())
        notes = studio.reading.notes if studio.reading is not None and calm else ()
        if notes:
            self._notes.text = "\n".join(notes)
        self._notes.visible = bool(notes)

    def _offer(self, specs: tuple[MotionSpec, ...]) -> None:
        self._doubt.visible = self._readings.visible = bool(specs)
        if not specs or specs == self._offered:
            return
        self._offered = specs
        self._readings.clear()
        for number, spec in enumerate(specs):
            button = Button(describe(spec), self._taker(spec), small=True, name=f"reading-{number + 1}")
            self._readings.add(button)

    def _suggest(self) -> None:
        """While nothing is written: what such a sprite is worth animating by."""
        studio = self._desk.studio
        seen = studio.analysis
        texts = seen.suggestions if seen is not None and not studio.settings.asks_for_something else ()
        self._ideas.visible = bool(texts)
        if texts == self._suggested:
            return
        self._suggested = texts
        self._ideas.clear()
        for number, text in enumerate(texts):
            chip = Chip(text, on_press=self._writer(text), name=f"idea-{number + 1}", tooltip="Animate this")
            self._ideas.add(chip)

    def _writer(self, text: str) -> Callable[[], None]:
        return lambda: self._desk.studio.set_text(text)

    def _taker(self, spec: MotionSpec) -> Callable[[], None]:
        return lambda: self._desk.studio.choose_reading(spec)

    def _own(self) -> None:
        self._desk.studio.choose_reading(None)

    def _preset(self, action: Action) -> Button:
        tooltip = (
            f"Draw {ACTIONS[action].lower()}, in the manner of the sentence; Shift adds it to the others"
        )
        return Button(
            ACTIONS[action], lambda: self._press(action), small=True, name=f"preset-{action}", tooltip=tooltip
        )

    def _press(self, action: Action) -> None:
        """Choose one action, or take it back; with Shift, one more or one less."""
        chosen = self._desk.studio.settings.actions
        if pygame.key.get_mods() & pygame.KMOD_SHIFT:
            rest = tuple(a for a in chosen if a is not action)
            self._desk.studio.set_actions(rest if action in chosen else (*chosen, action))
        else:
            self._desk.studio.set_actions(() if chosen == (action,) else (action,))

    def _submitted(self, text: str) -> None:
        self._desk.studio.end_gesture()
        self._desk.studio.generate()
