from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.frames import DrawnClip, StripFrame
from neonworks_editor.studio.strip import Strip
from neonworks_protocol.messages import Clip
from neonworks_protocol.vocabulary import Encoding, Tier

from tests.editor_plugin.studio.test_frames import clip


def drawn(frames: int = 4, **changes: object) -> DrawnClip:
    return DrawnClip(clip(frames, **changes))


def picture(of: Clip, index: int, tier: Tier = Tier.DRAFT, revision: int = 0) -> StripFrame:
    return StripFrame(of, index, tier, revision, f"{index}{tier}{revision}", Encoding.RAW, b"x")


def give(
    strip: Strip, to: DrawnClip, indices: Sequence[int], order: int, tier: Tier = Tier.DRAFT, now: float = 0.0
) -> None:
    for index in indices:
        to.add(picture(to.clip, index, tier))
        strip.offer(to, to.best[index], order, now)


def orders(strip: Strip) -> list[int | None]:
    return [cell.order if cell else None for cell in strip.cells]


def test_older_pictures_stay_marked_until_newer_ones_replace_them() -> None:
    strip, first, second = Strip(), drawn(), drawn()
    give(strip, first, range(4), order=1)
    strip.want(2)
    assert strip.superseded
    assert not strip.complete
    give(strip, second, (0, 2), order=2)
    assert orders(strip) == [2, 1, 2, 1]
    assert [strip.is_superseded(n) for n in range(4)] == [False, True, False, True]
    give(strip, second, (1, 3), order=2)
    assert orders(strip) == [2, 2, 2, 2]
    assert strip.complete
    assert not strip.superseded


def test_a_late_answer_changes_nothing() -> None:
    strip, old, new = Strip(), drawn(), drawn()
    give(strip, new, (1,), order=5)
    revision = strip.revision
    give(strip, old, range(4), order=4)
    assert orders(strip) == [None, 5, None, None]
    assert strip.revision == revision


def test_the_length_is_that_of_the_newest_clip() -> None:
    strip = Strip()
    give(strip, drawn(6), range(6), order=1)
    give(strip, drawn(4), (0,), order=2)
    assert orders(strip) == [2, 1, 1, 1]
    give(strip, drawn(8), (7,), order=3)
    assert orders(strip) == [2, 1, 1, 1, None, None, None, 3]


def test_the_preview_mixes_until_a_tier_is_complete() -> None:
    strip, first, second = Strip(), drawn(), drawn(canvas=(9, 9))
    give(strip, first, range(4), order=1)
    give(strip, second, (0,), order=2)
    assert strip.played_tier is None
    assert [strip.at(n).size for n in range(4)] == [(9, 9)] + [(4, 6)] * 3  # type: ignore[union-attr]
    give(strip, second, (1, 2, 3), order=2)
    assert strip.played_tier is Tier.DRAFT


def test_a_better_tier_plays_from_the_loop_point() -> None:
    strip, only = Strip(), DrawnClip(clip(2, durations=(100, 100)))
    give(strip, only, range(2), order=1)
    strip.tick(0.05)
    give(strip, only, range(2), order=1, tier=Tier.SPRITE, now=0.05)
    assert [cell.frame.tier for cell in strip.cells if cell] == [Tier.SPRITE] * 2
    for at in (0.06, 0.1, 0.19):
        strip.tick(at)
        assert strip.picture(at).tier is Tier.DRAFT  # type: ignore[union-attr]
    strip.tick(0.21)
    assert strip.picture(0.21).tier is Tier.SPRITE  # type: ignore[union-attr]


def test_a_half_upgraded_clip_plays_none_of_the_better_pictures() -> None:
    strip, only = Strip(), DrawnClip(clip(2, durations=(100, 100)))
    give(strip, only, range(2), order=1)
    give(strip, only, (0,), order=1, tier=Tier.SPRITE)
    strip.tick(5.0)
    assert {strip.at(n).tier for n in range(2)} == {Tier.DRAFT}  # type: ignore[union-attr]
    assert strip.cells[0].frame.tier is Tier.SPRITE  # type: ignore[union-attr]


