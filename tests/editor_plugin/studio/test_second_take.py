"""The larger model's reading as a take beside what is shown, through the whole studio."""

from neonworks_editor.studio.second_reader import REST_S
from neonworks_editor.studio.second_take import OpinionKind
from neonworks_editor.studio.state import StudioState
from neonworks_editor.studio.studio import Studio
from neonworks_protocol.messages import Consult, Reading, Submit
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import FieldRead
from neonworks_protocol.vocabulary import Action

from tests.editor_plugin.studio.test_second_reader import welcome
from tests.fakes.editor_links import ManualClock, Request, ScriptedLink, ids, png

RUN = Interpretation(understood=True, sequence=(MotionSpec(animation_type=Action.RUN),), interpreter="big")
VAGUE = Interpretation(understood=False, sequence=(MotionSpec(animation_type=Action.IDLE),))


class Session:
    def __init__(self) -> None:
        self.link, self.clock = ScriptedLink(reads=True), ManualClock()
        self.link.welcome = welcome("big")
        self.studio = Studio(self.link, self.clock, wall=lambda: 7.0, new_id=ids(), seed=lambda: 1)
        assert self.studio.load_sprite(png(), "hero.png")

    def draw(self) -> None:
        """Everything that is asked for."""
        for request in self.link.requests:
            if not request.ended:
                request.complete()
        self.tick()

    def tick(self, seconds: float = 0.0) -> None:
        self.studio.tick(self.clock.pass_(seconds))

    def read(
        self, text: str, heard: Interpretation | None = RUN, *, differs: tuple[str, ...] = ("animation_type",)
    ) -> None:
        """Types ``text``; it is drawn, and the larger model answers."""
        self.studio.set_text(text)
        self.tick()
        self.draw()
        self.tick(REST_S)
        field = FieldRead(field="animation_type", value="run")
        reading = Reading(
            request_id="q",
            interpreter="big",
            fields=(field,),
            final=True,
            interpretation=heard,
            differs=differs,
            note="" if heard else "it wrote poetry",
        )
        self.link.answer(Consult, reading)
        self.tick()

    def kind(self) -> OpinionKind:
        return self.studio.second.opinion.kind


def specs(request: Request) -> list[Action]:
    assert isinstance(request.message, Submit)
    return [spec.animation_type for spec in request.message.spec]


def test_what_differs_is_drawn_as_a_take_of_its_own() -> None:
    session = Session()
    session.read("walk")
    first = [strip.clip for strip in session.studio.strips(0)]
    assert session.kind() is OpinionKind.DIFFERS
    assert specs(session.link.last) == [Action.RUN] and session.link.last.submit.channel == "studio-second"
    session.draw()
    assert [strip.clip for strip in session.studio.strips(0)] == first, "what is shown stays"
    assert session.studio.take_count == 1
    assert [bool(strip.clip) for strip in session.studio.strips(session.studio.take_count)] == [True]
    assert session.studio.line.state is StudioState.UP_TO_DATE


def test_where_both_agree_nothing_more_is_drawn() -> None:
    session = Session()
    session.read("walk", differs=())
    sent = len(session.link.requests)
    session.tick(5)
    assert session.kind() is OpinionKind.AGREES and len(session.link.requests) == sent
    assert session.studio.strips(session.studio.take_count) == ()


def test_an_answer_of_no_use_leaves_everything() -> None:
    session = Session()
    session.read("walk", None, differs=())
    assert session.kind() is OpinionKind.UNSURE and session.studio.second.opinion.note == "it wrote poetry"
    session.read("jump", VAGUE)
    assert session.kind() is OpinionKind.UNSURE


def test_another_sentence_takes_its_take_away() -> None:
    session = Session()
    session.read("walk")
    session.draw()
    session.studio.set_text("walk slowly")
    assert session.kind() is OpinionKind.WAITS and session.studio.strips(session.studio.take_count) == ()


def test_keeping_it_is_a_step_that_can_be_undone() -> None:
    session = Session()
    session.read("walk")
    session.draw()
    sent = len(session.link.requests)
    session.studio.take_second(RUN.sequence)
    session.tick()
    assert session.kind() is OpinionKind.KEPT
    assert [record.spec.animation_type for record in session.studio.records] == [Action.RUN]
    assert len(session.link.requests) == sent, "its pictures are there already"
    session.studio.undo()
    assert session.kind() is OpinionKind.DIFFERS, "asked once, remembered"
    session.studio.take_second(RUN.sequence)
    session.studio.set_text("jump")
    assert session.studio.settings.second == ()


def test_history_says_who_read_it() -> None:
    session = Session()
    session.read("walk")
    session.draw()
    entry = session.studio.record(session.studio.take_count)
    assert entry is not None and entry.label == "walk (read by big)"
    assert entry.settings is not None and entry.settings.second == RUN.sequence
    assert session.studio.record(0) is not None
    assert session.studio.clip_refs(session.studio.take_count)


def test_another_sprite_shows_nothing_of_the_old_one() -> None:
    session = Session()
    session.read("walk")
    session.draw()
    assert session.studio.load_sprite(png(32, 32), "other.png")
    assert session.studio.strips(session.studio.take_count) == ()


def test_cancel_stops_the_model_too() -> None:
    session = Session()
    session.studio.set_text("walk")
    session.tick(REST_S)
    session.tick(REST_S)
    (question,) = [q for q, _ in session.link.questions if isinstance(q, Consult)]
    session.studio.cancel()
    assert question.request_id in session.link.cancelled and session.kind() is OpinionKind.FAILED


def test_presets_and_choices_are_not_read_twice() -> None:
    session = Session()
    session.studio.set_text("walk")
    session.studio.set_actions((Action.RUN,))
    session.tick(REST_S)
    session.tick(REST_S)
    assert not [q for q, _ in session.link.questions if isinstance(q, Consult)]
    assert session.kind() is OpinionKind.NONE
