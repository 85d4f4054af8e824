"""A hooded mage with a white beard, 64×64, seen from the front and the right side."""

from neonworks_models.examples.painter import Painter, colour, ramp, spans, sym
from neonworks_models.sprites.sprite import Sprite

__all__ = ["mage_down", "mage_right"]

ROBE = ramp("2b1c4f 46307d 6848ad 9474d6")
LINING = ramp("1f1636 2f2250 3f2f69 524083")
SKIN = ramp("87523f c58a66 eabb92 f7d9b5")
BEARD = ramp("6f7590 a9b0c6 dfe4ee ffffff")
SASH = ramp("704016 b3701f eaae3a ffe07a")
BOOTS = ramp("2a1d25 46303a 6a4a52 8c6a6c")
EYES = {"o": colour("241b3a"), "w": colour("d9f6ff"), "c": colour("3ec6d6")}
TRIM = {"g": SASH[2], "G": SASH[1], "h": SASH[3], "d": ROBE[1], "l": ROBE[3], "k": ROBE[0]}


def _feet_front(p: Painter) -> None:
    p.part(spans(47, "25-30*8"), LINING)
    p.part(spans(47, "33-38*8"), LINING)
    p.part(spans(54, "25-30*3 24-30 23-30*3"), BOOTS)
    p.part(spans(54, "33-38*3 33-39 33-40*3"), BOOTS)


def _sleeves_front(p: Painter) -> None:
    p.part(spans(43, "19-23*4 20-22"), SKIN)
    p.part(spans(43, "40-44*4 41-43"), SKIN)
    p.part(spans(32, "21-25 20-25*3 19-24*4 18-24*3 17-24*2"), ROBE)
    p.part(spans(32, "38-42 38-43*3 39-44*4 39-45*3 39-46*2"), ROBE)
    p.stamp(18, 43, ["gGgGgG"], TRIM)
    p.stamp(40, 43, ["gGgGgG"], TRIM)


def _robe_front(p: Painter) -> None:
    p.part(sym(32, 31, "6 7*4 7*6 8*3 8*3 9*3 10*2"), ROBE)
    p.part(sym(32, 41, "8*3"), SASH)
    p.stamp(30, 44, ["hg", "gG", "gG", "hG", " G"], TRIM)
    p.stamp(23, 52, ["gGgGgGgGgGgGgGgGgG"], TRIM)
    p.stamp(33, 45, ["d", "d", "dk", " k", " k", " k", " k"], TRIM)
    p.stamp(26, 46, ["  d", "  d", " d ", " d ", " d ", "d  "], TRIM)


def mage_down() -> Sprite:
    """Facing the viewer."""
    p = Painter(64, 64)
    _feet_front(p)
    _sleeves_front(p)
    _robe_front(p)
    p.part(sym(32, 12, "1 3 5 6 7 8*2 9*2 10*7 9*3 8 7"), ROBE)
    p.part(sym(32, 18, "4 6 7*8 6*2 5 3"), LINING)
    p.part(sym(32, 20, "5 6*5 6*2 5 4"), SKIN)
    p.part(sym(32, 27, "5*2 5 5*2 4*2 3 2 1"), BEARD)
    p.stamp(26, 25, [" b        b ", "bb        bb"], {"b": BEARD[2]})
    p.stamp(28, 26, [" bbbbbb ", "bbb  bbb"], {"b": BEARD[3]})
    p.stamp(30, 28, ["mmmm"], {"m": SKIN[0]})
    p.stamp(30, 31, ["b  b", "b  b", " bb ", " bb "], {"b": BEARD[1]})
    p.stamp(28, 22, ["oo    oo", "wo    ow", "cc    cc"], EYES)
    p.stamp(27, 20, ["bbb    bbb", "  bb  bb  "], {"b": BEARD[2]})
    p.stamp(26, 17, ["  GggggggG  ", " Gg      gG ", "Gg        gG"], TRIM)
    p.stamp(31, 14, ["gg", "hg"], TRIM)
    return p.finish()


def mage_right() -> Sprite:
    """Facing right."""
    p = Painter(64, 64)
    p.part(spans(43, "36-40*4 37-39"), SKIN, dim=1)
    p.part(spans(33, "34-38*2 34-39*4 35-40*3 35-41*2"), ROBE, dim=1)
    p.part(spans(47, "32-37*8"), LINING, dim=1)
    p.part(spans(54, "32-37*3 32-38 32-40*3"), BOOTS, dim=1)
    p.part(spans(47, "27-32*8"), LINING)
    p.part(spans(54, "27-32*3 27-33 26-35*3"), BOOTS)
    p.part(spans(31, "27-36 26-37*9 26-37*3 25-38*3 24-38*3 23-39*3"), ROBE)
    p.part(spans(41, "26-37*3"), SASH)
    p.stamp(24, 52, ["gGgGgGgGgGgGgGg"], TRIM)
    p.stamp(35, 44, ["gG", "hG", "gG", " G"], TRIM)
    p.stamp(28, 46, ["  d", "  d", " d ", " d ", " d ", "d  "], TRIM)
    p.part(spans(43, "28-32*4 29-31"), SKIN)
    p.part(spans(32, "28-33*3 27-33*4 27-34*3 26-34*2"), ROBE)
    p.stamp(27, 43, ["gGgGgGg"], TRIM)
    p.part(spans(12, "28-32 26-35 25-37 24-38 24-39*2 23-40*3 22-41*9 23-40*2 24-39*2 25-37"), ROBE)
    p.part(spans(18, "35-40 34-41*9 35-40*2"), LINING, line="l")
    p.part(spans(20, "36-41*5 36-42*2 36-41*2 36-40"), SKIN, line="l")
    p.part(spans(27, "34-41 33-42*2 33-41*3 34-40*2 35-39 36-38"), BEARD)
    p.stamp(34, 25, ["bb ", "bb ", "bbb"], {"b": BEARD[2]})
    p.stamp(38, 26, [" bbb", "bbb "], {"b": BEARD[3]})
    p.stamp(36, 31, ["b b", "b b", " b "], {"b": BEARD[1]})
    p.stamp(38, 22, ["oo", "ow", "cc"], EYES)
    p.stamp(37, 20, ["bbbb"], {"b": BEARD[2]})
    p.stamp(33, 17, ["    GgggG", "  Gg     ", " Gg      ", " g       ", " g       "], TRIM)
    p.stamp(27, 16, ["    d", "    d", "   d ", "   d ", "  d  "], TRIM)
    return p.finish()
