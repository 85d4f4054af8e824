"""``ToastBoard``: short lines over the editor, whose own notifications are written where nobody looks."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import pygame

__all__ = ["ToastBoard"]

_SHOWN_S = 7.0
_MOST = 4
_WIDTH = 460
_PADDING = 12
_MARGIN = 16
_INK = (240, 242, 248)
_PAPER = (44, 48, 62)
_EDGE = (255, 190, 90)


@dataclass(slots=True, eq=False)
class _Toast:
    text: str
    until_s: float
    picture: pygame.Surface


class ToastBoard:
    """The newest lines, each for some seconds, at the lower left where no panel of ours is."""

    def __init__(self, font: pygame.font.Font, clock: Callable[[], float] = time.monotonic) -> None:
        self._font = font
        self._clock = clock
        self._toasts: deque[_Toast] = deque(maxlen=_MOST)

    @property
    def lines(self) -> list[str]:
        """What is shown, the newest last."""
        now = self._clock()
        return [toast.text for toast in self._toasts if now < toast.until_s]

    def say(self, text: str) -> None:
        """Show a line; the same line again only lasts longer."""
        until = self._clock() + _SHOWN_S
        for toast in self._toasts:
            if toast.text == text:
                toast.until_s = until
                return
        self._toasts.append(_Toast(text, until, _drawn(self._font, text)))

    def draw(self, screen: pygame.Surface, bottom: int) -> None:
        """Draw what is to be seen, upwards from ``bottom``."""
        now = self._clock()
        while self._toasts and now >= self._toasts[0].until_s:
            self._toasts.popleft()
        for toast in reversed(self._toasts):
            bottom -= toast.picture.get_height() + _MARGIN // 2
            screen.blit(toast.picture, (_MARGIN, bottom))


def _wrapped(font: pygame.font.Font, text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.size(longer)[0] > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _drawn(font: pygame.font.Font, text: str) -> pygame.Surface:
    lines = [font.render(line, True, _INK) for line in _wrapped(font, text, _WIDTH - 2 * _PADDING) if line]
    step = font.get_linesize()
    picture = pygame.Surface((_WIDTH, step * len(lines) + 2 * _PADDING), pygame.SRCALPHA)
    pygame.draw.rect(picture, _PAPER, picture.get_rect(), border_radius=6)
    pygame.draw.rect(picture, _EDGE, (0, 0, 5, picture.get_height()), border_radius=3)
    for row, line in enumerate(lines):
        picture.blit(line, (_PADDING, _PADDING + row * step))
    return picture
