import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.sprites.linear import product


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_small_products(rows: int, inner: int, columns: int) -> None:
    random = np.random.default_rng(rows * 1681 + inner * 41 + columns)
    left, right = random.random((rows, inner), np.float32), random.random((inner, columns), np.float32)
    assert product(left, right) == pytest.approx(np.einsum("ij,jk", left, right), rel=1e-5)


@pytest.mark.parametrize("shape", [(100, 90, 60), (2, 3000, 70), (1, 300_000, 2)])
def test_products_larger_than_one_piece(shape: tuple[int, int, int]) -> None:
    random = np.random.default_rng(0)
    left, right = random.random(shape[:2], np.float32), random.random(shape[1:], np.float32)
    assert product(left, right) == pytest.approx(
        np.einsum("ij,jk", left.astype(float), right.astype(float)), rel=1e-4
    )
