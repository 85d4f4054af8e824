from neonworks_models.motion.library import shipped_library
from neonworks_models.nets.motions import MOTIONS, STRIPS, moments, motion_index
from neonworks_protocol.vocabulary import Action, Direction, Variant


def test_the_library_plays_every_motion() -> None:
    for motion in MOTIONS:
        for view in (Direction.DOWN, Direction.UP, Direction.RIGHT):
            track = shipped_library().track(motion.action, motion.variant, view)
            assert motion.looped == track.cyclic


def test_every_strip_names_its_motion() -> None:
    named = {strip: MOTIONS[index] for strip, index in STRIPS.items()}
    assert named["hurt"].action is Action.DEATH
    assert named["spellcast"].action is Action.CAST_SPELL
    assert named["shoot"].variant is Variant.SHOOT
    assert named["walk"].action is Action.WALK


def test_a_motion_is_found_by_action_and_variant() -> None:
    assert motion_index(Action.WALK, None) == STRIPS["walk"]
    assert motion_index(Action.ATTACK, Variant.KICK) == len(MOTIONS) - 1
    assert motion_index(Action.WALK, Variant.KICK) is None


def test_a_cycle_does_not_repeat_its_first_frame_a_single_action_shows_its_end() -> None:
    walk, jump = MOTIONS[STRIPS["walk"]], MOTIONS[STRIPS["jump"]]
    assert moments(walk, 4) == (0, 0.25, 0.5, 0.75)
    assert moments(jump, 3) == (0, 0.5, 1)
