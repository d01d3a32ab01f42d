"""Whatever users write is text: in every column, on the page, in attributes, in downloads and when it is pointed at."""

import re

import pytest

from tests.browser.conftest import PHONE, choose, quick, write_page
from tests.experiments.tiny import FILES

MARKUP = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
LONG = "W" * 80
TURNED = "\u0645\u0634\u0647\u062f"
TEXTS = {"name", "title", "description", "note", "publisher", "licence", "label"}


def column(header, row, name, text):
    """A row of a table with another text in a column."""
    cells = row.split(",")
    cells[header.split(",").index(name)] = '"' + text.replace('"', '""') + '"'
    return ",".join(cells)


def write_hostile(folder, text):
    """The tiny region with a text in every column that holds texts for people."""
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = content.lstrip("\n")
        if name.endswith(".toml"):
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            content = re.sub(
                r'^(title|description) = "(.*)"$',
                lambda found: f'{found[1]} = "{found[2]} {quoted}"',
                content,
                flags=re.M,
            )
            if name.startswith("scenarios/"):
                content = f'description = "{quoted}"\nnote = "{quoted}"\n{content}'
        else:
            header, *rows = content.splitlines()
            extra = [one for one in ("note",) if one not in header.split(",") and name != "sources.csv"]
            extra += ["publisher", "licence", "url"] if name == "sources.csv" else []
            header = ",".join([header, *extra])
            rows = [",".join([row, *("javascript:alert(1)" if one == "url" else "" for one in extra)]) for row in rows]
            for at, row in enumerate(rows):
                for each in header.split(","):
                    if each in TEXTS:
                        own = f"{row.split(',')[0]} {text}" if each == "name" else text
                        rows[at] = (
                            column(header, rows[at], each, own)
                            if '"' not in rows[at]
                            else merged(header, rows[at], each, own)
                        )
            content = "\n".join([header, *rows]) + "\n"
            if name == "links.csv":
                content = content.replace(",Trunk,", f",{corridor(text)},")
        path.write_text(content, encoding="utf-8")
    return folder


def merged(header, row, name, text):
    """As `column`, where cells before it are quoted already."""
    cells = re.findall(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)', row)[: len(header.split(","))]
    cells[header.split(",").index(name)] = '"' + text.replace('"', '""') + '"'
    return ",".join(cells)


def corridor(text):
    return '"Trunk ' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module", params=[MARKUP, LONG, TURNED, "$x_1$ \\frac{a}{b} %s {0} ${1} {{ 7*7 }}", "=1+1;@SUM(A1)"],
                ids=["markup", "long", "turned", "dollar", "formula"])  # fmt: skip
def hostile(request, tmp_path_factory):
    text = request.param.replace(";", " ") if request.param.startswith("=") else request.param
    folder = tmp_path_factory.mktemp("hostile")
    found = quick(write_hostile(folder / "region", text), scenarios=["base", "north-closed"])
    return text, write_page(found, folder)


def test_texts_stay_texts_wherever_they_are_shown(opened, hostile):
    text, path = hostile
    with opened(path) as page:
        choose(page, "scenario", "north-closed")
        page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true; })")
        shown = page.inner_text("body").replace("\u2068", "").replace("\u2069", "")
        assert shown.count(text) > 20
        page.locator(".hub-on").dispatch_event("keydown", {"key": "Enter"})
        assert text in page.inner_text("#card").replace("\u2068", "").replace("\u2069", "")
        box = page.locator("#map").bounding_box()
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
        assert page.locator("img").count() == 0
        assert page.eval_on_selector_all("a[href]", "(all) => all.map((one) => one.protocol)").count("javascript:") == 0
        for what in ("ranking", "map", "effects"):
            with page.expect_download() as waiting:
                page.locator(f'[data-download="{what}"]').click()
            told = waiting.value.path().read_text(encoding="utf-8")
            assert "<img" not in told if what == "map" else told
            assert not re.search(r"^[=@]", told, re.MULTILINE)


def test_nothing_sticks_out_on_a_phone(opened, hostile):
    _, path = hostile
    with opened(path, "#scenario=north-closed", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
