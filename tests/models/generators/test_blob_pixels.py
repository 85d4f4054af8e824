"""The prepared still: regions, stiffness and the mended outline."""

import numpy as np
from neonworks_models.generators.blob_pixels import BlobPixels, fitted
from neonworks_models.sprites.sprite import RGBA
from numpy.typing import NDArray

INK, SKIN, EYE = (10, 10, 20, 255), (80, 200, 120, 255), (250, 250, 250, 255)


def ball() -> RGBA:
    rgba = np.zeros((16, 16, 4), np.uint8)
    rgba[3:13, 3:13] = INK
    rgba[4:12, 4:12] = SKIN
    rgba[6, 6] = rgba[6, 9] = EYE
    return rgba


def everything(rgba: RGBA) -> NDArray[np.int32]:
    return np.where(rgba[..., 3] > 0, np.arange(256).reshape(16, 16), -1).astype(np.int32)


def test_an_unmoved_still_is_mended_to_itself() -> None:
    rgba = ball()
    pixels = BlobPixels(rgba)
    assert np.array_equal(pixels.colours(pixels.mended(everything(rgba))), rgba)


def test_a_cut_silhouette_gets_its_outline_back() -> None:
    rgba = ball()
    pixels = BlobPixels(rgba)
    index = everything(rgba)
    index[:6] = -1
    drawn = pixels.colours(pixels.mended(index))
    assert (drawn[6, 3:13] == INK).all()
    assert (drawn[7, 4:12] == SKIN).all()


def test_a_doubled_outline_is_thinned() -> None:
    rgba = ball()
    pixels = BlobPixels(rgba)
    index = everything(rgba)
    index[2] = index[3]
    drawn = pixels.colours(pixels.mended(index))
    assert (drawn[2, 3:13] == INK).all()
    assert (drawn[3, 4:12] == SKIN).all()


def test_a_small_detached_region_is_a_part_of_its_own() -> None:
    rgba = ball()
    rgba[4:9, 14] = EYE
    pixels = BlobPixels(rgba)
    assert len(pixels.parts) == 1
    assert pixels.parts[0].centre == (14.5, 6.5)
    assert not pixels.body[4:9, 14].any()


def test_regions_of_like_size_are_one_body() -> None:
    rgba = np.zeros((16, 16, 4), np.uint8)
    rgba[4:12, 1:6] = rgba[4:12, 9:14] = SKIN
    assert BlobPixels(rgba).parts == ()


def test_rows_with_detail_give_way_least() -> None:
    weights = BlobPixels(ball()).row_weights(3, 13)
    assert len(weights) == 10
    assert weights[6] < weights[2], "the eyes' row (third from the top) is stiffer than a plain one"


def test_columns_are_weighed_alike_on_both_sides() -> None:
    rgba = ball()
    mirrored = BlobPixels(np.ascontiguousarray(rgba[:, ::-1]))
    assert np.array_equal(BlobPixels(rgba).column_weights(8.0, 5), mirrored.column_weights(8.0, 5))


def test_fitted_sizes_sum_up_and_stay_positive() -> None:
    weights = np.array([1.0, 0.25, 0.25, 1.0])
    for total in (0.5, 2.0, 4.0, 9.0):
        sizes = fitted(weights, total)
        assert abs(sizes.sum() - total) < 1e-9
        assert (sizes > 0).all()
    assert fitted(weights, 6.0)[0] > fitted(weights, 6.0)[1] > 1.0


def test_a_picture_without_an_inside_is_mended_too() -> None:
    rgba = np.zeros((16, 16, 4), np.uint8)
    rgba[5, 2:9] = INK
    pixels = BlobPixels(rgba)
    assert np.array_equal(pixels.colours(pixels.mended(everything(rgba))), rgba)
