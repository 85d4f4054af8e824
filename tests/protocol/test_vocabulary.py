"""Word lists."""

from neonworks_protocol.vocabulary import Direction, Tier


def test_mirroring_swaps_left_and_right_only() -> None:
    assert {d: d.mirrored for d in Direction} == {
        Direction.UP: Direction.UP,
        Direction.DOWN: Direction.DOWN,
        Direction.LEFT: Direction.RIGHT,
        Direction.RIGHT: Direction.LEFT,
    }


def test_tiers_rank_from_draft_upwards() -> None:
    assert sorted(Tier, key=lambda tier: tier.rank) == [Tier.DRAFT, Tier.SPRITE, Tier.DIFFUSION]
    assert Tier.DRAFT.rank == 0
