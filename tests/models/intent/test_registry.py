import dataclasses

import pytest
from neonworks_models.intent.registry import DEFAULT_ENTRIES, entry_named, installed
from neonworks_protocol.errors import NotFound
from neonworks_protocol.vocabulary import Action

_ALWAYS = DEFAULT_ENTRIES[:2]


def test_the_packages_own_interpreters_are_always_there() -> None:
    assert [entry.name for entry in installed()][:2] == ["embedded", "rules"]
    for entry in _ALWAYS:
        assert entry.load().interpret("walk left").spec.animation_type is Action.WALK


def test_only_the_first_has_word_knowledge() -> None:
    text = "the old sailor perambulateth along the pier"
    embedded, rules = (entry.load().interpret(text) for entry in _ALWAYS)
    assert embedded != rules


def test_what_cannot_be_loaded_is_not_installed() -> None:
    absent = dataclasses.replace(DEFAULT_ENTRIES[0], name="large", missing=lambda: "install the model")
    assert installed((absent, *_ALWAYS)) == _ALWAYS


def test_the_small_model_says_what_it_lacks() -> None:
    for name in ("tiny", "tiny alone"):
        entry = entry_named(name)
        missing = entry.missing()
        assert missing is None or "pip install" in missing or "does not come with this version" in missing
        assert (entry in installed()) is (missing is None)


def test_a_name_that_is_none_lists_the_names_there_are() -> None:
    assert entry_named("rules").about
    with pytest.raises(NotFound, match="embedded, rules, tiny"):
        entry_named("oracle")
