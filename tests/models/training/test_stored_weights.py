import importlib
import importlib.util

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from neonworks_models.training.stored_weights import Storage, as_bytes, rounded, stored
from numpy.typing import NDArray

MISSING = [name for name in ("torch", "onnx") if importlib.util.find_spec(name) is None]
WEIGHTS = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=4, max_side=6), elements=st.floats(-4, 4, width=32)
)


@given(WEIGHTS)
def test_a_byte_is_at_most_half_a_step_off_and_bytes_stay_the_same(values: NDArray[np.float32]) -> None:
    numbers, scales = as_bytes(values, 0)
    assert np.abs(numbers.astype(int)).max() <= 127
    again = numbers * scales
    assert (np.abs(again - values) <= scales * 0.5001 + 1e-9).all()
    assert np.array_equal(as_bytes(again, 0)[0], numbers)


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.parametrize("storage", list(Storage))
@pytest.mark.parametrize("transposed", [False, True])
def test_a_stored_graph_gives_the_rounded_weights(storage: Storage, transposed: bool) -> None:
    onnx, torch = importlib.import_module("onnx"), importlib.import_module("torch")
    kernel = np.random.default_rng(3).normal(0, 1, (12, 16)).astype(np.float32)
    bias = np.arange(4, dtype=np.float32) / 3
    state = rounded(torch, {"kernel": torch.from_numpy(kernel), "bias": torch.from_numpy(bias)}, storage)
    kept = state["kernel"].numpy()
    assert np.array_equal(state["bias"].numpy(), bias)
    assert 0 < np.abs(kept - kernel).max() < 0.03
    held = np.ascontiguousarray(kept.T) if transposed else kept
    model = onnx.helper.make_model(
        onnx.helper.make_graph(
            [onnx.helper.make_node("MatMul", ["x", "kernel"], ["y"])],
            "g",
            [onnx.helper.make_tensor_value_info("x", 1, [1, held.shape[0]])],
            [onnx.helper.make_tensor_value_info("y", 1, [1, held.shape[1]])],
            [onnx.numpy_helper.from_array(held, "kernel")],
        )
    )
    for noted in (model.graph, model.graph.node[0], model.graph.initializer[0]):
        noted.metadata_props.add(key="trace", value="File somebody/net.py")
    small = stored(onnx, model, storage)
    assert b"somebody" not in small.SerializeToString()
    onnx.checker.check_model(small)
    answer = importlib.import_module("onnx.reference").ReferenceEvaluator(small)
    for row in range(held.shape[0]):
        one = np.zeros((1, held.shape[0]), np.float32)
        one[0, row] = 1
        assert np.allclose(answer.run(None, {"x": one})[0][0], held[row], rtol=1e-5, atol=1e-7)
    sizes = {tensor.data_type for tensor in small.graph.initializer if len(tensor.dims) == 2}
    assert (onnx.TensorProto.INT8 in sizes) == (storage is Storage.BYTE)
