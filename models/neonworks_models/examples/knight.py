"""A knight with a red tunic and brown hair, 64×64, seen from the front, the right side and the back."""

from neonworks_models.examples.painter import Painter, colour, fringe, ramp, spans, sym
from neonworks_models.sprites.sprite import Sprite

__all__ = ["knight_down", "knight_right", "knight_up"]

HAIR = ramp("3d2323 6b3a2a 96562f c98a45")
SKIN = ramp("8f4d3d cf8a63 efb98c fbdcb4")
TUNIC = ramp("5c1a2e 8f2436 c43a3f e8665a")
STEEL = ramp("3c4560 6a7690 a3b0c4 e2eaf2")
BELT = ramp("3a2420 5f3a2a 8a5a38 b98350")
PANTS = ramp("2a2b45 3b3f63 525a86 707cab")
BOOTS = ramp("33211f 54352a 7c5136 a87748")
EYES = {"o": colour("2a2033"), "w": colour("ffffff"), "b": colour("3f74c9"), "m": colour("b5634f")}
METAL = {"g": colour("ffd860"), "G": colour("c98a32")}


LOCKS = {"d": HAIR[1], "l": HAIR[3], "k": HAIR[0], "b": HAIR[2]}


def _legs_front(p: Painter) -> None:
    for left in (25, 33):
        p.part(spans(46, f"{left}-{left + 5}*10"), PANTS)
    p.part(spans(53, "25-30*4 24-30 23-30*3"), BOOTS)
    p.part(spans(53, "33-38*4 33-39 33-40*3"), BOOTS)


def _arms_front(p: Painter) -> None:
    p.part(spans(33, "20-24*2 19-24*3 19-23*4"), TUNIC)
    p.part(spans(33, "39-43*2 39-44*3 40-44*4"), TUNIC)
    p.part(spans(44, "19-23*3 20-22"), SKIN)
    p.part(spans(44, "40-44*3 41-43"), SKIN)
    p.part(spans(40, "18-23*2 19-23*3"), STEEL)
    p.part(spans(40, "40-45*2 40-44*3"), STEEL)


def _pauldrons(p: Painter) -> None:
    p.part(spans(31, "20-24 19-25 18-25*2 18-24"), STEEL)
    p.part(spans(31, "39-43 38-44 38-45*2 39-45"), STEEL)


def _tunic(p: Painter) -> None:
    p.part(sym(32, 31, "7*3 8*5 7*5 8*2 9*3"), TUNIC)
    p.part(sym(32, 42, "8*3"), BELT)
    p.stamp(30, 42, ["gggg", "gGGg", "gggg"], METAL)


def knight_down() -> Sprite:
    """Facing the viewer."""
    p = Painter(64, 64)
    p.part(sym(32, 13, "3 6 8 9*2 10*9 9 8"), HAIR)
    _legs_front(p)
    _arms_front(p)
    _tunic(p)
    p.stamp(29, 31, ["sSSSSs", " sSSs "], {"s": SKIN[1], "S": SKIN[2]})
    p.stamp(28, 33, ["tt    tt", " tt  tt ", "  tttt  ", "   tt   "], {"t": METAL["G"]})
    _pauldrons(p)
    p.part(sym(32, 18, "8*9 7*2 6 4"), SKIN)
    p.curtain(fringe(23, 15, "9 11 8 6 5 7 8 6 5 4 5 7 6 5 6 8 11 9"), HAIR)
    p.stamp(26, 14, ["  lll     k", " ll   k  d ", "l    k  d  "], LOCKS)
    p.stamp(27, 23, ["oo      oo", "ow      wo", "ob      bo", "ob      bo"], EYES)
    p.stamp(31, 28, ["mm"], {"m": SKIN[0]})
    p.stamp(25, 27, ["cc          cc"], {"c": colour("f0a084")})
    return p.finish()


def knight_up() -> Sprite:
    """Seen from behind."""
    p = Painter(64, 64)
    _legs_front(p)
    _arms_front(p)
    _tunic(p)
    p.stamp(30, 42, ["kbbk", "bbbb", "kbbk"], {"b": BELT[2], "k": BELT[1]})
    p.stamp(31, 33, ["kk"] * 8, {"k": TUNIC[1]})
    _pauldrons(p)
    p.part(sym(32, 28, "5*4"), SKIN)
    p.part(sym(32, 13, "3 6 8 9*2 10*9 9*2"), HAIR)
    p.curtain(fringe(23, 26, "2 3 4 4 5 4 3 5 6 4 5 4 3 5 4 3 3 2"), HAIR)
    p.stamp(
        25,
        16,
        ["  ll  k   d  k", " ll  k    d  d", " l   k   d   d", "     k   d  d ", " k  k    d  d "],
        LOCKS,
    )
    p.stamp(27, 22, ["k   d   k", "k   d   k", " k   d  k"], LOCKS)
    return p.finish()


def knight_right() -> Sprite:
    """Facing right."""
    p = Painter(64, 64)
    p.part(spans(33, "35-38 35-39*7 36-40*3"), TUNIC, dim=1)
    p.part(spans(44, "36-40*3 37-39"), SKIN, dim=1)
    p.part(spans(40, "35-40*2 36-40*3"), STEEL, dim=1)
    p.part(spans(46, "32-37*10"), PANTS, dim=1)
    p.part(spans(53, "32-37*4 32-38 32-40*3"), BOOTS, dim=1)
    p.part(spans(46, "27-32*10"), PANTS)
    p.part(spans(53, "27-32*4 27-33 26-35*3"), BOOTS)
    p.part(spans(31, "27-36*3 26-37*5 27-37*5 26-37*2 25-37*3"), TUNIC)
    p.part(spans(42, "26-37*3"), BELT)
    p.stamp(35, 42, ["gg", "Gg", "gg"], METAL)
    p.part(spans(33, "28-33*2 28-33*6 28-32*3"), TUNIC)
    p.part(spans(44, "28-32*3 29-31"), SKIN)
    p.part(spans(40, "27-33*2 28-32*3"), STEEL)
    p.part(spans(31, "28-33 27-34 26-34*2 26-33"), STEEL)
    p.part(spans(28, "28-35*4"), SKIN, dim=1)
    p.part(spans(13, "30-35 27-38 25-40 24-41 23-41*8 24-41*2 24-34*2 25-32"), HAIR)
    p.part(spans(19, "32-40*6 32-41*2 31-40*2 31-40 32-39 34-38"), SKIN, line="b")
    p.curtain(fringe(32, 17, "9 8 6 5 4 5 6 5 4 3"), HAIR)
    p.stamp(31, 24, ["ss ", "sS ", " s "], {"s": SKIN[1], "S": SKIN[2]})
    p.stamp(37, 23, ["oo", "wo", "bo", "bo"], EYES)
    p.stamp(38, 28, ["mm"], {"m": SKIN[0]})
    p.stamp(34, 27, ["cc"], {"c": colour("f0a084")})
    p.stamp(
        25,
        15,
        ["   lll   k", "  ll    k ", " l     k  ", "   d  k   ", "   d k    ", "  d  k    ", "  d d     "],
        LOCKS,
    )
    return p.finish()
