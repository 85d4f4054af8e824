"""``VaeFile``: the sprite VAE that comes with the program, loaded once, when somebody needs it."""

import threading
from contextlib import ExitStack
from importlib.resources import as_file, files

from neonworks_protocol.errors import Unavailable

from neonworks_models.catalog.cards import CARDS, VAE_DECODER, VAE_ENCODER
from neonworks_models.nets.vae_session import VaeSession

__all__ = ["VaeFile"]


class VaeFile:
    """``session`` may be asked for by any thread; what it gives belongs to one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: VaeSession | None = None  # guarded by _lock

    @property
    def sha256(self) -> str:
        """Of encoder and decoder, together what decides the pixels. Raises ``Unavailable`` without them."""
        digests = [CARDS[name].sha256 for name in (VAE_ENCODER, VAE_DECODER)]
        if None in digests:
            raise Unavailable("the weights of the sprite VAE are not a part of this version")
        return ":".join(str(digest) for digest in digests)

    def session(self) -> VaeSession:
        """The loaded nets. Raises ``Unavailable``."""
        with self._lock:
            if self._session is None:
                digests = self.sha256.split(":")
                with ExitStack() as stack:
                    paths = [
                        stack.enter_context(as_file(files("neonworks_models") / "weights" / CARDS[name].file))
                        for name in (VAE_ENCODER, VAE_DECODER)
                    ]
                    self._session = VaeSession.load(dict(zip(paths, digests, strict=True)))
            return self._session
