"""Failures in plain words: what happened, what to do, and whether the studio tries again by itself."""

from dataclasses import dataclass

from neonworks_protocol.errors import (
    AnimatorError,
    BadSprite,
    Busy,
    NotFound,
    StorageFailed,
    TooLarge,
    Unavailable,
    UnsupportedAction,
    UnsupportedDirection,
    WorkerFailed,
)

from neonworks_editor.studio.notices import NoticeAction

__all__ = ["INTERRUPTED", "MAX_TRIES", "Problem", "problem_of", "retry_delay_s"]

MAX_TRIES = 4
"""Sends of one content in a row that may fail for reasons that pass."""
INTERRUPTED = "interrupted"
"""Code of a request that the daemon's end took along; not an error code of the protocol."""

_ADVICE: tuple[tuple[type[AnimatorError], str, NoticeAction | None], ...] = (
    (UnsupportedDirection, "choose another direction, or a better tier", None),
    (UnsupportedAction, "choose another action, or correct the body plan", None),
    (BadSprite, "choose another picture", NoticeAction.OPEN_SPRITE),
    (TooLarge, "choose a smaller picture", NoticeAction.OPEN_SPRITE),
    (Unavailable, "see the models page for what can be installed", NoticeAction.OPEN_MODELS),
    (Busy, "it is tried again; close other work to be sooner", None),
    (WorkerFailed, "it is tried again; if it happens twice, change the sentence or the sprite", None),
    (StorageFailed, "free some disk space and generate again", NoticeAction.GENERATE),
    (NotFound, "generate it again", NoticeAction.GENERATE),
)
_GENERAL = "change something, or generate again"
_PASSING = frozenset({Busy.code, WorkerFailed.code, INTERRUPTED})


@dataclass(frozen=True, slots=True)
class Problem:
    """``text`` says what is wrong, ``advice`` what the user can do; both are one line."""

    code: str
    text: str
    advice: str
    action: NoticeAction | None = None

    @property
    def passes(self) -> bool:
        """Whether the same request may succeed in a moment."""
        return self.code in _PASSING


def problem_of(code: str, message: str) -> Problem:
    """What an error code of the protocol means to a user."""
    text = " ".join(message.split()) or f"the daemon refused it ({code})"
    if code == INTERRUPTED:
        return Problem(code, text, "it is asked for again by itself")
    for cls, advice, action in _ADVICE:
        if cls.code == code:
            return Problem(code, text, advice, action)
    return Problem(code, text, _GENERAL, NoticeAction.GENERATE)


def retry_delay_s(tries: int) -> float:
    """Seconds before try ``tries`` + 1 of a failure that passes: 0.25, 0.5, 1, 2."""
    return min(2.0, 0.25 * 2.0 ** max(0, tries - 1))
