from pathlib import Path

import pytest
from neonworks_models.data.language.wordnet import Part, WordNet, load_wordnet
from neonworks_protocol.errors import NotFound


def test_senses_words_and_fields(wordnet: WordNet) -> None:
    (stroll,) = wordnet.senses_of("stroll", Part.VERB)
    assert stroll.words == ("stroll", "saunter")
    assert stroll.field == 38
    assert stroll.gloss.startswith("walk leisurely")
    assert wordnet.senses_of("stroll", Part.NOUN) == ()


def test_kinds_and_ancestors(wordnet: WordNet) -> None:
    below = {word for synset in wordnet.below("walk", Part.VERB) for word in synset.words}
    assert below == {"walk", "stroll", "saunter", "tread_softly"}
    assert list(wordnet.below("walk", Part.VERB, 5)) == []
    (stroll,) = wordnet.senses_of("stroll", Part.VERB)
    assert [synset.words[0] for synset in wordnet.ancestors(stroll)] == ["stroll", "walk", "travel"]


def test_markers_of_adjectives_are_no_part_of_the_word(wordnet: WordNet) -> None:
    assert wordnet.senses_of("steps", Part.NOUN)[0].words == ("ladder", "steps")


def test_a_missing_database_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="install wordnet-base"):
        load_wordnet(tmp_path)
