"""Creatures without a biped's limbs: slimes, a bat, a wolf, an egg-shaped hero with a floating sword."""

from neonworks_models.examples.painter import Painter, Ramp, colour, ramp, spans, sym
from neonworks_models.sprites.sprite import Sprite

__all__ = ["bat", "egg_hero", "slime", "small_slime", "wolf"]

JELLY = ramp("0f4f57 1c8a83 35c49c 86f0b4")
BERRY = ramp("6b1f55 b03a78 ee6a94 ffb0b4")
FUR = ramp("2a1f4a 45356f 6a549c 9a84c8")
WING = ramp("3a1c40 5f2c5a 8f4574 c06a8c")
SHELL = ramp("8a6a55 c9a884 f0dcb8 fffaea")
CAP = ramp("1d3a63 2a5f9a 3f92d2 86cdf2")
FEET = ramp("4a2a1e 7a4426 b96f32 e8a550")
WING_TOPS = (9, 7, 6, 6, 7, 7, 8, 8, 9, 10, 11, 11)
WING_BOTTOMS = (15, 17, 20, 20, 18, 18, 21, 21, 18, 18, 20, 20)
COAT = ramp("2b2f3f 555d73 858fa6 b9c2d2")
STEEL = ramp("3c4560 7c8aa6 b9c6d8 ffffff")
FACE = {"o": colour("171430"), "w": colour("ffffff"), "m": colour("0f4f57"), "r": colour("e8495f")}
HILT = {"g": colour("ffd860"), "G": colour("b9782a"), "b": colour("6b3a2a"), "r": colour("d9435a")}


def _gel(p: Painter, tones: Ramp, x: int, y: int) -> None:
    p.stamp(x, y, ["  ww ", " www ", "ww   ", "w    "], {"w": colour("ffffff")})
    p.stamp(x + 1, y + 5, ["l"], {"l": tones[3]})


def slime() -> Sprite:
    """A green slime, 32×32."""
    p = Painter(32, 32)
    p.part(sym(16, 11, "3 5 7 8 9 10 10 11*3 12*4 13*4 12"), JELLY)
    p.stamp(5, 27, ["dd   d    ddd    dddd", " dddddddddddddddddddd"], {"d": JELLY[1]})
    _gel(p, JELLY, 9, 14)
    p.stamp(11, 19, ["ow    wo", "oo    oo", "oo    oo", "oo    oo"], FACE)
    p.stamp(14, 23, ["m  m", " mm "], FACE)
    p.stamp(9, 23, ["r            r"], {"r": colour("f59db0")})
    return p.finish()


def small_slime() -> Sprite:
    """A pink slime, 24×24."""
    p = Painter(24, 24)
    p.part(sym(12, 10, "2 4 6 7 8 9*4 10*3 9"), BERRY)
    p.stamp(6, 12, ["  w", " w ", "w  "], FACE)
    p.stamp(8, 15, ["ow    wo", "oo    oo", "oo    oo"], FACE)
    p.stamp(11, 18, ["mm"], {"m": BERRY[0]})
    return p.finish()


def egg_hero() -> Sprite:
    """An egg with tiny feet, a blue cap and a sword floating at its side, 32×32."""
    p = Painter(32, 32)
    p.part(spans(26, "9-13*3 8-13"), FEET)
    p.part(spans(26, "15-18*3 15-19"), FEET)
    p.part(sym(14, 5, "2 4 5 6 7 7 8*3 9*7 8*3 7 6 4"), SHELL)
    p.stamp(9, 23, ["   ssssssss", "    ssss"], {"s": SHELL[1]})
    p.part(sym(14, 5, "2 4 5 6 7 7 8"), CAP)
    p.stamp(6, 11, ["dbbbbbbbbbbbbbdd"], {"b": CAP[2], "d": CAP[1]})
    p.stamp(12, 7, ["gg", "gg"], HILT)
    p.stamp(10, 14, ["ow     ow", "oo     oo", "oo     oo", "oo     oo"], FACE)
    p.stamp(13, 18, ["r r", " r "], {"r": colour("a35b48")})
    p.stamp(8, 18, ["c           c"], {"c": colour("f5a58c")})
    p.part(spans(6, "27-28 26-29*13"), STEEL)
    p.stamp(25, 19, [" gggg ", "GgggGG", "  bb  ", "  bb  ", "  rr  ", "  rr  "], HILT)
    return p.finish()


def bat() -> Sprite:
    """A purple bat with spread wings, 32×32."""
    p = Painter(32, 32)
    left = list(zip(range(1, 13), WING_TOPS, WING_BOTTOMS, strict=True))
    right = [(31 - x, top, bottom) for x, top, bottom in reversed(left)]
    p.curtain(left, WING, line=False)
    p.curtain(right, WING, line=False)
    for dx in (4, 8):
        p.stamp(dx, 11, ["k"] * (WING_BOTTOMS[dx - 1] - 11), {"k": WING[0]})
        p.stamp(31 - dx, 11, ["k"] * (WING_BOTTOMS[dx - 1] - 11), {"k": WING[0]})
    p.part(spans(6, "11-12 11-13*2 11-14"), FUR)
    p.part(spans(6, "19-20 18-20*2 17-20"), FUR)
    p.part(sym(16, 9, "4 5 6*7 5*2 4 3 2"), FUR)
    p.stamp(12, 13, ["yo  oy", "yo  oy"], {"y": colour("ffd860"), "o": colour("171430")})
    p.stamp(13, 17, ["kwkkwk", " w  w "], {"k": FUR[0], "w": colour("ffffff")})
    return p.finish()


def wolf() -> Sprite:
    """A grey wolf seen from its right side, 44×32."""
    p = Painter(44, 32)
    p.part(spans(19, "12-16 13-16*2 12-15*2 11-14*2 11-13*3 11-14*2"), COAT, dim=1)
    p.part(spans(19, "29-32*4 30-32*6 30-33*2"), COAT, dim=1)
    p.part(spans(12, "2-3 1-4 1-5 2-6 3-8 4-9 5-10 7-10"), COAT)
    p.part(spans(12, "9-30 7-32 6-33*3 7-33 7-32 8-31 9-28 10-18"), COAT)
    p.part(spans(18, "7-13 7-13 7-12 8-12*2 7-11 6-10*2 6-9*3 6-10*2"), COAT)
    p.part(spans(18, "24-29 25-29*3 25-28*7 25-29*2"), COAT)
    p.part(spans(8, "29-35 28-36 27-36*2 27-35 28-34*2 29-33"), COAT)
    p.part(spans(2, "31-32 31-33*2 30-33"), COAT, dim=1)
    p.part(spans(2, "34-35 33-35*2 33-36"), COAT)
    p.part(spans(5, "30-37 29-38 29-39 29-42 29-42 30-42 31-40 32-37"), COAT)
    p.stamp(35, 7, ["ye"], {"y": colour("ffd860"), "e": colour("171430")})
    p.stamp(41, 8, ["nn", "nn"], {"n": colour("171430")})
    p.stamp(37, 10, ["mmmmm"], {"m": COAT[0]})
    return p.finish()
