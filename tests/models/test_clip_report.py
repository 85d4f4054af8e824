import msgspec
from neonworks_models.clip_report import clip_report, report_maker, report_notes
from neonworks_models.contract.report import ContractReport, Finding, Rule
from neonworks_models.generators.biped import DraftBiped

CONTRACT = ContractReport((Finding.at_most(Rule.GROUND, 0.5, 1.0, "px"),))


def test_a_report_names_who_drew_and_what_is_to_be_said() -> None:
    record = DraftBiped().capabilities
    report = clip_report(CONTRACT, record, ["the draft stays"])
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(report))
    assert again["passed"] is True
    assert again["findings"] == CONTRACT.to_dict()["findings"]
    assert report_maker(again) == ("draft-biped", record.version, "draft")
    assert report_notes(again) == ("the draft stays",)


def test_reports_of_older_versions_say_neither() -> None:
    for old in (CONTRACT.to_dict(), {"drawn_by": "me", "notes": "none"}, {"drawn_by": {"name": "x"}}):
        assert report_maker(old) is None
        assert report_notes(old) == ()
