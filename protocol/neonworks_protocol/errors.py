"""Every error a user or a client can meet, each with one wire code.

::

    AnimatorError                     internal
    ├── ProtocolError                 bad_message
    │   ├── UnknownMessage            unknown_message
    │   ├── VersionMismatch           version_mismatch
    │   ├── NotWelcome                not_welcome           (a message before hello/welcome)
    │   ├── TooLarge                  too_large
    │   └── CreditExceeded            credit_exceeded
    ├── AccessDenied                  access_denied
    ├── BadSprite                     bad_sprite            (undecodable, empty, over the limits)
    ├── BadRequest                    bad_request           (a value out of range, an unknown word)
    │   ├── UnsupportedAction         unsupported_action
    │   ├── UnsupportedDirection      unsupported_direction
    │   └── DuplicateRequest          duplicate_request     (same id, different content)
    ├── NotFound                      not_found             (job, clip, blob, model)
    ├── Unavailable                   unavailable           (a tier, generator or extra that is not here)
    ├── Busy                          busy                  (a bounded queue is full)
    ├── JobCancelled                  cancelled
    ├── WorkerFailed                  worker_failed
    ├── ContractBroken                contract_broken       (a generator broke the sprite contract)
    ├── StorageFailed                 storage_failed        (disk full, read-only folder)
    └── IllegalTransition             illegal_transition    (a bug: a state changed in a forbidden way)

An error's text is one line that says what to do. ``from_wire`` rebuilds the class from code and text, so
both ends of a socket raise the same thing.
"""

from typing import ClassVar

__all__ = [
    "AccessDenied",
    "AnimatorError",
    "BadRequest",
    "BadSprite",
    "Busy",
    "ContractBroken",
    "CreditExceeded",
    "DuplicateRequest",
    "IllegalTransition",
    "JobCancelled",
    "NotFound",
    "NotWelcome",
    "ProtocolError",
    "StorageFailed",
    "TooLarge",
    "Unavailable",
    "UnknownMessage",
    "UnsupportedAction",
    "UnsupportedDirection",
    "VersionMismatch",
    "WorkerFailed",
    "error_classes",
    "from_wire",
]


class AnimatorError(Exception):
    """Root of the tree; raised itself only for a bug that was caught at a boundary."""

    code: ClassVar[str] = "internal"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ProtocolError(AnimatorError):
    """The peer sent something that is not a message of this protocol."""

    code = "bad_message"


class UnknownMessage(ProtocolError):
    """A well-formed map whose ``type`` this end does not know."""

    code = "unknown_message"


class VersionMismatch(ProtocolError):
    """No protocol version is spoken by both ends."""

    code = "version_mismatch"


class NotWelcome(ProtocolError):
    """A message arrived before ``hello`` was answered, or ``hello`` arrived twice."""

    code = "not_welcome"


class TooLarge(ProtocolError):
    """A message, or a part of it, is over its limit."""

    code = "too_large"


class CreditExceeded(ProtocolError):
    """The peer sent frames without credit, or granted more credit than the limit."""

    code = "credit_exceeded"


class AccessDenied(AnimatorError):
    """Token, Host or Origin was refused."""

    code = "access_denied"


class BadSprite(AnimatorError):
    """The image cannot be animated: not an accepted format, damaged, empty or too large."""

    code = "bad_sprite"


class BadRequest(AnimatorError):
    """A value is out of its range or a word is not known."""

    code = "bad_request"


class UnsupportedAction(BadRequest):
    """This kind of character, or this generator, cannot perform the action."""

    code = "unsupported_action"


class UnsupportedDirection(BadRequest):
    """The tier cannot draw that direction from this still."""

    code = "unsupported_direction"


class DuplicateRequest(BadRequest):
    """A request id was used again with other content."""

    code = "duplicate_request"


class NotFound(AnimatorError):
    """No such job, clip, blob or model."""

    code = "not_found"


class Unavailable(AnimatorError):
    """A tier, generator or optional package is not present; the text says what to install."""

    code = "unavailable"


class Busy(AnimatorError):
    """A bounded queue is full; try again later."""

    code = "busy"


class JobCancelled(AnimatorError):
    """The job was cancelled or superseded while it ran."""

    code = "cancelled"


class WorkerFailed(AnimatorError):
    """The worker process died or stopped answering."""

    code = "worker_failed"


class ContractBroken(AnimatorError):
    """A generator returned frames that break the sprite contract."""

    code = "contract_broken"


class StorageFailed(AnimatorError):
    """The daemon or the command could not write its files."""

    code = "storage_failed"


class IllegalTransition(AnimatorError):
    """A driver asked a session for what its state forbids; a bug in the program, not in its input."""

    code = "illegal_transition"


def error_classes() -> dict[str, type[AnimatorError]]:
    """Wire code -> class, for the whole tree."""
    found: dict[str, type[AnimatorError]] = {}
    waiting: list[type[AnimatorError]] = [AnimatorError]
    while waiting:
        cls = waiting.pop()
        found[cls.code] = cls
        waiting.extend(cls.__subclasses__())
    return found


def from_wire(code: str, message: str) -> AnimatorError:
    """The exception that ``code`` stands for; an unknown code gives the root class."""
    return error_classes().get(code, AnimatorError)(message)
