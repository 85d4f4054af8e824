import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.intent.actions import find_events
from neonworks_models.intent.knowledge.features import (
    GRAM_ROWS,
    GRAMS,
    MAX_TOKENS,
    SIGNS,
    SentenceFeatures,
    sentence_features,
)
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.sentence import Reader


def features(text: str, reader: Reader, vectors: WordVectors) -> SentenceFeatures:
    sentence = reader.read(text)
    return sentence_features(sentence, find_events(sentence), vectors)


def test_known_words_have_rows_and_others_letters(reader: Reader, vectors: WordVectors) -> None:
    found = features("the knight wyrbles", reader, vectors)
    assert found.rows.tolist() == [-1, 0, -1]
    assert (found.grams[1] == -1).all()
    assert (found.grams[2] >= 0).any()


def test_the_same_sense_gives_the_same_signs_in_every_language(reader: Reader, vectors: WordVectors) -> None:
    english = features("jump", reader, vectors).signs[0]
    japanese = features("ジャンプ", reader, vectors).signs[0]
    different = np.flatnonzero(english != japanese)
    assert (different >= SIGNS - 9).all()


def test_a_denied_word_is_marked(reader: Reader, vectors: WordVectors) -> None:
    plain = features("walk", reader, vectors).signs[0]
    denied = features("not walk", reader, vectors).signs[1]
    assert (plain != denied).any()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_fits(reader: Reader, vectors: WordVectors, text: str) -> None:
    found = features(text, reader, vectors)
    count = len(found.rows)
    assert count <= MAX_TOKENS
    assert found.grams.shape == (count, GRAMS)
    assert found.signs.shape == (count, SIGNS)
    assert found.grams.max(initial=-1) < GRAM_ROWS
    assert np.isfinite(found.signs).all()


def test_long_requests_are_cut(reader: Reader, vectors: WordVectors) -> None:
    assert len(features("walk and " * 200, reader, vectors).rows) == MAX_TOKENS


@pytest.mark.parametrize("text", ["?!", "8 x 2", "..."])
def test_marks_and_numbers_are_tokens(text: str, reader: Reader, vectors: WordVectors) -> None:
    assert features(text, reader, vectors).signs[:, SIGNS - 9 :].any()
