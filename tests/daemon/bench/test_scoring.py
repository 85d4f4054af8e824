import numpy as np
import pytest
from neonworks_daemon.bench.scoring import mean_score, score_strip, structural_similarity
from skimage.metrics import structural_similarity as reference

from tests.daemon.bench.drawn_cases import figure

WALK = [figure(a, b) for a, b in ((0, 0), (2, 0), (4, 0), (2, 0), (0, 0), (0, 2), (0, 4), (0, 2))]


@pytest.mark.parametrize("seed", range(4))
def test_structural_similarity_equals_the_reference(seed: int) -> None:
    dice = np.random.default_rng(seed)
    first = dice.uniform(0, 255, (33, 48, 3)).astype(np.float32)
    second = np.clip(first + dice.normal(0, 40, first.shape), 0, 255).astype(np.float32)
    expected = reference(first, second, channel_axis=-1, data_range=255)  # type: ignore[no-untyped-call]
    assert structural_similarity(first, second) == pytest.approx(expected, abs=2e-4)


def test_the_artist_scores_one_and_the_still_zero() -> None:
    perfect = score_strip(WALK, WALK, WALK[0], loop=True)
    assert (perfect.ssim, perfect.iou, perfect.palette) == pytest.approx((1.0, 1.0, 1.0))
    assert (perfect.gain, perfect.motion) == (1.0, 1.0)
    frozen = score_strip([WALK[0]] * 8, WALK, WALK[0], loop=True)
    assert (frozen.gain, frozen.motion) == (0.0, 0.0)


def test_a_cycle_may_start_on_the_other_foot_but_a_strike_may_not() -> None:
    late = WALK[4:] + WALK[:4]
    assert score_strip(late, WALK, WALK[0], loop=True).gain == 1.0
    assert score_strip(late, WALK, WALK[0], loop=False).gain < 0


def test_strange_colours_are_counted_by_pixel() -> None:
    painted = WALK[0].copy()
    painted[20, 25:35] = (1, 2, 3, 255)
    share = score_strip([painted], [WALK[0]], WALK[0], loop=False).palette
    assert share == pytest.approx(1 - 10 / int((WALK[0][..., 3] > 0).sum()))


def test_gain_is_pooled_over_strips() -> None:
    easy = score_strip(WALK, WALK, WALK[0], loop=True)
    hard = score_strip([np.roll(f, 5, axis=1) for f in WALK], WALK, WALK[0], loop=True)
    pooled = mean_score([easy, hard])
    assert pooled.gain == pytest.approx(1 - (easy.error + hard.error) / (easy.still_error + hard.still_error))
    assert pooled.ssim == pytest.approx((easy.ssim + hard.ssim) / 2)
