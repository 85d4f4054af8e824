from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.data.net_samples import (
    CHARACTER_COLOURS,
    CharacterPalette,
    Collector,
    NetSamples,
    Source,
    TooManyColours,
    load,
    save,
)
from neonworks_models.data.net_views import actor_of
from neonworks_models.motion.pose import Pose
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import StillPalette
from neonworks_models.nets.pixel_choice import POSE_FEATURES
from neonworks_protocol.vocabulary import Direction


def shard() -> NetSamples:
    figure, palette, gathered = DrawnActor(1, Direction.DOWN, height=40), CharacterPalette(), Collector()
    still = figure.frame()
    first = palette.read(still)
    odd = first.copy()
    odd[0, 0] = palette.number((255, 0, 255))
    actor = actor_of(still, Direction.DOWN, figure.joints)
    own = gathered.add_view(still, actor, Direction.DOWN, palette, Source.DRAWN)
    gathered.add_frames(1, (0.0, 0.5), (Pose.rest(),) * 2, (first, odd), (own.read(still),) * 2, Hand.POSE)
    return gathered.samples()


def test_frames_are_told_in_the_colours_of_their_still() -> None:
    samples = shard()
    truth = samples.truth(np.array([0, 1]))
    assert np.array_equal(truth[0], samples.stills[0])
    assert np.array_equal(truth[0][1:], truth[1][1:])
    colours = samples.colours[0, 1 : samples.counts[0] + 1].astype(int)
    nearest = 1 + np.abs(colours - (255, 0, 255)).sum(axis=1).argmin()
    assert truth[1][0, 0] == nearest
    assert samples.poses.shape == (2, POSE_FEATURES)
    assert samples.places[0, 0] == pytest.approx(40, abs=4)


def test_a_shard_is_read_back(tmp_path: Path) -> None:
    samples = shard()
    save(samples, tmp_path / "a.npz")
    again = load(tmp_path / "a.npz")
    for name in NetSamples.__dataclass_fields__:
        assert np.array_equal(getattr(samples, name), getattr(again, name))
        assert getattr(samples, name).dtype == getattr(again, name).dtype
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_palettes_have_an_end() -> None:
    palette = CharacterPalette()
    for red in range(CHARACTER_COLOURS - 1):
        palette.number((red, 0, 0))
    assert palette.number((3, 0, 0)) == 4
    with pytest.raises(TooManyColours):
        palette.number((0, 1, 0))


def test_a_still_of_too_many_colours_makes_no_view() -> None:
    figure, palette = DrawnActor(1, Direction.DOWN, height=40), CharacterPalette()
    still = figure.frame()
    actor = actor_of(still, Direction.DOWN, figure.joints)
    still[0, :, 0], still[0, :, 3] = np.arange(64) * 4, 255
    with pytest.raises(TooManyColours):
        Collector().add_view(still, actor, Direction.DOWN, palette, Source.DRAWN)


def test_nothing_gathered_is_no_shard() -> None:
    with pytest.raises(ValueError, match="no frame"):
        Collector().samples()


def test_a_table_maps_a_character_onto_its_stills_colours() -> None:
    palette = CharacterPalette()
    for colour in ((0, 0, 0), (250, 250, 250), (9, 9, 9)):
        palette.number(colour)
    still = np.array([[[0, 0, 0, 255], [240, 240, 240, 255], [0, 0, 0, 255]]], np.uint8)
    assert palette.table(StillPalette.of(still))[:4].tolist() == [0, 1, 2, 1]
