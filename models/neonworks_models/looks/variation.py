"""``vary``: other characters like a sprite: other colours, ramp by ramp, and a slightly other build.

The build comes from the sprite VAE: the sprite's latent goes a part of the way to that of a figure drawn at
random (same body plan, same view), and the sprite's own pixels are carried along (``carrying``).
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.limits import MAX_VARIATIONS
from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator, default_rng

from neonworks_models.looks.carrying import Flow, SpriteVae, carried, carried_points, flows_along, slerp
from neonworks_models.looks.companions import companion_window
from neonworks_models.looks.neatness import Inks, grounded, without_specks
from neonworks_models.looks.ramps import Ramps, ramps_of
from neonworks_models.looks.recolour import random_colours
from neonworks_models.nets.latent_window import Fit
from neonworks_models.nets.vae_session import Latent
from neonworks_models.sprites.rig import Joints, SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Change", "Variation", "Wish", "vary"]

_SHARE = 0.7
"""How far to the other figure a variation of strength 1 goes."""
_PATH = 4
_SOFT = 4.0
"""Flow is smoothed so, in window pixels: faces move as a whole."""
_SYMMETRIC = 0.8
"""From this symmetry on, seen from the front or back, a figure stays as symmetric as it is."""
_AREA = (0.8, 1.25)
"""Where the area leaves these shares of the sprite's, half of the change is drawn."""
_TRIES = 4


@dataclass(frozen=True)
class Change:
    """What may be other."""

    colours: bool = True
    build: bool = True

    @property
    def word(self) -> str:
        """What ``said`` reads as this."""
        if self.colours and self.build:
            return "both"
        return "colours" if self.colours else "build"

    @classmethod
    def said(cls, text: str) -> "Change":
        """``text``: nothing, "colours" or "build". Raises ``BadRequest`` for anything else."""
        word = text.strip().lower()
        if word in ("", "both"):
            return cls()
        if word in ("colours", "colors"):
            return cls(build=False)
        if word in ("build", "shape"):
            return cls(colours=False)
        raise BadRequest(f'variations differ in "colours", in "build" or in both: not in {text[:40]!r}')


@dataclass(frozen=True)
class Wish:
    """How the variations are to be. ``count`` 1 to ``MAX_VARIATIONS``; ``strength`` 0 (the sprite itself) to
    1; ``seed`` 0..2**32-1: the same seed gives the same variations, also as the first ones of a larger
    count."""

    count: int
    seed: int = 0
    strength: float = 0.5
    change: Change = Change()

    def check(self) -> None:
        """Raises ``BadRequest`` for what is out of range."""
        if not 1 <= self.count <= MAX_VARIATIONS:
            raise BadRequest(f"variations must be from 1 to {MAX_VARIATIONS}, not {self.count}")
        if not 0 <= self.strength <= 1:
            raise BadRequest(f"strength must be from 0 to 1, not {self.strength:g}")


@dataclass(frozen=True, eq=False)
class Variation:
    """Another look, on the sprite's canvas; the sprite's joints are carried along with the pixels."""

    sprite: Sprite
    joints: Joints | None


def vary(
    vae: SpriteVae,
    sprite: Sprite,
    analysis: SpriteAnalysis,
    wish: Wish,
    checkpoint: Callable[[], None] = lambda: None,
) -> Iterator[Variation]:
    """The variations one after the other, each as soon as it is made. ``checkpoint`` may raise to end it.

    Raises ``BadRequest`` for a wish out of range.
    """
    wish.check()
    maker = _Maker(vae, sprite, analysis, checkpoint)
    for index in range(wish.count):
        checkpoint()
        yield maker.variation(wish, index)


