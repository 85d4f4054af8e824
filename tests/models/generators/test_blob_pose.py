"""Poses mix and scale; tracks pass through their keys."""

from neonworks_models.generators.blob_pose import BlobPose, Track, key

TRACK = Track.cycle(key(0.0, lift=0.0, lean=0.2), key(0.5, lift=1.0))


def test_a_track_passes_through_its_keys() -> None:
    assert TRACK.at(0.0).lean == 0.2
    assert TRACK.at(0.5) == BlobPose(lift=1.0)


def test_a_cycle_ends_where_it_starts() -> None:
    assert TRACK.at(1.0) == TRACK.at(0.0)


def test_motion_eases_at_the_keys_and_is_even_in_the_middle() -> None:
    near, middle = TRACK.at(0.02).lift, TRACK.at(0.25).lift
    assert near < 0.02
    assert abs(middle - 0.5) < 1e-9


def test_phases_outside_are_clamped() -> None:
    single = Track.of(key(0.0, surge=1.0), key(1.0, surge=3.0))
    assert single.at(-1.0).surge == 1.0
    assert single.at(2.0).surge == 3.0


def test_scaling_and_shifting_touch_only_the_named_fields() -> None:
    pose = BlobPose(lean=1.0, sway=2.0).scaled(lean=3.0).shifted(sway=0.5)
    assert pose == BlobPose(lean=3.0, sway=2.5)
