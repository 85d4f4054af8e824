"""What is remembered of work that ended two workers."""

from neonworks_daemon.poison import PoisonTable

from tests.fakes.desks import FakeClock


def test_it_is_refused_with_its_reason_until_its_time_is_over() -> None:
    clock = FakeClock()
    table = PoisonTable(clock, keep_s=120)
    assert table.reason("cat") == ""
    table.add("cat", "it used 9 GB")
    assert table.reason("cat").startswith("it used 9 GB; it is not tried again for 2 min")
    assert table.reason("dog") == ""
    clock.now += 119
    assert "for 1 min" in table.reason("cat")
    clock.now += 1
    assert table.reason("cat") == ""
    assert len(table) == 0


def test_only_so_many_are_kept_and_the_oldest_leaves() -> None:
    table = PoisonTable(FakeClock(), entries=3)
    for name in "abcd":
        table.add(name, "why")
    assert [bool(table.reason(name)) for name in "abcd"] == [False, True, True, True]
    table.add("b", "again")
    table.add("e", "why")
    assert table.reason("b").startswith("again")
    assert table.reason("c") == ""
