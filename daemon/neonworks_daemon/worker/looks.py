"""``LookMaker``: other looks of a sprite in a worker, with the code of the commands."""

import hashlib
from collections.abc import Callable, Iterator

from neonworks_models.looks.interpolation import Interpolation
from neonworks_models.looks.names import step_name, variation_name
from neonworks_models.looks.variation import Change, Wish, vary
from neonworks_models.nets.vae_file import VaeFile
from neonworks_models.sprites.rigfile import Rig
from neonworks_models.sprites.sprite import RGBA

from neonworks_daemon.worker.job import JobContext
from neonworks_daemon.worker.messages import FileMade, InterpolateWork, Progressed, VaryWork
from neonworks_daemon.worker.sprite_cache import SpriteCache

__all__ = ["LookMaker"]


class LookMaker:
    """``cache`` knows the sprites that were drawn here, ``net`` is loaded with the first look; ``encode``
    makes a PNG."""

    def __init__(self, cache: SpriteCache, net: VaeFile, encode: Callable[[RGBA], bytes]) -> None:
        self._cache = cache
        self._net = net
        self._encode = encode

    def run(self, work: VaryWork | InterpolateWork, context: JobContext) -> None:
        """Emit one file a picture, in order.

        Raises ``BadSprite``, ``BadRequest``, ``Unavailable`` without the net, ``JobCancelled``.
        """
        context.emit(Progressed(job=context.job, fraction=0.0))
        if isinstance(work, VaryWork):
            names = [variation_name(index, work.count) for index in range(work.count)]
            pictures = self._variations(work, context)
        else:
            names = [step_name(index, work.steps) for index in range(work.steps + 1)]
            pictures = self._steps(work, context)
        for index, (name, rgba) in enumerate(zip(names, pictures, strict=True)):
            context.checkpoint()
            data = self._encode(rgba)
            digest = hashlib.sha256(data).hexdigest()
            context.emit(FileMade(job=context.job, label="", name=name, sha256=digest, data=data))
            context.emit(Progressed(job=context.job, fraction=(index + 1) / len(names)))

    def _variations(self, work: VaryWork, context: JobContext) -> Iterator[RGBA]:
        sprite = self._cache.sprite(work.sprite)
        analysis = self._cache.analysis(sprite, Rig(work.archetype, work.facing))
        wish = Wish(work.count, work.seed, work.strength, Change.said(work.text))
        for look in vary(self._net.session(), sprite, analysis, wish, context.checkpoint):
            yield look.sprite.rgba

    def _steps(self, work: InterpolateWork, context: JobContext) -> Iterator[RGBA]:
        sprites = [self._cache.sprite(data) for data in (work.sprite, work.other)]
        one, two = ((sprite, self._cache.analysis(sprite, Rig())) for sprite in sprites)
        return Interpolation(self._net.session(), one, two, work.steps).pictures(context.checkpoint)
