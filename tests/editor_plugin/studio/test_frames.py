from neonworks_editor.studio.frames import DrawnClip, StripFrame
from neonworks_protocol.messages import Clip
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier


def clip(frames: int = 3, **changes: object) -> Clip:
    values: dict[str, object] = {
        "request_id": "r",
        "clip_id": "c",
        "action": Action.WALK,
        "direction": Direction.LEFT,
        "frame_count": frames,
        "canvas": (4, 6),
        "pivot": (2.0, 6.0),
        "durations": tuple(100 + n for n in range(frames)),
        "loop": True,
        **changes,
    }
    return Clip(**values)  # type: ignore[arg-type]


def picture(index: int, tier: Tier = Tier.DRAFT, revision: int = 0, of: Clip | None = None) -> StripFrame:
    return StripFrame(of or clip(), index, tier, revision, "0" * 64, Encoding.RAW, b"pixels")


def test_a_picture_knows_its_place_and_time() -> None:
    frame = picture(2)
    assert (frame.size, frame.pivot, frame.duration_ms) == ((4, 6), (2.0, 6.0), 102)


def test_the_best_of_an_index_is_the_better_tier_then_the_later_revision() -> None:
    drawn = DrawnClip(clip())
    for frame in (picture(0, Tier.SPRITE), picture(0), picture(1, revision=1), picture(1)):
        drawn.add(frame)
    best = drawn.best
    assert best[0].tier is Tier.SPRITE
    assert best[1].revision == 1
    assert [drawn.best_at(n) for n in range(3)] == [best.get(n) for n in range(3)]


def test_the_same_picture_twice_is_one() -> None:
    drawn = DrawnClip(clip())
    assert drawn.add(picture(0))
    assert not drawn.add(picture(0))
    assert not drawn.add(picture(3)), "beyond the clip"


def test_a_complete_tier_replaces_the_ones_below_and_lets_none_back() -> None:
    drawn = DrawnClip(clip())
    for tier in (Tier.DRAFT, Tier.SPRITE):
        for index in range(3):
            drawn.add(picture(index, tier))
    assert drawn.complete_tier is Tier.SPRITE
    assert drawn.size_bytes == 3 * len(b"pixels")
    assert not drawn.add(picture(0, Tier.DRAFT, revision=9))


def test_a_clip_told_again_under_another_id_is_the_same() -> None:
    drawn = DrawnClip(clip())
    assert drawn.same_clip(clip(clip_id="other", request_id="r2"))
    assert not drawn.same_clip(clip(take=2))
    assert not drawn.same_clip(clip(canvas=(5, 6)))
