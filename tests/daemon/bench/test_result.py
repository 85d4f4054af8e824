import io
import json

from neonworks_daemon.bench.result import BenchResult, Check, print_result
from rich.console import Console

RESULT = BenchResult(
    "speed",
    "How fast",
    ("way", "frames/s", "x"),
    (("ours", 12345.6, 0.7134), ("theirs", None, True)),
    (Check("ratio", 0.7, 0.5, True), Check("latency", 61.0, 60.0, False, "ms")),
    ("a note",),
    {"rounds": [1, 2]},
)


def test_checks_know_which_way_is_better() -> None:
    assert [check.met for check in RESULT.checks] == [True, False]
    assert not RESULT.met
    assert RESULT.checks[1].sentence() == "latency: 61 ms (target <= 60 ms): missed"


def test_the_table_shows_every_row_check_and_note() -> None:
    out = io.StringIO()
    print_result(RESULT, Console(file=out, width=120))
    text = out.getvalue()
    for part in ("How fast", "12,346", "0.713", "theirs", "yes", "ratio: 0.7", "missed", "a note"):
        assert part in text


def test_the_json_form_holds_the_same_values() -> None:
    told = json.loads(json.dumps(RESULT.to_dict()))
    assert told["rows"][0] == {"way": "ours", "frames/s": 12345.6, "x": 0.7134}
    assert [check["met"] for check in told["checks"]] == [True, False]
