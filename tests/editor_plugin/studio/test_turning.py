from neonworks_editor.studio.spec import FieldEdit, SpecField, apply_edits
from neonworks_editor.studio.sprite import sprite_from_bytes
from neonworks_editor.studio.turning import Turning
from neonworks_protocol.limits import Limits
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.editor_links import png

KNIGHT = sprite_from_bytes(png(), "knight.png", Limits())
SLIME = sprite_from_bytes(png(32, 32), "slime.png", Limits())
UP = MotionSpec(animation_type=Action.WALK, direction=Direction.UP)
LEFT = MotionSpec(animation_type=Action.RUN, direction=Direction.LEFT)


def directions(turning: Turning, sprite: object = KNIGHT) -> list[Direction | None]:
    reading = Interpretation(understood=True, sequence=(UP, LEFT))
    assert sprite in (KNIGHT, SLIME)
    drawn = turning.drawable(SLIME if sprite is SLIME else KNIGHT, reading)
    return [spec.direction for spec in drawn.sequence]


def test_what_was_refused_is_passed_over_for_that_still_alone() -> None:
    turning = Turning()
    assert turning.refused(KNIGHT, [apply_edits(UP, 0, ())])
    assert directions(turning) == [None, Direction.LEFT]
    assert directions(turning, SLIME) == [Direction.UP, Direction.LEFT]
    assert not turning.refused(KNIGHT, [apply_edits(UP, 0, ())]), "nothing more to pass over"


def test_the_users_own_direction_stays_and_fails() -> None:
    turning = Turning()
    edited = apply_edits(UP, 0, (FieldEdit(0, SpecField.DIRECTION, Direction.UP),))
    assert not turning.refused(KNIGHT, [edited])
    assert directions(turning) == [Direction.UP, Direction.LEFT]


def test_what_is_remembered_is_bounded() -> None:
    turning = Turning()
    for side in range(1, 400):
        turning.refused(sprite_from_bytes(png(side, 1), "x.png", Limits()), [apply_edits(UP, 0, ())])
    assert turning.refused(sprite_from_bytes(png(1, 1), "x.png", Limits()), [apply_edits(UP, 0, ())])
    assert not turning.refused(sprite_from_bytes(png(399, 1), "x.png", Limits()), [apply_edits(UP, 0, ())])
