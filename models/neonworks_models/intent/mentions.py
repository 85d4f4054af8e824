"""Finding what a sentence mentions: every phrase of the lexicon, the longest one winning within its kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon, Node, Sense, SenseKind
from neonworks_models.intent.morphology import lemmas
from neonworks_models.intent.tokenize import Token, TokenKind
from neonworks_models.intent.wordsets import words

__all__ = ["Mention", "find_mentions"]

_DETERMINERS = words(
    """
    a an the his her its their my your our this that some it him them one's each any another la le el
    los les der die das den dem seine sein seinen son sa ses su sus o os as um uma seu sua
    """
)
_NEVER_SKIPPED = words("not no never without nicht nie kein keine keinen ohne ne pas sans no sin nao sem")
_FOREIGN = (SenseKind.OUT_OF_SCOPE, SenseKind.OTHER_ACTION)
_MAX_ANY = 3
_WORDS = (TokenKind.WORD, TokenKind.NUMBER)


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase found at tokens ``start`` (inclusive) to ``stop`` (exclusive).

    ``negated``: the sentence denies it. ``softened``: it is only denied in part ("not too fast").
    ``degree`` is the factor of the degree words beside it ("very" > 1, "a bit" < 1).
    """

    sense: Sense
    start: int
    stop: int
    negated: bool = False
    softened: bool = False
    degree: float = 1.0

    @property
    def kind(self) -> SenseKind:
        return self.sense.kind

    @property
    def size(self) -> int:
        return self.stop - self.start

    def covers(self, other: "Mention") -> bool:
        return self.start <= other.start and other.stop <= self.stop

    def overlaps(self, other: "Mention") -> bool:
        return self.start < other.stop and other.start < self.stop


def find_mentions(tokens: Sequence[Token], lexicon: Lexicon, language: Language) -> tuple[Mention, ...]:
    """Mentions in reading order. A masked phrase ("walking stick") hides every shorter one inside it."""
    found = list(dict.fromkeys(_matches(tokens, lexicon, language)))
    if language is not Language.ENGLISH:
        own = {index for mention in found for index in range(mention.start, mention.stop)}
        small = lexicon.vocabulary[language]
        english = _matches(tokens, lexicon, Language.ENGLISH)
        found += [m for m in english if not _touches(m, own) and tokens[m.start].norm not in small]
    return tuple(sorted(_longest(found), key=lambda m: (m.start, -m.stop)))


def _touches(mention: Mention, indices: set[int]) -> bool:
    return any(index in indices for index in range(mention.start, mention.stop))


def _matches(tokens: Sequence[Token], lexicon: Lexicon, language: Language) -> Iterator[Mention]:
    forms = [_forms(token, language) for token in tokens]
    root = lexicon.roots[language]
    for start in range(len(tokens)):
        for node, stop in _walk(root, tokens, forms, start):
            for sense in node.senses:
                yield Mention(sense, start, stop)


def _forms(token: Token, language: Language) -> tuple[str, ...]:
    if not token.is_word:
        return (token.norm, "=" + token.norm)
    return ("=" + token.norm, *lemmas(token.norm, language))


def _walk(
    node: Node, tokens: Sequence[Token], forms: Sequence[tuple[str, ...]], at: int
) -> Iterator[tuple[Node, int]]:
    if node.senses:
        yield node, at
    if not node:
        return
    if at < len(tokens):
        for form in forms[at]:
            if form in node:
                yield from _walk(node[form], tokens, forms, at + 1)
        if "<n>" in node and tokens[at].kind is TokenKind.NUMBER:
            yield from _walk(node["<n>"], tokens, forms, at + 1)
    if "<p>" in node:
        for skip in _skips(tokens, at, 2, determiners=True):
            yield from _walk(node["<p>"], tokens, forms, at + skip)
    if "<any>" in node:
        for skip in _skips(tokens, at, _MAX_ANY, determiners=False):
            yield from _walk(node["<any>"], tokens, forms, at + skip)


def _skips(tokens: Sequence[Token], at: int, most: int, *, determiners: bool) -> Iterator[int]:
    yield 0
    for skip in range(1, most + 1):
        index = at + skip - 1
        if index >= len(tokens) or tokens[index].kind not in _WORDS:
            return
        if determiners and tokens[index].norm not in _DETERMINERS:
            return
        if not determiners and tokens[index].norm in _NEVER_SKIPPED:
            return
        yield skip


def _longest(found: Sequence[Mention]) -> Iterator[Mention]:
    masks = [m for m in found if m.kind is SenseKind.MASK]
    actions = [m for m in found if m.kind is SenseKind.ACTION]
    taken: dict[SenseKind, list[Mention]] = {}
    for mention in sorted(found, key=lambda m: (-m.size, m.start, -m.sense.weight)):
        rivals = taken.setdefault(mention.kind, [])
        if any(_outdoes(rival, mention) for rival in rivals):
            continue
        if mention.kind is not SenseKind.MASK and any(_hides(mask, mention) for mask in masks):
            continue
        if mention.kind in _FOREIGN and any(a.size > mention.size and a.overlaps(mention) for a in actions):
            continue
        rivals.append(mention)
        yield replace(mention)


def _outdoes(rival: Mention, mention: Mention) -> bool:
    """Whether ``rival`` leaves no room: it is longer, or says the same of the same words."""
    if (rival.start, rival.stop) != (mention.start, mention.stop):
        return rival.overlaps(mention)
    return (rival.sense.value, rival.sense.variant) == (mention.sense.value, mention.sense.variant)


def _hides(mask: Mention, mention: Mention) -> bool:
    if mask.sense.value and mention.kind.value not in mask.sense.value.split():
        return False
    return mask.overlaps(mention) and mention.size <= mask.size
