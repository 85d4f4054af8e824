"""Inflected words to dictionary forms, by suffix tables and short lists of irregular forms.

A lemmatiser for matching only: it proposes several forms, the lexicon decides which of them exist.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from neonworks_models.intent.languages import Language

__all__ = ["lemmas"]

_Rule: TypeAlias = tuple[str, tuple[str, ...]]
_Rules: TypeAlias = tuple[_Rule, ...]

_IRREGULAR: Mapping[str, str] = MappingProxyType(
    {
        "ran": "run", "went": "go", "gone": "go", "goes": "go", "fell": "fall", "fallen": "fall",
        "struck": "strike", "stricken": "strike", "swung": "swing", "threw": "throw", "thrown": "throw",
        "shot": "shoot", "slew": "slay", "slain": "slay", "flew": "fly", "flown": "fly", "stood": "stand",
        "took": "take", "taken": "take", "gave": "give", "given": "give", "got": "get", "gotten": "get",
        "was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "being": "be",
        "did": "do", "done": "do", "does": "do", "has": "have", "had": "have", "having": "have",
        "made": "make", "came": "come", "bit": "bite", "bitten": "bite", "broke": "break",
        "broken": "break", "drew": "draw", "drawn": "draw", "lay": "lie", "lain": "lie", "lying": "lie",
        "dying": "die", "died": "die", "sprang": "spring", "sprung": "spring",
        "leapt": "leap", "crept": "creep", "slunk": "slink", "strode": "stride", "stridden": "stride",
        "trod": "tread", "trodden": "tread", "sped": "speed", "fled": "flee", "shook": "shake",
        "shaken": "shake", "shone": "shine", "sank": "sink", "sunk": "sink", "held": "hold",
        "kept": "keep", "lost": "lose", "met": "meet", "sat": "sit", "slept": "sleep", "hurting": "hurt",
        "wept": "weep", "blew": "blow", "blown": "blow", "hewn": "hew", "smote": "smite",
        "smitten": "smite", "dealt": "deal", "flung": "fling", "slung": "sling", "feet": "foot",
        "knives": "knife", "leaves": "leaf", "fists": "fist", "spun": "spin",
        "rose": "rise", "risen": "rise", "bled": "bleed", "lit": "light", "stove": "stave",
        "wove": "weave", "dove": "dive", "knelt": "kneel",
        "stuck": "stick", "left": "left", "felt": "feel", "saw": "see", "seen": "see", "wore": "wear",
        "fought": "fight", "became": "become", "drank": "drink", "chose": "choose", "froze": "freeze",
        "caught": "catch", "bought": "buy", "brought": "bring", "thought": "think", "taught": "teach",
        "sought": "seek", "hung": "hang", "clung": "cling", "stung": "sting", "shrank": "shrink",
        "slid": "slide", "spat": "spit", "swept": "sweep", "woke": "wake", "tore": "tear", "torn": "tear",
        "bore": "bear", "shorn": "shear", "cloven": "cleave", "clove": "cleave", "drove": "drive",
        "rode": "ride", "wrote": "write", "ate": "eat", "hid": "hide", "beaten": "beat", "burnt": "burn",
        "forgot": "forget", "led": "lead", "grew": "grow", "swam": "swim", "sang": "sing", "spilt": "spill",
        "heard": "hear", "told": "tell", "said": "say", "slit": "slit", "wound": "wound", "bound": "bound",
        "bent": "bend", "spent": "spend", "sent": "send", "let": "let", "put": "put",
    }
)  # fmt: skip

_ENGLISH: _Rules = (
    ("ies", ("y", "ie")), ("ied", ("y", "ie")), ("ying", ("y", "ie")), ("iest", ("y",)), ("ier", ("y",)),
    ("ically", ("ic",)), ("ily", ("y",)), ("sses", ("ss",)), ("shes", ("sh",)), ("ches", ("ch",)),
    ("xes", ("x",)), ("zes", ("z", "ze")), ("oes", ("o",)), ("es", ("e", "")), ("s", ("",)),
    ("ing", ("", "e")), ("in", ("ing",)), ("ed", ("", "e")), ("ly", ("", "le")), ("ness", ("",)),
)  # fmt: skip


def _rules(infinitives: tuple[str, ...], verb_endings: tuple[str, ...], *others: _Rule) -> _Rules:
    return (*((ending, infinitives) for ending in verb_endings), *others)


# Infinitive endings that a stripped verb ending may stand for.
_AR_ER_IR = ("ar", "er", "ir")
_SPANISH: _Rules = _rules(
    _AR_ER_IR,
    (
        "andolo", "andose", "iendose", "iendo", "yendo", "ando", "aron", "ieron", "aban", "aba", "amos",
        "emos", "imos", "ado", "ada", "ido", "ida", "ara", "era", "an", "en", "as", "es", "io", "o", "a",
        "e", "arse", "erse", "irse", "ad", "ed", "id",
    ),
    ("s", ("",)), ("es", ("",)), ("as", ("o",)), ("a", ("o",)), ("mente", ("", "o", "e")),
)  # fmt: skip
_PORTUGUESE: _Rules = _rules(
    _AR_ER_IR,
    (
        "ando", "endo", "indo", "aram", "eram", "iram", "ava", "amos", "emos", "ado", "ada", "ido", "ida",
        "am", "em", "as", "es", "ou", "eu", "iu", "o", "a", "e",
    ),
    ("s", ("",)), ("es", ("",)), ("as", ("o",)), ("a", ("o",)), ("mente", ("", "o", "e")),
)  # fmt: skip
_FRENCH: _Rules = _rules(
    ("er", "ir", "re", "dre", "ger"),
    (
        "issant", "issent", "geant", "ant", "ent", "ons", "ez", "es", "ait", "it", "is", "ee", "e", "t",
        "i", "u", "s",
    ),
    ("s", ("",)), ("es", ("",)), ("e", ("",)), ("ment", ("", "e")), ("euse", ("eux",)),
)  # fmt: skip
_GERMAN: _Rules = tuple(
    (suffix, ("en", "n"))
    for suffix in ("t", "st", "te", "end", "ende", "enden", "ender", "e", "et", "ten", "")
) + tuple((suffix, ("",)) for suffix in ("es", "er", "en", "em", "e", "n", "s"))  # fmt: skip
_RULES: Mapping[Language, _Rules] = MappingProxyType(
    {
        Language.ENGLISH: _ENGLISH,
        Language.SPANISH: _SPANISH,
        Language.PORTUGUESE: _PORTUGUESE,
        Language.FRENCH: _FRENCH,
        Language.GERMAN: _GERMAN,
        Language.JAPANESE: (),
    }
)
_GERMAN_HEADS = ("animation", "zyklus", "bewegung", "sequenz", "motion", "loop", "pose")
_MIN_STEM = 2


def lemmas(word: str, language: Language = Language.ENGLISH) -> tuple[str, ...]:
    """``word`` itself and the dictionary forms it may stand for in ``language``, likeliest first."""
    found = {word: None}
    if language is Language.ENGLISH and word in _IRREGULAR:
        found[_IRREGULAR[word]] = None
    for suffix, endings in _RULES[language]:
        stem = word.removesuffix(suffix) if suffix else word
        if (suffix and stem == word) or len(stem) < _MIN_STEM:
            continue
        for ending in endings:
            found[stem + ending] = None
        if language is Language.ENGLISH and len(stem) > 2 and stem[-1] == stem[-2]:
            found[stem[:-1]] = None
    if language is Language.GERMAN:
        found |= dict.fromkeys(_german_parts(word))
    return tuple(found)


def _german_parts(word: str) -> tuple[str, ...]:
    """Forms of a participle without "ge", and of a compound without its last part ("Sprunganimation")."""
    for head in _GERMAN_HEADS:
        stem = word.removesuffix(head)
        if stem not in (word, ""):
            return (stem, stem.removesuffix("s"), stem + "en", stem + "n")
    if word.startswith("ge") and len(word) > 5:
        return lemmas(word[2:], Language.GERMAN)
    return ()
