from pathlib import Path
from random import Random

import numpy as np
import pytest
from neonworks_models.data.language.requests import LabelledRequest
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind, load_lexicon
from neonworks_models.intent.sentence import Reader
from neonworks_models.training.intent_samples import (
    LABELS,
    forgetful,
    labels_of,
    load_samples,
    make_samples,
    save_samples,
)
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from tests.fakes.little_nets import little_vectors

KICK = LabelledRequest(
    "kick to the left with glow",
    Language.ENGLISH,
    Action.ATTACK,
    Variant.KICK,
    Direction.LEFT,
    effects=(Effect.GLOW,),
)
NOTHING = LabelledRequest("what time is it", Language.ENGLISH, None)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_lexicon())


def named(request: LabelledRequest) -> dict[str, int]:
    return dict(zip(LABELS, labels_of(request), strict=True))


def test_labels_are_places_in_the_closed_lists() -> None:
    kick = named(KICK)
    assert kick["action"] == list(Action).index(Action.ATTACK)
    assert kick["variant"] == list(Variant).index(Variant.KICK)
    assert (kick[Effect.GLOW], kick[Effect.FADE]) == (1, 0)


def test_of_what_asks_for_nothing_only_that_is_known() -> None:
    labels = named(NOTHING)
    assert labels.pop("action") == len(Action)
    assert set(labels.values()) == {-1}


def test_sentences_lie_end_to_end(reader: Reader, tmp_path: Path) -> None:
    made = make_samples([KICK, NOTHING], reader, little_vectors(), 0, forget=False)
    assert made.starts.tolist() == [0, 6, 10]
    assert len(made.rows) == len(made.signs) == len(made.grams) == 10
    save_samples(made, tmp_path / "s.npz")
    again = load_samples(tmp_path / "s.npz")
    assert np.array_equal(again.signs, made.signs)
    assert np.array_equal(again.labels, made.labels)


def test_forgetting_hides_only_words_for_actions(reader: Reader) -> None:
    sentence = reader.read("the knight kicks slowly to the left")
    kinds = {mention.kind for mention in sentence.mentions}
    seen = [{m.kind for m in forgetful(Random(seed), sentence).mentions} for seed in range(80)]
    assert any(SenseKind.ACTION not in found for found in seen)
    assert any(SenseKind.ACTION in found for found in seen)
    assert all(kinds - found <= {SenseKind.ACTION, SenseKind.CUE} for found in seen)
