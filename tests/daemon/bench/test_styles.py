"""Moods told apart by numbers and on a contact sheet."""

from neonworks_daemon.bench.styles import MOODS, bench_styles, shown_examples
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline


def test_the_matrix_is_symmetric_and_every_mood_has_its_own_row() -> None:
    steps: list[int] = []
    villager = [each for each in shown_examples() if each.name == "villager_down"]
    pipeline = Pipeline(default_registry(NetChoice.OFF))
    result, pictures = bench_styles(villager, pipeline, lambda: steps.append(1))
    assert len(steps) == len(MOODS)
    assert [row.label for row in pictures] == [f"villager_down: {mood} walk, draft" for mood in MOODS]
    values = [[float(value) for value in row[1:]] for row in result.rows]  # type: ignore[arg-type]
    for i, line in enumerate(values):
        assert line[i] == 0.0
        assert all(abs(line[j] - values[j][i]) < 1e-9 for j in range(len(MOODS)))
    assert result.met


def test_bodies_without_joints_are_compared_by_their_pixels() -> None:
    egg = [each for each in shown_examples() if each.name == "egg_hero"]
    assert egg[0].analysis.joints is None
    result, pictures = bench_styles(egg, Pipeline(default_registry(NetChoice.OFF)), lambda: None)
    assert len(pictures) == len(MOODS)
    assert result.met
