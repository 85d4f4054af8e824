"""What the demo plays: sentences for the example sprites, and which of them make the small picture."""

__all__ = ["SCENES", "SHOWN", "Scene"]

Scene = tuple[str, str]
"""Example sprite, sentence."""

SCENES: tuple[Scene, ...] = (
    ("knight_right", "walk"),
    ("knight_right", "an angry slash with the sword"),
    ("knight_right", "a tired walk to the left"),
    ("knight_down", "walk"),
    ("knight_down", "get hurt, with a flash"),
    ("knight_up", "a tired walk"),
    ("mage_right", "cast a spell with glowing particles"),
    ("mage_right", "collapse and fade away"),
    ("mage_down", "breathe calmly"),
    ("adventurer_right", "run fast"),
    ("adventurer_right", "jump"),
    ("adventurer_right", "shoot an arrow"),
    ("adventurer_down", "walk proudly"),
    ("adventurer_up", "run"),
    ("villager_right", "sneak along"),
    ("villager_right", "a furious kick"),
    ("villager_down", "throw a quick punch"),
    ("villager_down", "die dramatically"),
    ("egg_hero", "walk happily"),
    ("egg_hero", "swing the sword"),
    ("slime", "hop, bouncy"),
    ("slime", "die"),
    ("bat", "hover calmly"),
    ("bat", "bite angrily"),
)
"""One clip each."""

SHOWN: tuple[Scene, ...] = (
    ("knight_right", "walk"),
    ("knight_right", "an angry slash with the sword"),
    ("mage_right", "cast a spell with glowing particles"),
    ("adventurer_right", "run fast"),
    ("slime", "hop, bouncy"),
)
"""Scenes of the small picture, as in the README."""
