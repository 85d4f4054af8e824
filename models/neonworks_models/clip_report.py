"""What is told of a finished clip: the contract in numbers, who drew it, and remarks for people.

Plain values, as they pass through messages and lie in sidecars. ``drawn_by`` names the generator whose
frames the clip shows, which is a lower tier's where the wanted one did no better.
"""

from collections.abc import Mapping, Sequence

from neonworks_protocol.records import Capabilities

from neonworks_models.contract.report import ContractReport

__all__ = ["clip_report", "report_maker", "report_notes", "report_turner"]


def clip_report(
    contract: ContractReport, drawn_by: Capabilities, notes: Sequence[str] = (), turned_by: str = ""
) -> dict[str, object]:
    """The contract's values, ``drawn_by`` (name, version, tier) and ``notes``; ``turned_by``, the net that
    turned the still first, where one did."""
    made_by = {"name": drawn_by.name, "version": drawn_by.version, "tier": drawn_by.tier.value}
    turned = {"turned_by": turned_by} if turned_by else {}
    return {**contract.to_dict(), "drawn_by": made_by, **turned, "notes": list(notes)}


def report_maker(report: Mapping[str, object]) -> tuple[str, str, str] | None:
    """Name, version and tier of who drew the clip; None in reports of older versions."""
    made_by = report.get("drawn_by")
    if not isinstance(made_by, Mapping):
        return None
    found = tuple(made_by.get(key) for key in ("name", "version", "tier"))
    name, version, tier = (str(value) for value in found)
    return (name, version, tier) if None not in found else None


def report_turner(report: Mapping[str, object]) -> str:
    """The net that turned the still; empty where none did."""
    return str(report.get("turned_by") or "")


def report_notes(report: Mapping[str, object]) -> tuple[str, ...]:
    """The remarks for people."""
    notes = report.get("notes")
    return tuple(str(note) for note in notes) if isinstance(notes, list | tuple) else ()
