"""How people really type: slips of the finger, lower case, missing marks, chat spelling."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

__all__ = ["mistype", "roughen"]

_NEIGHBOURS: Mapping[str, str] = MappingProxyType(
    {
        "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
        "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et",
        "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
    }
)  # fmt: skip
_CHAT: Mapping[str, str] = MappingProxyType(
    {
        "please": "pls", "you": "u", "are": "r", "with": "w/", "without": "w/o", "and": "&", "to": "2",
        "animation": "anim", "frames": "frms", "character": "char", "because": "cuz", "really": "rly",
        "want": "wanna", "going": "gonna", "the": "da", "thanks": "thx", "okay": "k", "something": "smth",
    }
)  # fmt: skip
_MIN_LETTERS = 4


def mistype(random: Random, word: str) -> str:
    """``word`` with one slip: a letter dropped, doubled, swapped with the next or hit beside."""
    at = random.randrange(1, len(word) - 1)
    match random.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            beside = random.choice(_NEIGHBOURS.get(word[at], word[at]))
            return word[:at] + beside + word[at + 1 :]


def roughen(random: Random, text: str) -> str:
    """``text`` as typed in a hurry: most often unchanged."""
    words = text.split()
    if random.random() < 0.15:
        long = [i for i, word in enumerate(words) if len(word) >= _MIN_LETTERS and word.isalpha()]
        for at in random.sample(long, min(len(long), 1 + (random.random() < 0.2))):
            words[at] = mistype(random, words[at])
    if random.random() < 0.06:
        words = [_CHAT.get(word, word) if random.random() < 0.6 else word for word in words]
    text = " ".join(words)
    choice = random.random()
    if choice < 0.12:
        text = text[:1].upper() + text[1:]
    elif choice < 0.15:
        text = text.upper()
    return text + random.choice(("", "", "", "", ".", ".", "!", "!!", " please", " pls", "...", " :)"))
