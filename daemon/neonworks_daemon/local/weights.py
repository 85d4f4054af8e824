"""What ``models list``, ``show``, ``check`` and ``convert`` do and print."""

from importlib.resources import files
from pathlib import Path

from neonworks_models.catalog.cards import CARDS, ModelCard, unused_with
from neonworks_models.catalog.convert import convert_weights
from neonworks_models.catalog.weights import WeightsReport, inspect_weights
from neonworks_protocol.errors import NotFound, StorageFailed

from neonworks_daemon.cli.console import note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.language.choice import TINY_FILE, ReaderPlan, choose_reader, tiny_path
from neonworks_daemon.local.gguf_models import language_models
from neonworks_daemon.local.words import counted
from neonworks_daemon.settings import Settings, load_settings

__all__ = ["check_file", "convert_file", "list_models", "show_model"]


def list_models(*, as_json: bool) -> ExitCode:
    """Print one line a net, then the user's own language models. Raises ``BadRequest`` for bad settings."""
    settings = load_settings()
    records = [_card_record(card, settings) for card in CARDS.values()]
    records += language_models(settings)
    if as_json:
        print_json({"models": records})
        return ExitCode.OK
    for record in records:
        sizes = f"{record['size_bytes']:,} bytes, {record['memory_mb']} MB of memory"
        print(f"{record['name']}: {record['state']}, {record['licence']}, {sizes}: {record['purpose']}")
    return ExitCode.OK


def show_model(name: str, *, as_json: bool) -> ExitCode:
    """Print all of one net. Raises ``NotFound``, ``BadRequest`` for bad settings."""
    card = CARDS.get(name)
    if card is None:
        return _show_own(name, as_json=as_json)
    place = files("neonworks_models") / "weights" / card.text
    text = place.read_text(encoding="utf-8") if place.is_file() else ""
    record = {**_card_record(card, load_settings()), "card": text}
    if as_json:
        print_json(record)
        return ExitCode.OK
    for key in ("name", "state", "purpose", "licence", "sha256", "size_bytes", "memory_mb"):
        print(f"{key}: {record[key]}")
    print(f"credits: {', '.join(card.credits)}")
    print(f"\n{text}" if text else "this version comes without these weights")
    return ExitCode.OK


def _show_own(name: str, *, as_json: bool) -> ExitCode:
    """One of the user's own language models, by the name of its file."""
    own = {str(record["name"]): record for record in language_models(load_settings())}
    if name not in own:
        raise NotFound(f"there is no model {name!r}: choose one of {', '.join((*CARDS, *own))}")
    if as_json:
        print_json(own[name])
        return ExitCode.OK
    for key, value in own[name].items():
        print(f"{key}: {value}")
    return ExitCode.OK


def _card_record(card: ModelCard, settings: Settings) -> dict[str, object]:
    used = card.name not in unused_with(settings.sprite_net)
    if card.file == TINY_FILE:
        plan = choose_reader(settings)
        used = isinstance(plan, ReaderPlan) and plan.path == tiny_path()
    state = "absent" if card.sha256 is None else "in use" if used else "not in use"
    return {
        "name": card.name,
        "state": state,
        "purpose": card.purpose,
        "licence": card.licence,
        "credits": list(card.credits),
        "sha256": card.sha256,
        "size_bytes": card.size_bytes,
        "memory_mb": card.memory_bytes >> 20,
    }


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
