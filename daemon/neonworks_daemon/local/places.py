"""Where the lines of a batch file may read and write: a batch file may come from somebody else.

A relative name stays in the current folder, whatever it and the links there say. Whoever means another place
writes its whole path; that too must be plain, without ``..``, devices or characters that hide something.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from neonworks_models.export.names import safe_name
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.paths import NameClaims, relative_name
from neonworks_protocol.roots import Root

from neonworks_daemon.local.options import JobOptions

__all__ = ["BatchPlaces"]

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_HERE = re.compile(r"\.?/?")


class BatchPlaces:
    """One for each batch: it remembers which names were given out."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path.cwd()
        self._root = Root(self._folder)
        self._claims = NameClaims()

    def check(self, values: Mapping[str, object]) -> None:
        """Look at the names in a line. Raises ``BadRequest`` naming the key."""
        for key in ("sprite", "out"):
            text = values.get(key)
            if isinstance(text, str) and text and not (key == "out" and _HERE.fullmatch(text)):
                try:
                    self._check_name(text)
                except BadRequest as error:
                    raise BadRequest(f"{key}: {error.message}") from None

    def claim(self, options: JobOptions) -> None:
        """Take the names that the job's files begin with.

        Raises ``BadRequest`` where another line's differ only in case or in how accents are composed: on many
        systems the second would replace the first.
        """
        place = self._folder / options.out / safe_name(options.sprite.stem)
        inside = place.is_relative_to(self._folder)
        shown = place.relative_to(self._folder) if inside else place
        self._claims.claim(shown.as_posix(), "an earlier line")

    def _check_name(self, text: str) -> None:
        if sys.platform == "win32":
            text = _DRIVE.sub("/", text, count=1).replace("\\", "/")
        whole = text.removeprefix("~")
        if whole.startswith("/") and not whole.startswith("//"):
            relative_name(whole[1:])
        else:
            self._root.place(text)
