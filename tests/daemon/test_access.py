"""The table of who may connect."""

import hmac
import string
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from neonworks_daemon.access import AccessPolicy, Origin, Refusal, check_bind, parse_host, parse_origin
from neonworks_protocol.errors import AccessDenied, BadRequest

TOKEN = "secret-token"
POLICY = AccessPolicy(TOKEN, allowed_hosts=("studio.lan",), allowed_origins=("https://editor.example",))


def _refusal(
    policy: AccessPolicy = POLICY,
    *,
    hosts: Sequence[str] = ("127.0.0.1:80",),
    origins: Sequence[str] = (),
    authorizations: Sequence[str] = (f"Bearer {TOKEN}",),
    target: str = "/",
) -> Refusal | None:
    """The answer to a good request in which only what is given was changed."""
    return policy.refusal(hosts=hosts, origins=origins, authorizations=authorizations, target=target)


def _status(**changes: Sequence[str]) -> int | None:
    refusal = _refusal(**changes)  # type: ignore[arg-type]
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
        ("0x7f000001", False),
        ("017700000001", False),
        ("0177.0.0.1", False),
        ("127.0.0.01", False),
        ("127.1", False),
        ("127.0.0.256", False),
        ("\uff11\uff12\uff17.0.0.1", False),
        ("localhost.", False),
        ("127.0.0.1.", False),
        ("localhost.localdomain", False),
        ("foo.localhost", False),
        ("[0:0:0:0:0:0:0:1]:4711", True),
        ("[::1%lo]", False),
        ("[::ffff:127.0.0.1]", False),
        ("[127.0.0.1]", False),
        ("[localhost]", False),
        ("[::1", False),
        ("[::1]4711", False),
        ("127.0.0.1:", False),
        ("127.0.0.1:0", False),
        ("127.0.0.1:65535", True),
        ("127.0.0.1:65536", False),
        ("127.0.0.1:+80", False),
        ("127.0.0.1:\u0661", False),
        ("127.0.0.1:80:80", False),
        (" 127.0.0.1", False),
        ("127.0.0.1 ", False),
        ("127.0.0.1,attacker.example", False),
        ("127.0.0.1/", False),
        ("127.0.0.1#", False),
        ("user@127.0.0.1", False),
        ("http://127.0.0.1", False),
        ("studio.lan.", False),
        ("STUDIO.LAN", True),
        ("a.studio.lan", False),
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
        (["NULL"], False),
        ([""], False),
        (["https://editor.example:443"], True),
        (["https://editor.example:0443"], True),
        (["https://editor.example:80"], False),
        (["https://editor.example:"], False),
        (["https://editor.example:99999"], False),
        (["https://editor.example."], False),
        (["https://editor.example "], False),
        ([" https://editor.example"], False),
        (["https://editor.example/"], False),
        (["https://editor.example/path"], False),
        (["https://editor.example?x"], False),
        (["https://editor.example#x"], False),
        (["https://user@editor.example"], False),
        (["https://editor.example@attacker.example"], False),
        (["https://editor.example:443@attacker.example"], False),
        (["https://attacker.example/https://editor.example"], False),
        (["https://editor.example, https://attacker.example"], False),
        (["https://editor.example https://attacker.example"], False),
        (["https:editor.example"], False),
        (["//editor.example"], False),
        (["editor.example"], False),
        (["wss://editor.example"], False),
        (["https://EDITOR\u212a.example"], False),
        (["file://"], False),
        (["https://editor.example", "https://attacker.example"], False),
        (["https://editor.example", "null"], False),
        (["https://editor.example", "https://editor.example"], False),
    ],
)
def test_origin(origins: list[str], allowed: bool) -> None:
    assert (_status(origins=origins) is None) is allowed


@pytest.mark.parametrize(
    ("allowed", "given", "matches"),
    [
        ("http://localhost:3000", "http://localhost:3000", True),
        ("http://localhost:3000", "http://localhost", False),
        ("http://localhost", "http://localhost:3000", False),
        ("http://localhost:80", "http://localhost", True),
        ("http://[::1]:3000", "http://[::1]:3000", True),
        ("HTTP://Localhost:3000", "http://localhost:3000", True),
        ("vscode-webview://abc", "vscode-webview://abc", True),
        ("vscode-webview://abc", "vscode-webview://abc:80", False),
    ],
)
def test_origins_are_compared_by_scheme_host_and_port(allowed: str, given: str, matches: bool) -> None:
    policy = AccessPolicy(TOKEN, allowed_origins=(allowed,))
    assert (_refusal(policy, origins=[given]) is None) is matches


