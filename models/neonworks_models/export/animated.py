"""APNG and lossless WebP: exact pixels, soft alpha and milliseconds in one file."""

import io

from PIL import Image

from neonworks_models.export.artwork import ClipArtwork

__all__ = ["encode_apng", "encode_webp"]


def encode_apng(clip: ClipArtwork) -> dict[str, bytes]:
    """``{stem}.apng``; it plays for ever or once, as the clip does."""
    # OP_BACKGROUND and OP_SOURCE: each frame replaces the whole canvas.
    return {f"{clip.stem}.apng": _save(clip, "PNG", disposal=1, blend=0)}


def encode_webp(clip: ClipArtwork) -> dict[str, bytes]:
    """``{stem}.webp``, lossless, colours under full transparency included."""
    return {f"{clip.stem}.webp": _save(clip, "WEBP", lossless=True, exact=True, quality=60, method=4)}


def _save(clip: ClipArtwork, kind: str, **options: object) -> bytes:
    first, *others = [Image.fromarray(frame) for frame in clip.frames]
    buffer = io.BytesIO()
    first.save(
        buffer,
        kind,
        save_all=True,
        append_images=others,
        duration=list(clip.plan.durations),
        loop=0 if clip.plan.loop else 1,
        **options,
    )
    return buffer.getvalue()
