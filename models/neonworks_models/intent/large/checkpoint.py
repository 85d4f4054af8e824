"""Checkpoints in torch: where they are computed, how they are loaded and run token by token.

Only safetensors are read, and no code of a checkpoint runs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from neonworks_protocol.errors import BadRequest, Unavailable

from neonworks_models.catalog.kinds import WeightsKind
from neonworks_models.catalog.weights import inspect_weights
from neonworks_models.intent.large.bare import one_line
from neonworks_models.intent.large.chat_template import around_last
from neonworks_models.intent.large.prompt import Message

__all__ = [
    "NO_TRANSFORMERS",
    "Accelerators",
    "Checkpoint",
    "CheckpointSettings",
    "Packages",
    "choose_device",
    "load_packages",
    "open_checkpoint",
]

NO_TRANSFORMERS = (
    "checkpoints need torch and transformers: pip install 'neonworks-animator[transformers]' (gigabytes)"
)


@dataclass(frozen=True)
class CheckpointSettings:
    """``folder`` holds config.json, a tokenizer and safetensors. ``device`` "auto" takes the best."""

    folder: Path
    device: str = "auto"
    least_confidence: float = 0.4


@dataclass(frozen=True)
class Accelerators:
    """What torch can compute on here; ``bfloat16``: the CUDA device knows it."""

    cuda: bool = False
    bfloat16: bool = False
    mps: bool = False


@dataclass(frozen=True)
class Packages:
    """The two packages, imported."""

    torch: Any
    transformers: Any


def load_packages() -> Packages:
    """Import torch and transformers. Raises ``Unavailable`` with one line that says what to install."""
    try:
        return Packages(import_module("torch"), import_module("transformers"))
    except ImportError:
        raise Unavailable(NO_TRANSFORMERS) from None


def choose_device(wanted: str, here: Accelerators) -> tuple[str, str]:
    """Device and number type, as torch names them. Raises ``Unavailable`` for a device that is not here."""
    if wanted not in ("auto", "cuda", "mps", "cpu"):
        raise Unavailable(f"there is no device {wanted!r}: choose auto, cuda, mps or cpu")
    if wanted in ("auto", "cuda") and here.cuda:
        return "cuda", "bfloat16" if here.bfloat16 else "float16"
    if wanted in ("auto", "mps") and here.mps:
        return "mps", "float16"
    if wanted in ("cuda", "mps"):
        raise Unavailable(f"torch finds no {wanted} device here: set device to auto")
    return "cpu", "float32"


def open_checkpoint(
    settings: CheckpointSettings, packages: Callable[[], Packages] = load_packages
) -> "Checkpoint":
    """Check and load it. Raises ``Unavailable`` with one line that says what is wrong."""
    _check_folder(settings.folder)
    loaded = packages()
    device, dtype = choose_device(settings.device, _accelerators(loaded.torch))
    # Progress of loading goes to who asked for it, not to this process's terminal.
    loaded.transformers.utils.logging.disable_progress_bar()
    auto, options = loaded.transformers, {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = auto.AutoTokenizer.from_pretrained(settings.folder, **options)
        model = auto.AutoModelForCausalLM.from_pretrained(
            settings.folder, dtype=getattr(loaded.torch, dtype), use_safetensors=True, **options
        )
        return Checkpoint(loaded.torch, tokenizer, model.to(device).eval(), device)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        reason = one_line(str(error))[:200]
        raise Unavailable(f"transformers does not take {settings.folder.name}: {reason}") from None


def _check_folder(folder: Path) -> None:
    weights = sorted(folder.glob("*.safetensors"))
    if not (folder / "config.json").is_file() or not weights:
        raise Unavailable(f"{folder} is no checkpoint: it needs config.json, a tokenizer and safetensors")
    for path in weights:
        try:
            kind = inspect_weights(path).kind
        except BadRequest as error:
            raise Unavailable(f"the checkpoint cannot be used: {error.message}") from None
        if kind is not WeightsKind.SAFETENSORS:
            raise Unavailable(f"{path.name} is a {kind} file, no safetensors")


def _accelerators(torch: Any) -> Accelerators:
    cuda = bool(torch.cuda.is_available())
    return Accelerators(
        cuda, cuda and bool(torch.cuda.is_bf16_supported()), bool(torch.backends.mps.is_available())
    )


class Checkpoint:
    """A model and its tokenizer, with memory of the last text. Not to be used by two threads at once."""

    def __init__(self, torch: Any, tokenizer: Any, model: Any, device: str) -> None:
        self._torch, self._tokenizer, self._model, self._device = torch, tokenizer, model, device
        self._held: list[int] = []
        self._cache: Any = None
        self._template_error = import_module("jinja2").TemplateError

    def prompt(self, messages: Sequence[Message], start: str) -> list[int]:
        """The chat as tokens, up to the model's turn and the ``start`` of its answer.

        Raises ``Unavailable`` for a model without a chat template, or with one that cannot be filled.
        """
        head, tail = around_last(self._rendered, messages, (ValueError, self._template_error))
        return [
            *self._tokens(head),
            *self._tokens(self._harmless(messages[-1].text)),
            *self._tokens(tail + start),
        ]

    def read(self, tokens: Sequence[int]) -> Any:
        """Take in ``tokens``, the whole text, leaving out what is in memory; the logits of the next one."""
        pairs = enumerate(zip(self._held, tokens, strict=False))
        same = next((i for i, (a, b) in pairs if a != b), min(len(self._held), len(tokens)))
        same = self._cropped(min(same, len(tokens) - 1))
        ids = self._torch.tensor([list(tokens[same:])], device=self._device)
        with self._torch.inference_mode():
            out = self._model(input_ids=ids, past_key_values=self._cache, use_cache=True, logits_to_keep=1)
        self._held, self._cache = list(tokens), out.past_key_values
        return out.logits[0, -1]

    def likeliest(self, logits: Any, count: int | None = None) -> list[tuple[int, float]]:
        """The ``count`` likeliest tokens (None: all) and their probabilities, the likeliest first."""
        shares = self._torch.softmax(logits.float(), -1)
        top = self._torch.topk(shares, min(count or shares.shape[-1], shares.shape[-1]))
        return list(zip(top.indices.tolist(), top.values.tolist(), strict=True))

    def text(self, tokens: Sequence[int]) -> str:
        """``tokens`` as text, without markers."""
        said: str = self._tokenizer.decode(
            list(tokens), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return said

    @property
    def marker_numbers(self) -> Sequence[int]:
        """The tokens that are markers and no text."""
        numbers: Sequence[int] = tuple(self._tokenizer.get_added_vocab().values())
        return numbers

    @property
    def room(self) -> int:
        """Tokens that prompt and reply may take together."""
        return int(getattr(self._model.config, "max_position_embeddings", 2048))

    def _cropped(self, count: int) -> int:
        """Keep the first ``count`` tokens in memory; how many could be kept."""
        if self._cache is not None and count < len(self._held):
            try:
                self._cache.crop(count)
            except (ValueError, AttributeError, NotImplementedError):
                # Caches of sliding windows have forgotten the start.
                self._cache = None
        return count if self._cache is not None else 0

    def _tokens(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return found

    def _harmless(self, text: str) -> str:
        """``text`` with a blank in each marker of the model, so that it is read as letters."""
        for marker in sorted(self._tokenizer.get_added_vocab(), key=len, reverse=True):
            text = text.replace(marker, f"{marker[0]} {marker[1:]}") if len(marker) > 1 else text
        return text

    def _rendered(self, messages: Sequence[Message]) -> str:
        turns = [{"role": str(m.role), "content": m.text} for m in messages]
        filled: str = self._tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        return filled
