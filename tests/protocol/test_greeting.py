"""What hello settles, and when it may be kept."""

import msgspec
import pytest
from neonworks_protocol import BadRequest, ClientInfo, Encoding, Hello, VersionMismatch
from neonworks_protocol.greeting import agree

HELLO = Hello(versions=(7, 1), client=ClientInfo(id="c", name="n"), encodings=(Encoding.PNG, Encoding.RAW))


def test_the_highest_version_and_the_clients_first_encoding_that_can_be_sent() -> None:
    agreement = agree(HELLO, (Encoding.RAW, Encoding.PNG))
    assert (agreement.version, agreement.encoding, agreement.client_id) == (1, Encoding.PNG, "c")
    assert agree(HELLO, (Encoding.RAW,)).encoding is Encoding.RAW


def test_without_common_ground_there_is_none() -> None:
    with pytest.raises(VersionMismatch, match="version 1"):
        agree(msgspec.structs.replace(HELLO, versions=(2,)), (Encoding.PNG,))
    with pytest.raises(BadRequest, match="encoding"):
        agree(HELLO, ())


def test_it_holds_for_the_same_client_that_still_offers_it() -> None:
    agreement = agree(HELLO, (Encoding.PNG,))
    assert agreement.holds_for(msgspec.structs.replace(HELLO, encodings=(Encoding.RAW, Encoding.PNG)))
    assert not agreement.holds_for(msgspec.structs.replace(HELLO, encodings=(Encoding.RAW,)))
    assert not agreement.holds_for(msgspec.structs.replace(HELLO, versions=(2,)))
    assert not agreement.holds_for(msgspec.structs.replace(HELLO, client=ClientInfo(id="d", name="n")))
