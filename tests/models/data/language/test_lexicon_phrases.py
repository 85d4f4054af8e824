from collections import Counter
from itertools import islice
from random import Random

import pytest
from neonworks_models.data.language.lexicon_phrases import LexiconPhrases, LexiconPiece, lexicon_pieces
from neonworks_models.data.language.phrasebook import Phrasebook, held_out
from neonworks_models.data.language.requests import LabelledRequest
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon
from neonworks_protocol.vocabulary import Action, Variant


@pytest.fixture(scope="module")
def rules() -> EmbeddedInterpreter:
    return EmbeddedInterpreter(no_knowledge)


@pytest.fixture(scope="module")
def phrases(book: Phrasebook, rules: EmbeddedInterpreter, lexicon: Lexicon) -> LexiconPhrases:
    return LexiconPhrases(book, rules, lexicon.verbs, held=False)


@pytest.fixture(scope="module")
def made(phrases: LexiconPhrases) -> list[LabelledRequest]:
    return list(islice(phrases.requests(3, prose=0.2), 1200))


@pytest.mark.parametrize("language", Language)
def test_every_language_names_every_action(language: Language) -> None:
    found = {piece.action for piece in lexicon_pieces() if piece.language is language}
    assert found == set(Action)


def test_words_keep_their_accents() -> None:
    letters: dict[Language, set[str]] = {language: set() for language in Language}
    for piece in lexicon_pieces():
        letters[piece.language] |= set(piece.pattern.lower())
    for language, marks in (
        (Language.GERMAN, "äöüß"),
        (Language.FRENCH, "éèê"),
        (Language.PORTUGUESE, "ãç"),
        (Language.SPANISH, "ñ"),
    ):
        assert set(marks) <= letters[language]


def test_notation_opens_to_one_phrase() -> None:
    piece = LexiconPiece("=runs (away/for it) with <p> red|blue hat <n>", Language.ENGLISH, Action.RUN, None)
    texts = {piece.opened(Random(seed)) for seed in range(200)}
    assert {text.split(" with ")[0] for text in texts} == {"runs away", "runs for it"}
    assert any("red hat" in text for text in texts) and any("blue hat" in text for text in texts)
    assert all(text[-1].isdigit() and not set(text) & set("=<>()/|") for text in texts)


def test_japanese_has_no_blanks() -> None:
    assert LexiconPiece("剣 を 振る", Language.JAPANESE, Action.ATTACK, None).opened(Random(0)) == "剣を振る"


def test_rules_read_what_the_label_says(made: list[LabelledRequest], rules: EmbeddedInterpreter) -> None:
    """The label stands for the sentence before its slips of the finger, which only English ones have."""
    for request in made:
        assert request.action is not None
        assert request.sequence == (request.action,)
        if request.language is not Language.ENGLISH:
            assert rules.interpret(request.text).spec.animation_type is request.action


def test_no_notation_is_left(made: list[LabelledRequest]) -> None:
    for request in made:
        assert request.text.strip()
        assert not {"<p>", "<any>", "<n>", "|"} & set(request.text.split())


def test_actions_and_kinds_of_attack_come_up_alike(made: list[LabelledRequest]) -> None:
    actions = Counter(request.action for request in made)
    assert set(actions) == set(Action)
    assert max(actions.values()) < 3 * min(actions.values())
    assert {request.variant for request in made if request.action is Action.ATTACK} >= set(Variant)


def test_the_same_seed_gives_the_same_requests(phrases: LexiconPhrases, made: list[LabelledRequest]) -> None:
    assert list(islice(phrases.requests(3, prose=0.2), 60)) == made[:60]
    assert list(islice(phrases.requests(4, prose=0.2), 60)) != made[:60]


def test_held_phrases_are_others(book: Phrasebook, rules: EmbeddedInterpreter, lexicon: Lexicon) -> None:
    patterns = {held: set[str]() for held in (False, True)}
    for piece in lexicon_pieces():
        patterns[held_out(piece.pattern)].add(piece.pattern)
    assert len(patterns[False]) > 4 * len(patterns[True]) > 400
    held = LexiconPhrases(book, rules, lexicon.verbs, held=True)
    bare = {request.text.lower() for request in islice(held.requests(5), 1500)}
    own, other = (bare & {pattern.lower() for pattern in patterns[kind]} for kind in (True, False))
    # Some phrases stand in two pieces, one of them held.
    assert len(own) > 20
    assert len(own) > 5 * len(other)
