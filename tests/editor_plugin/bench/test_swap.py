"""Colours of stills; the whole way is one of the long tests."""

import pygame
import pytest
from neonworks_editor.bench.home import bench_home
from neonworks_editor.bench.swap import bench_swap, colours_of, pixels_of
from neonworks_editor.bench.work import Work


def test_only_opaque_pixels_count() -> None:
    picture = pygame.Surface((4, 2), pygame.SRCALPHA)
    picture.fill((10, 20, 30, 255), (0, 0, 2, 2))
    picture.fill((40, 50, 60, 255), (2, 0, 1, 1))
    picture.fill((70, 80, 90, 100), (3, 0, 1, 2))
    colours = colours_of(picture)
    assert colours == {bytes((10, 20, 30)), bytes((40, 50, 60))}
    assert pixels_of(picture, colours) == 5
    assert pixels_of(picture, colours | {bytes((70, 80, 90))}) == 7


@pytest.mark.slow
def test_every_save_is_seen(work: Work) -> None:
    with bench_home() as home:
        report = bench_swap(home, work)
    (row,) = report.rows
    assert (row[1], row[5]) == (len(work.items) - 1, 0)
    assert isinstance(row[2], float) and row[2] > 50, "a settle time is part of it"
