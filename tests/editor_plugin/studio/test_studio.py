"""The whole studio over a scripted connection; ``tests/e2e/test_studio_live.py`` uses a real daemon."""

from pathlib import Path

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.exports import ExportTicket
from neonworks_editor.studio.history import HistoryEntry
from neonworks_editor.studio.spec import SpecField
from neonworks_editor.studio.state import STUDIO_TRANSITIONS, StudioState
from neonworks_editor.studio.studio import SETTLED_S, Studio
from neonworks_protocol.chunks import blob_messages
from neonworks_protocol.messages import Error, Export, Interpret, Spec
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Tier

from tests.fakes.editor_links import ManualClock, ScriptedLink, ids, png, reading_of


class Session:
    """A studio with a sprite, its scripted daemon and its clock."""

    def __init__(self, *, online: bool = True, reads: bool = True, sprite: bool = True) -> None:
        self.link, self.clock = ScriptedLink(online=online, reads=reads), ManualClock()
        seeds = iter(range(100, 100_000))
        self.studio = Studio(self.link, self.clock, wall=lambda: 7.0, new_id=ids(), seed=lambda: next(seeds))
        if sprite:
            assert self.studio.load_sprite(png(), "hero.png")

    def tick(self, seconds: float = 0.0) -> None:
        self.studio.tick(self.clock.pass_(seconds))

    def type(self, text: str) -> None:
        self.studio.set_text(text)
        self.tick()

    def finish(self, frames: int = 4) -> None:
        """Every open request is drawn, with the reading of its sentence."""
        for request in self.link.requests:
            if not request.ended:
                request.understand(request.submit.text)
                request.complete(frames)
        self.tick()

    def state(self) -> StudioState:
        """What the state line says now."""
        return self.studio.line.state

    def entries(self) -> tuple[HistoryEntry, ...]:
        """The history now."""
        return self.studio.history.entries

    @property
    def sent(self) -> list[str]:
        return [request.submit.text for request in self.link.requests]


def test_a_sentence_becomes_frames() -> None:
    session = Session()
    studio = session.studio
    assert session.state() is StudioState.EMPTY
    session.type("walk — müde 🙂")
    assert session.state() is StudioState.COMPUTING
    assert session.link.last.submit.text == "walk — müde 🙂"
    session.finish()
    assert session.state() is StudioState.UP_TO_DATE
    (strip,) = studio.strips()
    assert [cell.frame.index for cell in strip.cells if cell] == [0, 1, 2, 3]
    (record,) = studio.records
    assert record.spec.animation_type is Action.WALK
    assert studio.reading_is_current


def test_what_changed_is_counted_part_by_part() -> None:
    session = Session()
    before, revision = session.studio.counters, session.studio.revision
    session.tick(0.01)
    assert session.studio.counters == before, "nothing changes by itself"
    session.type("walk")
    session.finish()
    after = session.studio.counters
    assert after.settings > before.settings
    assert after.spec > before.spec
    assert after.strips > before.strips
    assert after.state > before.state
    assert after.history == before.history
    assert session.studio.revision > revision


def test_counters_never_fall_when_takes_go() -> None:
    session = Session()
    session.studio.set_take_count(4)
    session.type("walk")
    session.finish()
    before = session.studio.counters.strips
    session.studio.set_take_count(1)
    assert session.studio.counters.strips > before


def test_edits_are_sent_as_a_spec_and_stay_while_typing_goes_on() -> None:
    session = Session()
    session.type("walk")
    session.finish()
    session.studio.edit(SpecField.SPEED, 2.0)
    session.tick()
    (spec,) = session.link.last.submit.spec
    assert (spec.animation_type, spec.speed_multiplier) == (Action.WALK, 2.0)
    session.type("run")
    session.tick()
    (spec,) = session.link.last.submit.spec
    assert (spec.animation_type, spec.speed_multiplier) == (Action.RUN, 2.0)
    assert session.studio.records[0].edited == {SpecField.SPEED}
    session.studio.reset_field(SpecField.SPEED)
    session.tick()
    assert (session.link.last.submit.text, session.link.last.submit.spec) == ("run", ())


def test_a_sentence_that_was_not_understood_offers_other_readings() -> None:
    session = Session()
    session.type("wibble")
    session.finish()
    first, second = session.studio.alternatives
    session.studio.choose_reading(second)
    session.tick()
    assert session.link.last.submit.spec == (second,)
    assert not session.studio.alternatives
    session.studio.choose_reading(None)
    assert session.studio.alternatives == (first, second)
    assert session.state() is StudioState.UP_TO_DATE, "it was drawn before"


