"""Trains the sprite VAE: ``python -m neonworks_models.training.sprite_vae --help``.

Pictures are composed once and kept in the work folder. Everything that training needs to go on lies in one
checkpoint, written every two minutes: run the same command again and it goes on. ``--steps`` says when the
rate has come down to zero; a smaller number in a later run ends sooner.
"""

import argparse
import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray

from neonworks_models.data.look_samples import LookSamples, make_looks
from neonworks_models.nets import sprite_vae
from neonworks_models.nets.latent_window import SIDE
from neonworks_models.training.vae_batches import batch_of, windows_of
from neonworks_models.training.vae_scores import VaeScore, score, sheet

__all__ = ["VaeTrainer", "main"]

_RATE, _WARM, _DECAY = 1.5e-3, 200, 0.01
_BATCH = 32
_COLOUR, _EDGES, _OPACITY = 3.0, 1.5, 2.0
_KL = 8e-3
"""About half of what the evidence bound itself would ask for with an error of 0.05 a channel."""
_MIXED, _FIRM = 8, 0.1
"""Pairs of a batch that are mixed, and what undecided opacity between two sprites costs."""
_AVERAGING = 0.998
_SAVE_S, _SCORE_S = 120.0, 300.0
_SHOWN = 100
_HELD_CHARACTERS, _HELD_DRAWN = 32, 128
_SCORED = 320


class VaeTrainer:
    """One net in training. ``folder`` holds its checkpoints, log and sheets."""

    def __init__(self, folder: Path, *, steps: int, threads: int = 1, seed: int = 0) -> None:
        if sprite_vae.torch is None:
            raise Unavailable("Training needs PyTorch: pip install torch==2.13.0 and run again.")
        self._torch = torch = sprite_vae.torch
        torch.manual_seed(seed)
        torch.set_num_threads(threads)
        self._folder, self._steps, self._seed = folder, steps, seed
        self.net = sprite_vae.SpriteVae().to(memory_format=torch.channels_last)
        self.averaged = {name: value.clone() for name, value in self.net.state_dict().items()}
        self._optimiser = torch.optim.AdamW(
            self.net.parameters(), _RATE, betas=(0.9, 0.98), weight_decay=_DECAY
        )
        self.step = 0
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.is_file():
            self._resume()

    @property
    def checkpoint(self) -> Path:
        """The newest state."""
        return self._folder / "newest.pt"

    def run(
        self,
        train: LookSamples,
        held: LookSamples,
        *,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], None] = print,
    ) -> VaeScore:
        """Train until the last step; saves, and scores the averaged weights on ``held``."""
        random = np.random.default_rng((self._seed, self.step))
        begun = saved = scored = clock()
        losses: list[float] = []
        while self.step < self._steps:
            losses.append(self._learn(batch_of(train, random, _BATCH), random))
            if self.step % _SHOWN == 0:
                speed = len(losses) * _BATCH / max(clock() - begun, 1e-6)
                tell(f"step {self.step} loss {np.mean(losses[-_SHOWN:]):.4f} {speed:.0f} pictures/s")
            if clock() - saved > _SAVE_S:
                self.save()
                saved = clock()
            if clock() - scored > _SCORE_S:
                self._score(held, tell)
                scored = clock()
        self.save()
        return self._score(held, tell)

    def _learn(self, pictures: NDArray[np.float32], random: np.random.Generator) -> float:
        for group in self._optimiser.param_groups:
            group["lr"] = _rate(self.step, self._steps)
        given = self._torch.from_numpy(pictures).to(memory_format=self._torch.channels_last)
        with self._torch.autocast("cpu", self._torch.bfloat16):
            mean, spread = self.net.encode(given)
        loss, latent = self._loss(given, mean.float(), spread.float())
        loss = loss + _FIRM * self._undecided(latent, random)
        self._optimiser.zero_grad()
        loss.backward()
        norm = self._torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        if bool(norm.isfinite()):
            self._optimiser.step()
            self._average()
        self.step += 1
        return float(loss.detach())

    def _loss(self, given: Any, mean: Any, spread: Any) -> tuple[Any, Any]:
        """The loss of a batch, and its sampled latents."""
        torch = self._torch
        latent = mean + (0.5 * spread).exp() * torch.randn_like(mean)
        with torch.autocast("cpu", torch.bfloat16):
            opacity, colour = self.net.decode(latent)
        opacity, colour = opacity.float(), colour.float()
        solid = (given[:, :1] > 0.5).float()
        truth = given[:, 1:] + 0.5
        area = solid.sum(dim=(1, 2, 3)).clamp(min=60.0)[:, None, None, None]
        off = (colour - truth).abs() * solid / area
        edges = _edges(torch, (colour - truth) * solid) / area
        bce = torch.nn.functional.binary_cross_entropy_with_logits(opacity, solid, reduction="none")
        kl = 0.5 * (mean**2 + spread.exp() - 1 - spread)
        parts = _COLOUR / 3 * off.sum() + _EDGES / 3 * edges.sum()
        return parts / len(given) + _OPACITY * bce.mean() + _KL * kl.mean(), latent

    def _undecided(self, latent: Any, random: np.random.Generator) -> Any:
        """How undecided the opacity between pairs of sprites is, 0..1."""
        torch = self._torch
        share = torch.from_numpy(random.uniform(0.2, 0.8, (_MIXED, 1, 1, 1)).astype(np.float32))
        one, two = latent[:_MIXED].detach(), latent[_MIXED : 2 * _MIXED].detach()
        angle = share * math.pi / 2
        with torch.autocast("cpu", torch.bfloat16):
            opacity, _ = self.net.decode(one * torch.cos(angle) + two * torch.sin(angle))
        likely = torch.sigmoid(opacity.float())
        return (4 * likely * (1 - likely)).mean()

    def _average(self) -> None:
        keep = min(_AVERAGING, (1 + self.step) / (20 + self.step))
        with self._torch.no_grad():
            for name, value in self.net.state_dict().items():
                self.averaged[name].lerp_(value, 1 - keep)

    def _score(self, held: LookSamples, tell: Callable[[str], None]) -> VaeScore:
        live = {name: value.clone() for name, value in self.net.state_dict().items()}
        self.net.load_state_dict(self.averaged)
        windows = windows_of(held, np.arange(min(_SCORED, len(held.pictures))))
        with self._torch.no_grad():
            found = score(self._torch, self.net, windows)
            sheet(self._torch, self.net, windows, self._folder / f"sheet_{self.step:07d}.png")
        self.net.load_state_dict(live)
        line = json.dumps({"step": self.step, "psnr": found.psnr, "iou": found.iou})
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
        tell(line)
        return found

    def save(self) -> None:
        """Write all that is needed to go on; a reader never sees half of it."""
        state = {
            "net": self.net.state_dict(),
            "averaged": self.averaged,
            "optimiser": self._optimiser.state_dict(),
            "step": self.step,
        }
        part = self.checkpoint.with_suffix(".part")
        self._torch.save(state, part)
        part.replace(self.checkpoint)

    def _resume(self) -> None:
        state = self._torch.load(self.checkpoint, weights_only=True)
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.averaged, self.step = state["averaged"], state["step"]


