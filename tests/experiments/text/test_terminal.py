"""How wide tables are printed."""

from experiments.text import WIDTH, plain_table, print_width, table_console


def test_a_terminal_keeps_its_width_and_a_file_has_room_for_all_tables():
    assert print_width(80, terminal=True) == 80
    assert print_width(80, terminal=False) == WIDTH == 118
    assert print_width(200, terminal=False) == 200


def test_a_pipe_gets_the_full_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert table_console().width == WIDTH


def test_tables_have_title_and_caption():
    table = plain_table("what", "why")
    assert (table.title, table.caption) == ("what", "why")
    assert plain_table("what").caption is None
