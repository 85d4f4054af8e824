"""The root offers all that widgets may ask for."""

import inspect

from neonworks_editor.ui.root import Root
from neonworks_editor.ui.stage import Stage


def test_the_root_has_every_member() -> None:
    asked = {name for name, _ in inspect.getmembers(Stage) if not name.startswith("_")}
    attributes = {"shapes", "icons", "text", "clipboard"}
    assert asked <= set(dir(Root)) | attributes
    assert {"theme", "damage", "open_popup", "wake_at", "focus"} <= asked
