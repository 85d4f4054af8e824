from pathlib import Path

import pytest
from neonworks_models.intent.large.bench import bench_texts, measure_pace, share_within
from neonworks_models.intent.large.engine import Engine, open_engine
from neonworks_models.intent.large.llama import LlamaReader
from neonworks_models.intent.large.settings import LlamaSettings
from neonworks_protocol.errors import BadRequest


@pytest.mark.llm
def test_both_ways_read_the_same(engine: Engine) -> None:
    pace = measure_pace(LlamaReader(engine, "tiny"), ["walk left", "the wizard jumps", "run"])
    assert pace.asked == 3 == pace.valid
    assert pace.ours.tokens == pace.direct.tokens > 3
    assert pace.ours.per_second > 0 and pace.ratio > 0
    assert len(pace.first_fields_ms) == 3 and all(
        0 < ms < pace.ours.wall_s * 1000 for ms in pace.first_fields_ms
    )


@pytest.mark.llm
def test_nothing_asked_is_told(tiny_chat: Path) -> None:
    small = LlamaReader(open_engine(tiny_chat, LlamaSettings(context=256)), "tiny")
    with pytest.raises(BadRequest, match="asked nothing"):
        measure_pace(small, ["walk"])
    small.close()


def test_texts_are_many_and_differ() -> None:
    texts = bench_texts()
    assert len(set(texts)) == len(texts) > 50


def test_share_of_times() -> None:
    assert share_within([5.0, 1.0, 3.0, 2.0], 0.5) == 3.0
    assert share_within([5.0, 1.0], 0.95) == 5.0
    with pytest.raises(BadRequest):
        share_within([], 0.5)
