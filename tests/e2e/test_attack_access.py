"""Who is let in, against a real daemon and with handwritten bytes: Origin, Host, token, ready file."""

import asyncio
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.launch import find_daemon, launch_daemon
from neonworks_daemon.ready import ReadyInfo, read_ready, write_ready
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import AccessDenied, AnimatorError, StorageFailed
from neonworks_protocol.records import ClientInfo

from tests.fakes.daemons import SCRIPTED, client_of, running_daemon, submit, worker_pids
from tests.fakes.raw_sockets import BINARY, HELLO, frame, raw_socket, request

EDITOR = "https://editor.example"
LISTED = "http://localhost:3000"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """A daemon with allow-lists, logging all it can."""
    settings = Settings(
        state_dir=str(tmp_path_factory.mktemp("guarded")),
        allowed_origins=(EDITOR, LISTED),
        allowed_hosts=("studio.lan",),
        log_level="debug",
        workers=1,
    )
    with running_daemon(settings) as info:
        yield info


async def _status(info: ReadyInfo, data: bytes) -> int:
    """What the daemon answers to the bytes; the token is in no answer."""
    async with raw_socket(info) as socket:
        await socket.send(data)
        status, text = await socket.response()
    assert info.token.encode() not in text
    return status


@pytest.mark.parametrize(
    "origin",
    [
        "https://attacker.example",
        "http://127.0.0.1",
        "http://localhost",
        "http://localhost:3001",
        "http://editor.example",
        "https://editor.example:8443",
        "https://editor.example.attacker.example",
        "https://attacker.example/https://editor.example",
        "https://editor.example@attacker.example",
        "https://user@editor.example",
        "https://editor.example.",
        "https://editor.example/",
        "https://editor.example/path",
        "https://editor.example:",
        "https://editor.example https://attacker.example",
        "https://editor.example,https://attacker.example",
        "editor.example",
        "//editor.example",
        "file://",
        "chrome-extension://abcdef",
        "",
        "*",
    ],
)
async def test_a_hostile_origin_is_refused_even_with_the_token(guarded: ReadyInfo, origin: str) -> None:
    assert await _status(guarded, request(guarded, origin=[origin])) == 403


@pytest.mark.parametrize("origin", ["null", "NULL", "Null", " null"])
async def test_origin_null_is_refused(guarded: ReadyInfo, origin: str) -> None:
    assert await _status(guarded, request(guarded, origin=[origin])) == 403


@pytest.mark.parametrize(
    "origin", ["HTTPS://ATTACKER.EXAMPLE", "Http://LocalHost", "hTTps://editor.example.Evil"]
)
async def test_a_mixed_case_origin_gets_nobody_in(guarded: ReadyInfo, origin: str) -> None:
    assert await _status(guarded, request(guarded, origin=[origin])) == 403


async def test_a_mixed_case_origin_is_the_listed_one(guarded: ReadyInfo) -> None:
    """RFC 6454: scheme and host have no case."""
    assert await _status(guarded, request(guarded, origin=["HTTPS://Editor.Example"])) == 101


async def test_a_portless_origin_means_the_scheme_s_own_port(guarded: ReadyInfo) -> None:
    answers = {
        "https://editor.example": 101,
        "https://editor.example:443": 101,
        "https://editor.example:80": 403,
        "http://localhost:3000": 101,
        "http://localhost": 403,
        "http://localhost:80": 403,
    }
    for origin, status in answers.items():
        assert await _status(guarded, request(guarded, origin=[origin])) == status, origin


async def test_several_origins_are_refused_whatever_they_are(guarded: ReadyInfo) -> None:
    for origins in ([EDITOR, EDITOR], [EDITOR, "https://attacker.example"], ["null", EDITOR]):
        assert await _status(guarded, request(guarded, origin=origins)) == 403


async def test_a_missing_origin_is_a_program_and_needs_the_token(guarded: ReadyInfo) -> None:
    assert await _status(guarded, request(guarded)) == 101
    assert await _status(guarded, request(guarded, authorization=[])) == 401


