"""The painter's notation, shading and outline."""

from neonworks_models.examples.painter import OUTLINE, Painter, colour, fringe, ramp, spans, sym

TONES = ramp("000001 000002 000003 000004")


def test_notation() -> None:
    assert colour("ff8800") == (255, 136, 0)
    assert spans(3, "4-6*2 5-5") == {3: (4, 7), 4: (4, 7), 5: (5, 6)}
    assert sym(8, 1, "2 3") == {1: (6, 10), 2: (5, 11)}
    assert fringe(2, 5, "3 1") == [(2, 5, 8), (3, 5, 6)]


def test_a_part_is_lit_from_the_upper_left_inside_its_line() -> None:
    painter = Painter(12, 12)
    painter.part(spans(1, "1-10*10"), TONES)
    rgba = painter.plain().rgba
    assert rgba[1, 5, 2] == 1
    assert rgba[2, 2, 2] == 4
    assert rgba[9, 9, 2] == 2
    assert rgba[0, 0, 3] == 0


def test_dim_darkens_but_never_into_the_line() -> None:
    painter = Painter(12, 12)
    painter.part(spans(1, "1-10*10"), TONES, dim=1)
    inner = painter.plain().rgba[2:10, 2:10, 2]
    assert set(inner.ravel().tolist()) == {2, 3}


def test_open_sides_get_no_line() -> None:
    painter = Painter(8, 8)
    painter.part(spans(1, "1-6*6"), TONES, line="lr")
    rgba = painter.plain().rgba
    assert rgba[1, 3, 2] != 1
    assert rgba[3, 1, 2] == 1


def test_finish_outlines_the_silhouette_only() -> None:
    painter = Painter(10, 10)
    painter.part(spans(1, "1-8*8"), TONES)
    painter.stamp(4, 4, ["x"], {"x": (9, 9, 9)})
    painter.erase(5, 5)
    rgba = painter.finish().rgba
    assert tuple(rgba[1, 1, :3].tolist()) == OUTLINE
    assert tuple(rgba[4, 4, :3].tolist()) == (9, 9, 9)
    assert tuple(rgba[5, 4, :3].tolist()) == OUTLINE
    assert rgba[5, 5, 3] == 0


def test_curtain_ends_in_a_line() -> None:
    painter = Painter(8, 8)
    painter.curtain(fringe(1, 1, "4 3 2"), TONES)
    rgba = painter.plain().rgba
    assert [int(rgba[y, x, 2]) for x, y in ((1, 4), (2, 3), (3, 2))] == [1, 1, 1]
    assert rgba[5, 1, 3] == 0
