from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.motion_sheet import MotionSheet
from neonworks_editor.studio.reader import MAX_READINGS, Reader
from neonworks_editor.studio.settings import Refinement, Settings
from neonworks_editor.studio.spec import FieldEdit, SpecField
from neonworks_editor.studio.sprite import Sprite
from neonworks_protocol.messages import Interpret, Spec, Submit
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import MotionSource
from neonworks_protocol.vocabulary import Action

from tests.fakes.editor_links import ScriptedLink, ids, reading_of


def made(link: ScriptedLink) -> tuple[Reader, list[bool]]:
    changes: list[bool] = []
    return Reader(link, ids(), lambda: changes.append(True)), changes


def texts(link: ScriptedLink) -> list[str]:
    return [question.text for question, _ in link.questions if isinstance(question, Interpret)]


def answer(link: ScriptedLink, text: str) -> None:
    link.answer(Interpret, Spec(request_id="r", interpretation=reading_of(text)))


def test_a_sentence_is_asked_once_and_remembered() -> None:
    link = ScriptedLink()
    reader, changes = made(link)
    assert reader.resolve(Settings(text="walk")) is None
    for _ in range(3):
        reader.tick()
    assert texts(link) == ["walk"]
    answer(link, "walk")
    assert changes == [True]
    assert reader.resolve(Settings(text="walk")) == reading_of("walk")
    assert not reader.waiting


def test_only_the_newest_sentence_is_asked_next() -> None:
    link = ScriptedLink()
    reader, _ = made(link)
    for text in ("w", "wa", "walk"):
        reader.resolve(Settings(text=text))
        reader.tick()
    answer(link, "w")
    reader.tick()
    assert texts(link) == ["walk"]


def test_refinements_are_laid_over_the_reading_in_order() -> None:
    link = ScriptedLink()
    reader, _ = made(link)
    settings = Settings(text="run walk", refinements=(Refinement("slower", place=1),))
    for text in ("run walk", "slower"):
        assert reader.resolve(settings) is None
        reader.tick()
        question = link.questions[0][0]
        assert isinstance(question, Interpret)
        assert question.text == text
        assert question.previous == (MotionSpec(animation_type=Action.WALK) if text == "slower" else None)
        answer(link, text)
    reading = reader.resolve(settings)
    assert reading is not None
    assert [spec.speed_multiplier for spec in reading.sequence] == [1.0, 0.5]


def test_a_chosen_reading_and_an_empty_sentence_need_no_answer() -> None:
    link = ScriptedLink()
    reader, _ = made(link)
    chosen = MotionSpec(animation_type=Action.JUMP)
    assert reader.resolve(Settings(text="mumble", chosen=chosen)).sequence == (chosen,)  # type: ignore[union-attr]
    assert reader.resolve(Settings(actions=(Action.HURT,))).spec.animation_type is Action.HURT  # type: ignore[union-attr]
    reader.tick()
    assert link.questions == []


def test_presets_are_drawn_in_the_manner_of_the_sentence() -> None:
    reader, _ = made(ScriptedLink())
    manner = MotionSpec(animation_type=Action.WALK, speed_multiplier=0.5, frame_count=7)
    reader.learn("slowly", Interpretation(understood=True, sequence=(manner,)))
    reading = reader.resolve(Settings(text="slowly", actions=(Action.WALK, Action.RUN)))
    assert reading is not None
    assert reading.sequence == (manner, MotionSpec(animation_type=Action.RUN, speed_multiplier=0.5))


def test_a_refusal_is_a_problem_until_it_is_forgiven() -> None:
    link = ScriptedLink()
    reader, changes = made(link)
    reader.resolve(Settings(text="walk"))
    reader.tick()
    link.refuse(Interpret, "busy", "too many questions")
    assert changes
    assert reader.problem().code == "busy"  # type: ignore[union-attr]
    reader.tick()
    assert link.questions == []
    reader.forgive()
    reader.tick()
    assert len(link.questions) == 1


def test_what_was_refused_is_asked_again_when_the_user_comes_back_to_it() -> None:
    link = ScriptedLink()
    reader, _ = made(link)
    reader.resolve(Settings(text="walk"))
    reader.tick()
    link.refuse(Interpret, "busy")
    assert reader.resolve(Settings(text="walk")) is None
    assert reader.problem() is not None
    reader.resolve(Settings())
    reader.resolve(Settings(text="walk"))
    assert reader.problem() is None
    reader.tick()
    assert texts(link) == ["walk"]


def test_nothing_is_asked_without_a_daemon() -> None:
    link = ScriptedLink(online=False)
    reader, _ = made(link)
    reader.resolve(Settings(text="walk"))
    reader.tick()
    assert link.questions == []
    link.state = ClientState.ONLINE
    reader.tick()
    assert len(link.questions) == 1


def test_readings_are_bounded_and_the_newest_stay() -> None:
    reader, _ = made(ScriptedLink())
    for number in range(MAX_READINGS + 10):
        reader.learn(str(number), reading_of("walk"))
    assert reader.resolve(Settings(text="0")) is None
    assert reader.resolve(Settings(text=str(MAX_READINGS))) is not None


def test_a_sentence_is_asked_anew_for_a_sprite_of_another_name() -> None:
    link = ScriptedLink()
    reader, _ = made(link)
    for name in ("knight.png", "archer.png"):
        sprite = Sprite(b"", name, (1, 1), name)
        assert reader.resolve(Settings(sprite=sprite, text="attack")) is None
        reader.tick()
        question = link.questions[0][0]
        assert isinstance(question, Interpret)
        assert question.name == name
        answer(link, "walk")
        assert reader.resolve(Settings(sprite=sprite, text="attack")) is not None


def test_what_a_sheet_shows_is_what_its_request_was_read_as() -> None:
    link = ScriptedLink()
    reader, _ = made(link)
    sheet = MotionSheet("guard.png", "m1", MotionSource(sheet=b"frames"))
    moving = Settings(motion=sheet)
    edited = Settings(motion=sheet, edits=(FieldEdit(0, SpecField.INTENSITY, 0.9),))
    assert reader.resolve(moving) is None and not reader.waiting, "nothing is to be asked"
    first = reader.resolve(edited)
    assert first is not None, "an edit never waits for what nobody asks"
    asked = Submit(request_id="r", sprite=b"x", motion=sheet.source)
    other = Submit(request_id="r", sprite=b"x", motion=MotionSource(sheet=b"frames"))
    reader.told(other, sheet, reading_of("run"))
    assert reader.resolve(moving) is None, "of an earlier sheet"
    assert reader.told(asked, sheet, reading_of("walk"))
    assert reader.resolve(moving) == reader.resolve(edited) == reading_of("walk")
    assert reader.resolve(Settings(motion=sheet, actions=(Action.RUN,))) != reading_of("walk")
