"""The real client has everything that the panel asks of a connection."""

import inspect

from neonworks_editor.client.client import EditorClient
from neonworks_editor.panel.link import PanelLink

from tests.fakes.paper_daemon import PaperDaemon


def test_the_client_and_its_stand_in_have_all_of_it() -> None:
    wanted = {name for name, _ in inspect.getmembers(PanelLink) if not name.startswith("_")}
    assert {"status", "pump", "listen", "take_back", "submit", "ask", "cancel", "state"} <= wanted
    assert wanted <= set(dir(EditorClient))
    assert wanted <= set(dir(PaperDaemon()))
