"""The table of who may connect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.access import AccessPolicy, check_bind
from neonworks_protocol.errors import AccessDenied

TOKEN = "secret-token"
POLICY = AccessPolicy(TOKEN, allowed_hosts=("studio.lan",), allowed_origins=("https://editor.example",))
GOOD = {"hosts": ["127.0.0.1:80"], "origins": [], "authorizations": [f"Bearer {TOKEN}"]}


def _status(**changes: list[str]) -> int | None:
    refusal = POLICY.refusal(**{**GOOD, **changes})
    return int(refusal.status) if refusal else None


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:4711", True),
        ("127.8.9.1:4711", True),
        ("[::1]:4711", True),
        ("[::1]", True),
        ("localhost", True),
        ("LocalHost:4711", True),
        ("studio.lan:4711", True),
        ("attacker.example", False),
        ("attacker.example:4711", False),
        ("localhost.attacker.example", False),
        ("127.0.0.1.nip.io", False),
        ("127.0.0.1:4711@attacker.example", False),
        ("0.0.0.0", False),
        ("192.168.0.1", False),
        ("[::]", False),
        ("::1", False),
        ("", False),
        ("127.0.0.1:port", False),
        ("2130706433", False),
        ("0x7f.1", False),
    ],
)
def test_host(host: str, allowed: bool) -> None:
    assert (_status(hosts=[host]) is None) is allowed


def test_host_must_be_there_once() -> None:
    assert _status(hosts=[]) == 403
    assert _status(hosts=["127.0.0.1", "127.0.0.1"]) == 403


@pytest.mark.parametrize(
    ("origins", "allowed"),
    [
        ([], True),
        (["https://editor.example"], True),
        (["HTTPS://Editor.Example"], True),
        (["http://editor.example"], False),
        (["https://editor.example:8443"], False),
        (["https://editor.example.attacker.example"], False),
        (["http://localhost"], False),
        (["http://127.0.0.1:4711"], False),
        (["null"], False),
        ([""], False),
        (["https://editor.example", "https://editor.example"], False),
    ],
)
def test_origin(origins: list[str], allowed: bool) -> None:
    assert (_status(origins=origins) is None) is allowed


def test_an_allow_list_with_null_lets_no_sandboxed_page_in() -> None:
    policy = AccessPolicy(TOKEN, allowed_origins=("null",))
    assert policy.refusal(**{**GOOD, "origins": ["null"]}) is not None


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ([f"Bearer {TOKEN}"], True),
        ([f"bearer {TOKEN}"], True),
        ([], False),
        ([""], False),
        (["Bearer"], False),
        (["Bearer "], False),
        ([TOKEN], False),
        ([f"Basic {TOKEN}"], False),
        ([f"Bearer {TOKEN}x"], False),
        ([f"Bearer {TOKEN[:-1]}"], False),
        ([f"Bearer {TOKEN}", f"Bearer {TOKEN}"], False),
    ],
)
def test_token(values: list[str], allowed: bool) -> None:
    assert _status(authorizations=values) == (None if allowed else 401)


@given(st.text(), st.text(), st.text())
def test_no_header_can_crash_the_check_or_pass_by_luck(host: str, origin: str, token: str) -> None:
    assert POLICY.refusal(hosts=[host], origins=[origin], authorizations=[token]) is not None


def test_every_reason_is_one_line() -> None:
    bad: list[dict[str, list[str]]] = [{"hosts": ["x.y"]}, {"origins": ["http://x"]}, {"authorizations": []}]
    for changes in bad:
        refusal = POLICY.refusal(**{**GOOD, **changes})
        assert refusal is not None
        assert "\n" not in refusal.reason
        assert TOKEN not in refusal.reason


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_may_be_bound(host: str) -> None:
    check_bind(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "", "example.org", "localhost.example.org"])
def test_anything_else_is_refused_with_the_reason(host: str) -> None:
    with pytest.raises(AccessDenied, match="token travels unencrypted"):
        check_bind(host)
