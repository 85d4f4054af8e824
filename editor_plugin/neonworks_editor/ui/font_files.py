"""Which font file draws a script, found without holding up a frame.

Two sources: a short list of files that systems are known to have, looked up at once, and the system's whole
font list (``pygame.font.match_font``), whose first reading takes 20 ms to some seconds because it runs
``fc-list`` or walks folders. That reading happens once, in a background thread; ``FontFiles.revision`` grows
when it is done.
"""

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pygame.font

from neonworks_editor.ui.scripts import Script

__all__ = ["FAMILIES", "SUGGESTED", "FontFiles", "Matcher", "system_matcher"]

Matcher = Callable[[str, bool], str | None]
"""(family, bold) -> path of its file, or None; may be slow at its first call."""

_UI = ("segoeui", "sfns", "helveticaneue", "inter", "cantarell", "notosans", "ubuntu", "dejavusans", "arial")
_HAN = ("notosanscjksc", "notosanscjkjp", "notosanssc", "sourcehansanssc", "microsoftyahei",
"microsoftyaheiui",
        "pingfangsc", "pingfang", "hiraginosansgb", "simhei", "simsun", "wenquanyimicrohei",
        "wenquanyizenhei",
        "droidsansfallback", "arplumingcn", "yugothic", "meiryo", "malgungothic")  # fmt: skip
_ARABIC = (
    "notosansarabic",
    "notonaskharabic",
    "segoeui",
    "geezapro",
    "tahoma",
    "arial",
    "dejavusans",
    "amiri",
)
_HEBREW = ("notosanshebrew", "segoeui", "arialhebrew", "arial", "dejavusans", "freesans")
_INDIC = ("nirmalaui", "kohinoordevanagari", "mangal", "lohitdevanagari", "freesans", "arialunicodems")

FAMILIES: Mapping[Script, tuple[str, ...]] = MappingProxyType(
    {
        Script.LATIN: _UI,
        Script.HAN: _HAN,
        Script.KANA: ("notosanscjkjp", "notosansjp", "sourcehansansjp", "yugothicui", "yugothic", "meiryo",
                      "hiraginosans", "hiraginokakugothicpron", "msgothic", "takaogothic", "ipagothic",
                      *_HAN),
        Script.HANGUL: ("notosanscjkkr", "notosanskr", "malgungothic", "applesdgothicneo", "nanumgothic",
                        "unbatang", "gulim", *_HAN),
        Script.ARABIC: _ARABIC,
        Script.HEBREW: _HEBREW,
        Script.THAI: ("notosansthai", "leelawadeeui", "tahoma", "thonburi", "loma", "garuda", "freeserif"),
        Script.DEVANAGARI: ("notosansdevanagari", *_INDIC),
        Script.BENGALI: ("notosansbengali", "vrinda", "banglasangammn", "lohitbengali", *_INDIC),
        Script.TAMIL: ("notosanstamil", "latha", "tamilsangammn", "lohittamil", *_INDIC),
        Script.ARMENIAN: ("notosansarmenian", *_UI),
        Script.GEORGIAN: ("notosansgeorgian", "sylfaen", *_UI),
        Script.EMOJI: ("notoemoji", "segoeuiemoji", "symbola", "applecoloremoji", "dejavusans"),
        Script.SYMBOL: ("notosanssymbols2", "notosanssymbols", "segoeuisymbol", "applesymbols", "dejavusans",
                        "symbola", "freesans", "arialunicodems"),
    }
)  # fmt: skip
"""Script -> families in the order in which they are tried; the others use Latin's."""

SUGGESTED: Mapping[Script, str] = MappingProxyType(
    {
        Script.HAN: "Noto Sans CJK", Script.KANA: "Noto Sans CJK", Script.HANGUL: "Noto Sans CJK",
        Script.ARABIC: "Noto Sans Arabic", Script.HEBREW: "Noto Sans Hebrew", Script.THAI: "Noto Sans Thai",
        Script.DEVANAGARI: "Noto Sans Devanagari", Script.BENGALI: "Noto Sans Bengali",
        Script.TAMIL: "Noto Sans Tamil", Script.ARMENIAN: "Noto Sans Armenian",
        Script.GEORGIAN: "Noto Sans Georgian", Script.EMOJI: "Noto Emoji",
        Script.SYMBOL: "Noto Sans Symbols 2",
    }
)  # fmt: skip
"""Script -> the free font that a hint names; the others are told of Noto Sans."""

_KNOWN_FILES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "win32": (("C:/Windows/Fonts/segoeui.ttf", "C:/Windows/Fonts/segoeuib.ttf"),
                  ("C:/Windows/Fonts/arial.ttf", "C:/Windows/Fonts/arialbd.ttf")),
        "darwin": (("/System/Library/Fonts/Supplemental/Arial.ttf",
                    "/System/Library/Fonts/Supplemental/Arial Bold.ttf"),),
        "linux": (("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
                   "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"),
                  ("/usr/share/fonts/noto/NotoSans-Regular.ttf", "/usr/share/fonts/noto/NotoSans-Bold.ttf"),
                  ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                   "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
                  ("/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"),
                  ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
                   "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf")),
    }
)  # fmt: skip
"""Platform -> (regular, bold) files of the face of the interface, best first."""


def system_matcher(family: str, bold: bool) -> str | None:
    """The system's own list, through pygame; the first call may take seconds."""
    return pygame.font.match_font(family, bold)


class FontFiles:
    """Files per script; ``matcher`` and ``known`` are seams for tests and hosts with their own fonts."""

    def __init__(
        self, matcher: Matcher = system_matcher, known: Sequence[tuple[str, str]] | None = None
    ) -> None:
        self._matcher = matcher
        self._known = known if known is not None else _KNOWN_FILES.get(sys.platform, _KNOWN_FILES["linux"])
        self._listed: dict[Script, tuple[str, ...]] = {}
        self._thread: threading.Thread | None = None
        self.revision = 0
        """Grows when more files became known; pictures of text made before may be poorer than now."""

    def start(self) -> None:
        """Reads the system's font list in a daemon thread; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, name="font list", daemon=True)
            self._thread.start()

    def wait(self, timeout_s: float = 30.0) -> bool:
        """Whether the list is read, waited for at most ``timeout_s``; for tests and screenshots."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self.revision > 0

    def _read(self) -> None:
        listed = {}
        for script, families in FAMILIES.items():
            found = (self._matcher(family, False) for family in families)
            listed[script] = tuple(dict.fromkeys(path for path in found if path))
        self._listed = listed
        self.revision += 1

    def face(self, bold: bool) -> str | None:
        """The file of the interface's own face, at once; None: pygame's built-in font."""
        for files in self._known:
            if Path(files[bold]).is_file():
                return files[bold]
        return next(iter(self._listed.get(Script.LATIN, ())), None)

    def candidates(self, script: Script) -> tuple[str, ...]:
        """Files that may have the glyphs of ``script``, best first; only the known ones until the list is
        read.
        """
        listed = self._listed.get(script, ()) + self._listed.get(Script.LATIN, ())
        return tuple(dict.fromkeys(listed))
