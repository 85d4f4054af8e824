"""Nothing of ours gets out of the guard but what ends the program."""

import pytest
from neonworks_editor.hosts.neonworks_guard import Guard


def test_an_error_is_logged_and_said_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    gave_back: list[bool] = []
    guard = Guard(said.append, lambda: gave_back.append(True))
    for _ in range(3):
        with guard("drawing"):
            raise ValueError("a\nb")
    assert said == ["The animator had an error while drawing: ValueError: a b. The editor goes on."]
    assert gave_back == [True] * 3
    assert guard.failures == 3
    assert "a\nb" in caplog.text


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_passes(error: type[BaseException]) -> None:
    said: list[str] = []
    with pytest.raises(error), Guard(said.append)("drawing"):
        raise error
    assert said == []


def test_an_error_in_a_guarded_error_keeps_its_own_name() -> None:
    said: list[str] = []
    guard = Guard(said.append)
    with guard("drawing"):
        raise AssertionError
    with guard("typing"):
        raise AssertionError
    assert [line.split(":")[0][-7:] for line in said] == ["drawing", " typing"]
