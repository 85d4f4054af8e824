"""What ``bench language`` asks: labelled lines, or sentences that nobody has seen."""

from pathlib import Path

from neonworks_daemon.bench.language import bench_lines


def test_fresh_sentences_repeat_with_their_seed() -> None:
    lines = bench_lines(None, 12, 5)
    assert [line.text for line in lines] == [line.text for line in bench_lines(None, 12, 5)]
    assert [line.text for line in lines] != [line.text for line in bench_lines(None, 12, 6)]
    assert len(lines) == 12 and not any("take" in line.text for line in lines)


def test_labelled_lines_keep_their_labels(tmp_path: Path) -> None:
    file = tmp_path / "l.jsonl"
    file.write_text('{"id": 1, "text": "walk", "labels": {"animation_type": "walk"}}\n\n')
    (line,) = bench_lines(file, 5, 0)
    assert line.labels is not None and line.labels.animation_type == "walk"
