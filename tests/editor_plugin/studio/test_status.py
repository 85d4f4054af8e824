from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.problems import problem_of
from neonworks_editor.studio.state import StateLine, StudioState
from neonworks_editor.studio.status import update_line
from neonworks_protocol.messages import Accepted
from neonworks_protocol.records import UnavailableTier
from neonworks_protocol.vocabulary import Tier

from tests.editor_plugin.studio.test_lane import Bench


def updated(bench: Bench, line: StateLine, *, reading: bool = False, connection: str = "") -> StateLine:
    online = bench.link.state is ClientState.ONLINE
    update_line(line, online=online, connection=connection, lanes=[bench.lane], reading=reading, problem=None)
    return line


def vars_of(line: StateLine) -> tuple[float | None, float | None, str]:
    return line.fraction, line.eta_ms, line.text


def test_from_nothing_to_up_to_date() -> None:
    bench, line = Bench(), StateLine()
    assert updated(bench, line).state is StudioState.EMPTY
    assert "choose a sprite" in line.text
    bench.want("walk")
    assert updated(bench, line).state is StudioState.COMPUTING
    assert vars_of(line) == (None, None, "drawing")
    bench.link.last.accept()
    bench.link.last.progress(0.25, eta_ms=900.0, position=2)
    updated(bench, line)
    assert vars_of(line) == (0.25, 900.0, "waiting: 2 ahead")
    bench.link.last.draw()
    bench.link.last.done()
    assert updated(bench, line).state is StudioState.UP_TO_DATE
    assert vars_of(line) == (None, None, "up to date")
    assert not line.can_cancel


def test_a_tier_that_is_not_there_is_said() -> None:
    bench, line = Bench(), StateLine()
    bench.want("walk")
    missing = UnavailableTier(tier=Tier.SPRITE, reason="install the sprite model")
    bench.link.last.tell(Accepted(request_id="r1", job_id="j", unavailable=(missing,)))
    bench.link.last.draw()
    bench.link.last.done()
    assert updated(bench, line).text == "up to date; install the sprite model"


def test_a_failure_says_what_to_do() -> None:
    bench, line = Bench(), StateLine()
    bench.want("walk")
    updated(bench, line)
    bench.link.last.fail("unsupported_direction", "the draft cannot show the back")
    updated(bench, line)
    assert line.state is StudioState.FAILED
    assert line.text == "the draft cannot show the back: choose another direction, or a better tier"
    assert line.problem == problem_of("unsupported_direction", "the draft cannot show the back")


def test_a_failure_that_passes_says_that_it_is_tried_again() -> None:
    bench, line = Bench(), StateLine()
    bench.want("walk")
    bench.link.last.fail("busy", "the queue is full", retryable=True)
    assert updated(bench, line).state is StudioState.COMPUTING
    assert line.text == "the queue is full; trying again"


def test_without_a_daemon_the_connections_own_words() -> None:
    bench, line = Bench(online=False), StateLine()
    bench.want("walk")
    assert updated(bench, line, connection="the daemon stopped; starting it again").text.startswith(
        "the daemon"
    )
    assert line.state is StudioState.OFFLINE
    assert updated(bench, line).text == "looking for the animation daemon"


def test_cancelled_or_changed_without_live_is_superseded() -> None:
    bench, line = Bench(), StateLine()
    bench.want("walk")
    bench.link.last.complete()
    updated(bench, line)
    bench.want("run", send=False)
    assert updated(bench, line).state is StudioState.SUPERSEDED
    assert "earlier" in line.text


def test_a_sentence_that_is_being_read_is_under_way() -> None:
    assert updated(Bench(), StateLine(), reading=True).state is StudioState.COMPUTING


def test_the_revision_grows_only_with_what_is_seen() -> None:
    bench, line = Bench(), StateLine()
    updated(bench, line)
    revision = line.revision
    for _ in range(5):
        updated(bench, line)
    assert line.revision == revision
