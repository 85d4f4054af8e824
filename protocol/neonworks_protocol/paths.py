"""Names that come from outside: from a recipe, a batch file, a sidecar, a rig file or an animation's name.

``relative_name`` is the only way in: what it lets through is a plain name on every system, wherever it was
written. ``NameClaims`` keeps two outputs apart whose names are one on systems that ignore case or compose
letters. Nothing here touches a disk; ``neonworks_protocol.roots`` does, and sees to symbolic links.
"""

import unicodedata
from pathlib import PurePosixPath

from neonworks_protocol.errors import BadRequest

__all__ = ["MAX_NAME_BYTES", "MAX_NAME_CHARS", "NameClaims", "fold_name", "is_reserved", "relative_name"]

MAX_NAME_CHARS = 1024
"""Characters of a whole relative name: the shortest PATH_MAX of the common systems (macOS)."""
MAX_NAME_BYTES = 255
"""UTF-8 bytes of one part: NAME_MAX of ext4, XFS and APFS; the 255 UTF-16 units of NTFS are never less."""

_PORTS = (f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS))
"""Device names of Windows, taken with any extension
(learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
_FORBIDDEN = frozenset('<>"|?*')
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that show a name in another order than it has (Unicode TR 36, "bidirectional text spoofing")."""
_SHOWN_CHARS = 60


def relative_name(text: str) -> PurePosixPath:
    """The name as parts below some root; raises ``BadRequest`` with one line that says what is wrong with it.

    Parts are joined by ``/``; ``.`` parts are dropped. Refused are: whole paths (``/a``, ``C:\\a``, ``~/a``),
    shares (``//server``, ``\\\\server``), ``..``, backslashes, colons (drives, alternate streams), control
    and text direction characters, device names of Windows, parts that end in a dot or a space, and what is
    longer than file systems take.
    """
    if len(text) > MAX_NAME_CHARS:
        raise BadRequest(f"the name {_shown(text)} is too long: at most {MAX_NAME_CHARS} characters")
    _check_characters(text)
    if text.startswith(("/", "~")):
        raise BadRequest(f"{_shown(text)} is not relative: name it from its folder, without / or ~ in front")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if not parts:
        raise BadRequest(f"{_shown(text)} names no file: give it a name")
    for part in parts:
        _check_part(part, text)
    return PurePosixPath(*parts)


def fold_name(text: str) -> str:
    """Equal for names that some file system takes for one: canonical caseless matching (Unicode 3.13, D145),
    without invisible characters, as HFS+ compares."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")


def is_reserved(part: str) -> bool:
    """Whether Windows takes this part of a path for a device, whatever its extension."""
    return part.split(".")[0].split(":")[0].rstrip(" ").casefold() in _DEVICES


class NameClaims:
    """Who writes under which name. One for everything that is written below one root."""

    def __init__(self) -> None:
        self._claims: dict[str, tuple[str, str]] = {}

    def claim(self, name: str, owner: str) -> None:
        """Take ``name`` for ``owner``, who may take it again.

        Raises ``BadRequest`` where another owner has it, or the same one in another spelling: on systems
        that ignore case or compose letters the second file would replace the first.
        """
        key = fold_name(name)
        held, holder = self._claims.get(key, (name, owner))
        if held != name:
            raise BadRequest(
                f"{_shown(name)} and {_shown(held)} are one name on some systems, and {holder} writes that: "
                "rename one of the two"
            )
        if holder != owner:
            raise BadRequest(
                f"{_shown(name)} is written by {holder} already: give one of the two another name"
            )
        self._claims[key] = (name, owner)

    def release(self, owner: str) -> None:
        """Forget the names of ``owner``."""
        self._claims = {key: held for key, held in self._claims.items() if held[1] != owner}


def _check_characters(text: str) -> None:
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            raise BadRequest(f"the name {_shown(text)} is not Unicode text: rename the file")
        if category in ("Cc", "Zl", "Zp") or character in _BIDI:
            raise BadRequest(
                f"the name {_shown(text)} holds the invisible character U+{ord(character):04X}: leave it out"
            )
    if "\\" in text:
        raise BadRequest(f"the name {_shown(text)} holds a backslash: put / between folders")
    if ":" in text:
        raise BadRequest(f"the name {_shown(text)} holds a colon: leave drive letters and streams out")
    if found := sorted(_FORBIDDEN.intersection(text)):
        raise BadRequest(
            f"the name {_shown(text)} holds {found[0]}, which not every system accepts: leave it out"
        )


def _check_part(part: str, text: str) -> None:
    if part == "..":
        raise BadRequest(f"{_shown(text)} leaves its folder: name it without ..")
    if part[-1] in ". ":
        raise BadRequest(
            f"the name {_shown(text)} ends in a dot or a space, which Windows drops: leave it out"
        )
    if is_reserved(part):
        raise BadRequest(f"{_shown(text)} is a device on Windows: choose another name")
    if len(part.encode()) > MAX_NAME_BYTES:
        raise BadRequest(f"the name {_shown(text)} is too long: at most {MAX_NAME_BYTES} bytes between two /")


def _shown(text: str) -> str:
    """Printable on one line and short, whatever was sent."""
    plain = ascii(text) if not text.isprintable() else repr(text)
    return plain if len(plain) <= _SHOWN_CHARS else f"{plain[: _SHOWN_CHARS - 4]}...'"
