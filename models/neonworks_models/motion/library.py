"""The motion library: for every action, variant and view the key poses of one performance.

A track file is JSON, ``{"cyclic": bool, "source": str, "views": {"down": [key, ...], "up": …, "right": …}}``,
with keys ``{"fields": {name: value}, "left_arm": depth, "right_arm": depth}`` evenly spaced in time. Fitted
tracks come from ``training.fit_motion`` (``tracks/README.md`` has data, licences and scores), the others are
keyed by hand.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec
from neonworks_protocol.errors import UnsupportedAction
from neonworks_protocol.vocabulary import Action, Direction, Variant

from neonworks_models.motion.pose import Depth, Pose, blend

__all__ = ["Key", "MotionLibrary", "Track", "TrackFile", "shipped_library", "track_name"]


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One key pose; fields that are left out rest."""

    fields: dict[str, float]
    left_arm: int = Depth.BEFORE
    right_arm: int = Depth.BEFORE
    topple: float = 0.0


class TrackFile(msgspec.Struct, frozen=True, kw_only=True):
    """A track as it is stored."""

    cyclic: bool
    source: str
    views: dict[Direction, tuple[Key, ...]]


class Track:
    """The key poses of one action in one view."""

    def __init__(self, keys: tuple[Key, ...], *, cyclic: bool) -> None:
        self._poses = tuple(Pose.of(k.fields, k.left_arm, k.right_arm, k.topple) for k in keys)
        self.cyclic = cyclic

    @classmethod
    def of_poses(cls, poses: tuple[Pose, ...], *, cyclic: bool) -> "Track":
        """A track of poses that were read elsewhere."""
        track = cls((), cyclic=cyclic)
        track._poses = poses
        return track

    def at(self, phase: float, *, looped: bool = False) -> Pose:
        """The pose at ``phase`` 0..1 of the motion; ``looped`` leads a single action back to its start."""
        count = len(self._poses)
        cyclic = self.cyclic or looped
        return blend(self._poses, phase * (count if cyclic else count - 1), cyclic=cyclic)


class MotionLibrary:
    """Tracks by name; see ``track_name``."""

    def __init__(self, tracks: Mapping[str, TrackFile]) -> None:
        self._tracks = {
            (name, view): Track(keys, cyclic=track.cyclic)
            for name, track in tracks.items()
            for view, keys in track.views.items()
        }

    def track(self, action: Action, variant: Variant | None, view: Direction) -> Track:
        """The track for ``view`` (down, up or right). Raises ``UnsupportedAction`` where there is none."""
        name = track_name(action, variant)
        try:
            return self._tracks[name, view]
        except KeyError:
            raise UnsupportedAction(f"there is no {name} motion seen from {view.value}") from None


def track_name(action: Action, variant: Variant | None) -> str:
    """``walk``, ``attack_slash``, …: the stem of the track's file."""
    return f"{action.value}_{variant.value}" if variant else action.value


@cache
def shipped_library() -> MotionLibrary:
    """The library of this installation, read once."""
    folder = files("neonworks_models.motion") / "tracks"
    decoder = msgspec.json.Decoder(TrackFile)
    tracks = {
        entry.name.removesuffix(".json"): decoder.decode(entry.read_bytes())
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    }
    return MotionLibrary(MappingProxyType(tracks))
