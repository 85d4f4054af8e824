import pytest
from neonworks_editor.studio.problems import INTERRUPTED, MAX_TRIES, problem_of, retry_delay_s
from neonworks_protocol.errors import error_classes


@pytest.mark.parametrize("code", [*error_classes(), INTERRUPTED, "a_code_of_a_later_version"])
def test_every_code_has_one_line_and_says_what_to_do(code: str) -> None:
    problem = problem_of(code, "it did\nnot work")
    assert problem.text == "it did not work"
    assert problem.advice
    assert "\n" not in problem.advice


def test_an_empty_message_is_filled() -> None:
    assert "busy" in problem_of("busy", "").text


def test_what_passes_is_tried_again_later_each_time() -> None:
    assert {code for code in error_classes() if problem_of(code, "x").passes} == {"busy", "worker_failed"}
    assert problem_of(INTERRUPTED, "x").passes
    delays = [retry_delay_s(tries) for tries in range(1, MAX_TRIES + 3)]
    assert delays == sorted(delays)
    assert 0 < delays[0] < delays[-1] == 2.0
