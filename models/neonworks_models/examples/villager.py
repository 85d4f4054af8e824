"""A chibi villager with a straw-coloured mop and blue overalls, 32×32, from the front and the right side."""

from neonworks_models.examples.painter import Painter, colour, fringe, ramp, spans, sym
from neonworks_models.sprites.sprite import Sprite

__all__ = ["villager_down", "villager_right"]

HAIR = ramp("5b4020 9a6f2c dba63f ffdc70")
SKIN = ramp("8f4f3e cf8b66 f2c197 ffe2bf")
SHIRT = ramp("6e2f2c a9463b dd7350 f7a674")
OVERALLS = ramp("1d2c54 2c4a86 4474b8 79a8dc")
BOOTS = ramp("30211f 51352b 7d5338 a97b49")
EYES = {"o": colour("2a2033"), "w": colour("ffffff"), "m": colour("b5634f"), "c": colour("f2a084")}
BRASS = {"y": colour("ffd860")}


def villager_down() -> Sprite:
    """Facing the viewer."""
    p = Painter(32, 32)
    p.part(sym(16, 4, "3 5 6 7*2 8*6 7"), HAIR)
    p.part(spans(22, "11-14*4"), OVERALLS)
    p.part(spans(22, "17-20*4"), OVERALLS)
    p.part(spans(25, "11-14*3 10-14*2"), BOOTS)
    p.part(spans(25, "17-20*3 17-21*2"), BOOTS)
    p.part(spans(22, "8-10*2 9-10"), SKIN)
    p.part(spans(22, "21-23*2 21-22"), SKIN)
    p.part(spans(17, "9-12 8-11*3 8-10*2"), SHIRT)
    p.part(spans(17, "19-22 20-23*3 21-23*2"), SHIRT)
    p.part(sym(16, 17, "4 5*5"), SHIRT)
    p.part(sym(16, 19, "4*2 5*4"), OVERALLS)
    p.stamp(13, 18, ["b    b", "b    b"], {"b": OVERALLS[2]})
    p.stamp(13, 20, ["y    y"], BRASS)
    p.part(sym(16, 8, "6*7 5*2 3"), SKIN)
    p.curtain(fringe(9, 6, "7 7 5 4 3 4 5 4 3 4 5 5 7 7"), HAIR)
    p.stamp(12, 11, ["ow  wo", "oo  oo", "oo  oo"], EYES)
    p.stamp(11, 14, ["c        c"], EYES)
    p.stamp(15, 15, ["mm"], EYES)
    return p.finish()


def villager_right() -> Sprite:
    """Facing right."""
    p = Painter(32, 32)
    p.part(spans(22, "18-20*2 18-19"), SKIN, dim=1)
    p.part(spans(18, "17-19*2 18-20*2"), SHIRT, dim=1)
    p.part(spans(22, "16-19*4"), OVERALLS, dim=1)
    p.part(spans(25, "16-19*2 16-21*3"), BOOTS, dim=1)
    p.part(spans(22, "12-15*4"), OVERALLS)
    p.part(spans(25, "12-15*2 12-17*3"), BOOTS)
    p.part(spans(17, "13-18 12-19*7"), SHIRT)
    p.part(spans(19, "15-19*2 12-19*3"), OVERALLS)
    p.stamp(17, 20, ["y"], BRASS)
    p.part(spans(22, "13-15*2 13-14"), SKIN)
    p.part(spans(17, "13-16 13-16*3 13-15*2"), SHIRT)
    p.part(spans(4, "13-18 11-20 10-21 9-22*2 8-22*6 9-22 10-17 11-16"), HAIR)
    p.part(spans(8, "15-21*5 15-22 15-21*2 15-20 17-19"), SKIN, line="b")
    p.curtain(fringe(15, 6, "7 5 4 3 4 5 3 2"), HAIR)
    p.stamp(19, 11, ["wo", "oo", "oo"], EYES)
    p.stamp(17, 14, ["c"], EYES)
    p.stamp(20, 15, ["m"], EYES)
    p.stamp(14, 12, ["S", "s"], {"s": SKIN[1], "S": SKIN[2]})
    return p.finish()
