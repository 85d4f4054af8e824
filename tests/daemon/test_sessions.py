"""One session over sockets that come and go: what waits, what is forgotten, what is remembered."""

import msgspec
from neonworks_daemon.sessions import Session
from neonworks_protocol.client_session import ClientSession
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    AssetChanged,
    Blob,
    ClientMessage,
    Done,
    Error,
    Export,
    Failed,
    Frame,
    Gap,
    GetStatus,
    Hello,
    Jobs,
    Submit,
    Welcome,
)
from neonworks_protocol.records import ClientInfo, ClipRef, Resume, ServerCapabilities
from neonworks_protocol.session import ServerSession
from neonworks_protocol.vocabulary import Encoding, Tier

from tests.fakes.desks import CAPABILITIES
from tests.protocol.samples import clip

NEWS = AssetChanged(root="r", path="p", sha256="0" * 64, recipe="0" * 64, outputs=())


class Carrier:
    """A socket that is asked to send."""

    def __init__(self) -> None:
        self.woken = 0
        self.last: list[bytes] = []

    def wake(self) -> None:
        self.woken += 1

    def take_over(self, last: list[bytes]) -> None:
        self.last = last


class Pair:
    """A session of the daemon and the client's side of it."""

    def __init__(self, credit: int = 8) -> None:
        self.ledger = RequestLedger(lambda: 0.0)
        self.stored: dict[str, bytes] = {}
        capabilities = ServerCapabilities(build_id="b", server_version="0", generators=CAPABILITIES, tiers=())
        limits = Limits(credit_initial=credit)
        self.session = Session(
            ServerSession("s1", capabilities, self.ledger, limits=limits),
            self.ledger,
            lambda frame: self.stored.get(frame.sha256),
            outbox_bytes=10_000,
        )
        self.client = ClientSession(ClientInfo(id="me", name="test"), auto_credit=False)
        self.carrier = Carrier()
        self.session.attach(self.carrier)
        self.client.connect()
        self.talk()

    def talk(self) -> list[object]:
        """Everything that can be said both ways; what the client heard."""
        heard: list[object] = []
        while True:
            up, down = self.client.data_to_send(), self.session.next_data(1 << 20)
            if not up and not down:
                return heard
            for data in up:
                list(self.session.receive(data))
            for data in down:
                heard += self.client.receive(data)

    def ask(self, message: ClientMessage) -> None:
        self.client.send(message)
        self.talk()

    def draw(self, frames: int = 4) -> None:
        self.session.post("r", Accepted(request_id="r", job_id="j"))
        self.session.post("r", clip("r", "c", frames=frames))
        for index in range(frames):
            self.session.post("r", self.frame(index))

    def frame(self, index: int) -> Frame:
        data, digest = bytes([index]) * 16, f"{index:064}"
        self.stored[digest] = data
        return Frame(
            clip_id="c",
            take=1,
            index=index,
            tier=Tier.DRAFT,
            revision=0,
            sha256=digest,
            encoding=Encoding.RAW,
            data=data,
        )

    def come_back(self) -> list[object]:
        self.session.detach()
        self.client.detach()
        self.client.connect()
        (hello,) = (msgspec.msgpack.decode(data, type=Hello) for data in self.client.data_to_send())
        list(self.session.take_up(hello, self.carrier))
        return self.talk()


SUBMIT = Submit(request_id="r", sprite=b"x", text="walk")


def kinds(messages: list[object]) -> list[str]:
    return [type(message).__name__ for message in messages]


def test_what_is_posted_while_nobody_is_there_waits_without_pixels() -> None:
    pair = Pair()
    pair.ask(SUBMIT)
    pair.session.detach()
    pair.draw()
    assert pair.session.waiting == 6 and pair.session.open and not pair.session.attached
    assert pair.session.held_bytes == 0
    heard = pair.come_back()
    assert kinds(heard) == ["Welcome", "Accepted", "Clip", *["Frame"] * 4]
    assert [m.data for m in heard if isinstance(m, Frame)] == [bytes([n]) * 16 for n in range(4)]


def test_frames_that_left_the_store_make_a_gap_and_the_request_is_told_anew() -> None:
    pair = Pair()
    pair.ask(SUBMIT)
    pair.draw()
    pair.session.detach()
    pair.stored.clear()
    heard = pair.come_back()
    assert kinds(heard) == ["Welcome", "Accepted", "Clip", "Gap"]
    gap = heard[-1]
    assert isinstance(gap, Gap) and gap.requests[0].job_id == "j"
    pair.session.post("r", Done(request_id="r"))
    entry = pair.ledger.get("me", "r")
    assert entry is not None and entry.end == Done(request_id="r")
    assert pair.talk() == []


