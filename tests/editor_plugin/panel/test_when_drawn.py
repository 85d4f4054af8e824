"""Apply and Export wait for the best tier: the daemon has no files of a job that goes on."""

from neonworks_protocol.messages import Export

from tests.fakes.panel_lab import PanelLab


def _half_drawn(lab: PanelLab) -> None:
    """The draft is whole, a better tier is being drawn."""
    lab.daemon.unended = True
    lab.enter("walk")
    lab.frames(10)
    assert lab.app.desk.clips() and lab.studio.under_way(0)


def _asked(lab: PanelLab) -> int:
    return sum(isinstance(message, Export) for message in lab.daemon.asked)


def test_apply_begins_when_all_is_drawn(lab: PanelLab) -> None:
    _half_drawn(lab)
    lab.click("apply")
    assert _asked(lab) == 0 and any("as soon as all pictures are drawn" in text for text in lab.texts())
    assert lab.app.desk.when_drawn.waits
    lab.daemon.end()
    lab.until(lambda: _asked(lab) > 0)
    assert not lab.app.desk.when_drawn.waits


def test_export_begins_when_all_is_drawn(lab: PanelLab) -> None:
    _half_drawn(lab)
    lab.click("export")
    lab.click("export-folder")
    lab.press("return")
    assert _asked(lab) == 0
    lab.daemon.end()
    lab.until(lambda: (lab.root_folder / "exports").is_dir())


def test_what_was_changed_before_is_not_applied(lab: PanelLab) -> None:
    _half_drawn(lab)
    lab.click("apply")
    lab.studio.set_text("run")
    lab.frames(10)
    assert any("was dropped" in text for text in lab.texts())
    lab.daemon.end()
    lab.frames(30)
    assert _asked(lab) == 0


def test_nothing_to_wait_for(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    done: list[str] = []
    lab.app.desk.when_drawn.do("Apply", 0, lambda: done.append("now"))
    assert done == ["now"]
