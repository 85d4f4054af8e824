"""The bare request that our own small model was trained on: one line, then the start of the reply.

Training text is ``bare_prompt(text)`` and what follows ``REPLY_START`` in ``reply.encode(...)``, tokenised
apart, so that the model sees in use the very tokens that it learnt from.
"""

import unicodedata

from neonworks_models.intent.large.schema import REPLY_START

__all__ = ["MAX_BARE", "bare_prompt", "one_line"]

MAX_BARE = 400
"""Characters of a request that a bare prompt takes; a longer one is left to the embedded interpreter."""


def one_line(text: str) -> str:
    """``text`` without line breaks, control characters and doubled blanks."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())


def bare_prompt(text: str) -> str:
    """The prompt for ``text``: no line break of it can pose as the start of a reply.

    Capitals and full-width forms go (Unicode NFKC), so that a small model meets each word in one spelling.
    """
    plain = one_line(unicodedata.normalize("NFKC", text).lower())
    return f"{plain}\n{REPLY_START}"