def test_an_answer_to_a_forgotten_question_is_not_sent() -> None:
    pair = Pair()
    pair.ask(GetStatus(request_id="q"))
    pair.session.answer(Jobs(request_id="never asked", jobs=()))
    assert pair.session.waiting == 0
    pair.session.answer(Error(code="unavailable", message="none", request_id="q"))
    assert kinds(pair.talk()) == ["Error"]
    pair.session.answer(Error(code="unavailable", message="none", request_id="q"))
    assert pair.talk() == []


def test_news_reaches_everybody_and_wakes_the_socket() -> None:
    pair = Pair()
    before = pair.carrier.woken
    pair.session.answer(NEWS)
    assert pair.carrier.woken == before + 1
    assert kinds(pair.talk()) == ["AssetChanged"]


def test_a_newer_socket_takes_the_session() -> None:
    pair = Pair()
    newer = Carrier()
    hello = Hello(versions=(1,), client=pair.client.client, resume=Resume(session="s1", seq=1))
    list(pair.session.take_up(hello, newer))
    (last,) = pair.carrier.last
    assert msgspec.msgpack.decode(last)["type"] == "taken_over"
    pair.session.answer(NEWS)
    assert newer.woken == 1


def test_work_is_taken_until_too_much_waits() -> None:
    pair = Pair(credit=1)
    pair.ask(SUBMIT)
    assert pair.session.may_take()
    pair.draw(30)
    assert not pair.session.may_take()


def test_what_could_not_be_told_is_remembered_and_a_passing_failure_frees_the_id() -> None:
    pair = Pair()
    pair.ask(SUBMIT)
    pair.session.detach()
    pair.draw()
    pair.session.post("r", Done(request_id="r", clips=1))
    pair.session.close()
    entry = pair.ledger.get("me", "r")
    assert entry is not None and entry.accepted is not None and isinstance(entry.end, Done)
    pair.ledger.open("me", "r2", "digest")
    pair.session.post("r2", Failed(request_id="r2", code="busy", message="later", retryable=True))
    assert pair.ledger.get("me", "r2") is None


def test_the_session_stays_in_step_over_many_sockets() -> None:
    pair = Pair()
    pair.ask(SUBMIT)
    pair.draw(8)
    for index in range(6):
        heard = pair.come_back()
        assert isinstance(heard[0], Welcome) and heard[0].resumed
        assert heard[0].seq == pair.client.last_seq if index else True


EXPORT = Export(request_id="x", clips=(ClipRef(clip_id="j.0"),), format="gif")


def _parts(count: int, size: int = 10) -> list[Blob]:
    return [
        Blob(request_id="x", name="a.gif", data=bytes(size), part=part, parts=count, sha256="0" * 64)
        for part in range(count)
    ]


def test_files_go_out_under_credit_and_answers_pass_them() -> None:
    pair = Pair(credit=2)
    pair.ask(EXPORT)
    pair.ask(GetStatus(request_id="q"))
    assert pair.session.asks("x") and pair.session.may_take_files()
    for blob in _parts(4):
        pair.session.deliver(blob)
    pair.session.answer(Error(code="internal", message="m", request_id="q"))
    assert sorted(kinds(pair.talk())) == ["Blob", "Blob", "Error"]
    pair.client.grant(5)
    assert kinds(pair.talk()) == ["Blob", "Blob"]
    assert not pair.session.asks("x")
    pair.session.deliver(_parts(1)[0])
    assert pair.talk() == [], "nobody asked for it any more"


def test_files_are_made_while_little_of_them_waits_and_somebody_is_there() -> None:
    pair = Pair(credit=1)
    pair.ask(EXPORT)
    for blob in _parts(20, 256 << 10):
        pair.session.deliver(blob)
    assert not pair.session.may_take_files()
    assert pair.session.withdraw("x") and not pair.session.withdraw("x")
    assert pair.session.may_take_files()
    pair.session.detach()
    assert not pair.session.may_take_files()


def test_files_that_wait_when_the_socket_is_lost_are_asked_for_again() -> None:
    pair = Pair(credit=1)
    pair.ask(EXPORT)
    for blob in _parts(3):
        pair.session.deliver(blob)
    pair.session.detach()
    assert pair.session.waiting == 0
    heard = pair.come_back()
    assert kinds(heard) == ["Welcome", "Gap"]
    assert not pair.session.asks("x")