async def test_a_listed_origin_still_needs_the_token(guarded: ReadyInfo) -> None:
    assert await _status(guarded, request(guarded, origin=[EDITOR], authorization=[])) == 401


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "attacker.example:80",
        "127.0.0.1.nip.io",
        "localhost.attacker.example",
        "localhost.",
        "foo.localhost",
        "studio.lan.",
        "a.studio.lan",
        "0.0.0.0",
        "192.168.0.1",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::1%25lo]",
        "::1",
        "[127.0.0.1]",
        "127.0.0.1:99999",
        "127.0.0.1:0",
        "127.0.0.1:",
        "127.0.0.1:80:80",
        "127.0.0.1@attacker.example",
        "attacker.example@127.0.0.1",
        "127.0.0.1, attacker.example",
        "127.0.0.1/",
        "",
    ],
)
async def test_a_hostile_or_rebound_host_is_refused_even_with_the_token(
    guarded: ReadyInfo, host: str
) -> None:
    assert await _status(guarded, request(guarded, host=[host])) == 403


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.9.9.9:80", "[::1]", "Studio.Lan:8"]
)
async def test_loopback_and_listed_hosts_are_let_in(guarded: ReadyInfo, host: str) -> None:
    assert await _status(guarded, request(guarded, host=[host])) == 101


async def test_a_missing_host_and_several_are_refused(guarded: ReadyInfo) -> None:
    assert await _status(guarded, request(guarded, host=[])) in (400, 403)
    assert await _status(guarded, request(guarded, host=["127.0.0.1", "127.0.0.1"])) in (400, 403)
    assert await _status(guarded, request(guarded, host=["127.0.0.1", "attacker.example"])) in (400, 403)


def test_a_host_is_never_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look-up is even tried: it would tell the attacker's name server, and believe it."""
    import socket

    from neonworks_daemon.access import AccessPolicy

    def refused(*_: object, **__: object) -> object:
        raise AssertionError("looked up a name")

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        monkeypatch.setattr(socket, name, refused)
    policy = AccessPolicy("t", allowed_hosts=("studio.lan",))
    for host in ("attacker.example", "localhost", "studio.lan"):
        policy.refusal(hosts=[host], origins=[], authorizations=["Bearer t"], target="/")


async def test_without_the_exact_token_nobody_is_let_in(guarded: ReadyInfo) -> None:
    token = guarded.token
    guesses: list[list[str]] = [
        [],
        [""],
        ["Bearer"],
        ["Bearer x"],
        [token],
        [f"Bearer {token[:-1]}"],
        [f"Bearer {token[1:]}"],
        [f"Bearer {token}x"],
        [f"Bearer  {token}"],
        [f"Bearer\t{token}"],
        [f"Bearer {token.swapcase()}"],
        [f"Bearer {token} {token}"],
        [f"Bearer {token},"],
        [f'Bearer "{token}"'],
        [f"Basic {token}"],
        [f"Token {token}"],
        [f"Bearer {token}", f"Bearer {token}"],
        [f"Bearer {token}", "Bearer x"],
        ["Bearer x", f"Bearer {token}"],
    ]
    for guess in guesses:
        assert await _status(guarded, request(guarded, authorization=guess)) == 401, guess


async def test_a_token_in_the_address_or_another_header_does_not_count(guarded: ReadyInfo) -> None:
    for target in (
        f"/?token={guarded.token}",
        f"/?access_token={guarded.token}",
        f"/{guarded.token}",
        "/x",
        "//",
    ):
        assert await _status(guarded, request(guarded, target=target, authorization=[])) == 403
        assert await _status(guarded, request(guarded, target=target)) == 403
    for header in (
        "Cookie: token={}",
        "X-Token: {}",
        "Proxy-Authorization: Bearer {}",
        "Sec-WebSocket-Protocol: {}",
    ):
        more = [header.format(guarded.token)]
        assert await _status(guarded, request(guarded, authorization=[], more=more)) == 401


async def test_a_token_of_an_earlier_run_is_refused(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), workers=1)
    with running_daemon(settings) as earlier:
        pass
    with running_daemon(settings) as later:
        assert earlier.token != later.token
        assert await _status(later, request(later, authorization=[f"Bearer {earlier.token}"])) == 401
        with pytest.raises(AccessDenied):
            replayed = ReadyInfo(
                host=later.host, port=later.port, token=earlier.token, pid=later.pid, build="", versions=(1,)
            )
            await DaemonClient.connect(replayed, ClientInfo(id="thief", name="thief"))


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization : Bearer x\r\n\r\n",
        b"GET / HTTP/1.1\r\n Host: 127.0.0.1\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"\x00" * 10_000 + b"\r\n\r\n",
        b"\r\n" * 1000,
        b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
    ],
)
async def test_handwritten_nonsense_opens_nothing(guarded: ReadyInfo, data: bytes) -> None:
    async with raw_socket(guarded) as socket:
        try:
            await socket.send(data)
            socket.writer.write_eof()
            status, _ = await socket.response()
        except ConnectionError:
            status = 0
    assert status != 101
    async with client_of(guarded) as client:
        assert (await client.status()).clients >= 1


