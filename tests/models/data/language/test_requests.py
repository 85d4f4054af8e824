import json
from itertools import islice
from pathlib import Path

from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.requests import main, make_requests
from neonworks_models.intent.languages import Language
from neonworks_protocol.vocabulary import Action


def test_the_same_seed_makes_the_same_requests(book: Phrasebook) -> None:
    one, two, other = (list(islice(make_requests(book, seed), 60)) for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_all_actions_and_languages_come_up(book: Phrasebook) -> None:
    made = list(islice(make_requests(book, 3), 900))
    assert {request.action for request in made} == {None, *Action}
    assert {request.language for request in made} == set(Language)
    share = sum(request.action is None for request in made) / len(made)
    assert 0.08 < share < 0.28
    assert len({request.text for request in made}) > 700


def test_written_lines_have_the_form_of_score_files(wordnet_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "made.jsonl"
    main(["--wordnet", str(wordnet_folder), "--count", "40", "--held", "--out", str(out)])
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == 40
    assert all({"animation_type", "direction", "special_effects"} <= row["labels"].keys() for row in rows)
