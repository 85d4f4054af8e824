"""The line under the sentence: what a larger model reads, shown, kept, and nothing that jumps."""

from collections.abc import Sequence

import pytest
from neonworks_editor.panel.second_line import opinion_lines
from neonworks_editor.studio.second_take import Opinion, OpinionKind
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label
from neonworks_protocol.messages import Consult, Reading, ServerMessage
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import FieldRead
from neonworks_protocol.vocabulary import Action

from tests.fakes.panel_lab import PanelLab

RUN = Interpretation(
    understood=True, sequence=(MotionSpec(animation_type=Action.RUN, style_modifiers=("angry",)),)
)
FIELDS = (FieldRead(field="animation_type", value="run"), FieldRead(field="direction", value="none"))


def second(asked: Consult) -> Sequence[ServerMessage]:
    """Runs where the sentence does not; agrees with what runs."""
    differs = () if "run" in asked.text else ("animation_type",)
    part = Reading(request_id=asked.request_id, interpreter="big", fields=FIELDS)
    whole = Reading(
        request_id=asked.request_id,
        interpreter="big",
        fields=FIELDS,
        final=True,
        interpretation=RUN,
        differs=differs,
    )
    return part, whole


def place(lab: PanelLab, name: str) -> tuple[int, int, int, int]:
    found = lab.app.locate(name)
    return found.x, found.y, found.width, found.height


@pytest.fixture
def read(lab: PanelLab) -> PanelLab:
    """A lab whose daemon has a larger model, which has read the sentence."""
    lab.daemon.lend_reader("big", second)
    lab.frames(4)
    lab.enter("walk")
    lab.frames(60)
    return lab


def test_without_a_larger_model_there_is_no_line(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(60)
    assert not lab.shown("second-line")


def test_what_it_reads_is_said_and_nothing_else_moves(lab: PanelLab) -> None:
    lab.daemon.lend_reader("big", lambda _: ())
    lab.frames(6)
    lab.enter("walk")
    lab.frames(60)
    before = place(lab, "preset-walk"), place(lab, "preview")
    lab.daemon.lend_reader("big", second)
    lab.enter("s")
    lab.frames(60)
    assert lab.find("second-who", Label).text == "big reads:"
    assert lab.find("second-what", Label).text == "Run, angry"
    assert (place(lab, "preset-walk"), place(lab, "preview")) == before
    assert not lab.shown("takes") and lab.studio.take_count == 1


def test_show_and_back(read: PanelLab) -> None:
    own = read.app.desk.strip
    read.click("second-show")
    assert read.app.desk.strip is not own and read.app.desk.take == 1
    assert read.find("second-show", Button).text == "Back"
    assert read.app.panel.stage.preview.view.badge == "as big reads it"
    read.click("second-show")
    assert read.app.desk.strip is own and read.app.panel.stage.preview.view.badge == ""


def test_keep_goes_on_with_it(read: PanelLab) -> None:
    read.click("second-show")
    read.click("second-keep")
    read.frames(10)
    assert [record.spec.animation_type for record in read.studio.records] == [Action.RUN]
    assert read.find("second-who", Label).text == "As big reads it" and not read.shown("second-show")
    read.click("own-words")
    read.frames(10)
    assert [record.spec.animation_type for record in read.studio.records] == [Action.WALK]


def test_the_same_reading_is_a_small_note(read: PanelLab) -> None:
    read.app.studio.set_text("run")
    read.frames(60)
    assert read.find("second-who", Label).text == "big reads the same"
    assert not read.shown("second-show")


def test_another_sentence_brings_ones_own_take_back(read: PanelLab) -> None:
    read.click("second-show")
    read.app.studio.set_text("walk, tired")
    read.frames(60)
    assert not read.app.desk.second and read.shown("second-show")


@pytest.mark.parametrize("kind", list(OpinionKind))
def test_every_opinion_has_words(kind: OpinionKind) -> None:
    who, _ = opinion_lines(Opinion(kind, "a-model-with-quite-a-long-name-7b", FIELDS, RUN, "because"))
    assert who.startswith("a-model-with-quite-a-lo…") or who.startswith("As a-model-with")


def test_fields_come_in_as_words() -> None:
    assert opinion_lines(Opinion(OpinionKind.READS, "big", FIELDS)) == ("big reads it, too", "run ...")
