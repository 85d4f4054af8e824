import random
from itertools import islice

import pytest
from neonworks_daemon.bench.chaos.case import CaseSource
from neonworks_daemon.bench.chaos.client_cases import client_cases
from neonworks_daemon.bench.chaos.codec_cases import codec_cases
from neonworks_daemon.bench.chaos.picture_cases import picture_cases
from neonworks_daemon.bench.chaos.server_cases import server_cases


@pytest.mark.parametrize("source", [codec_cases, server_cases, client_cases, picture_cases])
def test_equal_seeds_give_equal_cases(source: CaseSource) -> None:
    def run(seed: str) -> list[tuple[str, bytes]]:
        return [(case.run(), case.reproduction()) for case in islice(source(random.Random(seed)), 120)]

    assert run("a") == run("a")
    assert run("a") != run("b")
