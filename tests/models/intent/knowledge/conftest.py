import pytest
from neonworks_models.intent.knowledge.opinion import Knowledge, load_knowledge
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.lexicon import load_lexicon
from neonworks_models.intent.sentence import Reader

from tests.fakes.little_nets import little_vectors


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(load_lexicon())


@pytest.fixture(scope="session")
def vectors() -> WordVectors:
    return little_vectors()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()
