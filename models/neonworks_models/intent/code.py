"""Text that is code, markup or a command is set aside; what remains of the request is read."""

import re

__all__ = ["without_code"]

_CODE = re.compile(
    r"</?[a-z][^<>]*>"
    r"|\b(?:drop|alter|truncate|create)\s+(?:table|database)\s+\w+"
    r"|\bselect\s+[\w*,\s]{1,40}\sfrom\s+\w+|\bdelete\s+from\s+\w+|\binsert\s+into\s+\w+"
    r"|\b(?:sudo|git|npm|pip|curl|wget|chmod|docker|ssh)\s+[^,.;]{1,60}|\brm\s+-\w+\s+\S+"
    r"|\b\w{2,30}\([^()]{0,20}\)\s*;|;\s*--+"
    r"|\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+|my\s+){0,3}"
    r"(?:previous|prior|above|earlier)\s+(?:instructions?|prompts?|rules|messages?|text)\b"
    r"|\{\s*\"role\"\s*:.{0,200}?\}|\{\{[^{}]{0,80}\}\}|\$\{[^{}]{0,80}\}",
    re.IGNORECASE | re.DOTALL,
)


def without_code(text: str) -> str:
    """``text`` without code, markup and commands to a machine; a comma parts what stood around them."""
    return _CODE.sub(lambda found: " " if found.group().startswith("<") else " , ", text)
