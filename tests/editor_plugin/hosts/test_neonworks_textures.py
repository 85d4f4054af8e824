"""Texture names that are private in a cache and plain text everywhere else; frames that know their place."""

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.neonworks_textures import PlacedFrame, PrivateTexture

NAME = "characters/hero.png"
Window = Callable[[int, int], pygame.Surface]


@pytest.fixture(autouse=True)
def _opened(window: Window) -> None:
    window(64, 64)


def test_a_private_texture_has_a_place_of_its_own_in_a_dictionary() -> None:
    one, other = PrivateTexture(NAME), PrivateTexture(NAME)
    cache = {NAME: "plain", one: "one", other: "other"}
    assert (cache[NAME], cache[one], cache[other]) == ("plain", "one", "other")
    del cache[one]
    assert cache == {NAME: "plain", other: "other"}


def test_a_private_texture_is_its_path_for_everybody_else() -> None:
    texture = PrivateTexture(NAME)
    assert texture == NAME
    assert json.dumps({"texture": texture}) == json.dumps({"texture": NAME})
    assert Path("assets") / texture == Path("assets") / NAME
    copies = (copy.copy(texture), copy.deepcopy(texture), pickle.loads(pickle.dumps(texture)))
    for plain in (*copies, str(texture)):
        assert type(plain) is str
        assert plain == NAME


def test_a_placed_frame_stands_where_the_still_stood() -> None:
    picture = pygame.Surface((20, 30), pygame.SRCALPHA)
    picture.set_at((3, 4), (10, 20, 30, 40))
    placed = PlacedFrame.of(picture, scale=(2, 2), still=(32, 32), offset=(2, 14), claimed=(32, 32))
    assert (placed.get_width(), placed.get_height()) == (32, 32)
    rect = placed.get_rect(center=(100, 100))
    assert rect.size == (40, 60)
    assert rect.topleft == (100 - 16 - 4, 100 - 16 - 28)
    assert tuple(placed.get_at((7, 9))) == (10, 20, 30, 40)
    assert placed.get_rect(topleft=(1, 2)).topleft == (1, 2)


def test_a_copy_of_a_placed_frame_is_placed_alike() -> None:
    picture = pygame.Surface((20, 30), pygame.SRCALPHA)
    placed = PlacedFrame.of(picture, scale=(1, 1), still=(16, 16), offset=(2, 14), claimed=(16, 16))
    assert placed.copy().get_rect(center=(50, 50)) == placed.get_rect(center=(50, 50))
    assert placed.copy().get_width() == 16


def test_a_frame_that_was_not_placed_is_an_ordinary_surface() -> None:
    plain = PlacedFrame((5, 6))
    assert (plain.get_width(), plain.get_height()) == (5, 6)
    assert plain.get_rect(center=(10, 10)).center == (10, 10)
