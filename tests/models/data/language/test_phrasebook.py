from random import Random

from neonworks_models.data.language.phrasebook import Phrasebook, Shape, fill, held_out, lexicon_phrases
from neonworks_models.data.language.wordnet import WordNet
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon, SenseKind
from neonworks_protocol.vocabulary import Action, Variant

ANY = frozenset(Shape)


def drawn(book: Phrasebook, action: Action, count: int = 4000) -> set[str]:
    random = Random(3)
    made = (book.action(random, Language.ENGLISH, action, ANY) for _ in range(count))
    return {phrase.text for phrase in made if phrase}


def test_every_phrase_of_the_lexicon_is_found(lexicon: Lexicon) -> None:
    phrases = {
        text for text, sense in lexicon_phrases(lexicon, Language.GERMAN) if sense.kind is SenseKind.ACTION
    }
    assert {"gehen", "springt", "greift an"} <= phrases


def test_held_phrases_and_the_others_never_meet(lexicon: Lexicon, wordnet: WordNet, book: Phrasebook) -> None:
    kept = drawn(Phrasebook(lexicon, wordnet, held=True), Action.WALK)
    used = drawn(book, Action.WALK)
    assert kept and used
    assert not kept & used
    assert all(map(held_out, kept))
    assert not any(map(held_out, used))


def test_verbs_of_wordnet_and_written_phrases_are_in_it(lexicon: Lexicon, wordnet: WordNet) -> None:
    books = [Phrasebook(lexicon, wordnet, held=held) for held in (False, True)]
    found = set().union(*(drawn(book, Action.WALK) for book in books))
    assert {"tread softly", "put one foot before the other"} <= found


def test_every_variant_is_drawn(book: Phrasebook) -> None:
    random = Random(5)
    variants = set()
    for _ in range(400):
        phrase = book.action(random, Language.ENGLISH, Action.ATTACK, ANY)
        assert phrase is not None
        variants.add(phrase.variant)
    assert variants == {None, *Variant}


def test_what_a_phrase_says_besides_is_known(book: Phrasebook) -> None:
    random = Random(2)
    phrases = [book.action(random, Language.ENGLISH, Action.WALK, ANY) for _ in range(3000)]
    trudging = [phrase for phrase in phrases if phrase and phrase.text == "trudge"]
    assert all(SenseKind.STYLE in phrase.touches for phrase in trudging)


def test_shapes_say_how_a_phrase_fits(book: Phrasebook) -> None:
    random = Random(4)
    for _ in range(300):
        phrase = book.action(random, Language.ENGLISH, Action.WALK, frozenset({Shape.GERUND}))
        assert phrase is None or phrase.text.split()[0].endswith("ing")


def test_stories_are_sentences(book: Phrasebook) -> None:
    random = Random(6)
    story = book.story(random, Action.WALK) or book.story(random, Action.RUN)
    assert story is not None
    assert story.action in (Action.WALK, Action.RUN)
    assert book.story(random, Action.DEATH) is None
    assert " " in (book.strange_story(random) or "")


def test_blanks_are_filled() -> None:
    for seed in range(20):
        text = fill(Random(seed), "take <any> =hit to <p> head <n>")
        assert "<" not in text and "=" not in text
        assert text.startswith("take") and text.endswith(("2", "3", "4"))
