import pytest
from neonworks_models.intent.judgement import judge
from neonworks_models.intent.knowledge.opinion import Opinion
from neonworks_models.intent.scope import Doubt, Reason
from neonworks_protocol.vocabulary import Action

NOTHING = dict.fromkeys(Action, 0.0)


def opinion(likely: Action, share: float = 0.9, outside: float = 0.0) -> Opinion:
    rest = (1 - share) / (len(Action) - 1)
    actions = {action: share if action is likely else rest for action in Action}
    return Opinion(outside, actions, {None: 1.0}, {None: 1.0}, {}, (0, 1, 0), (0, 1, 0))


def test_a_plain_verb_outweighs_any_opinion() -> None:
    verdict = judge(NOTHING | {Action.WALK: 8.0}, Doubt(), opinion(Action.DEATH, 0.99))
    assert verdict.action is Action.WALK
    assert verdict.understood


def test_where_the_rules_know_no_word_the_opinion_decides() -> None:
    verdict = judge(NOTHING, Doubt((Reason.NO_ACTION,), "somersault"), opinion(Action.JUMP))
    assert verdict.action is Action.JUMP
    assert verdict.understood
    assert verdict.confidence < 0.7


@pytest.mark.parametrize(
    ("reasons", "outside", "understood"),
    [
        ((Reason.OUT_OF_SCOPE,), 0.02, False),
        ((Reason.OUT_OF_SCOPE,), 0.001, True),
        ((Reason.NO_ACTION,), 0.05, True),
        ((Reason.NO_ACTION,), 0.4, False),
        ((), 0.5, True),
        ((), 0.95, False),
    ],
)
def test_doubts_and_opinion_together(reasons: tuple[Reason, ...], outside: float, understood: bool) -> None:
    evidence = NOTHING | {Action.WALK: 1.5}
    verdict = judge(evidence, Doubt(reasons, "frobs"), opinion(Action.WALK, 0.9, outside))
    assert verdict.understood is understood
    assert understood or verdict.confidence <= 0.3


def test_where_nothing_could_be_a_verb_less_is_enough() -> None:
    doubtful = opinion(Action.CAST_SPELL, 0.9, 0.1)
    assert judge(NOTHING, Doubt((Reason.NO_ACTION,), "frobs"), doubtful).understood
    assert not judge(NOTHING, Doubt((Reason.NO_ACTION,)), doubtful).understood


def test_where_no_action_stands_out_nothing_was_understood() -> None:
    assert not judge(NOTHING, Doubt((Reason.NO_ACTION,), "frobs"), opinion(Action.JUMP, 0.3)).understood


def test_without_an_opinion_the_doubts_decide() -> None:
    assert not judge(NOTHING, Doubt((Reason.NO_ACTION,)), None).understood
    assert judge(NOTHING | {Action.RUN: 3.0}, Doubt(), None).confidence > 0.9


def test_of_nothing_in_particular_the_character_stands() -> None:
    verdict = judge(NOTHING, Doubt((Reason.NO_ACTION,)), opinion(Action.DEATH, 0.2, 0.99))
    assert verdict.action is Action.IDLE


def test_all_actions_are_ranked() -> None:
    ranking = judge(NOTHING | {Action.RUN: 2.0, Action.WALK: 1.0}, Doubt(), opinion(Action.WALK, 0.2)).ranking
    assert {action for action, _ in ranking} == set(Action)
    assert sum(share for _, share in ranking) == pytest.approx(1)
    assert [action for action, _ in ranking[:2]] == [Action.RUN, Action.WALK]
