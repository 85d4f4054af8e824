"""Exports end as files in the folder that was asked for, or in a line that says why not."""

from neonworks_editor.panel.exporter import FORMAT_LABELS, format_label
from neonworks_models.export.kinds import ExportFormat

from tests.fakes.panel_lab import PanelLab


def test_files_arrive_in_the_folder(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    target = lab.folder / "out" / "new"
    lab.app.desk.exporter.export(0, "gif", "hero", target)
    assert lab.app.desk.exporter.busy
    lab.until(lambda: not lab.app.desk.exporter.busy)
    assert [path.name for path in target.iterdir()] == ["hero.gif"]
    assert any("Exported hero.gif" in text for text in lab.texts())


def test_a_folder_that_cannot_be_is_said(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    (lab.folder / "file").write_text("in the way")
    lab.app.desk.exporter.export(0, "gif", "hero", lab.folder / "file" / "below")
    lab.until(lambda: not lab.app.desk.exporter.busy)
    assert not any("Exported" in text for text in lab.texts())
    assert lab.app.root.layers.over[0].children, "a toast"


def test_nothing_and_twice_at_once_are_refused(lab: PanelLab) -> None:
    lab.app.desk.exporter.export(0, "gif", "hero", lab.folder)
    assert not lab.app.desk.exporter.busy
    lab.enter("walk")
    lab.frames(20)
    lab.app.desk.exporter.export(0, "gif", "hero", lab.folder / "a")
    lab.app.desk.exporter.export(0, "gif", "hero", lab.folder / "b")
    lab.until(lambda: not lab.app.desk.exporter.busy)
    assert (lab.folder / "a").exists() and not (lab.folder / "b").exists()


def test_formats_have_names_for_people() -> None:
    assert set(FORMAT_LABELS) >= {f.value for f in ExportFormat}
    assert format_label("from-tomorrow") == "from-tomorrow"
