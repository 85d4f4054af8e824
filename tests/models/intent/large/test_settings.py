from pathlib import Path

import pytest
from neonworks_models.intent.large.settings import LlamaSettings, Machine, defaults, quant_advice

_GIB = 1 << 30
_LAPTOP = Machine(cores=8, memory_bytes=16 * _GIB, lockable_bytes=64 << 10, offload=False)
_SERVER = Machine(cores=16, memory_bytes=128 * _GIB, lockable_bytes=None, offload=True)
_FILE = Path("qwen.gguf")


def test_the_small_model_takes_one_thread_and_no_gpu() -> None:
    assert defaults(_SERVER) == LlamaSettings(threads=1, batch_threads=1, context=512, gpu_layers=0)


def test_a_core_is_left_to_the_drawing() -> None:
    settings = defaults(_LAPTOP, _FILE, 2 * _GIB)
    assert (settings.threads, settings.batch_threads, settings.gpu_layers) == (7, 7, 0)
    two = Machine(cores=2, memory_bytes=4 * _GIB, lockable_bytes=None, offload=False)
    assert defaults(two, _FILE, _GIB).threads == 1
    assert defaults(_LAPTOP, _FILE, 3 << 20).threads == 1


@pytest.mark.parametrize(
    ("machine", "size", "locked"),
    [(_LAPTOP, 2 * _GIB, False), (_SERVER, 5 * _GIB, True), (_SERVER, 60 * _GIB, False)],
)
def test_weights_are_locked_only_where_they_may_and_fit(machine: Machine, size: int, locked: bool) -> None:
    assert defaults(machine, _FILE, size).mlock is locked


def test_a_gpu_takes_all_layers() -> None:
    assert defaults(_SERVER, _FILE, 5 * _GIB).gpu_layers == -1


def test_advice_follows_memory_and_gpu() -> None:
    assert [
        advice and (advice.billions, advice.quant)
        for advice in map(
            quant_advice,
            (
                _SERVER,
                _LAPTOP,
                Machine(cores=4, memory_bytes=3 * _GIB, lockable_bytes=None, offload=False),
                Machine(cores=1, memory_bytes=_GIB, lockable_bytes=None, offload=False),
            ),
        )
    ] == [(8.0, "Q4_K_M"), (3.0, "Q4_K_M"), (1.5, "Q4_K_M"), None]
