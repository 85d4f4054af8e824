from neonworks_models.data.net_samples import Source
from neonworks_models.nets.hands import Hand


def test_artists_sets_are_their_own_hands_and_the_order_never_changes() -> None:
    assert Hand(Source.REVISED) is Hand.REVISED
    assert Hand(Source.CLASSIC) is Hand.CLASSIC
    assert [hand.name for hand in Hand] == ["REVISED", "CLASSIC", "POSE", "FREE", "UNTOLD"]
