"""Commands of the frame loop to the network thread."""

import threading

from neonworks_editor.client.commands import CancelCommand, Command, Commands, TakeBackCommand


def test_they_are_drained_in_order_and_wake_once() -> None:
    woken: list[int] = []
    commands = Commands(lambda: woken.append(1))
    for number in range(3):
        assert commands.put(CancelCommand(str(number)))
    assert len(woken) == 1
    assert commands.drain() == [CancelCommand("0"), CancelCommand("1"), CancelCommand("2")]
    assert commands.drain() == []
    commands.put(TakeBackCommand())
    commands.knock()
    assert len(woken) == 2


def test_they_are_bounded_and_cancels_find_room_where_others_find_none() -> None:
    commands = Commands(lambda: None, most=2)
    assert [commands.put(TakeBackCommand()) for _ in range(4)] == [True, True, False, False]
    assert [commands.put(CancelCommand("r")) for _ in range(3)] == [True, True, False]
    assert len(commands.drain()) == 4


def test_what_was_taken_before_the_end_is_drained_and_nothing_after() -> None:
    commands = Commands(lambda: None)
    assert commands.put(TakeBackCommand())
    commands.close()
    assert not commands.put(CancelCommand("r"))
    assert commands.drain() == [TakeBackCommand()]


def test_none_is_lost_between_two_threads() -> None:
    called = threading.Event()
    commands = Commands(called.set)
    count, got = 5_000, list[Command]()

    def drain() -> None:
        while len(got) < count:
            assert called.wait(10.0)
            called.clear()
            got.extend(commands.drain())

    thread = threading.Thread(target=drain)
    thread.start()
    for number in range(count):
        while not commands.put(CancelCommand(str(number))):
            pass
    thread.join()
    assert got == [CancelCommand(str(number)) for number in range(count)]