async def test_what_is_sent_before_the_upgrade_is_not_heard(guarded: ReadyInfo) -> None:
    """A refused socket that goes on talking is not listened to."""
    async with raw_socket(guarded) as socket:
        await socket.send(request(guarded, authorization=["Bearer x"]) + frame(BINARY, HELLO) * 3)
        status, rest = await socket.response()
    assert status == 401
    assert b"welcome" not in rest


async def test_the_token_is_in_no_log_no_process_list_and_no_error(
    guarded: ReadyInfo, own_home: Path
) -> None:
    """After all of the above, at the most talkative log level."""
    async with client_of(guarded) as client:
        await submit(client, "clip 1; frame")
        with pytest.raises(AccessDenied) as caught:
            wrong = ReadyInfo(
                host=guarded.host,
                port=guarded.port,
                token=f"{guarded.token}x",
                pid=1,
                build="",
                versions=(1,),
            )
            await DaemonClient.connect(wrong, ClientInfo(id="wrong", name="wrong"))
        assert guarded.token not in str(caught.value)
        for pid in (guarded.pid, *worker_pids(guarded)):
            process = psutil.Process(pid)
            assert guarded.token not in " ".join(process.cmdline())
            assert guarded.token not in " ".join(process.environ().values())
    (folder,) = {
        Path(p.path).parent for p in psutil.Process(guarded.pid).open_files() if p.path.endswith(".log")
    }
    log = (folder / "daemon.log").read_text(encoding="utf-8", errors="replace")
    assert "access_refused" in log
    assert guarded.token not in log


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_ready_file_and_folder_are_for_their_user_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        settings = Settings(state_dir=str(tmp_path / "state"), workers=1)
        with running_daemon(settings):
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode)
                for path in (settings.state_path, *settings.state_path.iterdir())
                if path.name in ("state", "daemon.json", "daemon.lock", "daemon.log")
            }
    finally:
        os.umask(before)
    assert modes == {"state": 0o700, "daemon.json": 0o600, "daemon.lock": 0o600, "daemon.log": 0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes")
async def test_a_planted_ready_file_or_link_is_not_followed(tmp_path: Path) -> None:
    """Somebody leads clients to a daemon of his: a link, a file that others may write, another machine."""
    settings = Settings(state_dir=str(tmp_path / "state"), workers=1)
    settings.state_path.mkdir(mode=0o700)
    trap = tmp_path / "trap.json"
    planted = ReadyInfo(host="127.0.0.1", port=9, token="t", pid=1, build="b", versions=(1,))
    write_ready(trap, planted)
    settings.ready_path.symlink_to(trap)
    assert read_ready(settings.ready_path) is None
    assert await find_daemon(settings) is None
    for name in ("daemon.lock", "daemon.log"):
        (settings.state_path / name).symlink_to(tmp_path / f"planted-{name}")
    with pytest.raises(AnimatorError, match=r"daemon\.log|cannot start"):
        await launch_daemon(settings, command=SCRIPTED)
    (settings.state_path / "daemon.log").unlink()
    with pytest.raises(AnimatorError, match=r"daemon\.lock"):
        await launch_daemon(settings, command=SCRIPTED)
    (settings.state_path / "daemon.lock").unlink()
    assert not list(tmp_path.glob("planted-*"))
    with running_daemon(settings) as info:
        assert info.port != planted.port
        assert read_ready(trap) == planted, "the link was replaced, not written through"


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
async def test_a_state_folder_that_others_may_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "link").symlink_to("open")
    for name in ("open", "link"):
        with pytest.raises(StorageFailed, match="other users may write"):
            await launch_daemon(Settings(state_dir=str(tmp_path / name)), command=SCRIPTED)


async def test_listening_anywhere_but_on_loopback_is_refused(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "attacker.example"):
        settings = Settings(state_dir=str(tmp_path / "state"), host=host)
        with pytest.raises(AnimatorError, match="token travels unencrypted"):
            await launch_daemon(settings, command=SCRIPTED)


async def test_strangers_cannot_use_up_the_daemon_s_sockets(guarded: ReadyInfo) -> None:
    """Five hundred sockets that say nothing: who has the token is still served, and they are gone in time."""
    async with client_of(guarded) as client:
        sockets = await asyncio.gather(
            *(asyncio.open_connection(guarded.host, guarded.port) for _ in range(500)), return_exceptions=True
        )
        assert (await client.status()).clients >= 1
        held = psutil.Process(guarded.pid).num_fds() if sys.platform != "win32" else 0
        assert held < 300
        for made in sockets:
            if not isinstance(made, BaseException):
                made[1].transport.abort()
    async with client_of(guarded) as client:
        assert (await client.status()).clients >= 1
