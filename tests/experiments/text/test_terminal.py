"""How wide tables are printed."""

import errno
import io
import os

import pytest
from rich.progress import Progress
from rich.text import Text

from experiments.text import WIDTH, Screen, plain_table, print_width, table_console


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


def shown(*objects, width=60, **options):
    file = io.StringIO()
    Screen(file=file, width=width, **options).print(*objects)
    return file.getvalue()


@pytest.mark.parametrize(
    "text", ["[/b]", "[red]x[/red]", "Budapest [old]", ":car:", "\\[x]", "[link=http://x]y[/link]", "[@click=f]"]
)
def test_text_is_text_wherever_it_stands(text):
    assert shown(text) == f"{text}\n"
    table = plain_table(f"title {text}", f"caption {text}")
    table.add_column(f"head {text}")
    table.add_row(f"cell {text}")
    told = shown(table)
    for where in ("title", "caption", "head", "cell"):
        assert f"{where} {text}" in " ".join(told.split())


def test_control_characters_do_not_reach_the_terminal():
    assert shown("a\x1b[2Jb\x07\x9bc\nd") == "a[2Jbc\nd\n"
    table = plain_table("t\x1b")
    table.add_column("h\x1b")
    table.add_row("c\x1b]0;x\x07")
    assert "\x1b" not in shown(table)


def test_what_is_meant_to_be_coloured_is():
    assert shown(Text("miss", style="red"), force_terminal=True, color_system="standard") == "\x1b[31mmiss\x1b[0m\n"


class Full(io.StringIO):
    """An output that takes nothing."""

    error = errno.ENOSPC

    def write(self, text):
        raise OSError(self.error, os.strerror(self.error))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EPIPE, errno.EIO])
def test_an_output_that_takes_nothing_does_not_end_the_work(monkeypatch, error):
    monkeypatch.setattr(Full, "error", error)
    monkeypatch.setattr(Screen, "lost", None)
    monkeypatch.setattr("sys.stdout", Full())
    screen = Screen(file=Full())
    for line in ("one", "two"):
        screen.print(line)
    screen.line()
    with screen.status("working"):
        pass
    with Progress(console=screen) as progress:
        progress.add_task("more work", total=1)
    assert Screen.lost.errno == error


@pytest.mark.parametrize("encoding", ["latin-1", "cp866", "cp1252", "ascii"])
def test_every_encoding_can_show_a_table(encoding):
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, errors="replace") as file:
        table = plain_table("Алматы ≤ 北京", "≥ 1 “x”")
        table.add_column("Ürümqi")
        table.add_row("“ 1")
        Screen(file=file, width=60).print(table)
        file.flush()
        assert "1" in raw.getvalue().decode(encoding)
