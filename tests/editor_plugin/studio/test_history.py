from neonworks_editor.studio.history import Comparison, History
from neonworks_editor.studio.settings import Settings

from tests.editor_plugin.studio.test_results import result


def filled(count: int, **bounds: int) -> History:
    history = History(**bounds)
    for number in range(count):
        history.add(f"text {number}", result(f"key {number}"), Settings(text=f"text {number}"), float(number))
    return history


def test_the_newest_comes_first_with_a_picture() -> None:
    history = filled(3)
    assert [entry.label for entry in history.entries] == ["text 2", "text 1", "text 0"]
    assert history.entries[0].thumbnail is not None
    assert history.get(1) is history.entries[-1]
    assert history.get(99) is None


def test_the_same_content_moves_to_the_front_and_stays_pinned() -> None:
    history = filled(3)
    history.pin(1, True)
    entry = history.add("text 0", result("key 0"), None, 9.0)
    assert [e.label for e in history.entries] == ["text 0", "text 2", "text 1"]
    assert entry.pinned


def test_it_is_bounded_and_pinned_entries_stay_longest() -> None:
    history = filled(3, most=3)
    history.pin(1, True)
    for number in (3, 4):
        history.add(f"text {number}", result(f"key {number}"), None, 0.0)
    assert [entry.label for entry in history.entries] == ["text 4", "text 3", "text 0"]


def test_bytes_are_bounded_too() -> None:
    size = result("key").size_bytes
    assert len(filled(9, most_bytes=4 * size).entries) == 4
    assert len(filled(9, most_bytes=1).entries) == 1, "the newest is always there"


def test_every_change_is_counted() -> None:
    history = filled(1)
    seen = {history.revision}
    history.pin(1, True)
    seen.add(history.revision)
    history.remove(1)
    seen.add(history.revision)
    assert len(seen) == 3
    assert history.entries == ()


def test_two_entries_play_in_step() -> None:
    history = History()
    a = history.add("a", result("a", pictures=3), None, 0.0)
    b = history.add("b", result("b", pictures=3), None, 0.0)
    comparison = Comparison(a, b, now=5.0)
    for at in (5.0, 5.15, 7.0):
        comparison.tick(at)
        assert comparison.strips_a[0].playback.index(at) == comparison.strips_b[0].playback.index(at)
    assert comparison.strips is comparison.strips_a
    comparison.flipped = True
    assert comparison.strips is comparison.strips_b
