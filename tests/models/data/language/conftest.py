from pathlib import Path

import pytest
from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.wordnet import WordNet, load_wordnet
from neonworks_models.intent.lexicon import Lexicon, load_lexicon

from tests.fakes.little_wordnet import write_little_wordnet


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def wordnet_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_little_wordnet(tmp_path_factory.mktemp("wordnet"))


@pytest.fixture(scope="session")
def wordnet(wordnet_folder: Path) -> WordNet:
    return load_wordnet(wordnet_folder)


@pytest.fixture(scope="session")
def book(lexicon: Lexicon, wordnet: WordNet) -> Phrasebook:
    return Phrasebook(lexicon, wordnet, held=False)
