from pathlib import Path

from neonworks_editor.client.client import EditorClient
from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.link import Link
from neonworks_protocol.records import ClientInfo

from tests.fakes.editor_links import ScriptedLink


def test_the_editors_client_and_the_scripted_one_are_links(tmp_path: Path) -> None:
    me = ClientInfo(id="test", name="test")
    links: list[Link] = [EditorClient(me, state_dir=tmp_path, start_daemon=False), ScriptedLink(online=False)]
    for link in links:
        assert link.state is ClientState.SEARCHING
        assert (link.problem, link.welcome) == ("", None)
        assert callable(link.submit) and callable(link.ask) and callable(link.cancel)
