"""Measuring what the client costs a frame loop."""

from pathlib import Path

import pytest
from neonworks_daemon.settings import Settings
from neonworks_editor.client.meter import PumpCost, percentile, stream

from tests.fakes.daemons import SPRITE, running_daemon
from tests.fakes.editor_clients import editor_client


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 3.0), (0.99, 5.0), (1.0, 5.0)])
def test_percentiles(share: float, expected: float) -> None:
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], share) == expected


def test_the_summary_has_what_the_table_asks_for() -> None:
    cost = PumpCost([0.1] * 98 + [0.3, 0.4], [16.7] * 99 + [40.0], events=10, frames=6, ends=1, wall_s=2.0)
    assert cost.summary() == (
        "pump p50 0.100 ms, p99 0.400 ms, max 0.400 ms; frame max 40.0 ms, p99 40.0 ms; "
        "3 pictures/s, 1 requests"
    )


def test_a_stream_is_measured_frame_by_frame(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path), cache=False)), editor_client(tmp_path) as client:
        cost = stream(client, SPRITE, seconds=0.6, fps=100.0, text="clip 4 64; frames 4")
        assert cost.frames >= 4
        assert cost.ends >= 1 and cost.events > cost.frames
        assert len(cost.pump_ms) == len(cost.frame_ms) <= 60
        assert min(cost.frame_ms) >= 10.0 and min(cost.pump_ms) >= 0.0
        assert cost.wall_s >= 0.6
