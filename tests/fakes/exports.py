"""What a daemon answers to ``export``, made without a daemon."""

import json
from collections.abc import Callable

from neonworks_protocol.chunks import blob_messages
from neonworks_protocol.messages import Clip, Error, Export, ServerMessage
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.pngs import png

__all__ = ["FakeExporter", "clip_message", "export_files"]


def clip_message(
    frames: int = 3, size: tuple[int, int] = (4, 6), action: Action = Action.WALK, clip_id: str = "j-0"
) -> Clip:
    return Clip(
        request_id="r",
        clip_id=clip_id,
        action=action,
        direction=Direction.RIGHT,
        frame_count=frames,
        canvas=size,
        pivot=(size[0] / 2, float(size[1])),
        durations=tuple(100 + 10 * index for index in range(frames)),
        loop=True,
    )


def export_files(clip: Clip, name: str, format_: str, shade: int = 0) -> dict[str, bytes]:
    """Files as the daemon names them; ``shade`` tells one drawing from another."""
    stem, (width, height) = f"{name}_{clip.action.value}", clip.canvas
    frames = {
        f"{stem}_{number:02d}.png": png(width, height, (number, shade, 0, 255))
        for number in range(1, clip.frame_count + 1)
    }
    sheet = {
        f"{stem}.png": png(width * clip.frame_count, height, (9, shade, 0, 255)),
        f"{stem}.json": json.dumps({"frames": {}, "meta": {"image": f"{stem}.png"}}).encode(),
    }
    files = frames if format_ == "frames" else sheet
    sidecar = {
        "format": 1,
        "spec": {"animation_type": clip.action.value},
        "direction": clip.direction.value,
        "facing": "right",
        "canvas": clip.canvas,
        "still_offset": clip.still_offset,
        "pivot": clip.pivot,
        "loop": clip.loop,
        "frames": [{"sha256": "0" * 64, "duration": duration} for duration in clip.durations],
        "files": list(files),
    }
    return {**files, f"{stem}.animator.json": json.dumps(sidecar).encode()}


class FakeExporter:
    """``EditorClient.ask`` for ``Export``: answers from a table of clips, when ``answer`` is called."""

    def __init__(self, *clips: Clip) -> None:
        self.clips = {clip.clip_id: clip for clip in clips}
        self.shade = 0
        self.asked: list[tuple[Export, Callable[[ServerMessage], object]]] = []
        self.spoil: Callable[[dict[str, bytes]], dict[str, bytes]] = lambda files: files

    def __call__(self, message: Export, answer: Callable[[ServerMessage], object], /) -> None:
        self.asked.append((message, answer))

    def answer(self) -> None:
        """Answer all questions that are open."""
        asked, self.asked = self.asked, []
        for message, heard in asked:
            clip = self.clips.get(message.clips[0].clip_id)
            if clip is None:
                heard(Error(code="not_found", message="no such clip", request_id=message.request_id))
                continue
            files = self.spoil(export_files(clip, message.name, message.format, self.shade))
            for blob in blob_messages(message.request_id, files):
                heard(blob)
