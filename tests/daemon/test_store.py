"""What is kept and what is let go."""

from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.store import MemoryStore, Recording
from neonworks_daemon.worker.messages import FrameMade

from tests.fakes.events import clip_events, frame_made


def _recording(name: str, key: str | None = None, *, size: int = 16) -> Recording:
    frames = tuple(frame_made(i, data=bytes([i]) * size) for i in range(2))
    return Recording(name, key or f"key {name}", frames)


def test_a_recording_is_found_by_job_and_by_request() -> None:
    store = MemoryStore(1 << 20)
    recording = Recording("job", "key", clip_events())
    store.put(recording)
    assert store.by_job("job") is recording
    assert store.by_key("key") is recording
    assert store.by_key("other") is None
    assert store.by_job("") is None


def test_the_least_recently_used_leaves_first() -> None:
    one = _recording("a").size
    store = MemoryStore(2 * one)
    store.put(_recording("a"))
    store.put(_recording("b"))
    assert store.by_job("a")
    store.put(_recording("c"))
    assert [name for name in "abc" if store.by_job(name)] == ["a", "c"]


def test_what_is_larger_than_the_store_is_not_kept_and_pushes_nothing_out() -> None:
    store = MemoryStore(_recording("a").size)
    store.put(_recording("a"))
    store.put(_recording("big", size=10_000))
    assert store.by_job("a")
    assert store.by_job("big") is None


def test_a_newer_answer_replaces_the_older_one() -> None:
    store = MemoryStore(1 << 20)
    store.put(_recording("a", "key"))
    store.put(_recording("b", "key"))
    found = store.by_key("key")
    assert found is not None
    assert found.job_id == "b"
    assert store.by_job("a") is None


def test_equal_frames_share_their_bytes() -> None:
    store = MemoryStore(1 << 20)
    store.put(_recording("a"))
    again = frame_made(0, job=9, clip=3, data=bytes(16))
    kept = store.commit(again)
    first = store.by_job("a")
    assert first is not None
    original = first.events[0]
    assert isinstance(original, FrameMade)
    assert kept.data is original.data
    assert (kept.job, kept.clip, kept.sha256) == (9, 3, again.sha256)


def test_a_kept_frame_is_found_by_its_digest_and_form() -> None:
    store = MemoryStore(1 << 20)
    store.put(_recording("a"))
    digest = frame_made(1, data=b"\1" * 16).sha256
    assert store.frame_bytes(digest, False) == b"\1" * 16
    assert store.frame_bytes(digest, True) is None
    assert store.frame_bytes("0" * 64, False) is None


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"), st.integers(0, 3000)), max_size=40)
)
def test_the_bound_holds_and_the_books_balance(puts: list[tuple[str, str, int]]) -> None:
    store = MemoryStore(20_000)
    for name, key, size in puts:
        store.put(_recording(name, key, size=size))
        assert store.used <= 20_000
    kept = [recording for name in "abcdef" if (recording := store.by_job(name))]
    assert store.used == sum(recording.size for recording in kept)
    for recording in kept:
        assert store.by_key(recording.key) is recording
