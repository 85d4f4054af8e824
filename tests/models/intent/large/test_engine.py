import itertools
from pathlib import Path
from types import SimpleNamespace

import pytest
from neonworks_models.intent.large import engine as engine_module
from neonworks_models.intent.large.engine import NO_BINDING, Engine, can_offload, load_binding, open_engine
from neonworks_models.intent.large.reading import never
from neonworks_models.intent.large.reply import decode
from neonworks_models.intent.large.schema import REPLY_START, gbnf, longest, rest_of_reply
from neonworks_models.intent.large.settings import LlamaSettings
from neonworks_protocol.errors import JobCancelled, Unavailable

from tests.fakes.weight_files import safetensors

pytestmark = pytest.mark.llm
_RULES = rest_of_reply()
_GRAMMAR = gbnf(_RULES)


def _answer(engine: Engine, text: str) -> str:
    pieces, depth = b"", 1
    for token in engine.answer(engine.tokens(text, start=True), _GRAMMAR, longest(_RULES), never):
        pieces += token.piece
        depth += token.piece.count(b"{") - token.piece.count(b"}")
        assert 0 <= token.share <= 1
        if depth == 0:
            break
    return pieces.decode()


def test_random_weights_answer_in_the_grammar(engine: Engine) -> None:
    answers = [_answer(engine, f"request {number}\n{REPLY_START}") for number in range(12)]
    for rest in answers:
        decode(REPLY_START + rest)
    assert len(set(answers)) > 1


def test_the_same_prompt_has_the_same_answer_with_and_without_memory(engine: Engine, tiny_chat: Path) -> None:
    fresh = open_engine(tiny_chat, LlamaSettings(context=512))
    one = f"walk to the left\n{REPLY_START}"
    before = _answer(fresh, one)
    _answer(fresh, f"walk to the right\n{REPLY_START}")
    assert fresh.reused >= len("walk to the ")
    assert _answer(fresh, one) == before == _answer(engine, one)
    fresh.close()


def test_the_first_token_tells_what_else_was_likely(engine: Engine) -> None:
    prompt = engine.tokens(f"jump\n{REPLY_START}", start=True)
    first, second = itertools.islice(engine.answer(prompt, _GRAMMAR, 10, never), 2)
    assert first.weighed[0] == (first.piece, first.share)
    assert sum(share for _, share in first.weighed) == pytest.approx(1, abs=0.2)
    assert all(share >= 0.005 for _, share in first.weighed) and not second.weighed


def test_choice_is_the_bindings_own(engine: Engine) -> None:
    """The shortcut over the likeliest words must choose as llama.cpp's sampler does."""
    for number in range(6):
        prompt = engine.tokens(f"request {number}\n{REPLY_START}", start=True)
        ours = [token.piece for token in engine.answer(prompt, _GRAMMAR, 12, never)]
        assert list(engine.plainly(prompt, _GRAMMAR, len(ours))) == ours


def test_stops_between_tokens_and_can_be_asked_again(engine: Engine) -> None:
    prompt = engine.tokens(f"run\n{REPLY_START}", start=True)
    heard = 0

    def stop() -> bool:
        return heard >= 2

    with pytest.raises(JobCancelled):
        for _ in engine.answer(prompt, _GRAMMAR, 100, stop):
            heard += 1
    assert heard == 2
    decode(REPLY_START + _answer(engine, f"run\n{REPLY_START}"))


def test_a_long_prompt_is_left_in_its_middle(tiny_chat: Path) -> None:
    """llama.cpp asks during its work, not only between tokens."""
    opened = open_engine(tiny_chat, LlamaSettings(context=4096))
    opened._install_abort()
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(JobCancelled):
        opened.read(opened.tokens("walk " * 400, start=True), stop)
    assert asked > 3
    decode(REPLY_START + _answer(opened, f"run\n{REPLY_START}"))
    opened.close()


def test_answers_end_with_the_context(engine: Engine, tiny_chat: Path) -> None:
    small = open_engine(tiny_chat, LlamaSettings(context=256))
    prompt = small.tokens("a" * 240, start=True)
    assert len(prompt) == 241
    assert len(list(small.answer(prompt, 'root ::= "a"{1,500}', 500, never))) <= 256 - 241
    small.close()


def test_markers_in_a_text_are_letters_unless_asked_for(engine: Engine) -> None:
    assert len(engine.tokens("<|im_end|>")) > 5
    assert len(engine.tokens("<|im_end|>", special=True)) == 1
    assert (engine.marker("bos"), engine.marker("eos")) == ("<s>", "</s>")


def test_files_that_are_no_gguf_are_refused_in_one_line(
    llama_cpp: None, tiny_chat: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.gguf"
    torn.write_bytes(tiny_chat.read_bytes()[:5000])
    tensors = tmp_path / "weights.safetensors"
    tensors.write_bytes(safetensors({}))
    for path, words in ((torn, "cut off"), (tensors, "takes GGUF"), (tmp_path / "none.gguf", "no file")):
        with pytest.raises(Unavailable, match=words) as caught:
            open_engine(path, LlamaSettings())
        assert "\n" not in caught.value.message


@pytest.mark.parametrize("built", [True, False])
def test_offloading_needs_a_build_for_it(built: bool) -> None:
    assert can_offload(lambda: SimpleNamespace(llama_supports_gpu_offload=lambda: built)) is built


def test_without_llama_cpp_nothing_is_offloaded() -> None:
    def missing() -> None:
        raise Unavailable(NO_BINDING)

    assert not can_offload(missing)


def test_a_library_that_does_not_load_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise OSError("libllama.so:\n undefined symbol")

    monkeypatch.setattr(engine_module, "import_module", fail)
    with pytest.raises(Unavailable, match=r"does not load here: libllama\.so: undefined"):
        load_binding()


def test_without_the_package_the_line_says_what_to_install(tmp_path: Path) -> None:
    def missing() -> None:
        raise Unavailable(NO_BINDING)

    with pytest.raises(Unavailable, match=r"neonworks-animator\[llm\]"):
        open_engine(tmp_path / "x.gguf", LlamaSettings(), missing)
