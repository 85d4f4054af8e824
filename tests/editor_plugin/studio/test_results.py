from neonworks_editor.studio.results import Result, ResultMemory
from neonworks_protocol.messages import Submit

from tests.editor_plugin.studio.test_frames import clip, picture


def result(key: str, pictures: int = 1) -> Result:
    found = Result(key, Submit(request_id="-", sprite=b"s", text=key))
    drawn = found.announce(0, clip())
    for index in range(pictures):
        drawn.add(picture(index))
    return found


def test_a_clip_told_again_keeps_its_pictures() -> None:
    found = result("a")
    assert found.announce(0, clip(clip_id="again")).best.keys() == {0}
    assert found.clips[0].clip.clip_id == "again"


def test_another_take_begins_anew() -> None:
    found = result("a")
    assert not found.announce(0, clip(take=2)).best


def test_playable_means_every_clip_has_a_complete_tier() -> None:
    found = result("a", pictures=3)
    assert found.playable
    found.announce(1, clip())
    assert not found.playable
    assert not Result("empty", found.message).playable


def test_the_ones_used_longest_ago_leave() -> None:
    memory = ResultMemory(most=2)
    first = result("a")
    for kept in (first, result("b")):
        memory.keep(kept)
    assert memory.get("a") is first
    memory.keep(result("c"))
    assert [found.key for found in memory] == ["a", "c"]


def test_bytes_are_bounded_but_the_last_one_stays() -> None:
    memory = ResultMemory(most_bytes=10)
    small, large = result("a"), result("b", pictures=3)
    memory.keep(small)
    memory.keep(large)
    assert [found.key for found in memory] == ["b"]


def test_a_result_that_grew_counts_with_its_new_size() -> None:
    memory = ResultMemory(most_bytes=20)
    growing = result("a")
    memory.keep(growing)
    memory.keep(result("b"))
    for index in (1, 2):
        growing.clips[0].add(picture(index))
    memory.keep(growing)
    assert [found.key for found in memory] == ["a"]


def test_what_is_forgotten_is_gone() -> None:
    memory = ResultMemory()
    memory.keep(result("a"))
    memory.forget("a")
    memory.forget("never there")
    assert memory.get("a") is None
