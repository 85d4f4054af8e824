from random import Random

import pytest
from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.sentences import SentenceMaker
from neonworks_models.intent.languages import Language
from neonworks_protocol.vocabulary import Action


@pytest.fixture(scope="module")
def maker(book: Phrasebook) -> SentenceMaker:
    return SentenceMaker(book)


@pytest.mark.parametrize("language", Language)
def test_no_blank_is_left(maker: SentenceMaker, language: Language) -> None:
    random = Random(7)
    for index in range(250):
        action = list(Action)[index % len(Action)]
        for draft in (
            maker.single(random, language, action),
            maker.sequence(random, language),
            maker.outside(random, language),
        ):
            if draft is not None:
                assert draft.text.strip()
                assert not set(draft.text) & set("|<") or "select" in draft.text or "div" in draft.text
                assert "{" not in draft.text


def test_labels_follow_the_words(maker: SentenceMaker) -> None:
    random = Random(8)
    for _ in range(300):
        draft = maker.single(random, Language.ENGLISH, Action.JUMP)
        if draft is None:
            continue
        assert draft.sequence == [Action.JUMP]
        if draft.frames and draft.frames > 12:
            assert str(draft.frames) in draft.text


def test_what_asks_for_nothing_has_no_action(maker: SentenceMaker) -> None:
    random = Random(9)
    drafts = [maker.outside(random, Language.FRENCH) for _ in range(30)]
    assert all(draft is not None and draft.sequence == [] for draft in drafts)