def _edges(torch: Any, difference: Any) -> Any:
    """Errors of steps between neighbours: what makes edges sharp. Summed over both axes, shape kept small."""
    across = (difference[..., 1:] - difference[..., :-1]).abs().sum(dim=(2, 3), keepdim=True)
    down = (difference[..., 1:, :] - difference[..., :-1, :]).abs().sum(dim=(2, 3), keepdim=True)
    return 0.5 * (across + down)


def _rate(step: int, steps: int) -> float:
    """Warm at first, then down to zero along a cosine."""
    warm = min(1.0, (step + 1) / _WARM)
    return _RATE * warm * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))


def _samples(path: Path, make: Callable[[], LookSamples]) -> LookSamples:
    if not path.is_file():
        made = make()
        made.save(path)
        print(f"made {path.name}: {len(made.pictures)} pictures")
    return LookSamples.load(path)


def main(arguments: list[str] | None = None) -> None:
    """Make the pictures that are missing, then train or go on training."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sprites", type=Path, required=True, help="folder with lpc-revised and lpc-classic")
    parser.add_argument(
        "--work", type=Path, required=True, help="folder for pictures, checkpoints, log, sheets"
    )
    parser.add_argument(
        "--characters", type=int, default=900, help="artists' characters, eight pictures each"
    )
    parser.add_argument("--drawn", type=int, default=6000, help="figures drawn by code")
    parser.add_argument("--steps", type=int, default=6000, help=f"steps of {_BATCH} pictures")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    train = _samples(
        options.work / "looks.npz",
        lambda: make_looks(options.sprites, options.characters, options.drawn, 0, holdout=False),
    )
    held = _samples(
        options.work / "withheld.npz",
        lambda: make_looks(options.sprites, _HELD_CHARACTERS, _HELD_DRAWN, 0, holdout=True),
    )
    assert train.pictures.shape[1:] == (SIDE, SIDE)
    VaeTrainer(options.work, steps=options.steps, threads=options.threads).run(train, held)


if __name__ == "__main__":
    main()
