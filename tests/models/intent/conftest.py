import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.lexicon import Lexicon, load_lexicon
from neonworks_models.intent.sentence import Reader


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon) -> Reader:
    return Reader(lexicon)


@pytest.fixture(scope="session")
def interpreter() -> EmbeddedInterpreter:
    return EmbeddedInterpreter()
