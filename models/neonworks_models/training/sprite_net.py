"""Trains a sprite net: ``python -m neonworks_models.training.sprite_net --help``.

Samples come from shards, made first where they are missing and read again for ever. Everything that training
needs to go on lies in one checkpoint, written every few minutes: run the same command again and it goes on.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import to_builtins
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray
from PIL import Image

from neonworks_models.data.net_composer import Kind
from neonworks_models.data.net_samples import NetSamples
from neonworks_models.nets import sprite_unet
from neonworks_models.nets.pixel_choice import copied_indices
from neonworks_models.training.sprite_batches import Batch, Drawer, batch_of
from neonworks_models.training.sprite_recipe import Recipe, read_recipe
from neonworks_models.training.sprite_scores import score_kind
from neonworks_models.training.sprite_shards import shards_of

__all__ = ["Trainer", "main"]

_WALKS = {Kind.SHAPED: 2.5}
"""Other builds matter most for walks, the motion every game has."""
_BACKGROUND, _BACKGROUND_WEIGHT = 0.06, 4.0
"""Share of far clear pixels that are learnt from, and how much each of them counts."""
_CLIP = 1.0
_LOSSES_SHOWN = 50


class Trainer:
    """One net in training. ``folder`` holds its checkpoints, log and sheets."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        if sprite_unet.torch is None:
            raise Unavailable(sprite_unet.NO_TORCH)
        self._torch = torch = sprite_unet.torch
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.threads)
        self._recipe, self._folder = recipe, folder
        sizes = recipe.network
        self.net = sprite_unet.SpriteUNet(
            sizes.widths, condition=sizes.condition, features=sizes.features, depth=sizes.depth
        ).to(memory_format=torch.channels_last)
        self.averaged = {name: value.clone() for name, value in self.net.state_dict().items()}
        self._optimiser = torch.optim.AdamW(self._groups(), recipe.rate, betas=(0.9, 0.98))
        self.step, self._best = 0, -np.inf
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.is_file():
            self._resume()

    @property
    def _sizes(self) -> str:
        return json.dumps(to_builtins(self._recipe.network))

    @property
    def checkpoint(self) -> Path:
        """The newest state."""
        return self._folder / "newest.pt"

    def run(
        self,
        train: Mapping[Kind, list[NetSamples]],
        held: Mapping[Kind, list[NetSamples]],
        *,
        minutes: float,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], None] = print,
    ) -> None:
        """Train until the recipe's last step or for ``minutes``; saves and scores as the recipe says."""
        drawers = {kind: Drawer(shards, walks=_WALKS.get(kind, 1.0)) for kind, shards in train.items()}
        random = np.random.default_rng((self._recipe.seed, self.step))
        begun = saved = scored = clock()
        losses: list[float] = []
        while self.step < self._recipe.steps and clock() - begun < 60 * minutes:
            losses.append(self._learn(self._batch(drawers, random), random))
            if self.step % _LOSSES_SHOWN == 0:
                speed = len(losses) * self._recipe.batch / max(clock() - begun, 1e-6)
                tell(f"step {self.step} loss {np.mean(losses[-_LOSSES_SHOWN:]):.4f} {speed:.0f} samples/s")
            if clock() - saved > 60 * self._recipe.save_minutes:
                self.save(self.checkpoint)
                saved = clock()
            if clock() - scored > 60 * self._recipe.score_minutes:
                self._score(held, tell)
                scored = clock()
        self._score(held, tell)
        self.save(self.checkpoint)

    def _batch(self, drawers: Mapping[Kind, Drawer], random: np.random.Generator) -> Batch:
        shares = np.array([self._recipe.kinds[kind].share for kind in drawers])
        counts = random.multinomial(self._recipe.batch, shares / shares.sum())
        drawn = [
            part
            for drawer, count in zip(drawers.values(), counts, strict=True)
            if count
            for part in drawer.draw(random, int(count))
        ]
        return batch_of(drawn, random, self._recipe.nameless, self._recipe.untold)

    def _learn(self, batch: Batch, random: np.random.Generator) -> float:
        """One step on one batch; its loss, per opaque pixel."""
        for group in self._optimiser.param_groups:
            group["lr"] = self._recipe.rate_at(self.step)
        figure = (batch.still > 0) | (batch.draft > 0) | (batch.truth > 0)
        where = figure | (random.random(figure.shape) < _BACKGROUND)
        area = figure.sum(axis=(1, 2))
        # Small figures count for more than their pixels, or big ones would teach all.
        even = np.sqrt(area.mean() / np.maximum(area, 20))[:, None, None]
        weights = (even * np.where(figure, 1.0, _BACKGROUND_WEIGHT))[where]
        loss = (self._losses(batch, where) * self._tensor(weights.astype(np.float32))).sum() / float(
            area.sum()
        )
        self._optimiser.zero_grad()
        loss.backward()
        norm = self._torch.nn.utils.clip_grad_norm_(self.net.parameters(), _CLIP)
        if bool(norm.isfinite()):
            self._optimiser.step()
            self._average()
        self.step += 1
        return float(loss.detach())

    def _losses(self, batch: Batch, where: NDArray[np.bool_]) -> Any:
        copies = copied_indices(batch.still, batch.draft)[where].astype(np.int64)
        logits = self._logits(batch, where)
        truth = batch.truth[where].astype(np.int64)
        return sprite_unet.choice_loss(logits, self._tensor(copies), self._tensor(truth))

    def _logits(self, batch: Batch, where: NDArray[np.bool_]) -> Any:
        inputs = {name: self._tensor(values) for name, values in batch.inputs.items()}
        inputs["planes"] = inputs["planes"].permute(0, 3, 1, 2)
        with self._torch.autocast("cpu", self._torch.bfloat16):
            found = self.net.features(inputs)
        return self.net.choices(found, inputs, self._tensor(where))

    def _average(self) -> None:
        keep = self._recipe.averaging_at(self.step)
        with self._torch.no_grad():
            for name, value in self.net.state_dict().items():
                self.averaged[name].lerp_(value, 1 - keep)

    def _score(self, held: Mapping[Kind, list[NetSamples]], tell: Callable[[str], None]) -> None:
        """Score the averaged weights, write a line of the log and a sheet, keep the best."""
        live = {name: value.clone() for name, value in self.net.state_dict().items()}
        self.net.load_state_dict(self.averaged)
        scores, sheets = {}, []
        with self._torch.no_grad():
            for kind, shards in held.items():
                scores[str(kind)], sheet = score_kind(shards, self._answer)
                sheets.append(sheet)
        self.net.load_state_dict(live)
        Image.fromarray(np.hstack(sheets)).save(self._folder / f"sheet_{self.step:07d}.png")
        line = {"step": self.step, **{kind: asdict(score) for kind, score in scores.items()}}
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        tell(json.dumps(line))
        shares = {str(kind): shards.share for kind, shards in self._recipe.kinds.items()}
        mean = sum(shares[kind] * score.gain for kind, score in scores.items()) / sum(shares.values())
        if mean > self._best:
            self._best = mean
            self.save(self._folder / "best.pt")

    def _answer(self, batch: Batch) -> NDArray[np.float32]:
        everywhere = np.ones(batch.still.shape, np.bool_)
        logits: NDArray[np.float32] = self._logits(batch, everywhere).numpy()
        return logits.reshape(*batch.still.shape, -1)

    def _groups(self) -> list[dict[str, Any]]:
        """Weights decay, biases and norms do not."""
        parameters = list(self.net.parameters())
        return [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": self._recipe.decay},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ]

    def save(self, path: Path) -> None:
        """Write all that is needed to go on; a reader never sees half of it."""
        state = {
            "network": self._sizes,
            "net": self.net.state_dict(),
            "averaged": self.averaged,
            "optimiser": self._optimiser.state_dict(),
            "step": self.step,
            "best": float(self._best),
        }
        part = path.with_suffix(".part")
        self._torch.save(state, part)
        part.replace(path)

    def _resume(self) -> None:
        state = self._torch.load(self.checkpoint, weights_only=True)
        if state["network"] != self._sizes:
            raise Unavailable(f"{self.checkpoint} is of a net of other sizes; choose another work folder.")
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.averaged, self.step, self._best = state["averaged"], state["step"], state["best"]

    def start_from(self, path: Path) -> None:
        """Begin with the averaged weights of another training, unless this one has begun already."""
        if self.step:
            return
        state = self._torch.load(path, weights_only=True)
        if state["network"] != self._sizes:
            raise Unavailable(f"{path} is of a net of other sizes than the recipe's.")
        self.net.load_state_dict(state["averaged"])
        self.averaged = {name: value.clone() for name, value in self.net.state_dict().items()}

    def _tensor(self, array: NDArray[Any]) -> Any:
        return self._torch.from_numpy(np.ascontiguousarray(array))


def main(arguments: list[str] | None = None) -> None:
    """Make the shards that are missing, then train or go on training."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", type=Path, required=True, help="TOML file, see training/recipes")
    parser.add_argument("--sprites", type=Path, required=True, help="folder with lpc-revised and lpc-classic")
    parser.add_argument(
        "--work", type=Path, required=True, help="folder for shards, checkpoints, log and sheets"
    )
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--start", type=Path, help="checkpoint of another training to begin from")
    options = parser.parse_args(arguments)
    recipe = read_recipe(options.recipe)
    shards = options.work / "shards" / "-".join(recipe.sources)
    shards.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(recipe, options.work / recipe.name)
    if options.start is not None:
        trainer.start_from(options.start)
    train, held = shards_of(options.sprites, shards, recipe)
    trainer.run(train, held, minutes=options.minutes)


if __name__ == "__main__":
    main()
