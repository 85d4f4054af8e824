"""Whether a text can still become a reply: the grammar for models that have none of their own."""

from collections.abc import Iterator

from neonworks_models.intent.large.schema import Chain, Choice, Listed, Maybe, Node

__all__ = ["can_become", "is_whole"]

_OUT = -1
"""In place of a position: the text ended inside, and was right so far."""


def can_become(node: Node, text: str) -> bool:
    """Whether ``text`` starts, or is, a text that ``node`` allows."""
    return any(end in (_OUT, len(text)) for end in _ends(node, text, 0))


def is_whole(node: Node, text: str) -> bool:
    """Whether ``node`` allows ``text``."""
    return any(end == len(text) for end in _ends(node, text, 0))


def _ends(node: Node, text: str, at: int) -> Iterator[int]:
    """Where ``node`` can end when it starts ``at``; ``_OUT`` where the text is over before it."""
    if at == _OUT:
        yield _OUT
        return
    match node:
        case str():
            if text.startswith(node, at):
                yield at + len(node)
            elif node.startswith(text[at:]):
                yield _OUT
        case Chain(parts):
            yield from _chained(parts, text, at)
        case Choice(options):
            for option in options:
                yield from _ends(option, text, at)
        case Maybe(part):
            yield at
            yield from _ends(part, text, at)
        case Listed(part, least, most):
            if not least:
                yield at
            yield from _listed(part, most, text, at)


def _chained(parts: tuple[Node, ...], text: str, at: int) -> Iterator[int]:
    if not parts or at == _OUT:
        yield at
        return
    for end in _ends(parts[0], text, at):
        yield from _chained(parts[1:], text, end)


def _listed(part: Node, most: int, text: str, at: int) -> Iterator[int]:
    for end in _ends(part, text, at):
        yield end
        if most > 1 and end != _OUT:
            for comma in _ends(",", text, end):
                yield from [_OUT] if comma == _OUT else _listed(part, most - 1, text, comma)
