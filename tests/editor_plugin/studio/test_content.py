import msgspec
from neonworks_editor.studio.content import content_of
from neonworks_protocol.messages import Submit
from neonworks_protocol.records import MotionSource
from neonworks_protocol.vocabulary import Direction

BASE = Submit(request_id="x", sprite=b"bytes", text="gehe müde 🙂", joints={"b": (1.0, 2.0), "a": (3.0, 4.0)})


def key(sprite: str = "s1", **changes: object) -> str:
    return content_of(msgspec.structs.replace(BASE, **changes), sprite).key


def test_names_do_not_count_and_everything_else_does() -> None:
    assert key() == key(request_id="y", channel="live") == key(joints={"a": (3.0, 4.0), "b": (1.0, 2.0)})
    others = {key(text="gehe"), key(seed=1), key(facing=Direction.LEFT), key("s2"), key(joints=None)}
    assert len({key(), *others}) == 6


def test_a_request_has_the_content_under_its_own_name() -> None:
    message = content_of(BASE, "s1").request("r7", "studio-0")
    assert (message.request_id, message.channel, message.text) == ("r7", "studio-0", BASE.text)
    assert message.sprite == b"bytes"


def test_a_sheet_counts_by_its_hash() -> None:
    moved = msgspec.structs.replace(BASE, motion=MotionSource(sheet=b"frames"))
    keys = {content_of(moved, "s1", sheet).key for sheet in ("m1", "m1", "m2")}
    assert len(keys) == 2 and key() not in keys
    assert content_of(moved, "s1", "m1").message.motion == MotionSource(sheet=b"frames")