@pytest.mark.parametrize("entry", ["null", "*", "", "editor.example", "https://*.example", "https://a/b"])
def test_an_allow_list_that_could_never_match_is_refused_at_the_start(entry: str) -> None:
    with pytest.raises(BadRequest, match=r"allowed_origins: .* is no origin"):
        AccessPolicy(TOKEN, allowed_origins=(entry,))


@pytest.mark.parametrize("entry", ["*", "", "studio.lan:80", "http://studio.lan", "a b", "::1"])
def test_a_host_that_could_never_match_is_refused_at_the_start(entry: str) -> None:
    with pytest.raises(BadRequest, match=r"allowed_hosts: .* is no host"):
        AccessPolicy(TOKEN, allowed_hosts=(entry,))


def test_a_policy_needs_a_token_and_does_not_show_it() -> None:
    with pytest.raises(BadRequest, match="token is empty"):
        AccessPolicy("")
    assert TOKEN not in repr(POLICY)


@pytest.mark.parametrize("target", [f"/?token={TOKEN}", "/?", "/x", "//", "http://127.0.0.1/", "*", ""])
def test_the_token_is_not_looked_for_in_the_address(target: str) -> None:
    for authorizations in ([], [f"Bearer {TOKEN}"]):
        refusal = _refusal(authorizations=authorizations, target=target)
        assert refusal is not None
        assert TOKEN not in refusal.reason


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
        ([f"Bearer {TOKEN.upper()}"], False),
        ([f"Bearer  {TOKEN}"], False),
        ([f"Bearer {TOKEN} "], False),
        ([f" Bearer {TOKEN}"], False),
        ([f"Bearer\t{TOKEN}"], False),
        ([f"Bearer {TOKEN}, Bearer {TOKEN}"], False),
        ([f"Bearer {TOKEN}\x00"], False),
        ([f"Token {TOKEN}"], False),
        ([f"Digest {TOKEN}"], False),
        ([f"Bearer {TOKEN}", f"Bearer {TOKEN}"], False),
    ],
)
def test_token(values: list[str], allowed: bool) -> None:
    assert _status(authorizations=values) == (None if allowed else 401)


def test_the_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every guess goes through the one comparison that takes the same time wherever it differs."""
    compared: list[bytes] = []
    compare = hmac.compare_digest

    def counted(given: bytes, token: bytes) -> bool:
        compared.append(given)
        return compare(given, token)

    monkeypatch.setattr(hmac, "compare_digest", counted)
    guesses = ["Bearer x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "", f"Bearer {TOKEN}"]
    assert [_status(authorizations=[guess]) for guess in guesses] == [401, 401, 401, 401, None]
    assert len(compared) == len(guesses)


_NAME = st.text(string.ascii_letters + string.digits + ".-:[]@/ %", max_size=30)


@given(st.text() | _NAME, st.text() | _NAME, st.text())
def test_no_header_can_crash_the_check_or_pass_by_luck(host: str, origin: str, token: str) -> None:
    assert _refusal(hosts=[host], origins=[origin], authorizations=[token]) is not None


@given(_NAME | st.ip_addresses().map(str) | st.text())
def test_a_host_that_passes_is_loopback_or_listed(host: str) -> None:
    if _status(hosts=[host]) is None:
        name = parse_host(host)
        assert name is not None
        assert name in ("localhost", "[::1]", "studio.lan") or name.startswith(("127.", "[0:", "[:"))


@given(st.sampled_from(["https", "http", "HTTPS"]), _NAME, st.none() | st.integers(0, 70_000))
def test_an_origin_that_passes_is_the_listed_one(scheme: str, host: str, port: int | None) -> None:
    text = f"{scheme}://{host}" + ("" if port is None else f":{port}")
    if _status(origins=[text]) is None:
        assert parse_origin(text) == Origin("https", "editor.example", 443)


@given(st.text() | _NAME, st.text() | _NAME)
def test_nothing_around_the_listed_origin_passes(before: str, after: str) -> None:
    assume(before or after)
    assume(after not in (":443", ":0443", ":00443"))
    assert _status(origins=[f"{before}https://editor.example{after}"]) == 403


def test_every_reason_is_one_line() -> None:
    for refusal in (
        _refusal(hosts=["x.y"]),
        _refusal(origins=["http://x"]),
        _refusal(authorizations=[]),
        _refusal(target="/x"),
    ):
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
