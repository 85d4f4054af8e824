"""What the daemon sees in the still: body plan, facing, joints; asked once for each correction."""

from collections import OrderedDict
from collections.abc import Callable

from neonworks_protocol.messages import Analyse, Analysis, Error, ServerMessage
from neonworks_protocol.records import SpriteReading
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.link import Link
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.sprite import MAX_NAME

__all__ = ["MAX_SEEN", "Analyst"]

MAX_SEEN = 32
"""Stills and corrections whose analysis is remembered, 2 KiB each."""

_Question = tuple[str, Direction | None, Archetype | None]


class Analyst:
    """``revision`` grows with every answer."""

    def __init__(self, link: Link, new_id: Callable[[], str]) -> None:
        self.revision = 0
        self._link = link
        self._new_id = new_id
        self._seen: OrderedDict[_Question, SpriteReading | None] = OrderedDict()
        self._asked: _Question | None = None
        self._latest: tuple[str, SpriteReading] | None = None

    def reading(self, settings: Settings) -> SpriteReading | None:
        """What is seen with the user's facing and body plan; the last answer until that one is here."""
        if settings.sprite is None:
            return None
        seen = self._seen.get(_question(settings))
        if seen is None and self._latest is not None and self._latest[0] == settings.sprite.sha256:
            return self._latest[1]
        return seen

    def tick(self, settings: Settings) -> None:
        """Asks when the answer is not known, one question at a time."""
        if settings.sprite is None or self._asked is not None or self._link.state is not ClientState.ONLINE:
            return
        question = _question(settings)
        if question in self._seen:
            return
        self._asked = question
        message = Analyse(
            request_id=self._new_id(),
            sprite=settings.sprite.data,
            facing=settings.facing,
            archetype=settings.archetype,
            name=settings.sprite.name[:MAX_NAME],
        )
        self._link.ask(message, lambda answer: self._answered(question, answer))

    def _answered(self, question: _Question, answer: ServerMessage) -> None:
        """An error is an answer, too: a daemon that cannot tell is not asked again."""
        self._asked = None
        if isinstance(answer, Analysis):
            self._seen[question] = answer.reading
            self._latest = (question[0], answer.reading)
        elif isinstance(answer, Error):
            self._seen[question] = None
        if len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)
        self.revision += 1


def _question(settings: Settings) -> _Question:
    assert settings.sprite is not None
    return settings.sprite.sha256, settings.facing, settings.archetype
