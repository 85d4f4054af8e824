"""Trains the small language model: ``python -m neonworks_models.training.tiny_reader --help``.

Samples come from shards, made first where they are missing. Everything that training needs to go on lies in
one checkpoint, written every few minutes: run the same command again and it goes on. ``--export`` writes the
GGUF file.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from neonworks_protocol.errors import BadRequest
from numpy.typing import NDArray

from neonworks_models.training.tiny_reader_gguf import write_gguf
from neonworks_models.training.tiny_reader_net import fresh_weights, hidden, import_torch, logits
from neonworks_models.training.tiny_reader_recipe import Recipe, read_recipe
from neonworks_models.training.tiny_reader_shards import Shard, ShardFolder, Source
from neonworks_models.training.tiny_reader_warmup import warm_up_words

__all__ = ["Batch", "Trainer", "batches", "main"]

_CLIP = 1.0
_LOSSES_SHOWN = 200
_POOL = 4096
"""Samples that are sorted by length together."""
_WIDTH_STEP = 8
_SCORE_TOKENS = 4096
_RECIPE = Path(__file__).parent / "recipes" / "tiny-reader.toml"


class Batch:
    """Samples padded to ``places``: token ``numbers`` (batch, places), and where a reply's token comes next.

    ``rows`` and ``places`` point at the token before; ``wanted`` is the token, ``first`` whether it is a
    reply's first one.
    """

    def __init__(self, shard: Shard, chosen: NDArray[np.int64], places: int) -> None:
        starts, stops = shard.starts[chosen], shard.starts[chosen + 1]
        at = np.arange(places + 1)
        mask = at[None] < (stops - starts)[:, None]
        whole = np.where(mask, shard.numbers[np.where(mask, starts[:, None] + at, 0)], 0).astype(np.int64)
        replies = shard.replies[chosen].astype(np.int64)[:, None]
        self.numbers = whole[:, :-1]
        self.rows, self.places = np.nonzero((mask & (at[None] >= replies))[:, 1:])
        self.wanted = whole[self.rows, self.places + 1]
        self.first = self.places + 1 == replies[self.rows, 0]


def batches(shard: Shard, random: np.random.Generator, tokens: int) -> Iterator[Batch]:
    """Every sample of ``shard`` once, those of like length together, at most ``tokens`` in each batch.

    Few widths come up: PyTorch compiles its products anew for each shape that it meets.
    """
    widths = -(-(np.diff(shard.starts) - 1) // _WIDTH_STEP) * _WIDTH_STEP
    order = random.permutation(len(shard))
    for start in range(0, len(order), _POOL):
        pool = order[start : start + _POOL]
        parts = [
            (part, int(width))
            for width in np.unique(widths[pool])
            for part in _cut(pool[widths[pool] == width], max(1, tokens // int(width)))
        ]
        for number in random.permutation(len(parts)):
            yield Batch(shard, *parts[number])


def _cut(chosen: NDArray[np.int64], most: int) -> list[NDArray[np.int64]]:
    return np.split(chosen, range(most, len(chosen), most))


class Trainer:
    """One model in training. ``folder`` holds its checkpoint."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        self._torch = torch = import_torch()
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.threads)
        self._recipe, self._folder = recipe, folder
        self.weights = fresh_weights(torch, recipe.sizes)
        self.averaged = {name: value.clone() for name, value in self.weights.items()}
        for value in self.weights.values():
            value.requires_grad_(True)
        self._optimiser = torch.optim.AdamW(self._groups(), recipe.rate, betas=(0.9, 0.98), fused=True)
        self.step, self.shard = 0, 0
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.is_file():
            self._resume()

    @property
    def checkpoint(self) -> Path:
        """The newest state."""
        return self._folder / "newest.pt"

    def run(
        self,
        shards: ShardFolder,
        *,
        minutes: float,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], None] = print,
    ) -> None:
        """Train until the recipe's last step or for ``minutes``; saves and scores as the recipe says."""
        if self.step == 0 and self._recipe.word_steps:
            warm_up_words(self._torch, self.weights, shards.shard, self._recipe, tell)
        begun = saved = scored = clock()
        losses: list[float] = []
        seen = 0
        for batch in self._batches(shards):
            losses.append(self.learn(batch))
            seen += len(batch.numbers)
            now = clock()
            if self.step % _LOSSES_SHOWN == 0:
                speed = seen / max(now - begun, 1e-6)
                mean = np.mean(losses[-_LOSSES_SHOWN:])
                tell(f"step {self.step} of {self._recipe.steps}, loss {mean:.4f}, {speed:.0f} requests/s")
            if now - saved > 60 * self._recipe.save_minutes:
                self.save()
                saved = clock()
            if now - scored > 60 * self._recipe.score_minutes:
                tell(self.scores(shards))
                scored = clock()
            if now - begun > 60 * minutes:
                break
        tell(self.scores(shards))
        self.save()

    def _batches(self, shards: ShardFolder) -> Iterator[Batch]:
        """What is left of the recipe. A shard that was cut short by a stop is begun anew."""
        while self.step < self._recipe.steps:
            random = np.random.default_rng((self._recipe.seed, self.shard))
            shard = shards.shard(self.next_shard())
            for batch in batches(shard, random, self._recipe.batch_tokens):
                if self.step >= self._recipe.steps:
                    return
                yield batch
            self.shard += 1

    def next_shard(self) -> int:
        """Those of known phrases in turn, later those of all phrases in turn."""
        recipe = self._recipe
        first = recipe.first_held
        if first == recipe.shards or self.step < recipe.held_from * recipe.steps:
            return self.shard % first
        return first + self.shard % (recipe.shards - first)

    def _groups(self) -> list[dict[str, Any]]:
        tables = [value for value in self.weights.values() if value.ndim == 2]
        norms = [value for value in self.weights.values() if value.ndim == 1]
        return [
            {"params": tables, "weight_decay": self._recipe.decay},
            {"params": norms, "weight_decay": 0.0},
        ]

    def learn(self, batch: Batch) -> float:
        """One step; the mean loss of a reply's token."""
        for group in self._optimiser.param_groups:
            group["lr"] = self._recipe.rate_at(self.step)
        with self._torch.autocast("cpu", self._torch.bfloat16):
            scores = self._scores_of(batch, self.weights)
        weights = np.where(batch.first, self._recipe.action_weight, 1.0).astype(np.float32)
        each = self._torch.nn.functional.cross_entropy(
            scores.float(), self._tensor(batch.wanted), reduction="none"
        )
        loss = (each * self._tensor(weights)).sum() / float(weights.sum())
        self._optimiser.zero_grad()
        loss.backward()
        norm = self._torch.nn.utils.clip_grad_norm_(list(self.weights.values()), _CLIP)
        if bool(norm.isfinite()):
            self._optimiser.step()
            self._average()
        self.step += 1
        return float(loss.detach())

    def _scores_of(self, batch: Batch, weights: dict[str, Any]) -> Any:
        """Logits of every token of the replies (tokens, words)."""
        found = hidden(self._torch, weights, self._recipe.sizes, self._tensor(batch.numbers))
        chosen = found[self._tensor(batch.rows), self._tensor(batch.places)]
        return logits(self._torch, weights, chosen)

    def _average(self) -> None:
        keep = min(self._recipe.averaging, (1 + self.step) / (20 + self.step))
        with self._torch.no_grad():
            for name, value in self.weights.items():
                self.averaged[name].lerp_(value, 1 - keep)

    def scores(self, shards: ShardFolder) -> str:
        """How often the averaged weights choose the right action, and every token of a reply in its turn."""
        found = []
        for name, held in (("known phrases", False), ("other phrases", True)):
            action, whole = self._score(shards.validation(held=held))
            found.append(f"{name}: action {action:.3f}, whole reply {whole:.3f}")
        return "; ".join(found)

    def _score(self, shard: Shard) -> tuple[float, float]:
        actions: list[NDArray[np.bool_]] = []
        wholes: list[NDArray[np.bool_]] = []
        for batch in batches(shard, np.random.default_rng(0), _SCORE_TOKENS):
            with self._torch.inference_mode():
                right = self._scores_of(batch, self.averaged).argmax(-1).numpy() == batch.wanted
            actions.append(right[batch.first])
            missed = np.bincount(batch.rows, ~right, len(batch.numbers))
            wholes.append(missed == 0)
        return float(np.concatenate(actions).mean()), float(np.concatenate(wholes).mean())

    def save(self) -> None:
        """Write everything that going on needs."""
        part = self.checkpoint.with_suffix(".part")
        state = {
            "sizes": msgspec.to_builtins(self._recipe.sizes),
            "weights": {name: value.detach() for name, value in self.weights.items()},
            "averaged": self.averaged,
            "optimiser": self._optimiser.state_dict(),
            "step": self.step,
            "shard": self.shard,
        }
        self._torch.save(state, part)
        part.replace(self.checkpoint)

    def _resume(self) -> None:
        state = self._torch.load(self.checkpoint, weights_only=True)
        if state["sizes"] != msgspec.to_builtins(self._recipe.sizes):
            raise BadRequest(f"{self.checkpoint} holds a model of other sizes: name another folder")
        with self._torch.no_grad():
            for name, value in state["weights"].items():
                self.weights[name].copy_(value)
                self.averaged[name].copy_(state["averaged"][name])
        self._optimiser.load_state_dict(state["optimiser"])
        self.step, self.shard = state["step"], state["shard"]

    def _tensor(self, values: NDArray[Any]) -> Any:
        return self._torch.from_numpy(np.ascontiguousarray(values))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write the model, from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", type=Path, default=_RECIPE, help="default: the one that is shipped")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of the WordNet database")
    parser.add_argument("--folder", type=Path, required=True, help="shards and checkpoint; about 100 MB")
    parser.add_argument(
        "--minutes", type=float, default=120.0, help="stop then at the latest; 0 only exports"
    )
    parser.add_argument("--export", type=Path, help="GGUF file to write at the end")
    options = parser.parse_args(arguments)
    recipe = read_recipe(options.recipe)
    shards = ShardFolder(
        options.folder, recipe, lambda: Source(options.wordnet, recipe.prose, recipe.lexicon)
    )
    trainer = Trainer(recipe, options.folder)
    if options.minutes > 0:
        trainer.run(shards, minutes=options.minutes, tell=lambda line: print(line, flush=True))
    if options.export:
        tables = {name: value.numpy() for name, value in trainer.averaged.items()}
        write_gguf(options.export, tables, shards.words, recipe)


if __name__ == "__main__":
    main()
