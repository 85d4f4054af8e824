from pathlib import Path

import numpy as np
from neonworks_daemon.bench.contract import BENCH_STYLES, bench_contract, contract_requests
from neonworks_models.intent.styles import STYLES
from neonworks_protocol.vocabulary import Action, Effect, Variant
from PIL import Image

from tests.daemon.bench.drawn_cases import write_cases

SPRITE = "slime"


def test_every_action_variant_style_and_effect_is_asked_for() -> None:
    requests = [request for _, request in contract_requests((SPRITE,))]
    specs = [request.spec for request in requests]
    assert {s.animation_type for s in specs} == set(Action)
    assert {s.variant for s in specs if s.animation_type is Action.ATTACK} == set(Variant)
    assert {e for s in specs for e in s.special_effects} == set(Effect)
    assert {m for s in specs for m in s.style_modifiers} == set(BENCH_STYLES) - {""}
    assert set(BENCH_STYLES) - {""} <= set(STYLES)
    assert len({request.digest for request in requests}) == len(requests)


def test_ours_are_counted_beside_the_artists(tmp_path: Path) -> None:
    result = bench_contract(cases=write_cases(tmp_path), sprites=(SPRITE,), styles=("",))
    assert [row[0] for row in result.rows] == [
        "ours, draft tier",
        "  clips that break it",
        "artists' strips",
        "  clips that break it",
    ]
    assert result.rows[2][1:3] == (4, "100.0%")
    assert result.checks[2].measured == 1.0


def test_a_broken_strip_is_counted_and_named(tmp_path: Path) -> None:
    write_cases(tmp_path, strips=1)
    path = tmp_path / "case_000" / "idle_down.png"
    with Image.open(path) as picture:
        pixels = np.array(picture)
    pixels[5, 5] = (40, 80, 160, 255)
    Image.fromarray(pixels).save(path)
    result = bench_contract(cases=tmp_path, sprites=(SPRITE,), styles=("",))
    assert result.checks[2].measured == 0.5
    broken = result.details["broken"]
    assert isinstance(broken, dict)
    assert broken["artists' strips"] == ["case_000/idle_down: specks 1.00 > 0.00 spots at frame 0"]
