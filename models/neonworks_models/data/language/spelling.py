"""Words of the lexicon as people spell them: the compiled lexicon has lost accents, its files have not."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from importlib import resources

from neonworks_models.intent.languages import Language
from neonworks_models.intent.tokenize import fold

__all__ = ["respell", "spellings"]

_WORD = re.compile(r"[^\W\d_]+")


def spellings(language: Language) -> Mapping[str, str]:
    """The accented word for each folded one: "rapido" to "rápido".

    Left out are words that the files also spell without accents, as "ou" beside "où".
    """
    found: dict[str, set[str]] = defaultdict(set)
    folder = resources.files("neonworks_models.intent") / "lexicon"
    for file in folder.iterdir():
        if file.name.startswith(f"{language}_") and file.name.endswith(".toml"):
            for groups in tomllib.loads(file.read_text("utf-8")).values():
                for word in _WORD.findall(" ".join(group["words"] for group in groups).lower()):
                    found[fold(word)].add(word)
    return {plain: min(words) for plain, words in found.items() if plain not in words}


def respell(pattern: str, written: Mapping[str, str]) -> str:
    """``pattern``, in the lexicon's notation, with the ``written`` form of its words."""
    return _WORD.sub(lambda match: written.get(match.group(), match.group()), pattern)
