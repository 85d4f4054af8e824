"""``models``: files with learned weights, checked or converted."""

from pathlib import Path

import click

__all__ = ["check", "command", "convert"]

_EPILOG = """\b
Examples:
  neonworks-animator models check downloaded.safetensors
  neonworks-animator models convert old.ckpt new.safetensors

\b
Weights are used only as safetensors, GGUF or ONNX, told by content: none of these can hold code. A .bin,
.ckpt, .pt or .pth file is a program that runs when it is loaded; convert reads it in a limited process that
can build tensors and nothing else, and needs no PyTorch.
"""


@click.group("models", epilog=_EPILOG, short_help="Check and convert files with learned weights.")
def command() -> None:
    """Check and convert files with learned weights."""


@command.command("check", short_help="Say what a file is and whether it is safe.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(file: Path, as_json: bool) -> int:
    """Say what FILE is, by content, with its checksum; exit code 3 when it would not be loaded."""
    from neonworks_daemon.local.weights import check_file

    return check_file(file, as_json=as_json)


@command.command("convert", short_help="Turn a PyTorch checkpoint into safetensors.")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Also over a TARGET that is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def convert(source: Path, target: Path, force: bool, as_json: bool) -> int:
    """Write the tensors of SOURCE (.bin, .ckpt, .pt, .pth) to TARGET, a .safetensors file."""
    from neonworks_daemon.local.weights import convert_file

    return convert_file(source, target, force=force, as_json=as_json)
