from neonworks_editor.studio.notices import MAX_NOTICES, Level, Notice, NoticeAction, NoticeBoard


def test_each_notice_is_read_once_the_oldest_first() -> None:
    board = NoticeBoard()
    board.say(Level.INFO, "one")
    board.say(Level.ERROR, "two", NoticeAction.GENERATE)
    assert board.take() == (Notice(Level.INFO, "one"), Notice(Level.ERROR, "two", NoticeAction.GENERATE))
    assert board.take() == ()


def test_the_same_is_not_said_twice_in_a_row() -> None:
    board = NoticeBoard()
    for _ in range(3):
        board.say(Level.INFO, "again")
    assert len(board.take()) == 1


def test_unread_notices_are_bounded() -> None:
    board = NoticeBoard()
    for number in range(MAX_NOTICES + 5):
        board.say(Level.INFO, str(number))
    unread = board.take()
    assert len(unread) == MAX_NOTICES
    assert unread[-1].text == str(MAX_NOTICES + 4)
