"""llama.cpp run token by token under a grammar, over the binding ``llama-cpp-python``.

The binding's own loop weighs the grammar against every word of the vocabulary for every token. Here only the
likeliest words are weighed, and all only where none of these fits: the same choice, most of the time saved.
"""

import ctypes
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import BadRequest, JobCancelled, Unavailable
from numpy.typing import NDArray

from neonworks_models.catalog.kinds import WeightsKind
from neonworks_models.catalog.weights import inspect_weights
from neonworks_models.intent.large.bare import one_line
from neonworks_models.intent.large.settings import LlamaSettings

__all__ = ["NO_BINDING", "Engine", "Token", "can_offload", "load_binding", "open_engine"]

NO_BINDING = "the language model needs llama.cpp: pip install 'neonworks-animator[llm]' (builds C++, minutes)"
_LIKELIEST = 40
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""llama_token_data of llama.h."""
_WORTH_TELLING = 0.005
"""Probability from which on a rival of the first token is told."""
_PIECE_BYTES = 256
_ABORTABLE_BYTES = 64 << 20
"""From this size on a prompt takes long enough to be worth asking during it whether to stop."""


@dataclass(frozen=True)
class Token:
    """One token of an answer: its bytes, and its probability 0..1 among what the grammar allows here.

    ``weighed``, of the first token only: all that were likely (0.5 % and more), this one first.
    """

    piece: bytes
    share: float
    weighed: tuple[tuple[bytes, float], ...] = ()


def load_binding() -> Any:
    """The module ``llama_cpp``. Raises ``Unavailable`` where it is not installed or does not load."""
    try:
        return import_module("llama_cpp")
    except (ImportError, OSError, RuntimeError, FileNotFoundError) as error:
        missing = isinstance(error, ModuleNotFoundError)
        reason = one_line(str(error))[:200]
        raise Unavailable(NO_BINDING if missing else f"llama.cpp does not load here: {reason}") from None


def can_offload(binding: Callable[[], Any] = load_binding) -> bool:
    """Whether llama.cpp was built for a graphics card; False where it is not installed."""
    try:
        return bool(binding().llama_supports_gpu_offload())
    except Unavailable:
        return False


def open_engine(file: Path, settings: LlamaSettings, binding: Callable[[], Any] = load_binding) -> "Engine":
    """Check and load the GGUF in ``file``. Raises ``Unavailable`` with one line that says what is wrong."""
    llama_cpp = binding()
    try:
        report = inspect_weights(file)
    except BadRequest as error:
        raise Unavailable(f"the language model cannot be used: {error.message}") from None
    if report.kind is not WeightsKind.GGUF:
        raise Unavailable(f"{file.name} is a {report.kind} file: llama.cpp takes GGUF")
    try:
        llama = llama_cpp.Llama(
            str(file),
            n_ctx=settings.context,
            n_batch=settings.batch,
            n_ubatch=settings.batch,
            n_threads=settings.threads,
            n_threads_batch=settings.batch_threads,
            n_gpu_layers=settings.gpu_layers,
            use_mlock=settings.mlock,
            no_perf=True,
            verbose=False,
        )
    except (ValueError, RuntimeError, AssertionError, MemoryError, _template_error()) as error:
        raise Unavailable(f"llama.cpp does not take {file.name}: {one_line(str(error))[:200]}") from None
    return Engine(llama_cpp, llama, report.size_bytes)


def _template_error() -> type[Exception]:
    """What a file with a broken chat template raises; the binding brings jinja2 along."""
    found: type[Exception] = import_module("jinja2").TemplateError
    return found


class Engine:
    """One loaded model with its memory of the last prompt. Not to be used by two threads at once."""

    def __init__(self, llama_cpp: Any, llama: Any, size: int) -> None:
        self._cpp = llama_cpp
        self._llama = llama
        self._vocab = llama_cpp.llama_model_get_vocab(llama.model)
        self._words: int = llama.n_vocab()
        self._buffer = ctypes.create_string_buffer(_PIECE_BYTES)
        self._row = ctypes.c_float * self._words
        self._few = _Candidates(llama_cpp, min(_LIKELIEST, self._words))
        self._grammars: dict[str, Any] = {}
        self._stop: Callable[[], bool] | None = None
        self.reused = 0
        """Tokens of the last prompt that were still in memory from the one before."""
        if size >= _ABORTABLE_BYTES:
            self._install_abort()

    @property
    def metadata(self) -> Mapping[str, str]:
        """The file's metadata."""
        found: Mapping[str, str] = self._llama.metadata
        return found

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may take together."""
        return min(int(self._llama.n_ctx()), int(self._cpp.llama_model_n_ctx_train(self._llama.model)))

    def tokens(self, text: str, *, start: bool = False, special: bool = False) -> list[int]:
        """``text`` as tokens; ``start`` puts the model's opening token before, ``special`` reads markers."""
        found: list[int] = self._llama.tokenize(text.encode(), add_bos=start, special=special)
        return found

    def marker(self, name: str) -> str:
        """The text of the marker that opens ("bos") or ends ("eos") a text; empty where there is none."""
        number = {"bos": self._llama.token_bos, "eos": self._llama.token_eos}[name]()
        return "" if number < 0 else self._cpp.llama_vocab_get_text(self._vocab, number).decode()

    def read(self, prompt: Sequence[int], stop: Callable[[], bool]) -> None:
        """Take in ``prompt``, leaving out what is in memory. Raises ``JobCancelled``."""
        held = self._llama.input_ids[: self._llama.n_tokens].tolist()
        same = next((i for i, (a, b) in enumerate(zip(held, prompt, strict=False)) if a != b), None)
        self.reused = min(len(held) if same is None else same, len(prompt) - 1)
        memory = self._cpp.llama_get_memory(self._llama.ctx)
        if self.reused and self._cpp.llama_memory_seq_rm(memory, 0, self.reused, -1):
            self._llama.n_tokens = self.reused
        else:
            # Recurrent models cannot go back to the middle of a text.
            self.reused = 0
            self._llama.reset()
        self._advance(prompt[self.reused :], stop)

    def answer(
        self, prompt: Sequence[int], grammar: str, most: int, stop: Callable[[], bool]
    ) -> Iterator[Token]:
        """Up to ``most`` likeliest tokens after ``prompt`` that the GBNF ``grammar`` allows.

        Between tokens ``stop`` is asked; once true, ``JobCancelled`` is raised. Leave the iteration early
        to end the answer. Raises ``Unavailable`` where the model fails.
        """
        rules = self._rules(grammar)
        self.read(prompt, stop)
        for index in range(min(most, self.context - len(prompt))):
            numbers, shares = self._weigh(rules)
            number = numbers[0]
            if self._cpp.llama_vocab_is_eog(self._vocab, number):
                return
            self._cpp.llama_sampler_accept(rules, number)
            piece = self._piece(number)
            yield Token(piece, shares[0], () if index else self._weighed(numbers, shares))
            self._advance([number], stop)

    def plainly(self, prompt: Sequence[int], grammar: str, most: int) -> Iterator[bytes]:
        """The same answer by the binding's own loop and grammar, to measure ``answer`` against."""
        rules = self._cpp.LlamaGrammar.from_string(grammar, verbose=False)
        tokens = self._llama.generate(list(prompt), temp=0.0, repeat_penalty=1.0, grammar=rules)
        for number in itertools.islice(tokens, most):
            if self._cpp.llama_vocab_is_eog(self._vocab, number):
                return
            yield self._piece(number)

    def close(self) -> None:
        """Free the model."""
        for rules in self._grammars.values():
            self._cpp.llama_sampler_free(rules)
        self._grammars.clear()
        self._llama.close()

    def _advance(self, tokens: Sequence[int], stop: Callable[[], bool]) -> None:
        if stop():
            raise JobCancelled("the reading was stopped")
        self._stop = stop
        try:
            self._llama.eval(tokens)
        except RuntimeError as error:
            if stop():
                raise JobCancelled("the reading was stopped") from None
            raise Unavailable(f"the language model failed: {error}") from None
        finally:
            self._stop = None

    def _install_abort(self) -> None:
        def asked(_: Any) -> bool:
            return self._stop is not None and self._stop()

        self._abort = self._cpp.ggml_abort_callback(asked)
        self._cpp.llama_set_abort_callback(self._llama.ctx, self._abort, None)

    def _rules(self, grammar: str) -> Any:
        """The grammar at its start; parsed once."""
        rules = self._grammars.get(grammar)
        if rules is None:
            rules = self._cpp.llama_sampler_init_grammar(self._vocab, grammar.encode(), b"root")
            if not rules:
                raise Unavailable("llama.cpp does not take the grammar of replies: update llama-cpp-python")
            self._grammars[grammar] = rules
        self._cpp.llama_sampler_reset(rules)
        return rules

    def _weigh(self, rules: Any) -> tuple[list[int], list[float]]:
        """The likeliest words that ``rules`` allow and their shares, the likeliest first."""
        pointer = self._cpp.llama_get_logits_ith(self._llama.ctx, -1)
        logits = np.frombuffer(self._row.from_address(ctypes.addressof(pointer.contents)), np.float32)
        count = len(self._few.table)
        allowed = self._few.allowed(rules, np.argpartition(logits, -count)[-count:], logits)
        if not len(allowed):
            allowed = _Candidates(self._cpp, self._words).allowed(rules, np.arange(self._words), logits)
        if not len(allowed):
            raise Unavailable("the language model has no word that continues a reply: use another model")
        order = np.argsort(-allowed["logit"], kind="stable")[:_LIKELIEST]
        raised = np.exp(allowed["logit"][order].astype(np.float64) - allowed["logit"][order[0]])
        return allowed["id"][order].tolist(), (raised / raised.sum()).tolist()

    def _weighed(self, numbers: Sequence[int], shares: Sequence[float]) -> tuple[tuple[bytes, float], ...]:
        pairs = zip(numbers, shares, strict=True)
        return tuple((self._piece(number), share) for number, share in pairs if share >= _WORTH_TELLING)

    def _piece(self, number: int) -> bytes:
        length = self._cpp.llama_token_to_piece(self._vocab, number, self._buffer, _PIECE_BYTES, 0, False)
        return self._buffer.raw[: max(0, length)]


class _Candidates:
    """``count`` words with their logits, where llama.cpp can weigh them."""

    def __init__(self, llama_cpp: Any, count: int) -> None:
        self._apply = llama_cpp.llama_sampler_apply
        self.table = np.zeros(count, _CANDIDATE)
        data = self.table.ctypes.data_as(llama_cpp.llama_token_data_p)
        self._array = llama_cpp.llama_token_data_array(data, count, -1, False)

    def allowed(self, rules: Any, numbers: NDArray[np.int64], logits: NDArray[np.float32]) -> NDArray[Any]:
        """Those of ``numbers`` that ``rules`` let follow."""
        self.table["id"], self.table["logit"] = numbers, logits[numbers]
        self._apply(rules, ctypes.byref(self._array))
        left: NDArray[Any] = self.table[np.isfinite(self.table["logit"])]
        return left
