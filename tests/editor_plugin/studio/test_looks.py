"""Other characters like the sprite: asked for, made one after the other, stopped, refused, made again."""

import hashlib

import pytest
from neonworks_editor.studio.looks import LOOK_COUNT, LOOK_TRANSITIONS, Change, Looks, LookState, LookWish
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.sprite import sprite_from_bytes
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Blob, Variations
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.fakes.editor_links import Request, ScriptedLink, ids, png

SETTINGS = Settings(
    sprite=sprite_from_bytes(png(), "guard.png", Limits()),
    facing=Direction.LEFT,
    archetype=Archetype.BIPED,
)


class Bench:
    def __init__(self) -> None:
        self.link = ScriptedLink()
        self.looks = Looks(self.link, ids())

    def is_(self, state: LookState) -> bool:
        return self.looks.state is state

    @property
    def made(self) -> int:
        return len(self.looks.pictures)

    def make(self, wish: LookWish | None = None) -> Request:
        self.looks.make(SETTINGS, wish or LookWish())
        return self.link.requests[-1]


def blob(request: Request, number: int, *, part: int = 0, parts: int = 1, digest: str = "") -> Blob:
    data = b"look %d" % number
    size = -(-len(data) // parts)
    return Blob(
        request_id=request.id,
        name=f"variation_{number + 1:02d}.png",
        data=data[part * size : (part + 1) * size],
        file=number,
        files=LOOK_COUNT,
        part=part,
        parts=parts,
        sha256=digest or hashlib.sha256(data).hexdigest(),
    )


def test_the_wish_and_the_corrections_are_told() -> None:
    asked = Bench().make(LookWish(Change.COLOURS, 0.25, 7)).message
    assert isinstance(asked, Variations) and asked.sprite == png()
    assert (asked.text, asked.strength, asked.seed, asked.count) == ("colours", 0.25, 7, LOOK_COUNT)
    assert (asked.facing, asked.archetype) == (Direction.LEFT, Archetype.BIPED)


def test_they_come_one_after_the_other() -> None:
    bench = Bench()
    request = bench.make()
    for number in range(LOOK_COUNT):
        request.progress(number / LOOK_COUNT)
        assert bench.looks.fraction == number / LOOK_COUNT
        before = bench.looks.revision
        request.tell(blob(request, number, parts=2))
        assert bench.made == number, "half of one is none"
        request.tell(blob(request, number, part=1, parts=2))
        assert bench.looks.pictures[-1].data == b"look %d" % number and bench.looks.revision > before
    assert bench.is_(LookState.MAKING)
    request.done()
    assert bench.is_(LookState.MADE)


def test_after_a_lost_connection_they_come_again_from_the_first() -> None:
    bench = Bench()
    request = bench.make()
    for number in (0, 1, 0, 1, 2):
        request.tell(blob(request, number))
    assert [look.data for look in bench.looks.pictures] == [b"look 0", b"look 1", b"look 2"]


def test_stopped_keeps_what_is_there_and_hears_no_more() -> None:
    bench = Bench()
    request = bench.make()
    request.tell(blob(request, 0))
    bench.looks.stop()
    assert bench.link.cancelled == [request.id] and bench.is_(LookState.STOPPED)
    request.tell(blob(request, 1))
    request.cancelled()
    assert bench.made == 1 and bench.is_(LookState.STOPPED)
    bench.looks.clear()
    assert bench.made == 0 and bench.is_(LookState.NONE)


def test_other_ones_take_the_place_of_those_under_way() -> None:
    bench = Bench()
    first = bench.make()
    first.tell(blob(first, 0))
    second = bench.make(LookWish(seed=6))
    assert bench.link.cancelled == [first.id] and bench.made == 0
    first.done()
    assert bench.is_(LookState.MAKING)
    second.done()
    assert bench.is_(LookState.MADE)


def test_a_refusal_and_damage_say_why() -> None:
    bench = Bench()
    bench.make().fail("unavailable", "the net is not installed")
    assert bench.is_(LookState.FAILED) and bench.looks.problem is not None
    assert "models page" in bench.looks.problem.advice
    damaged = bench.make()
    assert bench.looks.problem is None
    damaged.tell(blob(damaged, 0, digest="0" * 64))
    assert bench.is_(LookState.FAILED) and bench.link.cancelled == [damaged.id]
    bench.make().interrupt()
    assert bench.is_(LookState.FAILED) and bench.looks.problem is not None


def test_without_a_sprite_nothing_is_asked() -> None:
    bench = Bench()
    bench.looks.make(Settings(), LookWish())
    assert bench.link.requests == [] and bench.is_(LookState.NONE)


def test_the_table_is_whole_and_kept() -> None:
    assert set(LOOK_TRANSITIONS) == set(LookState)
    with pytest.raises(IllegalTransition):
        Bench().looks._enter(LookState.MADE)
