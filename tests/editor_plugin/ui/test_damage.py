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
