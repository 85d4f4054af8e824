from dataclasses import replace

from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.analyst import MAX_SEEN, Analyst
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.sprite import sprite_from_bytes
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Analyse, Analysis
from neonworks_protocol.records import SpriteReading
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.fakes.editor_links import ScriptedLink, ids, png

SETTINGS = Settings(sprite=sprite_from_bytes(png(), "hero.png", Limits()))


def seen(archetype: Archetype = Archetype.BIPED) -> Analysis:
    reading = SpriteReading(
        sha256="0" * 64,
        size=(64, 64),
        archetype=archetype,
        archetype_confidence=0.9,
        facing=Direction.DOWN,
        facing_confidence=0.8,
        box=(10, 10, 50, 60),
        foot_line=60,
        core_x=30.0,
        joints={"neck": (30.0, 20.0), "pelvis": (30.0, 40.0)},
    )
    return Analysis(request_id="r", reading=reading)


def test_a_still_is_looked_at_once() -> None:
    link = ScriptedLink()
    analyst = Analyst(link, ids())
    for _ in range(3):
        analyst.tick(SETTINGS)
    assert analyst.reading(SETTINGS) is None
    link.answer(Analyse, seen())
    analyst.tick(SETTINGS)
    assert link.questions == []
    assert analyst.reading(SETTINGS) == seen().reading
    assert analyst.revision == 1


def test_a_correction_is_looked_at_anew_and_the_last_answer_holds_until_then() -> None:
    link = ScriptedLink()
    analyst = Analyst(link, ids())
    analyst.tick(SETTINGS)
    link.answer(Analyse, seen())
    corrected = replace(SETTINGS, archetype=Archetype.BLOB)
    assert analyst.reading(corrected) == seen().reading
    analyst.tick(corrected)
    question = link.questions[0][0]
    assert isinstance(question, Analyse)
    assert question.archetype is Archetype.BLOB
    link.answer(Analyse, seen(Archetype.BLOB))
    assert analyst.reading(corrected).archetype is Archetype.BLOB  # type: ignore[union-attr]


def test_another_still_has_no_joints_of_the_last_one() -> None:
    link = ScriptedLink()
    analyst = Analyst(link, ids())
    analyst.tick(SETTINGS)
    link.answer(Analyse, seen())
    other = replace(SETTINGS, sprite=sprite_from_bytes(png(32, 32), "bat.png", Limits()))
    assert analyst.reading(other) is None
    assert analyst.reading(Settings()) is None


def test_a_daemon_that_cannot_tell_is_not_asked_again() -> None:
    link = ScriptedLink()
    analyst = Analyst(link, ids())
    analyst.tick(SETTINGS)
    link.refuse(Analyse, "unknown_message")
    analyst.tick(SETTINGS)
    assert link.questions == []
    assert analyst.reading(SETTINGS) is None


def test_nothing_is_asked_without_a_daemon_or_a_still() -> None:
    link = ScriptedLink(online=False)
    analyst = Analyst(link, ids())
    analyst.tick(SETTINGS)
    link.state = ClientState.ONLINE
    analyst.tick(Settings())
    assert link.questions == []


def test_what_is_remembered_is_bounded() -> None:
    link = ScriptedLink()
    analyst = Analyst(link, ids())
    for side in range(1, MAX_SEEN + 5):
        sprite = sprite_from_bytes(png(side, side), "x.png", Limits())
        analyst.tick(replace(SETTINGS, sprite=sprite))
        link.answer(Analyse, seen())
    first = replace(SETTINGS, sprite=sprite_from_bytes(png(1, 1), "x.png", Limits()))
    analyst.tick(first)
    assert len(link.questions) == 1, "it is asked for again"