def test_several_actions_are_several_strips() -> None:
    session = Session()
    session.type("walk run")
    session.link.last.understand("walk run")
    session.link.last.draw()
    session.link.last.clip()
    session.link.last.draw()
    session.link.last.done()
    assert len(session.studio.strips()) == 2
    assert [record.spec.animation_type for record in session.studio.records] == [Action.WALK, Action.RUN]
    session.studio.edit(SpecField.SPEED, 0.5, place=1)
    session.tick()
    assert [spec.speed_multiplier for spec in session.link.last.submit.spec] == [1.0, 0.5]


def test_refinements_are_relative_to_the_last_spec() -> None:
    session = Session()
    session.type("walk")
    session.finish()
    session.studio.refine("slower")
    for _ in range(2):
        session.tick()
    assert session.link.last.submit.spec[0].speed_multiplier == 0.5
    session.studio.undo()
    session.tick()
    assert session.studio.records[0].spec.speed_multiplier == 1.0


def test_a_refinement_waits_for_its_answer_as_computing() -> None:
    session = Session(reads=False)
    session.type("walk")
    session.finish()
    session.studio.refine("slower")
    session.tick()
    assert session.state() is StudioState.COMPUTING
    session.link.refuse(Interpret, "internal", "the interpreter broke")
    session.tick()
    assert session.state() is StudioState.FAILED
    assert "the interpreter broke" in session.studio.line.text
    session.studio.undo()
    session.tick()
    assert session.state() is StudioState.UP_TO_DATE


def test_only_takes_that_changed_are_asked_for_again() -> None:
    session = Session()
    session.studio.set_take_count(4)
    session.type("walk")
    assert [request.submit.channel for request in session.link.requests] == [
        *("studio-0", "studio-1", "studio-2", "studio-3"),
    ]
    session.finish()
    session.studio.reroll(take=2)
    session.tick()
    assert [request.submit.channel for request in session.link.requests[4:]] == ["studio-2"]
    session.studio.keep_take(1)
    session.tick()
    assert len(session.link.requests) == 5, "the take that was kept is drawn"
    assert session.state() is StudioState.UP_TO_DATE


def test_without_live_the_sentence_is_read_but_not_drawn() -> None:
    session = Session()
    session.studio.set_live(False)
    session.type("walk")
    session.tick(5.0)
    assert session.sent == []
    assert session.studio.records[0].spec.animation_type is Action.WALK
    session.studio.generate()
    session.tick()
    assert session.sent == ["walk"]
    session.finish()
    session.type("run")
    assert session.state() is StudioState.SUPERSEDED
    session.studio.set_live(True)
    session.tick()
    assert session.sent == ["walk", "run"]


def test_cancel_keeps_what_is_drawn() -> None:
    session = Session()
    session.type("walk")
    session.link.last.clip()
    session.link.last.frame(0)
    session.studio.cancel()
    session.link.last.cancelled()
    session.tick(5.0)
    assert session.state() is StudioState.SUPERSEDED
    assert session.studio.strips()[0].cells[0] is not None
    assert session.sent == ["walk"]
    session.studio.generate()
    session.tick()
    assert session.sent == ["walk", "walk"]


def test_a_request_that_failed_is_not_repeated_by_other_answers() -> None:
    session = Session(reads=False)
    session.type("walk")
    session.link.last.fail("unsupported_direction")
    session.tick()
    assert session.state() is StudioState.FAILED
    session.studio.set_take_count(4)
    session.tick()
    assert [request.submit.channel for request in session.link.requests].count("studio-0") == 1


def test_a_daemon_that_goes_and_comes_back() -> None:
    session = Session(online=False)
    session.link.problem = "no daemon answers"
    session.type("walk")
    assert session.state() is StudioState.OFFLINE
    assert session.studio.line.text == "no daemon answers"
    session.link.state = ClientState.ONLINE
    session.tick()
    assert session.sent == ["walk"]
    session.link.last.clip()
    session.link.last.frame(0)
    session.link.state = ClientState.RETRYING
    session.tick()
    assert session.state() is StudioState.OFFLINE
    assert session.studio.strips()[0].cells[0] is not None
    session.link.last.interrupt()
    session.tick(1.0)
    session.link.state = ClientState.ONLINE
    session.tick()
    assert session.sent == ["walk", "walk"], "asked for again by itself"
    session.finish()
    assert session.state() is StudioState.UP_TO_DATE


def test_a_result_that_stays_goes_into_the_history_and_comes_back() -> None:
    session = Session()
    for text in ("w", "wa", "walk"):
        session.type(text)
        session.finish()
    assert session.entries() == ()
    session.tick(SETTLED_S + 0.1)
    (entry,) = session.entries()
    assert (entry.label, entry.made_s) == ("walk", 7.0)
    session.type("run")
    session.studio.set_directions([Direction.LEFT])
    session.tick()
    session.finish()
    requests = len(session.link.requests)
    session.studio.restore(entry.number)
    session.tick()
    assert (session.studio.settings.text, session.studio.settings.directions) == ("walk", ())
    assert len(session.link.requests) == requests
    assert session.state() is StudioState.UP_TO_DATE
    session.studio.undo()
    assert session.studio.settings.text == "run"


