"""Requests made by a grammar, with the labels that belong to them: ``python -m ...requests --help``.

The same seed makes the same requests. A part of the phrases and templates is kept from training
(``phrasebook.held_out``), so that calibration sees words and sentences that no head was fitted on.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from neonworks_models.data.language.noise import roughen
from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.prose import Prose
from neonworks_models.data.language.sentences import Draft, SentenceMaker
from neonworks_models.data.language.wordnet import load_wordnet
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind, load_lexicon

__all__ = ["LEFT_OPEN", "LabelledRequest", "finished", "main", "make_requests", "pick_language"]

_LANGUAGES = (Language.ENGLISH,) * 6 + tuple(Language)[1:]
_OUTSIDE_SHARE = 0.16
_SEQUENCE_SHARE = 0.08
LEFT_OPEN = frozenset({SenseKind.SPEED, SenseKind.INTENSITY, SenseKind.EFFECT})
"""What the words of a description may touch."""


@dataclass(frozen=True)
class LabelledRequest:
    """One request. ``action`` None: it asks for nothing that we can draw. ``unsure`` fields have no label."""

    text: str
    language: Language
    action: Action | None
    variant: Variant | None = None
    direction: Direction | None = None
    speed: str = "normal"
    intensity: str = "mid"
    effects: tuple[Effect, ...] = ()
    frames: int | None = None
    loop: bool | None = None
    sequence: tuple[Action, ...] = ()
    unsure: frozenset[SenseKind] = field(default_factory=frozenset)

    def labels(self) -> Mapping[str, object]:
        """The labels as score files have them; None is not scored."""
        unsure = self.unsure
        return {
            "animation_type": self.action,
            "variant": self.variant,
            "direction": self.direction,
            "speed": None if SenseKind.SPEED in unsure else self.speed,
            "intensity": None if self.intensity == "mid" else self.intensity,
            "frame_count": self.frames,
            "special_effects": None if SenseKind.EFFECT in unsure else list(self.effects),
            "loop": self.loop,
        }


def make_requests(book: Phrasebook, seed: int, *, prose: float = 0.0) -> Iterator[LabelledRequest]:
    """Requests without end, all actions and languages in turn by chance.

    ``prose`` is the share of English ones that stand within a longer description.
    """
    random = Random(seed)
    maker = SentenceMaker(book)
    around = Prose(maker.strangers)
    while True:
        language = pick_language(random)
        if random.random() < _OUTSIDE_SHARE:
            draft = maker.outside(random, language)
        elif random.random() < _SEQUENCE_SHARE:
            draft = maker.sequence(random, language)
        else:
            draft = maker.single(random, language, random.choice(tuple(Action)))
        if draft is None:
            continue
        if prose and language is Language.ENGLISH and random.random() < prose:
            draft.text = around.around(random, draft.text)
            draft.unsure |= LEFT_OPEN
        yield finished(random, language, draft)


def pick_language(random: Random) -> Language:
    """A language, English six times as often as each of the others."""
    return random.choice(_LANGUAGES)


def finished(random: Random, language: Language, draft: Draft) -> LabelledRequest:
    """``draft`` with its labels; an English one as typed in a hurry."""
    text = roughen(random, draft.text) if language is Language.ENGLISH else draft.text
    return LabelledRequest(
        text=text,
        language=language,
        action=draft.sequence[0] if draft.sequence else None,
        variant=draft.variant,
        direction=draft.direction,
        speed=draft.speed,
        intensity=draft.intensity,
        effects=tuple(draft.effects),
        frames=draft.frames,
        loop=draft.loop,
        sequence=tuple(draft.sequence),
        unsure=frozenset(draft.unsure),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write requests as JSON lines: id, text, language, labels, sequence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of the WordNet database")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held", action="store_true", help="only of phrases kept from training")
    parser.add_argument("--prose", type=float, default=0.0, help="share of English ones in a description")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    book = Phrasebook(load_lexicon(), load_wordnet(options.wordnet), held=options.held)
    with options.out.open("w", encoding="utf-8") as file:
        for index, made in zip(
            range(options.count), make_requests(book, options.seed, prose=options.prose), strict=False
        ):
            row: dict[str, object] = {
                "id": f"made-{options.seed}-{index}",
                "text": made.text,
                "language": made.language,
            }
            row |= {"labels": made.labels(), "sequence": made.sequence}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