class _Maker:
    """Variations of one sprite."""

    def __init__(
        self, vae: SpriteVae, sprite: Sprite, analysis: SpriteAnalysis, checkpoint: Callable[[], None]
    ) -> None:
        self._vae, self._checkpoint = vae, checkpoint
        self._sprite, self._analysis = sprite, analysis
        self._ramps: Ramps = ramps_of(sprite, analysis)
        self._fit = Fit.of(sprite.opaque, analysis.foot_line, analysis.core_x)
        self._inks = Inks(sprite.rgba, analysis.outline)
        self._latent: Latent | None = None

    def variation(self, wish: Wish, index: int) -> Variation:
        """The one of that number."""
        random = _random(self._sprite, wish.seed, index)
        strength = wish.strength if wish.change.colours else 0.0
        colours = random_colours(self._sprite.rgba, self._ramps, random, strength)
        picture, joints = self._sprite.rgba, self._analysis.joints
        if wish.change.build and wish.strength:
            picture, joints = self._built(random, _SHARE * wish.strength)
        return Variation(Sprite.from_rgba(colours.drawn(picture)), joints)

    def _built(self, random: Generator, share: float) -> tuple[RGBA, Joints | None]:
        """The sprite in another build; in its own where every other one would spoil it."""
        figure = self._analysis.foot_line - int(np.flatnonzero(self._sprite.opaque.any(axis=1))[0])
        window = companion_window(random, self._analysis, figure * self._fit.scale)
        aim = self._vae.encode(window)
        if self._latent is None:
            self._latent = self._vae.encode(self._fit.window(self._sprite.rgba))
        canvas = (self._sprite.height, self._sprite.width)
        for _ in range(_TRIES):
            flow = self._flow(self._latent, aim, share)
            moved = carried(self._sprite.rgba, self._fit, flow, self._fit, canvas)
            whole = grounded(self._inks.mended(without_specks(moved, self._sprite)), self._analysis.foot_line)
            if self._sound(whole):
                return whole, carried_points(self._analysis.joints, self._fit, flow)
            share /= 2
        return self._sprite.rgba, self._analysis.joints

    def _flow(self, start: Latent, aim: Latent, share: float) -> Flow:
        path = [slerp(start, aim, share * place / (_PATH - 1)) for place in range(_PATH)]
        flow = flows_along(self._vae.decode, path, self._checkpoint).back[-1]
        smooth = np.asarray(cv2.GaussianBlur(flow, (0, 0), _SOFT), np.float32)
        seen = self._analysis.facing in (Direction.UP, Direction.DOWN)
        if not seen or self._analysis.symmetry < _SYMMETRIC:
            return smooth
        mirrored = smooth[:, ::-1] * np.array([-1.0, 1.0], np.float32)
        return np.asarray((smooth + mirrored) / 2, np.float32)

    def _sound(self, picture: RGBA) -> bool:
        """Whether it is about as large as the sprite, in as many parts, and nothing of it is cut off."""
        opaque = picture[..., 3] > 127
        share = opaque.sum() / self._sprite.opaque.sum()
        same = _parts(opaque) == _parts(self._sprite.opaque)
        return bool(_AREA[0] <= share <= _AREA[1] and same and not _cut(opaque, self._sprite.opaque))


def _parts(opaque: np.ndarray) -> int:
    return int(cv2.connectedComponents(opaque.astype(np.uint8), connectivity=8)[0])


def _cut(opaque: np.ndarray, own: np.ndarray) -> bool:
    """Whether the canvas' sides or top cut off more of it than of the sprite."""
    edges = [(mask[0].sum(), mask[:, 0].sum(), mask[:, -1].sum()) for mask in (opaque, own)]
    return any(now > max(was, 0) + 1 and was == 0 for now, was in zip(*edges, strict=True))


def _random(sprite: Sprite, seed: int, index: int) -> Generator:
    """Of the sprite's pixels, the seed and the number alone."""
    digest = hashlib.sha256(f"{sprite.sha256}:{seed}:{index}".encode()).digest()
    return default_rng(int.from_bytes(digest[:16], "big"))
