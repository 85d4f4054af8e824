"""A WordNet of a few words, in the format of the real database files."""

from pathlib import Path

__all__ = ["write_little_wordnet"]

# part, offset, lexicographer file, words, hypernyms, gloss
_SYNSETS = (
    ("verb", 100, 38, ("travel", "go"), (), "change location"),
    ("verb", 110, 38, ("walk",), (100,), 'use the feet to advance; "The old man walks to the shop"'),
    ("verb", 120, 38, ("stroll", "saunter"), (110,), 'walk leisurely; "They strolled along the river bank"'),
    ("verb", 130, 38, ("tread_softly",), (110,), 'walk without noise; "Tread softly on my dreams"'),
    ("verb", 140, 38, ("run",), (100,), 'move fast; "The children ran to the store"'),
    ("verb", 200, 31, ("memorise", "memorize"), (), 'commit to memory; "She memorised the long poem"'),
    ("verb", 210, 32, ("greet",), (), 'express greetings; "He greets the guests at the door"'),
    ("verb", 220, 36, ("paint",), (), 'make a painting; "He painted his mistress many times"'),
    ("verb", 230, 34, ("dine",), (), 'have supper; "We often dine with friends in town"'),
    ("noun", 300, 18, ("sailor",), (), "someone at sea"),
    ("noun", 310, 18, ("idiot",), (), "an offensive term for a foolish person"),
    ("noun", 320, 6, ("ladder", "steps(a)"), (), "a framework with rungs"),
    ("noun", 330, 13, ("bread",), (), "food made of dough"),
    ("adj", 400, 0, ("wooden",), (), "made of wood"),
    ("adv", 500, 2, ("today",), (), "on this day"),
)


def write_little_wordnet(folder: Path) -> Path:
    """Write index and data files below ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("noun", "verb", "adj", "adv"):
        own = [synset for synset in _SYNSETS if synset[0] == part]
        data = ["  1 licence text, which starts with two blanks"] + [_data(*synset[1:]) for synset in own]
        (folder / f"data.{part}").write_text("\n".join(data) + "\n")
        words: dict[str, list[int]] = {}
        for _, offset, _, names, _, _ in own:
            for name in names:
                words.setdefault(name.partition("(")[0], []).append(offset)
        (folder / f"index.{part}").write_text("".join(_index(word, at) for word, at in words.items()))
    return folder


def _data(offset: int, field: int, words: tuple[str, ...], up: tuple[int, ...], gloss: str) -> str:
    named = " ".join(f"{word} 0" for word in words)
    pointers = "".join(f" @ {parent:08d} v 0000" for parent in up)
    return f"{offset:08d} {field:02d} v {len(words):02x} {named} {len(up):03d}{pointers} | {gloss}"


def _index(word: str, offsets: list[int]) -> str:
    senses = " ".join(f"{offset:08d}" for offset in offsets)
    return f"{word} v {len(offsets)} 1 @ {len(offsets)} 0 {senses}\n"
