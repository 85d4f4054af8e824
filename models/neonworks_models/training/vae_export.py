"""Writes a trained sprite VAE as two ONNX graphs and checks them against PyTorch.

``python -m neonworks_models.training.vae_export newest.pt FOLDER`` writes ``sprite-vae-encoder.onnx`` and
``sprite-vae-decoder.onnx``: one picture a run, averaged weights in half precision, computed in full.
"""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable

from neonworks_models.nets.latent_window import SIDE
from neonworks_models.nets.sprite_vae import CHANNELS, PLACES, SpriteVae
from neonworks_models.nets.vae_session import COLOUR, FORMAT, LATENT, OPACITY, PICTURE
from neonworks_models.training.stored_weights import rounded, stored

__all__ = ["DECODER_FILE", "ENCODER_FILE", "TOLERANCE", "export", "main"]

ENCODER_FILE, DECODER_FILE = "sprite-vae-encoder.onnx", "sprite-vae-decoder.onnx"
TOLERANCE = 2e-3
"""Largest difference of a number between PyTorch and onnxruntime, both fp32."""


def export(checkpoint: Path, folder: Path) -> float:
    """Write both graphs; the largest difference found in the check.

    Raises ``Unavailable`` where a package is missing or a graph does not answer as PyTorch does.
    """
    torch, onnx, runtime = (_package(name) for name in ("torch", "onnx", "onnxruntime"))
    state = torch.load(checkpoint, weights_only=True)
    net = SpriteVae()
    net.load_state_dict(rounded(torch, state["averaged"]))
    encoder, decoder = _halves(torch, net.eval())
    given = {
        ENCODER_FILE: (encoder, (1, 4, SIDE, SIDE), PICTURE, [LATENT]),
        DECODER_FILE: (decoder, (1, CHANNELS, PLACES, PLACES), LATENT, [OPACITY, COLOUR]),
    }
    worst = 0.0
    for file, (module, shape, name, outputs) in given.items():
        sample = torch.from_numpy(np.random.default_rng(0).normal(0, 0.5, shape).astype(np.float32))
        program = torch.onnx.export(
            module,
            (sample,),
            input_names=[name],
            output_names=outputs,
            dynamo=True,
            opset_version=18,
            verbose=False,
        )
        model = stored(onnx, program.model_proto)
        for key, value in (("format", FORMAT), ("step", str(state["step"]))):
            model.metadata_props.add(key=key, value=value)
        onnx.save(model, folder / file)
        worst = max(worst, _difference(torch, runtime, module, folder / file, sample, name, outputs))
    return worst


def _halves(torch: Any, net: Any) -> tuple[Any, Any]:
    class Encoder(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, picture: Any) -> Any:
            return self.net.encode(picture)[0]

    class Decoder(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, latent: Any) -> Any:
            return self.net.decode(latent)

    return Encoder().eval(), Decoder().eval()


def _difference(
    torch: Any, runtime: Any, module: Any, file: Path, sample: Any, name: str, outputs: list[str]
) -> float:
    session = runtime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        answer = module(sample)
    wanted = answer if isinstance(answer, tuple) else (answer,)
    found = session.run(outputs, {name: sample.numpy()})
    worst = max(float(np.abs(one - two.numpy()).max()) for one, two in zip(found, wanted, strict=True))
    if worst > TOLERANCE:
        raise Unavailable(f"{file} answers otherwise than PyTorch, by {worst:.4f}; it is of no use.")
    return worst


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Unavailable(
            f"Export needs {name}: pip install 'neonworks-animator[train]' and run again."
        ) from None


def main(arguments: list[str] | None = None) -> None:
    """Export one checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path, help="newest.pt of a training")
    parser.add_argument("folder", type=Path, help="where to write both ONNX files")
    options = parser.parse_args(arguments)
    print(f"largest difference from PyTorch: {export(options.checkpoint, options.folder):.2g}")


if __name__ == "__main__":
    main()