def test_two_results_side_by_side() -> None:
    session = Session()
    for text in ("walk", "run"):
        session.type(text)
        session.finish()
        assert session.studio.record() is not None
    newer, older = session.entries()
    before = session.studio.counters.strips
    session.studio.compare(older.number, newer.number)
    assert session.studio.comparison is not None
    assert session.studio.comparison.a is older
    assert session.studio.counters.strips > before
    session.tick(0.1)
    session.studio.stop_comparing()
    assert session.studio.comparison is None


def test_a_direction_of_the_sentence_that_cannot_be_drawn_is_passed_over_the_users_is_not() -> None:
    session = Session()
    session.type("walk")
    turned = MotionSpec(animation_type=Action.WALK, direction=Direction.UP)
    session.link.last.tell(
        Spec(request_id="r", interpretation=Interpretation(understood=True, sequence=(turned,)))
    )
    session.finish()
    session.studio._reader.learn("walk", Interpretation(understood=True, sequence=(turned,)))
    session.studio.edit(SpecField.SPEED, 2.0)
    session.tick()
    assert session.link.last.submit.spec[0].direction is Direction.UP
    session.link.last.fail("unsupported_direction", "the back cannot be drawn")
    session.tick()
    assert session.link.last.submit.spec[0].direction is None
    assert session.studio.take_notices()[0].text == "the back cannot be drawn; it is drawn as the still faces"
    session.finish()
    assert session.state() is StudioState.UP_TO_DATE
    session.studio.edit(SpecField.DIRECTION, Direction.UP)
    session.tick()
    session.link.last.fail("unsupported_direction", "the back cannot be drawn")
    session.tick()
    assert session.state() is StudioState.FAILED


def test_another_sprite_shows_nothing_of_the_last_one() -> None:
    session = Session()
    session.type("walk")
    session.finish()
    before = session.studio.counters.strips
    session.studio.load_sprite(png(32, 32), "slime.png")
    assert session.studio.strips() == ()
    assert session.studio.counters.strips > before
    session.studio.undo()
    assert len(session.studio.strips()) == 1, "the knight is remembered"
    assert session.state() is StudioState.UP_TO_DATE


def test_presets_with_a_sentence_do_not_change_what_the_sentence_means() -> None:
    session = Session()
    session.studio.set_actions([Action.RUN])
    session.type("walk")
    session.link.last.understand("run")
    session.finish()
    session.studio.set_actions([])
    session.tick()
    session.finish()
    assert session.studio.records[0].spec.animation_type is Action.WALK


def test_nothing_to_record_before_a_complete_tier() -> None:
    session = Session()
    assert session.studio.record() is None
    session.type("walk")
    session.link.last.clip()
    session.link.last.frame(0)
    assert session.studio.record() is None
    assert session.studio.record(take=9) is None


def test_an_export_of_what_the_daemon_lost_is_drawn_again_first() -> None:
    session, done = Session(), list[ExportTicket]()
    session.type("walk")
    session.finish()
    ticket = session.studio.export_take(0, "aseprite", "hero", done.append)
    session.link.refuse(Export, "not_found", "no such clip")
    session.tick()
    assert done == []
    assert session.sent == ["walk", "walk"]
    session.finish()
    question = next(q for q, _ in session.link.questions if isinstance(q, Export))
    assert question.clips[0].clip_id == f"{session.link.last.id}-0"
    for blob in blob_messages("x", {"hero.png": b"pixels"}):
        session.link.questions[-1][1](blob)
    assert done == [ticket]
    assert ticket.files == {"hero.png": b"pixels"}


def test_an_export_ends_when_the_sentence_changes_before_it_is_drawn_again() -> None:
    session, done = Session(), list[ExportTicket]()
    session.type("walk")
    session.finish()
    session.studio.export_take(0, "aseprite", "hero", done.append)
    session.link.refuse(Export, "not_found")
    session.type("run")
    assert "changed before the export" in done[0].problem.text  # type: ignore[union-attr]


def test_an_export_of_given_clips() -> None:
    session, done = Session(), list[ExportTicket]()
    session.type("walk")
    session.finish()
    session.studio.export(session.studio.clip_refs(), "gif", "hero", done.append)
    session.link.refuse(Export, "unavailable", "install ffmpeg")
    assert done[0].problem.text == "install ffmpeg"  # type: ignore[union-attr]


