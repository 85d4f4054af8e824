import itertools
import random

from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.bench.chaos.wire import FrameHead, WireScanner

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def frame(size: int, *, mask: bytes = b"") -> bytes:
    """One binary WebSocket frame of ``size`` bytes."""
    bit = 0x80 if mask else 0
    if size < 126:
        length = bytes([bit | size])
    elif size < 1 << 16:
        length = bytes([bit | 126]) + size.to_bytes(2, "big")
    else:
        length = bytes([bit | 127]) + size.to_bytes(8, "big")
    return b"\x82" + length + mask + bytes(size)


@given(
    sizes=st.lists(st.sampled_from((0, 1, 125, 126, 300, 65_535, 65_536)), max_size=6),
    mask=st.sampled_from((b"", b"abcd")),
    seed=st.integers(0, 1000),
    longest=st.sampled_from((1, 3, 17, 4096)),
)
def test_frames_are_found_however_the_bytes_are_split(
    sizes: list[int], mask: bytes, seed: int, longest: int
) -> None:
    stream = HEAD + b"".join(frame(size, mask=mask) for size in sizes)
    chance, scanner, heads, at = random.Random(seed), WireScanner(), list[FrameHead](), 0
    small = len(stream) < 10_000
    while at < len(stream):
        step = chance.randint(1, longest if small else 4096)
        heads += scanner.feed(stream[at : at + step])
        at += step
    assert scanner.upgraded_at == len(HEAD)
    assert [head.size for head in heads] == sizes
    assert [head.number for head in heads] == list(range(len(sizes)))
    assert all(head.mask == mask for head in heads)
    for head, following in itertools.pairwise(heads):
        assert following.start == head.end
    if heads:
        assert (heads[0].start, heads[-1].end) == (len(HEAD), len(stream))


@given(st.binary(max_size=400))
def test_noise_is_borne(noise: bytes) -> None:
    scanner = WireScanner()
    scanner.feed(HEAD)
    for at in range(0, len(noise), 7):
        scanner.feed(noise[at : at + 7])
    assert scanner.offset == len(HEAD) + len(noise)