def test_while_paused_the_better_tier_shows_at_once() -> None:
    strip, only = Strip(), drawn()
    give(strip, only, range(4), order=1)
    strip.playback.pause(0.0)
    give(strip, only, range(4), order=1, tier=Tier.SPRITE)
    strip.tick(0.0)
    assert strip.played_tier is Tier.SPRITE


def test_a_remembered_clip_shows_at_once_in_its_best_tier() -> None:
    strip, remembered = Strip(), drawn()
    give(strip, drawn(), range(4), order=2)
    for tier in (Tier.DRAFT, Tier.SPRITE):
        for index in range(4):
            remembered.add(picture(remembered.clip, index, tier))
    assert strip.show(remembered, 3, 0.0)
    assert strip.played_tier is Tier.SPRITE
    assert not strip.show(drawn(), 4, 0.0), "nothing is drawn of it"
    assert not strip.show(remembered, 2, 0.0), "older than what is shown"


def test_another_take_of_the_same_change_replaces_index_by_index() -> None:
    strip, first, second = Strip(), drawn(), drawn(take=2)
    strip.want(1)
    give(strip, first, range(4), order=1)
    give(strip, second, (0,), order=1)
    assert [strip.is_superseded(n) for n in range(4)] == [False, True, True, True]


def test_onion_skins_are_the_neighbours() -> None:
    strip = Strip()
    give(strip, DrawnClip(clip(4, durations=(100,) * 4)), range(4), order=1)
    strip.playback.scrub(0, 0.0)
    onion = strip.onion(0.0, reach=1)
    assert [f.index for f in (*onion.before, *onion.after)] == [3, 1]
    assert [f.index for f in strip.onion(0.0, reach=9).before] == [3], "no picture on both sides"
    shot = Strip()
    give(shot, DrawnClip(clip(3, loop=False)), range(3), order=1)
    shot.playback.scrub(0, 0.0)
    assert shot.onion(0.0, reach=2).before == ()
    assert [f.index for f in shot.onion(0.0, reach=2).after] == [1, 2]


def test_an_empty_strip_shows_nothing() -> None:
    strip = Strip()
    assert strip.picture(0.0) is None
    assert strip.onion(0.0) == strip.onion(9.0)
    assert strip.clip is None


_EVENT = st.tuples(
    st.integers(1, 4),  # order
    st.integers(0, 4),  # index
    st.sampled_from([Tier.DRAFT, Tier.SPRITE]),
    st.integers(0, 1),  # revision
    st.floats(0.0, 0.3),  # time passed
    st.booleans(),  # the user wants it only now
)


@given(st.lists(_EVENT, max_size=120))
@pytest.mark.filterwarnings("error")
def test_whatever_arrives_in_whatever_order(
    events: list[tuple[int, int, Tier, int, float, bool]],
) -> None:
    """Late, repeated, mixed: no index goes back, and every picture is of the spec that its cell says."""
    strip, clips = Strip(), {order: drawn(2 + order) for order in range(1, 5)}
    now = 0.0
    for order, index, tier, revision, passed, wants in events:
        now += passed
        if wants:
            strip.want(order)
        to, before = clips[order], strip.cells
        to.add(picture(to.clip, index, tier, revision))
        best = to.best_at(index)
        if best is not None:
            strip.offer(to, best, order, now)
        strip.tick(now)
        for cell, earlier in zip(strip.cells, before, strict=False):
            assert cell is None or cell.frame.clip is clips[cell.order].clip
            if earlier is not None:
                assert cell is not None
                assert (cell.order, cell.frame.rank) >= (earlier.order, earlier.frame.rank) or (
                    cell.order > earlier.order
                )
        shown = [strip.at(n) for n in range(len(strip.cells))]
        if strip.played_tier is not None:
            assert {(f.clip.frame_count, f.tier) for f in shown if f} == {
                (len(strip.cells), strip.played_tier)
            }, "one clip in one tier"
