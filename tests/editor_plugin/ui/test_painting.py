"""A picture built from changes is the picture built at once."""

import pygame
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.ui.gallery import Gallery
from neonworks_editor.ui.theme import DARK, LIGHT, Theme
from neonworks_editor.ui.toggle import Toggle

from tests.fakes.ui_bench import pixels

_SIZE = (900, 640)


def _fresh(gallery: Gallery) -> bytes:
    """All of it painted anew."""
    gallery.root.damage(gallery.root.bounds, urgent=True)
    screen = pygame.Surface(_SIZE)
    gallery.root.render(screen)
    return pixels(screen)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("mptwx"), st.integers(0, 880), st.integers(0, 620)), max_size=12))
def test_changes_leave_nothing_behind(steps: list[tuple[str, int, int]]) -> None:
    gallery = Gallery(Theme(DARK))
    gallery.root.area = pygame.Rect((0, 0), _SIZE)
    screen = pygame.Surface(_SIZE)
    gallery.root.render(screen)
    for kind, x, y in steps:
        event = pygame.event.Event
        gallery.root.handle(event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0)))
        if kind in "px":
            gallery.root.handle(event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1))
        if kind == "p":
            gallery.root.handle(event(pygame.MOUSEBUTTONUP, pos=(x, y), button=1))
        if kind == "t":
            gallery.root.handle(event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode=""))
        if kind == "w":
            gallery.root.handle(event(pygame.MOUSEWHEEL, x=0, y=-1))
        gallery.root.render(screen)
    gallery.root.render(screen)
    for widget in gallery.root.content.walk():
        if hasattr(widget, "value") and widget.value is None:
            widget.visible = False
    for _ in range(8):  # what can wait has been painted by then
        gallery.root.render(screen)
    assert pixels(screen) == _fresh(gallery)


def test_the_focus_ring_goes_with_the_focus() -> None:
    gallery = Gallery(Theme(LIGHT))
    gallery.root.area = pygame.Rect((0, 0), _SIZE)
    toggle = next(widget for widget in gallery.root.content.walk() if isinstance(widget, Toggle))
    screen = pygame.Surface(_SIZE)
    gallery.root.render(screen)
    plain = pixels(screen, toggle.rect.inflate(12, 12))
    gallery.root.focus(toggle)
    gallery.root.render(screen)
    assert pixels(screen, toggle.rect.inflate(12, 12)) != plain
    gallery.root.focus(toggle, shown=False)
    gallery.root.render(screen)
    assert pixels(screen, toggle.rect.inflate(12, 12)) == plain


def test_dialogs_darken_what_lies_below() -> None:
    gallery = Gallery(Theme(LIGHT))
    gallery.root.area = pygame.Rect((0, 0), _SIZE)
    screen = pygame.Surface(_SIZE)
    gallery.root.render(screen)
    before = screen.get_at((3, 3))[0]
    from neonworks_editor.ui.dialog import Dialog

    Dialog("Title", "Text", ()).open(gallery.root)
    gallery.root.render(screen)
    assert screen.get_at((3, 3))[0] < before
