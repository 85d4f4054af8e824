"""The pixels of a frame that a daemon sent."""

import cv2
import numpy as np
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import Frame
from neonworks_protocol.vocabulary import Encoding

__all__ = ["frame_pixels"]


def frame_pixels(frame: Frame, shape: tuple[int, int, int]) -> RGBA:
    """Straight-alpha pixels of shape (height, width, 4); raises ``ProtocolError`` where they are not that."""
    pixels = np.frombuffer(frame.data, np.uint8)
    if frame.encoding is Encoding.PNG:
        found = cv2.imdecode(pixels, cv2.IMREAD_UNCHANGED) if pixels.size else None
        if found is None or found.shape != shape:
            raise ProtocolError(f"frame {frame.index} of {frame.clip_id} cannot be read: it is drawn again")
        pixels = cv2.cvtColor(found, cv2.COLOR_BGRA2RGBA).astype(np.uint8, copy=False)
    return pixels.reshape(shape)
