"""What ``models check`` and ``models convert`` do and print."""

from pathlib import Path

from neonworks_models.catalog.convert import convert_weights
from neonworks_models.catalog.weights import WeightsReport, inspect_weights
from neonworks_protocol.errors import StorageFailed

from neonworks_daemon.cli.console import note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.words import counted

__all__ = ["check_file", "convert_file"]


def check_file(file: Path, *, as_json: bool) -> ExitCode:
    """Print what ``file`` is. Raises ``BadRequest`` for what would not be loaded."""
    report = inspect_weights(file)
    if as_json:
        print_json(_record(file, report))
    else:
        print(f"{file.name}: {report.kind}, {counted(report.tensors, 'tensor')}, {report.size_bytes:,} bytes")
        print(f"sha256 {report.sha256}")
    return ExitCode.OK


def convert_file(source: Path, target: Path, *, force: bool, as_json: bool) -> ExitCode:
    """Convert and print what was written. Raises ``BadRequest`` or ``StorageFailed``."""
    if target.exists() and not force:
        raise StorageFailed(f"{target} is there already: --force replaces it")
    made = convert_weights(source, target)
    if made.dropped:
        left_out = counted(made.dropped, "value that is no tensor was", "values that are no tensors were")
        note(f"{left_out} left out")
    if as_json:
        print_json(
            {**_record(target, made.report), "source_sha256": made.source_sha256, "dropped": made.dropped}
        )
    else:
        print(f"{target}: {counted(made.report.tensors, 'tensor')}, sha256 {made.report.sha256}")
    return ExitCode.OK


def _record(file: Path, report: WeightsReport) -> dict[str, object]:
    return {
        "file": str(file),
        "kind": report.kind,
        "tensors": report.tensors,
        "size_bytes": report.size_bytes,
        "sha256": report.sha256,
    }
