"""Names of messages on the wire."""

import re

__all__ = ["tag_of"]


def tag_of(class_name: str) -> str:
    """``ClipDone`` -> ``clip_done``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name).lower()
