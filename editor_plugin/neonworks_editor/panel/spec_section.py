"""What the sentence was understood as, to be edited: marks to press and sliders, and words to refine it."""

from collections.abc import Callable

from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Effect, Variant

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.knobs import KNOBS, Knob
from neonworks_editor.panel.refining import Refining
from neonworks_editor.panel.words import ACTIONS, plain
from neonworks_editor.studio.spec import SpecField, SpecRecord, field_value
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Flow, Row, Spacer
from neonworks_editor.ui.slider import Slider
from neonworks_editor.ui.toggle import Toggle

__all__ = ["KNOB_PARTS", "SpecSection"]

_LABEL = 78
"""Logical pixels for the names of sliders."""
_FRAMES = 8
"""Where the slider of the frame count stands while the action's own number holds."""


KNOB_PARTS = 3
"""Frames over which the sliders are taken over."""
_NEUTRAL = MotionSpec(animation_type=Action.IDLE, parameters=MotionParameters())
_UNSURE = 0.7
"""Confidence below which a field is marked with a question mark."""
_DOUBT = "Not sure of this one: say it in other words, or press one of the actions"
_RESET = "Double-click or Backspace: back to what the sentence says"


class SpecSection:
    """``widget`` is the card; ``sync`` after settings or the reading changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = 0
        self._all = False
        self._chips = Flow(gap=4, name="chips")
        self._chip_look: object = None
        self._places = Flow(gap=4, name="places")
        self._place_look: tuple[str, ...] = ()
        self._variants = {variant: self._variant(variant) for variant in Variant}
        self._variant_row = Flow(self._variants.values(), gap=4)
        self._effects = {effect: self._effect(effect) for effect in Effect}
        self._sliders = {knob: self._slider(knob) for knob in KNOBS}
        self._labels = {knob: Label(knob.label, shrink=True, size=(_LABEL, None)) for knob in KNOBS}
        self._rows = {
            k: Row([self._labels[k], self._sliders[k]], gap=4, name=f"row-{k.field}") for k in KNOBS
        }
        self._knobs = Column(self._rows.values(), gap=2, name="knobs")
        self._knob_looks: list[object] = [None] * KNOB_PARTS
        self._loop = Toggle("Loop", False, self._set_loop, name="loop", tooltip="Whether the clip repeats")
        self._more = Button("All sliders", self._show_all, small=True, name="all-sliders")
        self._reset = Button(
            "Reset",
            desk.studio.reset_edits,
            small=True,
            name="reset-edits",
            tooltip="Undo all edits and refinements",
        )
        self._refine = Refining(desk, lambda: self._place)
        self._understood = Column(
            [
                self._places,
                self._chips,
                self._variant_row,
                self._knobs,
                Row([self._loop, Spacer(), self._more]),
                Label("Effects", text_size=TextSize.SMALL, role="muted"),
                Flow(self._effects.values(), gap=4, name="effects"),
                self._refine.widget,
            ],
            gap=8,
        )
        self._empty = Label(
            "The sentence's meaning appears here: press marks and drag sliders to change it.",
            role="muted",
            wrap=True,
        )
        self.widget = Card(
            [
                Row([Label("Understood as", text_size=TextSize.STRONG), Spacer(), self._reset]),
                self._empty,
                self._understood,
            ],
            gap=8,
            pad=(10, 10),
            name="spec",
        )
        self._sync_everything()

    @property
    def record(self) -> SpecRecord | None:
        """The action that is edited."""
        records = self._desk.studio.records
        return records[min(self._place, len(records) - 1)] if records else None

    def sync(self) -> None:
        """Take over what changed in the studio."""
        studio, record = self._desk.studio, self.record
        asked = studio.settings.asks_for_something or bool(studio.settings.text.strip())
        self._understood.visible = record is not None and asked
        self._empty.visible = not self._understood.visible
        self._reset.visible = bool(studio.settings.edits or studio.settings.refinements)
        if record is None:
            return
        self._show_places(studio.records)
        self._show_chips(record)
        self._show_marks(record.spec)
        for knob in KNOBS:
            self._show_row(knob, record)
        self._loop.on = record.spec.loop if record.spec.loop is not None else self._loops()
        self._more.text = "Fewer sliders" if self._all else "All sliders"
        self._refine.sync()

    def sync_knobs(self, part: int) -> None:
        """Take over one part of the numbers: all of them at once would make a host's frame late."""
        record = self.record
        if record is None:
            return
        knobs = KNOBS[part::KNOB_PARTS]
        look = (tuple((record.value(k.field), record.read_value(k.field)) for k in knobs), self._frames())
        if look == self._knob_looks[part]:
            return
        self._knob_looks[part] = look
        # One rectangle for all of them: each costs a walk of the tree.
        rows = [self._rows[knob].rect for knob in knobs if self._rows[knob].visible]
        if rows:
            self._knobs.invalidate(rows[0].unionall(rows[1:]))
        for knob in knobs:
            slider = self._sliders[knob]
            slider.track.default = _number(record.read_value(knob.field), self._frames())
            slider.value = _number(record.value(knob.field), self._frames())

    def _sync_everything(self) -> None:
        self.sync()
        for part in range(KNOB_PARTS):
            self.sync_knobs(part)

    def _loops(self) -> bool:
        """What the action does by itself, by the clip that was drawn of it."""
        strip = self._desk.strip
        return bool(strip and strip.clip and strip.clip.loop)

    def _show_places(self, records: tuple[SpecRecord, ...]) -> None:
        names = tuple(f"{r.place + 1}. {ACTIONS[r.spec.animation_type]}" for r in records)
        self._places.visible = len(names) > 1
        if len(names) < 2:
            return
        if names != self._place_look:
            self._place_look = names
            self._places.clear()
            for place, name in enumerate(names):
                self._places.add(Button(name, self._goer(place), small=True, name=f"place-{place + 1}"))
        for place, button in enumerate(self._places.children):
            if isinstance(button, Button):
                button.chosen = place == min(self._place, len(names) - 1)

    def _show_chips(self, record: SpecRecord) -> None:
        """The action and the styles; a style's cross takes it away."""
        spec = record.spec
        unsure = self._unsure(record)
        look = (spec.animation_type, spec.style_modifiers, spec.direction, record.edited, unsure)
        if look == self._chip_look:
            return
        self._chip_look = look
        self._chips.clear()
        doubtful = SpecField.ACTION in unsure
        self._chips.add(
            Chip(
                ACTIONS[spec.animation_type] + ("?" if doubtful else ""),
                chosen=True,
                role="warning" if doubtful else "text",
                name="chip-action",
                tooltip=_DOUBT if doubtful else "",
            )
        )
        if spec.direction is not None:
            mark = "?" if SpecField.DIRECTION in unsure else ""
            self._chips.add(self._chip(f"looking {spec.direction.value}{mark}", SpecField.DIRECTION, None))
        for style in spec.style_modifiers:
            rest = tuple(s for s in spec.style_modifiers if s != style)
            self._chips.add(self._chip(plain(style), SpecField.STYLES, rest))

    def _unsure(self, record: SpecRecord) -> frozenset[SpecField]:
        """Fields of the first action that the interpreter doubts and the user has not set."""
        reading = self._desk.studio.reading
        if reading is None or record.place != 0:
            return frozenset()
        sure = reading.field_confidence
        return frozenset(f for f in SpecField if sure.get(f.value, 1.0) < _UNSURE) - record.edited

    def _chip(self, text: str, field: SpecField, without: tuple[str, ...] | None) -> Chip:
        return Chip(text, on_remove=lambda: self._edit(field, without), name=f"chip-{text}")

    def _show_marks(self, spec: MotionSpec) -> None:
        self._variant_row.visible = spec.animation_type is Action.ATTACK
        for variant, chip in self._variants.items():
            chip.chosen = variant is spec.variant
        for effect, chip in self._effects.items():
            chip.chosen = effect in spec.special_effects

    def _show_row(self, knob: Knob, record: SpecRecord) -> None:
        edited = knob.field in record.edited
        neutral = record.value(knob.field) == field_value(_NEUTRAL, knob.field)
        self._rows[knob].visible = self._all or knob.always or edited or not neutral
        self._labels[knob].role = "accent_text" if edited else "text"

    def _frames(self) -> int:
        """The number of frames that the action has by itself, by the clip that was drawn of it."""
        strip = self._desk.strip
        return strip.clip.frame_count if strip and strip.clip else _FRAMES

    # What the user does

    def _edit(self, field: SpecField, value: object) -> None:
        self._desk.studio.edit(field, value, self.record.place if self.record else 0)  # type: ignore[arg-type]

    def _slide(self, knob: Knob, value: float) -> None:
        record = self.record
        if record is None:
            return
        read = record.read_value(knob.field)
        if read is not None and abs(value - _number(read, 0)) < 1e-9:
            self._desk.studio.reset_field(knob.field, record.place)
        else:
            self._edit(knob.field, int(value) if knob.field is SpecField.FRAME_COUNT else value)

    def _slider(self, knob: Knob) -> Slider:
        origin = 0.0 if knob.low < 0 else 1.0 if knob.high == 3.0 else knob.low
        return Slider(
            knob.low,
            knob.high,
            _number(field_value(_NEUTRAL, knob.field), _FRAMES),
            lambda value: self._slide(knob, value),
            step=knob.step,
            origin=origin,
            on_done=lambda value: self._desk.studio.end_gesture(),
            name=f"slider-{knob.field}",
            tooltip=f"{knob.tooltip}. {_RESET}",
        )

    def _variant(self, variant: Variant) -> Chip:
        press = lambda: self._edit(SpecField.VARIANT, variant)  # noqa: E731
        return Chip(
            plain(variant), on_press=press, name=f"variant-{variant}", tooltip=f"Attack by a {variant}"
        )

    def _effect(self, effect: Effect) -> Chip:
        return Chip(
            plain(effect),
            on_press=lambda: self._switch(effect),
            name=f"effect-{effect}",
            tooltip="Lay it over the motion",
        )

    def _switch(self, effect: Effect) -> None:
        if self.record is not None:
            now = self.record.spec.special_effects
            kept = tuple(e for e in now if e is not effect)
            self._edit(SpecField.EFFECTS, kept if effect in now else (*now, effect))

    def _set_loop(self, on: bool) -> None:
        self._edit(SpecField.LOOP, on)

    def _show_all(self) -> None:
        self._all = not self._all
        self._sync_everything()

    def _goer(self, place: int) -> Callable[[], None]:
        def go() -> None:
            self._place = place
            self._sync_everything()

        return go


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else float(otherwise)
