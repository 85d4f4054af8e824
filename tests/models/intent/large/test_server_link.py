import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.large.reading import never
from neonworks_models.intent.large.server_link import ServerLink, parse_address
from neonworks_protocol.errors import BadRequest, JobCancelled, Unavailable

from tests.fakes.language_servers import Script, language_server


def _link(url: str, timeout_s: float = 5.0, key: str = "") -> ServerLink:
    return ServerLink(parse_address(url, False), timeout_s, key)


def test_an_address_has_its_usual_parts() -> None:
    address = parse_address(" http://localhost:11434 ", False)
    assert (address.host, address.port, address.path, address.secure) == ("127.0.0.1", 11434, "/v1", False)
    assert parse_address("https://[::1]/api/", False).port == 443


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.7:11434/v1",
        "http://example.org",
        "http://127.0.0.1.example.org",
        "http://2130706433",
    ],
)
def test_other_machines_need_leave(url: str) -> None:
    with pytest.raises(BadRequest, match="allow_remote"):
        parse_address(url, False)
    assert parse_address(url, True).url.startswith(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434",
        "ftp://127.0.0.1",
        "http://me:pw@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadRequest, match="no address"):
        parse_address(url, True)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        parse_address(text, True)
    except BadRequest as error:
        assert "\n" not in error.message


@pytest.mark.parametrize("old", [False, True])
def test_lines_come_as_they_are_sent(old: bool) -> None:
    script = Script(raw=b"one\n\ntwo\n", old_http=old)
    with language_server(script) as url:
        lines = list(_link(url, key="secret").stream("/chat/completions", {"a": 1}, never))
    assert lines == [b"one\n", b"\n", b"two\n", b"data: [DONE]\n", b"\n"]
    assert script.asked == [{"a": 1}] and script.headers[0]["Authorization"] == "Bearer secret"


def test_an_error_is_told_in_the_servers_words() -> None:
    script = Script(refuse=(404, b'{"error":{"message":"model\\n not found"}}'))
    with language_server(script) as url:
        link = _link(url)
        with pytest.raises(Unavailable, match="answered 404: model not found"):
            list(link.stream("/chat/completions", {}, never))
        assert link.last_status == 404
        with pytest.raises(Unavailable, match="model not found"):
            link.get("/models")


def test_pages_that_are_no_json_are_no_language_server() -> None:
    with (
        language_server(Script(raw=b"<html>")) as url,
        pytest.raises(Unavailable, match="not answer in JSON"),
    ):
        _link(url).get("/models")


def test_nobody_there_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable, match="no language server answers"):
        _link(f"http://127.0.0.1:{port}").get("/models")
    with pytest.raises(Unavailable, match="no language server answers"):
        list(_link(f"http://127.0.0.1:{port}").stream("/x", {}, never))


def test_silence_ends_with_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        link = _link(f"http://127.0.0.1:{mute.getsockname()[1]}", timeout_s=0.2)
        with pytest.raises(Unavailable, match=r"silent for 0\.2 s"):
            list(link.stream("/x", {}, never))


@pytest.mark.parametrize("old", [False, True])
def test_stopping_hangs_up_also_in_silence(old: bool) -> None:
    script = Script(pieces=("x",) * 50, silent_s=0.5, old_http=old)
    begun = time.monotonic()
    with language_server(script) as url:
        with pytest.raises(JobCancelled):
            list(_link(url, timeout_s=30).stream("/chat/completions", {}, lambda: bool(script.asked)))
        assert script.hung_up.wait(10)
    assert time.monotonic() - begun < 25
    assert not [thread for thread in threading.enumerate() if "_pump" in thread.name]


def test_who_leaves_early_hangs_up() -> None:
    script = Script(pieces=("x",) * 2000, silent_s=0.01)
    with language_server(script) as url:
        lines = _link(url).stream("/chat/completions", {}, never)
        next(lines)
        lines.close()  # type: ignore[attr-defined]
        assert script.hung_up.wait(10)
