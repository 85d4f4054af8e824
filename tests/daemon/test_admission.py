"""What is let in, and as what."""

import msgspec
import pytest
from neonworks_daemon.admission import admit, admit_again, work_key
from neonworks_protocol.errors import BadRequest, Unavailable
from neonworks_protocol.messages import Submit
from neonworks_protocol.records import Capabilities, MotionSource
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Encoding, Tier

DRAFT = Capabilities(
    name="draft",
    version="1",
    tier=Tier.DRAFT,
    archetypes=tuple(Archetype),
    actions=tuple(Action),
    directions=tuple(Direction),
    min_size=8,
    max_size=512,
    can_turn=False,
    deterministic=True,
    cancel_latency_ms=20,
    estimated_frame_ms=5.0,
)
NET = msgspec.structs.replace(DRAFT, name="net", tier=Tier.SPRITE)
SUBMIT = Submit(request_id="r", sprite=b"x", text="walk")


def _submit(**changes: object) -> Submit:
    return msgspec.structs.replace(SUBMIT, **changes)


def test_the_highest_tier_here_is_drawn_and_the_missing_ones_are_named() -> None:
    work, admission = admit(_submit(tier=Tier.DIFFUSION), [DRAFT], Encoding.RAW)
    assert work.tier is Tier.DRAFT
    assert admission.tiers == (Tier.DRAFT,)
    assert [item.tier for item in admission.unavailable] == [Tier.SPRITE, Tier.DIFFUSION]
    assert all(item.reason in admission.notes for item in admission.unavailable)


def test_a_better_tier_is_used_where_it_exists() -> None:
    work, admission = admit(SUBMIT, [DRAFT, NET], Encoding.RAW)
    assert work.tier is Tier.SPRITE
    assert admission.unavailable == ()


@pytest.mark.parametrize(
    ("changes", "generators", "error"),
    [
        ({"text": " "}, [DRAFT], BadRequest),
        ({"keyframes": (b"x",)}, [DRAFT], BadRequest),
        ({"only_tier": True}, [DRAFT], Unavailable),
        ({"generator": "absent"}, [DRAFT], Unavailable),
        ({"generator": "net", "tier": Tier.DRAFT}, [DRAFT, NET], Unavailable),
        ({}, [], Unavailable),
    ],
)
def test_what_cannot_be_done_is_refused(
    changes: dict[str, object], generators: list[Capabilities], error: type[Exception]
) -> None:
    with pytest.raises(error):
        admit(_submit(**changes), generators, Encoding.RAW)


def test_who_asks_and_where_does_not_change_the_key() -> None:
    keys = {
        work_key(admit(submit, [DRAFT], Encoding.RAW)[0], "build")
        for submit in (SUBMIT, _submit(request_id="other"), _submit(channel="live"))
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"sprite": b"y"},
        {"text": "run"},
        {"seed": 1},
        {"facing": Direction.UP},
        {"archetype": Archetype.BLOB},
        {"actions": (Action.IDLE,)},
        {"directions": (Direction.UP,)},
    ],
)
def test_whatever_can_change_a_pixel_changes_the_key(changes: dict[str, object]) -> None:
    first, second = (admit(s, [DRAFT], Encoding.RAW)[0] for s in (SUBMIT, _submit(**changes)))
    assert work_key(first, "build") != work_key(second, "build")
    assert work_key(first, "build") != work_key(first, "another build")


def test_work_of_an_earlier_daemon_is_let_in_as_it_was() -> None:
    work, _ = admit(_submit(seed=5), [DRAFT, NET], Encoding.RAW)
    again, admission = admit_again(work, [DRAFT, NET], Encoding.PNG)
    assert again == msgspec.structs.replace(work, png=True)
    assert admission.tiers == (Tier.DRAFT, Tier.SPRITE)
    alone, _ = admit(_submit(only_tier=True), [DRAFT, NET], Encoding.RAW)
    assert admit_again(alone, [DRAFT, NET], Encoding.RAW)[1].tiers == (Tier.SPRITE,)


def test_work_that_cannot_be_made_any_more_says_so() -> None:
    work, _ = admit(_submit(), [DRAFT, NET], Encoding.RAW)
    with pytest.raises(Unavailable, match="tier sprite is not available here; available: draft"):
        admit_again(work, [DRAFT], Encoding.RAW)
    pinned, _ = admit(_submit(generator="net"), [DRAFT, NET], Encoding.RAW)
    with pytest.raises(Unavailable, match="no generator 'net'"):
        admit_again(pinned, [DRAFT], Encoding.RAW)


def test_a_motion_is_wish_enough_and_changes_the_key() -> None:
    moved, _ = admit(_submit(text="", motion=MotionSource(sheet=b"sheet")), [DRAFT], Encoding.RAW)
    other, _ = admit(_submit(text="", motion=MotionSource(sheet=b"sheet", row=2)), [DRAFT], Encoding.RAW)
    assert moved.motion == MotionSource(sheet=b"sheet")
    assert work_key(moved, "b") != work_key(other, "b")
