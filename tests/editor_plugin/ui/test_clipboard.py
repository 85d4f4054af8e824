"""Copy and paste work with and without a system clipboard."""

import os
import shutil
import subprocess
import sys

import pygame
import pytest
from neonworks_editor.ui.clipboard import MemoryClipboard, SystemClipboard


def test_memory() -> None:
    clipboard = MemoryClipboard()
    assert clipboard.get() == ""
    clipboard.put("é 中 🙂")
    assert clipboard.get() == "é 中 🙂"
    clipboard.put("x" * 200_000)
    assert len(clipboard.get()) == 100_000


def test_without_a_system_clipboard_the_own_one_serves(display: pygame.Surface) -> None:
    clipboard = SystemClipboard()
    clipboard.put("é 中 🙂")
    assert clipboard.get() == "é 中 🙂"


class _Scrap:
    """pygame's scrap as it is on one platform."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def install(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(pygame.scrap, "get_init", lambda: True)
        patch.setattr(pygame.scrap, "put", self.held.__setitem__)
        patch.setattr(pygame.scrap, "get", self.held.get)


def test_windows_keeps_utf_16_under_one_type(monkeypatch: pytest.MonkeyPatch) -> None:
    scrap = _Scrap()
    scrap.install(monkeypatch)
    clipboard = SystemClipboard("win32")
    clipboard.put("é 🙂")
    assert scrap.held == {"text/plain;charset=utf-8": "é 🙂\0".encode("utf-16-le")[:-1]}
    scrap.held = {"text/plain;charset=utf-8": "中文".encode("utf-16-le") + b"\0\0rest"}
    scrap.install(monkeypatch)
    assert SystemClipboard("win32").get() == "中文"


def test_other_programs_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    scrap = _Scrap()
    scrap.install(monkeypatch)
    scrap.held["UTF8_STRING"] = "é\xff".encode("latin-1")
    assert "\ufffd" in SystemClipboard("linux").get(), "bytes that are no UTF-8 do no harm"


def test_the_mac_build_without_scrap(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> bool:
        raise ImportError("pygame.sdlmain_osx")

    monkeypatch.setattr(pygame.scrap, "get_init", missing)
    clipboard = SystemClipboard("darwin")
    clipboard.put("x")
    assert clipboard.get() == "x"


_OTHER = """
import sys, time, pygame
from neonworks_editor.ui.clipboard import SystemClipboard
pygame.display.init()
pygame.display.set_mode((50, 50))
clipboard = SystemClipboard()
clipboard.put("é 中 🙂")
print("put", flush=True)
end = time.monotonic() + 10
while time.monotonic() < end:
    pygame.event.get()
    time.sleep(0.01)
"""
_READER = """
import subprocess, sys, pygame
from neonworks_editor.ui.clipboard import SystemClipboard
with subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE) as other:
    while other.stdout.readline() != b"put\\n":
        pass
    pygame.display.init()
    pygame.display.set_mode((50, 50))
    print(ascii(SystemClipboard().get()))
    other.kill()
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run")
def test_between_two_programs_on_a_real_display() -> None:
    command = ["xvfb-run", "-a", sys.executable, "-c", _READER, _OTHER]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    environment.pop("SDL_VIDEODRIVER", None)
    said = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=True)
    assert said.stdout.strip() == ascii("é 中 🙂")
