from neonworks_editor.studio.archive import Archive
from neonworks_editor.studio.history import History
from neonworks_editor.studio.notices import NoticeBoard
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import GetResult, Jobs, ListJobs, Pin
from neonworks_protocol.records import JobRecord

from tests.fakes.editor_links import ManualClock, ScriptedLink, ids

RECORD = JobRecord(
    job_id="j1", request_id="old", client="earlier", state=JobState.DONE, created_s=7.0, text="walk"
)


class Desk:
    """An archive with everything around it."""

    def __init__(self) -> None:
        self.link, self.history, self.notices = ScriptedLink(), History(), NoticeBoard()
        self.archive = Archive(self.link, ids(), ManualClock(), self.history, self.notices)

    def listed(self) -> "Desk":
        self.archive.refresh()
        self.link.answer(ListJobs, Jobs(request_id="r1", jobs=(RECORD,)))
        return self


def test_what_the_daemon_holds_is_listed() -> None:
    desk = Desk().listed()
    assert desk.archive.jobs == (RECORD,)
    assert desk.archive.revision == 1


def test_a_job_of_an_earlier_session_comes_into_the_history() -> None:
    desk = Desk().listed()
    desk.archive.open("j1")
    desk.archive.open("j1")
    assert len(desk.link.requests) == 1, "it is on its way"
    message = desk.link.last.message
    assert isinstance(message, GetResult)
    assert message.job_id == "j1"
    desk.link.last.complete()
    (entry,) = desk.history.entries
    assert (entry.label, entry.settings, entry.made_s) == ("walk", None, 7.0)
    assert entry.result.playable


def test_a_job_that_was_interrupted_shows_what_it_has() -> None:
    desk = Desk().listed()
    desk.archive.open("j1")
    desk.link.last.clip()
    desk.link.last.frame(2)
    desk.link.last.interrupt()
    assert len(desk.history.entries) == 1


def test_a_job_that_is_gone_is_said() -> None:
    desk = Desk().listed()
    desk.archive.open("j1")
    desk.link.last.fail("not_found", "there is no such job")
    (notice,) = desk.notices.take()
    assert notice.text == "there is no such job: generate it again"
    desk.archive.open("j1")
    desk.link.last.interrupt()
    assert "nothing of this job" in desk.notices.take()[0].text
    assert desk.history.entries == ()


def test_an_unknown_job_is_not_asked_for() -> None:
    desk = Desk()
    desk.archive.open("j9")
    assert desk.link.requests == []


def test_pinning_is_marked_when_the_daemon_says_so() -> None:
    desk = Desk().listed()
    desk.archive.open("j1")
    desk.link.last.complete()
    number = desk.history.entries[0].number
    desk.archive.pin(number, True)
    assert not desk.history.entries[0].pinned
    question = desk.link.questions[0][0]
    assert isinstance(question, Pin)
    assert question.pinned
    desk.link.answer(Pin, Jobs(request_id="r", jobs=(RECORD,)))
    assert desk.history.entries[0].pinned
    desk.archive.pin(number, False)
    desk.link.refuse(Pin, "not_found", "there is no such job")
    assert desk.history.entries[0].pinned
    assert "no such job" in desk.notices.take()[0].text
    desk.archive.pin(99, True)
    assert desk.link.questions == []


def test_a_list_that_cannot_be_had_is_said() -> None:
    desk = Desk()
    desk.archive.refresh()
    desk.link.refuse(ListJobs, "busy", "too many questions")
    assert "too many questions" in desk.notices.take()[0].text