def test_a_sprite_that_changed_on_disk_is_drawn_with_the_same_sentence(tmp_path: Path) -> None:
    session = Session(sprite=False)
    path = tmp_path / "hero.png"
    path.write_bytes(png())
    assert session.studio.open_sprite(path)
    session.type("walk")
    session.finish()
    session.tick(0.2)
    session.tick(0.2)
    path.write_bytes(png(tail=b"painted"))
    for _ in range(3):
        session.tick(0.2)
    assert session.sent == ["walk", "walk"]
    assert session.link.last.submit.sprite.endswith(b"painted")
    assert [notice.text for notice in session.studio.take_notices()] == [
        "hero.png changed on disk and was read again"
    ]


class Anything(RuleBasedStateMachine):
    """Whatever the user and the daemon do, in whatever order: the state line takes only steps of its table (a
    forbidden one raises), and no strip ever goes back to an older change."""

    @initialize()
    def begin(self) -> None:
        self.session = Session(reads=False)
        self.studio = self.session.studio
        self.shown: dict[tuple[int, int, int], int] = {}
        self.lengths = 0

    @rule(text=st.sampled_from(["", "walk", "run", "walk run", "wibble"]))
    def types(self, text: str) -> None:
        self.studio.set_text(text)

    @rule(speed=st.sampled_from([0.5, 1.0, 2.0]))
    def edits(self, speed: float) -> None:
        self.studio.edit(SpecField.SPEED, speed)

    @rule(live=st.booleans())
    def toggles_live(self, live: bool) -> None:
        self.studio.set_live(live)

    @rule(online=st.booleans())
    def connection(self, online: bool) -> None:
        self.session.link.state = ClientState.ONLINE if online else ClientState.RETRYING

    @rule(count=st.sampled_from([1, 4]))
    def takes(self, count: int) -> None:
        self.studio.set_take_count(count)

    @rule(
        action=st.sampled_from(
            ["undo", "redo", "generate", "cancel", "reroll", "reset_edits", "close_sprite", "reset_joints"]
        )
    )
    def clicks(self, action: str) -> None:
        getattr(self.studio, action)()

    @rule()
    def refines(self) -> None:
        self.studio.refine("slower")

    @rule(seconds=st.sampled_from([0.0, 0.02, 0.3, 2.0]))
    def waits(self, seconds: float) -> None:
        self.session.tick(seconds)

    @rule(pick=st.integers(0, 9), refused=st.booleans())
    def answers(self, pick: int, refused: bool) -> None:

        if self.session.link.questions:
            at = pick % len(self.session.link.questions)
            question, answer = self.session.link.questions.pop(at)
            if refused or not isinstance(question, Interpret):
                answer(Error(code="busy", message="no"))
            else:
                answer(Spec(request_id="x", interpretation=reading_of(question.text)))

    @rule(
        pick=st.integers(0, 9),
        what=st.sampled_from(
            [
                "clip",
                "frame",
                "frame",
                "draw",
                "better",
                "complete",
                "busy",
                "refused",
                "interrupt",
                "supersede",
            ]
        ),
        index=st.integers(0, 3),
    )
    def daemon(self, pick: int, what: str, index: int) -> None:
        waiting = [request for request in self.session.link.requests if not request.ended]
        if not waiting:
            return
        request = waiting[pick % len(waiting)]
        match what:
            case "clip" if len(request.clips) < 2:
                request.clip()
            case "frame" if request.clips:
                request.frame(index)
            case "draw":
                request.draw()
            case "better" if request.clips:
                request.frame(index, tier=Tier.SPRITE)
            case "complete":
                request.understand(request.submit.text)
                request.complete()
            case "busy":
                request.fail("busy", retryable=True)
            case "refused":
                request.fail("unsupported_action")
            case "interrupt" | "supersede":
                getattr(request, what)()

    @invariant()
    def the_line_is_one_of_the_states(self) -> None:
        if hasattr(self, "studio"):
            assert self.studio.line.state in STUDIO_TRANSITIONS
            assert self.studio.line.text
            assert "\n" not in self.studio.line.text

    @invariant()
    def up_to_date_means_it(self) -> None:
        if hasattr(self, "studio") and self.studio.line.state is StudioState.UP_TO_DATE:
            for take in range(self.studio.take_count):
                assert not any(strip.superseded for strip in self.studio.strips(take))

    @invariant()
    def nothing_shown_gets_older(self) -> None:
        if not hasattr(self, "studio"):
            return
        now: dict[tuple[int, int, int], int] = {}
        for take in range(self.studio.take_count):
            for strip in self.studio.strips(take):
                for index, cell in enumerate(strip.cells):
                    if cell is not None:
                        now[take, id(strip), index] = cell.order
        for place, order in now.items():
            assert order >= self.shown.get(place, 0)
        self.shown = now
        self.alive = [self.studio.strips(take) for take in range(self.studio.take_count)]


Anything.TestCase.settings = hypothesis_settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnything = Anything.TestCase
