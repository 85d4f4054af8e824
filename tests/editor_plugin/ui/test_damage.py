"""Every change is painted, in few rectangles."""

import pygame
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.damage import Damage

_RECTS = st.builds(
    pygame.Rect, st.integers(-20, 120), st.integers(-20, 120), st.integers(0, 60), st.integers(0, 60)
)


@given(st.lists(_RECTS, max_size=30))
def test_all_of_it_is_covered(rects: list[pygame.Rect]) -> None:
    damage = Damage()
    damage.bounds = pygame.Rect(0, 0, 100, 100)
    for rect in rects:
        damage.add(rect)
    taken = damage.take()
    assert len(taken) <= 12
    for rect in rects:
        seen = rect.clip(damage.bounds)
        assert not seen or any(part.contains(seen) for part in taken)
    assert damage.take() == []


def test_far_apart_stays_apart() -> None:
    damage = Damage()
    damage.bounds = pygame.Rect(0, 0, 100, 100)
    damage.add(pygame.Rect(0, 0, 5, 5))
    damage.add(pygame.Rect(90, 90, 50, 50))
    assert damage.take() == [pygame.Rect(0, 0, 5, 5), pygame.Rect(90, 90, 10, 10)]
    damage.add_all()
    assert damage.take() == [damage.bounds]


@given(st.lists(st.tuples(_RECTS, st.booleans()), max_size=20), st.integers(5, 40))
def test_bands_and_what_is_urgent_cover_all_of_it(rects: list[tuple[pygame.Rect, bool]], height: int) -> None:
    damage = Damage()
    damage.bounds = pygame.Rect(0, 0, 100, 100)
    for rect, urgent in rects:
        damage.add(rect, urgent)
    first = damage.take_urgent()
    for rect, urgent in rects:
        seen = rect.clip(damage.bounds)
        assert not urgent or not seen or any(part.contains(seen) for part in first)
    parts = list(first)
    while (band := damage.take_band(height)) is not None:
        assert band.height < 2 * height
        parts.append(band)
    painted = pygame.mask.Mask((100, 100))
    for part in parts:
        painted.draw(pygame.mask.Mask(part.size, fill=True), part.topleft)
    for rect, _ in rects:
        seen = rect.clip(damage.bounds)
        if seen:
            assert painted.overlap_area(pygame.mask.Mask(seen.size, fill=True), seen.topleft) == (
                seen.width * seen.height
            )


def test_the_oldest_is_painted_first() -> None:
    damage = Damage()
    damage.bounds = pygame.Rect(0, 0, 100, 100)
    damage.add(pygame.Rect(0, 0, 10, 50))
    assert damage.take_band(20) == pygame.Rect(0, 0, 10, 20)
    damage.add(pygame.Rect(50, 0, 10, 10))
    assert damage.take_band(20) == pygame.Rect(0, 20, 10, 30)
    assert damage.take_band(20) == pygame.Rect(50, 0, 10, 10)
    assert damage.take_band(20) is None
