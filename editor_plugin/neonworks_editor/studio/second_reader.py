"""``SecondReader``: what a larger language model reads in the sentence, beside the reading that is shown.

It is asked when typing rests, and told to stop as soon as the sentence changes. Nothing waits for it.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from neonworks_protocol.errors import IllegalTransition, JobCancelled, UnknownMessage
from neonworks_protocol.messages import Consult, Error, Reading, ServerMessage
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.link import Link

__all__ = ["MAX_ANSWERS", "REST_S", "SECOND_TRANSITIONS", "SecondQuestion", "SecondReader", "SecondState"]

REST_S = 0.4
"""Seconds without a change before the model is asked: it takes the processor for longer than a draft does."""
MAX_ANSWERS = 64
"""Answers remembered, for going back to an earlier sentence."""


class SecondState(Enum):
    """Where the larger model is with the sentence that stands there now."""

    OFF = auto()
    """There is no larger model, or nothing to read."""
    RESTING = auto()
    """It is asked as soon as typing rests and there is a connection."""
    READING = auto()
    """It was asked; fields come in."""
    ANSWERED = auto()
    """It has read all of it, or given up."""
    FAILED = auto()
    """The question was refused; it is asked again when the sentence changes."""


_S = SecondState
SECOND_TRANSITIONS: Mapping[SecondState, frozenset[SecondState]] = MappingProxyType(
    {
        _S.OFF: frozenset({_S.RESTING, _S.ANSWERED, _S.FAILED}),
        _S.RESTING: frozenset({_S.OFF, _S.READING, _S.ANSWERED, _S.FAILED}),
        _S.READING: frozenset({_S.OFF, _S.RESTING, _S.ANSWERED, _S.FAILED}),
        _S.ANSWERED: frozenset({_S.OFF, _S.RESTING, _S.FAILED}),
        _S.FAILED: frozenset({_S.OFF, _S.RESTING, _S.ANSWERED}),
    }
)
"""From a state to those that may follow it."""


@dataclass(frozen=True, slots=True)
class SecondQuestion:
    """What is asked: the sentence, and what is known of the sprite."""

    text: str
    name: str = ""
    facing: Direction | None = None
    archetype: Archetype | None = None


class SecondReader:
    """``changed`` is called when an answer, or a part of one, came; ``channel`` is its own."""

    def __init__(
        self,
        link: Link,
        new_id: Callable[[], str],
        clock: Callable[[], float],
        channel: str,
        changed: Callable[[], None],
    ) -> None:
        self.state = SecondState.OFF
        self.revision = 0
        """Grows with every visible change."""
        self.reading: Reading | None = None
        """The answer to the sentence that stands there now, as far as it has come."""
        self.problem = ""
        """Why there is none, one line."""
        self._link = link
        self._new_id = new_id
        self._clock = clock
        self._channel = channel
        self._changed = changed
        self._answers: OrderedDict[tuple[str, SecondQuestion], Reading] = OrderedDict()
        self._question: SecondQuestion | None = None
        self._asked = ""
        self._due = 0.0
        self._deaf = False

    @property
    def name(self) -> str:
        """What the larger model of this daemon is called; empty where it has none."""
        welcome = self._link.welcome
        names = welcome.capabilities.interpreters[1:] if welcome is not None else ()
        return names[0] if names and not self._deaf else ""

    def want(self, question: SecondQuestion | None) -> None:
        """The sentence is another one; None: there is nothing to read."""
        if question == self._question:
            return
        self._question = question
        self._stop()
        self._begin()

    def tick(self, now: float) -> None:
        """Asks what is due; once a frame."""
        if (self.state is SecondState.OFF) is not (self._question is None or not self.name):
            self._stop()
            self._begin()
        if self.state is not SecondState.RESTING or now < self._due or self._question is None:
            return
        if self._link.state is not ClientState.ONLINE:
            return
        question, self._asked = self._question, self._new_id()
        self._enter(SecondState.READING)
        ask = Consult(
            request_id=self._asked,
            text=question.text,
            name=question.name,
            facing=question.facing,
            archetype=question.archetype,
            channel=self._channel,
        )
        asked = self._asked
        self._link.ask(ask, lambda answer: self._heard(asked, question, answer))

    def cancel(self) -> None:
        """Stops what it reads; it is asked again when the sentence changes."""
        if self.state in (SecondState.RESTING, SecondState.READING):
            self._stop()
            self.problem = "stopped"
            self._enter(SecondState.FAILED)

    def _begin(self) -> None:
        """Takes up the question that stands there now."""
        self.problem = ""
        self.reading = None
        if self._question is None or not self.name:
            self._enter(SecondState.OFF)
            return
        self.reading = self._answers.get((self.name, self._question))
        self._due = self._clock() + REST_S
        self._enter(SecondState.RESTING if self.reading is None else SecondState.ANSWERED)

    def _stop(self) -> None:
        asked, self._asked = self._asked, ""
        if asked:
            self._link.cancel(asked)

    def _heard(self, asked: str, question: SecondQuestion, answer: ServerMessage) -> None:
        if isinstance(answer, Reading) and answer.final:
            self._remember(question, answer)
        if asked != self._asked:
            return
        if isinstance(answer, Reading):
            self.reading = answer
            self.revision += 1
        if isinstance(answer, Reading) and answer.final:
            self._asked = ""
            self._enter(SecondState.ANSWERED)
        elif isinstance(answer, Error):
            self._asked = ""
            self._refused(answer)
        self._changed()

    def _refused(self, error: Error) -> None:
        # Another program of the same name took its place on the channel, or the daemon stops: it rests again.
        if error.code == JobCancelled.code:
            self._due = self._clock() + REST_S
            self._enter(SecondState.RESTING)
            return
        self._deaf = error.code == UnknownMessage.code
        self.problem = " ".join(error.message.split())
        self._enter(SecondState.OFF if self._deaf else SecondState.FAILED)

    def _remember(self, question: SecondQuestion, answer: Reading) -> None:
        self._answers[answer.interpreter, question] = answer
        if len(self._answers) > MAX_ANSWERS:
            self._answers.popitem(last=False)

    def _enter(self, state: SecondState) -> None:
        self.revision += 1
        if state is self.state:
            return
        if state not in SECOND_TRANSITIONS[self.state]:
            raise IllegalTransition(f"the second reader is {self.state.name} and cannot become {state.name}")
        self.state = state
