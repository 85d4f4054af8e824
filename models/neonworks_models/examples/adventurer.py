"""An adventurer girl with a red ponytail and a green dress, 48×48, from the front, right side and back."""

from neonworks_models.examples.painter import Painter, colour, fringe, ramp, spans, sym
from neonworks_models.sprites.sprite import Sprite

__all__ = ["adventurer_down", "adventurer_right", "adventurer_up"]

HAIR = ramp("5a1c2b 9b2f35 d9543f ff9459")
SKIN = ramp("93503f d48f6b f4c39c ffe4c4")
DRESS = ramp("17402f 246346 3b9460 76c984")
SHIRT = ramp("6d6a80 b4b2c6 e6e6ee ffffff")
BELT = ramp("3a2420 6b412c 96643c c89258")
BOOTS = ramp("3a2420 5f3829 8a5636 b87f4a")
EYES = {"o": colour("3a1c33"), "w": colour("ffffff"), "g": colour("2f9e6a")}
EXTRA = {"m": colour("b5584f"), "c": colour("f59d88"), "y": colour("ffd860"), "r": colour("c98a32")}
LOCKS = {"d": HAIR[1], "l": HAIR[3], "k": HAIR[0], "b": HAIR[2]}


def _legs_front(p: Painter) -> None:
    p.part(spans(33, "19-22*6"), SKIN)
    p.part(spans(33, "25-28*6"), SKIN)
    p.part(spans(37, "18-22*3 18-22 17-22*3"), BOOTS)
    p.part(spans(37, "25-29*3 25-29 25-30*3"), BOOTS)


def _arms_front(p: Painter) -> None:
    p.part(spans(26, "14-17*5 15-17"), SKIN)
    p.part(spans(26, "30-33*5 30-32"), SKIN)
    p.part(spans(20, "16-19 15-19*2 14-18*2 14-17*2"), SHIRT)
    p.part(spans(20, "28-31 28-32*2 29-33*2 30-33*2"), SHIRT)
    p.part(spans(27, "14-17*2"), BELT)
    p.part(spans(27, "30-33*2"), BELT)


def _dress_front(p: Painter) -> None:
    p.part(sym(24, 20, "5*3 6*2 5*4 6 7 8*2 9*2"), DRESS)
    p.part(sym(24, 27, "6*3"), BELT)
    p.stamp(19, 32, ["d   d    d", "d   d    d"], {"d": DRESS[1]})


def adventurer_down() -> Sprite:
    """Facing the viewer."""
    p = Painter(48, 48)
    p.part(sym(24, 6, "3 5 7 8*2 9*8 8*2"), HAIR)
    _legs_front(p)
    _arms_front(p)
    _dress_front(p)
    p.stamp(22, 20, ["sSSs", " Ss ", " ww "], {"s": SKIN[1], "S": SKIN[2], "w": SHIRT[2]})
    p.stamp(23, 28, ["yr"], EXTRA)
    p.part(sym(24, 11, "7*7 6*2 4"), SKIN)
    p.curtain(fringe(16, 8, "8 10 8 6 5 4 3 4 5 6 5 4 5 7 10 8"), HAIR)
    p.stamp(19, 7, [" lll    k", "ll     d ", "l    k d "], LOCKS)
    p.stamp(19, 14, ["ow      wo", "og      go", "og      go"], EYES)
    p.stamp(18, 17, ["cc        cc"], EXTRA)
    p.stamp(23, 18, ["mm"], EXTRA)
    return p.finish()


def adventurer_up() -> Sprite:
    """Seen from behind."""
    p = Painter(48, 48)
    _legs_front(p)
    _arms_front(p)
    _dress_front(p)
    p.part(sym(24, 18, "4*4"), SKIN)
    p.part(sym(24, 6, "3 5 7 8*2 9*8 8*2 6"), HAIR)
    p.part(sym(24, 14, "2 3*2 4*7 3*2 2 1"), HAIR)
    p.stamp(22, 13, ["yyrr", "ryyr"], EXTRA)
    p.stamp(18, 9, [" ll    d  d", "ll    k  d ", "l     k d  "], LOCKS)
    p.stamp(22, 18, ["l  d", "l  d", "l d ", "  d ", "  d "], LOCKS)
    return p.finish()


def adventurer_right() -> Sprite:
    """Facing right."""
    p = Painter(48, 48)
    p.part(spans(11, "12-15 11-17 10-17*2 9-17*3 9-16*3 10-15*2 10-14 11-13"), HAIR, dim=1)
    p.part(spans(26, "27-30*5 27-29"), SKIN, dim=1)
    p.part(spans(21, "26-29*3 27-30*4"), SHIRT, dim=1)
    p.part(spans(27, "27-30*2"), BELT, dim=1)
    p.part(spans(33, "24-27*6"), SKIN, dim=1)
    p.part(spans(37, "24-28*3 24-28 24-30*3"), BOOTS, dim=1)
    p.part(spans(33, "20-23*6"), SKIN)
    p.part(spans(37, "19-23*3 19-24 19-25*3"), BOOTS)
    p.part(spans(20, "20-27*3 19-28*2 20-28*4 19-28 18-29 17-29*2 16-30*2"), DRESS)
    p.part(spans(27, "20-28*3"), BELT)
    p.stamp(26, 28, ["yr"], EXTRA)
    p.stamp(19, 32, ["d   d   d", "d   d   d"], {"d": DRESS[1]})
    p.part(spans(26, "21-24*5 22-24"), SKIN)
    p.part(spans(20, "21-24 20-25*3 21-25*3"), SHIRT)
    p.part(spans(27, "21-24*2"), BELT)
    p.part(spans(18, "21-27*3"), SKIN, dim=1)
    p.part(spans(6, "21-26 19-29 17-31 16-32*2 15-32*7 16-32 16-31 17-26 18-24"), HAIR)
    p.part(spans(11, "24-31*5 24-32*2 24-31 24-30 26-28"), SKIN, line="b")
    p.curtain(fringe(24, 9, "9 6 5 4 5 6 4 3 2"), HAIR)
    p.stamp(28, 14, ["wo", "go", "go"], EYES)
    p.stamp(26, 17, ["cc"], EXTRA)
    p.stamp(29, 18, ["mm"], EXTRA)
    p.stamp(15, 11, ["yr", "yr", "yr"], EXTRA)
    p.stamp(18, 8, [" lll   k", "ll    k ", "l    d  ", "   d d  ", "   d d  "], LOCKS)
    p.stamp(22, 15, ["S", "s"], {"s": SKIN[1], "S": SKIN[2]})
    return p.finish()
