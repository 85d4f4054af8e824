"""What the sentence means: the daemon's readings, remembered, with refinements laid over them in order."""

from collections import OrderedDict
from collections.abc import Callable

import msgspec
from neonworks_protocol.messages import Error, Interpret, ServerMessage, Spec, Submit
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.link import Link
from neonworks_editor.studio.motion_sheet import MotionSheet
from neonworks_editor.studio.problems import Problem, problem_of
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.sprite import MAX_NAME

__all__ = ["MAX_READINGS", "Reader"]

MAX_READINGS = 256
"""Readings remembered, a KiB each: every key press of a long sentence, and back."""

_Question = tuple[str, MotionSpec | None, str]
"""The sentence, the spec that it refines, the sprite's name: "attack" means other things of other sprites."""


class Reader:
    """``changed`` is called when a reading came that was asked for here."""

    def __init__(self, link: Link, new_id: Callable[[], str], changed: Callable[[], None]) -> None:
        self._link = link
        self._new_id = new_id
        self._changed = changed
        self._known: OrderedDict[_Question, Interpretation] = OrderedDict()
        self._seen: OrderedDict[str, Interpretation] = OrderedDict()
        """By the hash of a sheet, what the daemon saw in its frames."""
        self._refused: dict[_Question, Problem] = {}
        self._wanted: _Question | None = None
        self._asked: _Question | None = None
        self._name = ""

    @property
    def waiting(self) -> bool:
        """Whether an answer is needed that has not come."""
        return self._wanted is not None

    def learn(self, text: str, reading: Interpretation, previous: MotionSpec | None = None) -> None:
        """Remembers what a sentence means."""
        question = (text, previous, self._name)
        self._known[question] = reading
        self._known.move_to_end(question)
        self._trim()

    def told(self, message: Submit, sheet: MotionSheet | None, reading: Interpretation) -> bool:
        """Remembers what a request that named no spec was read as: its sentence, or else the figure on
        ``sheet``. Whether there was anything to remember."""
        if message.spec or message.actions:
            return False
        if message.text:
            self.learn(message.text, reading)
        elif sheet is not None and message.motion is sheet.source:
            self._seen[sheet.sha256] = reading
            if len(self._seen) > MAX_READINGS:
                self._seen.popitem(last=False)
        return bool(message.text) or message.motion is not None

    def _trim(self) -> None:
        while len(self._known) > MAX_READINGS:
            self._known.popitem(last=False)

    def resolve(self, settings: Settings) -> Interpretation | None:
        """The reading with the user's choice, presets and refinements; None until the daemon has answered."""
        earlier, self._wanted = self._wanted, None
        self._name = settings.sprite.name[:MAX_NAME] if settings.sprite is not None else ""
        reading = self._resolved(settings)
        if self._wanted != earlier:
            # What was refused is asked again when the user comes back to it.
            self._refused = {}
        return reading

    def _resolved(self, settings: Settings) -> Interpretation | None:
        reading = self._base(settings)
        if reading is not None and settings.actions:
            acted = tuple(_acting(reading.spec, action) for action in settings.actions)
            reading = msgspec.structs.replace(reading, sequence=acted)
        for refinement in settings.refinements:
            if reading is None:
                return None
            place = min(refinement.place, len(reading.sequence) - 1)
            refined = self._look_up(refinement.text, reading.sequence[place])
            reading = refined and _laid_over(reading, refined, place)
        return reading

    def problem(self) -> Problem | None:
        """Why the reading that is wanted cannot be had."""
        return self._refused.get(self._wanted) if self._wanted else None

    def forgive(self) -> None:
        """What was refused is asked again."""
        self._refused = {}

    def tick(self) -> None:
        """Asks what is wanted, one question at a time."""
        if self._wanted is None or self._asked is not None or self._link.state is not ClientState.ONLINE:
            return
        if self._wanted in self._refused:
            return
        self._asked = question = self._wanted
        ask = Interpret(request_id=self._new_id(), text=question[0], previous=question[1], name=question[2])
        self._link.ask(ask, lambda answer: self._answered(question, answer))

    def _base(self, settings: Settings) -> Interpretation | None:
        if settings.second:
            return Interpretation(understood=True, sequence=settings.second)
        if settings.chosen is not None:
            return Interpretation(understood=True, sequence=(settings.chosen,))
        if settings.motion is not None and settings.only_moves_like:
            seen = self._seen.get(settings.motion.sha256)
            if seen is not None or not settings.needs_reading:
                return seen
        if not settings.text.strip():
            actions = settings.actions or (Action.IDLE,)
            return Interpretation(understood=True, sequence=(MotionSpec(animation_type=actions[0]),))
        return self._look_up(settings.text, None)

    def _look_up(self, text: str, previous: MotionSpec | None) -> Interpretation | None:
        question = (text, previous, self._name)
        reading = self._known.get(question)
        if reading is None:
            self._wanted = question
        return reading

    def _answered(self, question: _Question, answer: ServerMessage) -> None:
        self._asked = None
        if isinstance(answer, Spec):
            self._known[question] = answer.interpretation
            self._trim()
        elif isinstance(answer, Error):
            self._refused = {question: problem_of(answer.code, answer.message)}
        self._changed()


def _acting(manner: MotionSpec, action: Action) -> MotionSpec:
    """``action`` in the manner of a spec, as the daemon does it for ``Submit.actions``."""
    if action is manner.animation_type:
        return manner
    return msgspec.structs.replace(manner, animation_type=action, variant=None, frame_count=None, loop=None)


def _laid_over(reading: Interpretation, refined: Interpretation, place: int) -> Interpretation:
    """``reading`` with the action at ``place`` as the refinement has it."""
    sequence = (*reading.sequence[:place], refined.spec, *reading.sequence[place + 1 :])
    return msgspec.structs.replace(reading, sequence=sequence, notes=(*reading.notes, *refined.notes))
