"""Each part has its own measurement."""

import pytest
from neonworks_editor.bench import measuring
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.measuring import measure
from neonworks_editor.bench.report import Report
from neonworks_editor.bench.work import Work


@pytest.mark.parametrize("part", ["cost", "swap", "kill"])
def test_parts_are_told_apart(part: str, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    homes: list[BenchHome] = []

    def measured(home: BenchHome, given: Work) -> Report:
        assert given is work and home.folder.is_dir()
        homes.append(home)
        return Report(part, "", (), ())

    monkeypatch.setattr(measuring, f"bench_{part}", measured)
    assert measure(part, work).name == part
    assert len(homes) == 1 and not homes[0].folder.exists()
