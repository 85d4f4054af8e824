import pytest
from neonworks_daemon.cli.app import run


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "name a bench"),
        (["steam"], 3, "did you mean 'stream'"),
        (["score", "--cases", "none"], 3, "--cases"),
        (["latency", "--trials", "0"], 2, "0"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", *arguments]) == code
    assert words in capsys.readouterr().err
