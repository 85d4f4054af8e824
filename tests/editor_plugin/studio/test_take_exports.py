from neonworks_editor.studio.exports import Exports, ExportTicket
from neonworks_editor.studio.take_exports import TakeExports
from neonworks_protocol.chunks import blob_messages
from neonworks_protocol.messages import Export

from tests.editor_plugin.studio.test_lane import Bench
from tests.fakes.editor_links import ids


class Exporting(Bench):
    """A take that is drawn, and its exports."""

    def __init__(self, *, drawn: bool = True) -> None:
        super().__init__()
        self.exports = TakeExports(Exports(self.link, ids("e")))
        self.files: list[ExportTicket] = []
        if drawn:
            self.want("walk")
            self.link.last.complete()
        self.ticket = ExportTicket("gif", "hero")
        self.exports.ask(self.lane, self.ticket, self.files.append)

    def again(self) -> None:
        """The lost clips are drawn again."""
        self.tick()
        self.link.last.complete()
        assert self.lane.result is not None
        self.exports.lane_done(self.lane, self.lane.result)


def test_files_of_a_take() -> None:
    bench = Exporting()
    for blob in blob_messages("e1", {"hero.gif": b"GIF"}):
        bench.link.answer(Export, blob)
    assert bench.files == [bench.ticket]
    assert bench.ticket.files == {"hero.gif": b"GIF"}


def test_what_is_lost_is_drawn_again_once() -> None:
    bench = Exporting()
    bench.link.refuse(Export, "not_found")
    assert bench.files == []
    bench.exports.tick([bench.lane])
    bench.again()
    question = bench.link.questions[0][0]
    assert isinstance(question, Export)
    assert [ref.clip_id for ref in question.clips] == [f"{bench.link.last.id}-0"]
    bench.link.refuse(Export, "not_found", "lost again")
    assert bench.ticket.problem.text == "lost again"  # type: ignore[union-attr]
    assert len(bench.files) == 1


def test_other_refusals_end_it() -> None:
    bench = Exporting()
    bench.link.refuse(Export, "unavailable", "install ffmpeg")
    assert bench.files[0].problem.text == "install ffmpeg"  # type: ignore[union-attr]
    assert bench.sent == ["walk"]


def test_it_is_given_up_when_it_cannot_be_drawn_again() -> None:
    bench = Exporting()
    bench.link.refuse(Export, "not_found")
    bench.tick()
    bench.link.last.fail("unsupported_action", "it cannot walk any more")
    bench.exports.tick([bench.lane])
    assert bench.files[0].problem.text == "it cannot walk any more"  # type: ignore[union-attr]


def test_it_is_given_up_with_its_take_or_its_sentence() -> None:
    for change in (lambda bench: bench.want("run"), lambda bench: None):
        bench = Exporting()
        bench.link.refuse(Export, "not_found")
        change(bench)
        bench.exports.tick([bench.lane] if bench.sent[-1] == "run" else [])
        assert "changed before" in bench.files[0].problem.text  # type: ignore[union-attr]


def test_nothing_drawn_is_nothing_to_export() -> None:
    bench = Exporting(drawn=False)
    assert "nothing is drawn" in bench.files[0].problem.text  # type: ignore[union-attr]
    assert bench.link.questions == []
