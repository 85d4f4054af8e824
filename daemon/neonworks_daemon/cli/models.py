"""``models``: the nets of the program, and files with learned weights, checked or converted."""

from pathlib import Path

import click

__all__ = ["check", "command", "convert", "list_command", "show"]

_EPILOG = """\b
Examples:
  neonworks-animator models list
  neonworks-animator models show sprite-net
  neonworks-animator models check downloaded.safetensors
  neonworks-animator models convert old.ckpt new.safetensors

\b
Weights are used only as safetensors, GGUF or ONNX, told by content: none of these can hold code. A .bin,
.ckpt, .pt or .pth file is a program that runs when it is loaded; convert reads it in a limited process that
can build tensors and nothing else, and needs no PyTorch.
"""


@click.group("models", epilog=_EPILOG, short_help="List the nets; check and convert weights.")
def command() -> None:
    """List the nets that draw here; check and convert files with learned weights.

    Which net draws the sprite tier is one line of config.toml: sprite_net = "sprite-net", "sprite-net-oga" or
    "off".
    """


@command.command("list", short_help="Say which nets there are.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_command(as_json: bool) -> int:
    """Say which nets there are, with licence, size and memory, and which one draws the sprite tier."""
    from neonworks_daemon.local.weights import list_models

    return list_models(as_json=as_json)


@command.command("show", short_help="Say all of one net: licence, credits, checksum.")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(name: str, as_json: bool) -> int:
    """Say all of the net NAME: what it does, licence, credits, checksum, memory, and its model card."""
    from neonworks_daemon.local.weights import show_model

    return show_model(name, as_json=as_json)


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
