"""The shipped tracks cover every action in every view and read without surprise."""

from importlib.resources import files

import msgspec
import numpy as np
import pytest
from neonworks_models.motion.library import (
    Key,
    MotionLibrary,
    Track,
    TrackFile,
    shipped_library,
    track_name,
)
from neonworks_models.motion.pose import FIELDS, Depth
from neonworks_protocol.errors import UnsupportedAction
from neonworks_protocol.vocabulary import Action, Direction, Variant

VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)
PERFORMANCES = [
    *((action, None) for action in Action if action is not Action.ATTACK),
    *((Action.ATTACK, variant) for variant in Variant),
]
CYCLES = {"idle", "walk", "run"}
FILES = {
    entry.name.removesuffix(".json"): entry.read_bytes()
    for entry in (files("neonworks_models.motion") / "tracks").iterdir()
    if entry.name.endswith(".json")
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("action", "variant"), PERFORMANCES)
def test_every_action_and_variant_is_there_in_every_view(
    action: Action, variant: Variant | None, view: Direction
) -> None:
    track = shipped_library().track(action, variant, view)
    assert track.cyclic == (action.value in CYCLES)
    first, middle = track.at(0.0), track.at(0.5)
    assert (first.values != middle.values).any() or first.topple != middle.topple


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_track_file_is_whole(name: str) -> None:
    track = msgspec.json.decode(FILES[name], type=TrackFile)
    assert set(track.views) == set(VIEWS)
    assert track.cyclic == (name in CYCLES)
    assert track.source
    for keys in track.views.values():
        assert len(keys) >= 2
        for key in keys:
            assert set(key.fields) <= set(FIELDS)
            assert {key.left_arm, key.right_arm} <= {Depth.BEHIND, Depth.BEFORE, Depth.OVER_HEAD}
            assert np.isfinite(list(key.fields.values())).all()
            tilts = [abs(value) for field, value in key.fields.items() if field.endswith("tilt")]
            shifts = [abs(value) for field, value in key.fields.items() if not field.endswith("tilt")]
            assert max(tilts, default=0) < 360
            assert max(shifts, default=0) <= 2.5, "no joint of a figure goes that far"


def test_each_file_belongs_to_a_performance() -> None:
    assert set(FILES) <= {track_name(action, variant) for action, variant in PERFORMANCES}


def test_names_of_tracks() -> None:
    assert track_name(Action.WALK, None) == "walk"
    assert track_name(Action.ATTACK, Variant.SLASH) == "attack_slash"


def test_what_is_not_there_is_an_unsupported_action() -> None:
    with pytest.raises(UnsupportedAction, match="no walk motion seen from left"):
        shipped_library().track(Action.WALK, None, Direction.LEFT)
    with pytest.raises(UnsupportedAction, match="no attack_kick motion seen from down"):
        MotionLibrary({}).track(Action.ATTACK, Variant.KICK, Direction.DOWN)


def test_a_library_of_ones_own() -> None:
    keys = (Key(fields={}), Key(fields={"root_y": 0.2}, left_arm=Depth.BEHIND))
    made = TrackFile(cyclic=False, source="this test", views={Direction.UP: keys})
    track = MotionLibrary({"jump": made}).track(Action.JUMP, None, Direction.UP)
    assert track.at(0.25)["root_y"] == pytest.approx(0.05)
    assert track.at(1.0).left_arm == Depth.BEHIND


def test_phase_spans_a_cycle_and_a_single_motion() -> None:
    keys = tuple(Key(fields={"root_y": float(i)}, topple=i) for i in range(4))
    cycle, once = Track(keys, cyclic=True), Track(keys, cyclic=False)
    assert cycle.at(0.25)["root_y"] == 1.0
    assert cycle.at(1.0)["root_y"] == cycle.at(0.0)["root_y"] == 0.0
    assert once.at(1.0)["root_y"] == once.at(1.0).topple == 3.0
    assert once.at(0.5)["root_y"] == pytest.approx(1.5)


def test_the_shipped_library_is_read_once() -> None:
    assert shipped_library() is shipped_library()
