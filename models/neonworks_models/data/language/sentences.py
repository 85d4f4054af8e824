"""Sentences from the templates in ``templates.toml`` and the phrases of a ``Phrasebook``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from random import Random
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from neonworks_models.data.language.inflect import Form, inflect
from neonworks_models.data.language.phrasebook import ActionPhrase, Phrasebook, Shape, fill
from neonworks_models.data.language.strangers import Strangers
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind

__all__ = ["Draft", "SentenceMaker"]

_ANY_SHAPE = frozenset(Shape)
_VERBS = frozenset({Shape.VERB})
_SPLITS = {"who": ",", "then": "|"}
_TEMPLATE_OF = MappingProxyType(
    {Shape.VERB: "base", Shape.THIRD: "third", Shape.GERUND: "gerund", Shape.NOUN: "noun"}
)
_NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_GAMES = ("platformer", "rpg", "beat em up", "metroidvania", "roguelike", "jam game", "shooter")
_NO_BLOWS = frozenset({"kill", "slay", "murder", "assassinate", "execute", "take", "let"})
_DISTRACTED = 0.22
_CONTRASTED = 0.14
_PASSIVE = 0.35
_TOLD = 0.06


@dataclass
class Draft:
    """A request in the making: its words and what they mean."""

    text: str
    sequence: list[Action] = field(default_factory=list)
    variant: Variant | None = None
    direction: Direction | None = None
    speed: str = "normal"
    intensity: str = "mid"
    effects: list[Effect] = field(default_factory=list)
    frames: int | None = None
    loop: bool | None = None
    unsure: set[SenseKind] = field(default_factory=set)


class SentenceMaker:
    """Fills templates. Holds the templates and the phrases, no state."""

    def __init__(self, book: Phrasebook) -> None:
        text = (resources.files("neonworks_models.data.language") / "templates.toml").read_text("utf-8")
        self._templates: Mapping[Language, Mapping[str, tuple[str, ...]]] = {
            Language(code): {name: _pieces(name, block) for name, block in blocks.items()}
            for code, blocks in tomllib.loads(text).items()
        }
        self._book = book
        self.strangers = Strangers(book.wordnet)

    def single(self, random: Random, language: Language, action: Action) -> Draft | None:
        """A request for one action, with whatever else people say in it."""
        draft = self._core(random, language, action)
        return self.with_extras(random, language, draft) if draft else None

    def sequence(self, random: Random, language: Language) -> Draft | None:
        """A request for two actions, one after the other."""
        first, second = random.sample(list(Action), 2)
        one = self._plain(random, language, first)
        two = self._plain(random, language, second)
        if one is None or two is None:
            return None
        template = self._pick(random, language, "then")
        one.text = template.replace("{one}", one.text).replace("{two}", two.text)
        one.sequence.append(second)
        one.unsure |= two.unsure
        one.variant = one.variant if first is Action.ATTACK else None
        return self.with_extras(random, language, one) if random.random() < 0.5 else one

    def outside(self, random: Random, language: Language) -> Draft | None:
        """A request for nothing that can be drawn, or no request at all."""
        if random.random() < 0.12:
            return Draft(self.strangers.gibberish(random))
        if language is Language.ENGLISH and random.random() < 0.2:
            told = self._book.strange_story(random)
            return Draft(told) if told else None
        template = self._pick(random, language, "outside")
        text = self._filled(random, language, template, {})
        draft = Draft(text)
        if random.random() < 0.2 and language is Language.ENGLISH:
            draft.text += " " + self._scene(random)
        return draft

    def _core(self, random: Random, language: Language, action: Action) -> Draft | None:
        chance = random.random()
        if language is Language.ENGLISH and chance > 1 - _TOLD:
            return self._story(random, action)
        if chance < _CONTRASTED:
            return self._contrast(random, language, action)
        if language is Language.ENGLISH and action in (Action.HURT, Action.DEATH) and chance < _PASSIVE:
            return self._passive(random, action)
        return self._plain(random, language, action)

    def _story(self, random: Random, action: Action) -> Draft | None:
        story = self._book.story(random, action)
        if story is None:
            return None
        draft = Draft(story.text, [story.action], story.variant)
        draft.unsure |= {SenseKind.SPEED, SenseKind.INTENSITY, SenseKind.DIRECTION, SenseKind.EFFECT}
        return draft

    def _plain(self, random: Random, language: Language, action: Action) -> Draft | None:
        phrase = self._book.action(random, language, action, _ANY_SHAPE)
        return self.sentence(random, language, phrase) if phrase else None

    def sentence(self, random: Random, language: Language, phrase: ActionPhrase) -> Draft:
        """A plain request for ``phrase``."""
        if language is not Language.ENGLISH:
            template = self._pick(random, language, "any")
            return self._drafted(random, language, template, phrase, {"act": fill(random, phrase.text)})
        shape = phrase.shape
        if shape is Shape.VERB:
            shape = random.choice((Shape.VERB, Shape.VERB, Shape.THIRD, Shape.THIRD, Shape.GERUND))
        template = self._pick(random, language, _TEMPLATE_OF[shape])
        return self._drafted(random, language, template, phrase, _forms(random, phrase))

    def _contrast(self, random: Random, language: Language, action: Action) -> Draft | None:
        shapes = _VERBS if language is Language.ENGLISH else _ANY_SHAPE
        phrase = self._book.action(random, language, action, shapes)
        other = random.choice([a for a in Action if a is not action])
        against = self._book.action(random, language, other, shapes)
        if phrase is None or against is None:
            return None
        words = _forms(random, phrase) | {f"{k}2": v for k, v in _forms(random, against).items()}
        draft = self._drafted(random, language, self._pick(random, language, "contrast"), phrase, words)
        draft.unsure |= against.touches
        return draft

    def _passive(self, random: Random, action: Action) -> Draft | None:
        book, english = self._book, Language.ENGLISH
        phrase = book.action(random, english, Action.ATTACK, _VERBS)
        if phrase is None:
            return None
        verb = random.choice(("kill", "slay", "murder", "execute", "slaughter", "assassinate"))
        base = verb if action is Action.DEATH else phrase.text.split()[0]
        if action is Action.HURT and base in _NO_BLOWS:
            return None
        words = {"part": inflect(base, Form.PARTICIPLE)}
        draft = Draft(self._filled(random, english, self._pick(random, english, "passive"), words), [action])
        draft.unsure |= set(phrase.touches)
        return draft

    def _drafted(
        self,
        random: Random,
        language: Language,
        template: str,
        phrase: ActionPhrase,
        words: Mapping[str, str],
    ) -> Draft:
        draft = Draft(self._filled(random, language, template, words), [phrase.action], phrase.variant)
        draft.unsure |= set(phrase.touches)
        if "{style}" in template:
            draft.unsure |= {SenseKind.SPEED, SenseKind.INTENSITY}
        return draft

    def with_extras(self, random: Random, language: Language, draft: Draft) -> Draft:
        """``draft`` with some of direction, speed, effect, frame count, intensity and what stands beside."""
        for add, chance in (
            (self._direction, 0.3),
            (self._speed, 0.22),
            (self._effect, 0.2),
            (self._frames, 0.18),
            (self._intensity, 0.1),
            (self._loop, 0.06),
        ):
            if random.random() < chance:
                add(random, language, draft)
        if language is Language.ENGLISH:
            if random.random() < _DISTRACTED:
                self._distract(random, draft)
            if random.random() < 0.25:
                self._join(random, language, draft, self._scene(random))
                draft.unsure.add(SenseKind.EFFECT)
            if random.random() < 0.12:
                wrap = self._pick(random, language, "wrap")
                draft.text = self._filled(random, language, wrap, {"text": draft.text})
        return draft

    def _direction(self, random: Random, language: Language, draft: Draft) -> None:
        draft.direction = random.choice(tuple(Direction))
        words = self._pick(random, language, draft.direction.value)
        if random.random() < 0.4:
            words = self._book.other(random, language, SenseKind.DIRECTION, draft.direction) or words
        self._join(random, language, draft, words)

    def _speed(self, random: Random, language: Language, draft: Draft) -> None:
        draft.speed = random.choice(("slow", "fast"))
        draft.unsure.discard(SenseKind.SPEED)
        words = self._pick(random, language, f"speed_{draft.speed}")
        if random.random() < 0.5:
            words = self._book.other(random, language, SenseKind.SPEED, draft.speed) or words
        self._join(random, language, draft, words)

    def _effect(self, random: Random, language: Language, draft: Draft) -> None:
        effect = random.choice(tuple(Effect))
        words = self._book.other(random, language, SenseKind.EFFECT, effect)
        if not words:
            return
        wanted = random.random() < 0.7
        template = self._pick(random, language, "with_effect" if wanted else "no_effect")
        if wanted:
            draft.effects.append(effect)
        self._join(random, language, draft, template.replace("{effect}", words))

    def _frames(self, random: Random, language: Language, draft: Draft) -> None:
        draft.frames = random.randint(2, 16)
        words = self._pick(random, language, "frames")
        number = str(draft.frames)
        if language is Language.ENGLISH and draft.frames <= 12 and random.random() < 0.35 and " " in words:
            number = _NUMBER_WORDS[draft.frames - 2]
        self._join(random, language, draft, words.replace("{n}", number))

    def _intensity(self, random: Random, language: Language, draft: Draft) -> None:
        draft.intensity = random.choice(("high", "low"))
        words = self._book.other(random, language, SenseKind.INTENSITY, draft.intensity)
        if language is Language.ENGLISH and random.random() < 0.5:
            words = self._pick(random, language, f"intensity_{draft.intensity}")
        draft.unsure |= {SenseKind.SPEED}
        self._join(random, language, draft, words)

    def _loop(self, random: Random, language: Language, draft: Draft) -> None:
        draft.loop = random.random() < 0.5
        words = self._book.other(random, language, SenseKind.LOOP, "yes" if draft.loop else "no")
        self._join(random, language, draft, words)

    def _distract(self, random: Random, draft: Draft) -> None:
        english = Language.ENGLISH
        others = [action for action in Action if action not in draft.sequence]
        phrase = self._book.action(random, english, random.choice(others), _VERBS)
        if phrase is None:
            return
        words = {f"{k}2": v for k, v in _forms(random, phrase).items()}
        clause = self._filled(random, english, self._pick(random, english, "distractor"), words)
        draft.unsure |= phrase.touches
        draft.text = (
            f"{draft.text}{random.choice((' ', ', '))}{clause}"
            if random.random() < 0.8
            else f"{clause}, {draft.text}"
        )

    def _scene(self, random: Random) -> str:
        return self._filled(random, Language.ENGLISH, self._pick(random, Language.ENGLISH, "scene"), {})

    @staticmethod
    def _join(random: Random, language: Language, draft: Draft, words: str) -> None:
        if not words:
            return
        gap = (
            random.choice(("", "、"))
            if language is Language.JAPANESE
            else random.choice((" ", " ", " ", ", ", " - "))
        )
        front = random.random() < (0.7 if language is Language.JAPANESE else 0.15)
        draft.text = f"{words}{gap}{draft.text}" if front else f"{draft.text}{gap}{words}"

    def _pick(self, random: Random, language: Language, name: str) -> str:
        return random.choice(self._templates[language][name])

    def _filled(self, random: Random, language: Language, template: str, words: Mapping[str, str]) -> str:
        """``template`` with its blanks filled; what ``words`` lacks is drawn."""
        parts = template.split("{")
        text = [parts[0]]
        for part in parts[1:]:
            name, _, rest = part.partition("}")
            text += [words[name] if name in words else self._drawn(random, language, name), rest]
        return " ".join("".join(text).split())

    def _drawn(self, random: Random, language: Language, name: str) -> str:
        match name:
            case "who" | "who2":
                if language is Language.ENGLISH and random.random() < 0.35:
                    return random.choice(("the ", "a ", "my ")) + self.strangers.person(random)
                return self._pick(random, language, "who")
            case "person":
                return self.strangers.person(random)
            case "what":
                return random.choice(("a ", "the ", "his ")) + self.strangers.thing(random)
            case "object":
                return random.choice(("a ", "the ", "some ", "my ", "")) + self.strangers.thing(random)
            case "thing":
                return self.strangers.thing(random)
            case "style":
                return self.strangers.quality(random)
            case "side":
                return random.choice(("left", "right"))
            case "game":
                return random.choice(_GAMES)
            case "n":
                return str(random.randint(2, 12))
            case "other":
                return self.strangers.verb(random)
            case "otherthird":
                return inflect(self.strangers.verb(random), Form.THIRD)
            case _:
                return inflect(self.strangers.verb(random), Form.GERUND)


def _pieces(name: str, block: str) -> tuple[str, ...]:
    mark = _SPLITS.get(name, "|")
    return tuple(" ".join(piece.split()) for piece in block.replace("\n", " ").split(mark) if piece.strip())


def _forms(random: Random, phrase: ActionPhrase) -> dict[str, str]:
    text = fill(random, phrase.text)
    if phrase.shape is not Shape.VERB:
        return dict.fromkeys(("base", "third", "ing", "noun", "act"), text)
    noun = f"{text.split()[0]} animation" if random.random() < 0.5 else inflect(text, Form.GERUND)
    return {
        "base": text,
        "act": text,
        "third": inflect(text, Form.THIRD),
        "ing": inflect(text, Form.GERUND),
        "noun": noun,
    }
