"""Pages that are looked at: apart in a notebook, whole in a file."""

import webbrowser
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlparse

from optimize.files import Document

PAGE = '<!doctype html><title>a "b" & c</title><script>alert("x")</script>'


class Frames(HTMLParser):
    """Notes tags and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_in_a_notebook_it_is_a_frame_of_its_own():
    ((tag, given),) = Frames(Document(PAGE, "<b>")._repr_html_()).found
    assert (tag, given["srcdoc"], given["title"]) == ("iframe", PAGE, "<b>")
    assert "allow-same-origin" not in given["sandbox"]


def test_it_is_saved_whole(tmp_path):
    path = Document(PAGE, "t").save(tmp_path / "page.html")
    assert path.read_text(encoding="utf-8") == PAGE


def test_it_is_opened_from_a_file(monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    path = Document(PAGE, "t").open()
    assert Path(urlparse(opened[0]).path) == path
    assert path.read_text(encoding="utf-8") == PAGE


def test_its_text_is_short():
    assert repr(Document("x" * 100_000, "t" * 1000)) == f"Document({'t' * 80!r}, 100 kB: save(path) or open())"
