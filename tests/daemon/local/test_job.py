from typing import get_type_hints

import numpy as np
from neonworks_daemon.cli.console import meter
from neonworks_daemon.local.job import Artist, Unwatched, Watcher
from neonworks_daemon.local.remote import RemoteArtist
from neonworks_daemon.local.workshop import Workshop


def _watch(watcher: Watcher) -> None:
    watcher.restart("walk", 2)
    watcher.step(np.zeros((1, 1, 4), np.uint8))


def test_watchers_are_interchangeable() -> None:
    _watch(Unwatched())
    with meter("x") as shown:
        _watch(shown)


def test_artists_are_interchangeable() -> None:
    wanted = get_type_hints(Artist.draw)
    assert get_type_hints(Workshop.draw) == get_type_hints(RemoteArtist.draw) == wanted
