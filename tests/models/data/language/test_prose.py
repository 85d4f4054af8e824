from itertools import islice
from random import Random

import pytest
from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.prose import Prose
from neonworks_models.data.language.requests import make_requests
from neonworks_models.data.language.strangers import Strangers
from neonworks_models.data.language.wordnet import WordNet
from neonworks_models.intent.languages import Language


@pytest.fixture(scope="module")
def prose(wordnet: WordNet) -> Prose:
    return Prose(Strangers(wordnet))


def test_a_description_holds_the_request_as_it_was(prose: Prose) -> None:
    random = Random(1)
    request = "for i in range(3): hop {twice}"
    made = [prose.around(random, request) for _ in range(300)]
    assert all(request in text or request.capitalize() in text for text in made)
    assert len(set(made)) > 250


def test_every_blank_is_filled(prose: Prose) -> None:
    random = Random(2)
    assert not any("{" in prose.around(random, "walk") for _ in range(500))


def test_only_english_requests_are_described(book: Phrasebook) -> None:
    plain, described = (list(islice(make_requests(book, 5, prose=share), 400)) for share in (0.0, 1.0))

    def mean(rows: list[int]) -> float:
        return sum(rows) / len(rows)

    def lengths(found: list, language: Language) -> list[int]:  # type: ignore[type-arg]
        return [len(request.text) for request in found if request.language is language]

    assert mean(lengths(described, Language.ENGLISH)) > 1.5 * mean(lengths(plain, Language.ENGLISH))
    assert mean(lengths(described, Language.GERMAN)) < 1.3 * mean(lengths(plain, Language.GERMAN))
