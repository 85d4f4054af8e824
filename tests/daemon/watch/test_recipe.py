"""Recipe files: what they may say, and how a wrong one is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.watch.recipe import options_of, read_recipe
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Action, Direction, Tier

_FULL = b"""
tier = "draft"
seed = 7
facing = "down"
formats = ["frames", "gif"]
out = "anims/{folder}/{sprite}"
ignore = ["tiles/"]
include = "*.png"

[animations]
idle = "breathes calmly"
walk = false

[animations.attack]
text = "an angry slash"
frames = 6
directions = ["left", "right"]
tier = "sprite"
"""


def test_a_whole_recipe() -> None:
    recipe = read_recipe(_FULL, "neonworks.toml")
    assert recipe.include == ("*.png",) and recipe.ignore == ("tiles/",) and recipe.inherit
    assert recipe.values["out"] == "anims/{folder}/{sprite}"
    assert recipe.animations["walk"] is None
    said = recipe.animations["attack"]
    assert said is not None
    options = options_of(recipe.values, said)
    assert (options.text, options.motion.frames, options.seed) == ("an angry slash", 6, 7)
    assert options.directions == (Direction.LEFT, Direction.RIGHT)
    assert (options.facing, options.tier, options.formats) == (Direction.DOWN, Tier.SPRITE, ("frames", "gif"))


@pytest.mark.parametrize("said", ["'left'", "'left, up'", "['left', 'up']"])
def test_a_list_may_be_one_word_or_words_with_commas(said: str) -> None:
    recipe = read_recipe(f"directions = {said}\nstyles = 'tired'\n[animations]\nwalk = 'x'".encode(), "r")
    options = options_of(recipe.values, {"text": "walks"})
    assert options.directions[0] is Direction.LEFT and options.motion.styles == ("tired",)


def test_an_action_needs_no_sentence() -> None:
    assert options_of({}, {"action": "jump"}).motion.action is Action.JUMP


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[animation]\nwalk = 'walks'", "line 1: unknown key 'animation': did you mean 'animations'?"),
        ("seed = 1\nformat = 'gif'", "line 2: unknown key 'format': did you mean 'formats'?"),
        ("\n[animations.walk]\ntext = 'walks'\nframe = 3", "line 4: unknown key 'frame'"),
        ("[animations]\nidle = 'x'\nwalk = 3", "line 3: say it in a sentence: walk ="),
        ("[animations]\nwalk = {frames = 99, text = 'walks'}", "line 2: frames must be from 2 to 32"),
        ("[animations]\nwalk = {frames = 9}", "line 2: say what it should do"),
        ("[animations]\n'../x' = 'walks'", "'../x' is no name"),
        ("tier = 'best'", "line 1: unknown tier 'best'"),
        ("formats = ['jpeg']", "line 1: unknown format 'jpeg'"),
        ("formats = ['sheet', 'sheet-grid']", "write the same files"),
        ("out = 3", "line 1: out must be text"),
        (
            "\nout = 'a/{spirte}'",
            "line 2: out = 'a/{spirte}' has an unknown placeholder {spirte}: use {sprite}",
        ),
        ("out = 'a/{sprite'", "line 1: out = 'a/{sprite' has a brace without its other half"),
        ("out = '../{sprite}'", "line 1: out: "),
        (
            "[animations]\nidle = 'x'\nWalk = 'walks'\nwalk = 'walks'",
            "line 4: Walk and walk would write the same",
        ),
        ("inherit = 'no'", "line 1: inherit must be true or false"),
        ("include = [3]", "line 1: include is a list of patterns"),
        ("ignore = ['']", "line 1: ignore: a pattern has 1 to 200 characters"),
        ("animations = 3", "line 1: animations is a table"),
        ("a = ", "not valid TOML"),
        ("\n".join(["[animations]", *(f"a{n} = 'walks'" for n in range(33))]), "at most 32 animations"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_recipe(text.encode(), "art/neonworks.toml")
    assert caught.value.message.startswith("art/neonworks.toml")
    assert problem in caught.value.message and "\n" not in caught.value.message


def test_a_huge_file_is_no_recipe() -> None:
    with pytest.raises(BadRequest, match="are no recipe"):
        read_recipe(b"#" * 70_000, "r")


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_a_recipe_or_refused(data: bytes) -> None:
    try:
        read_recipe(data, "r")
    except BadRequest as error:
        assert error.message.startswith("r")
