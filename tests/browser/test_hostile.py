"""Whatever users write is text: in every column, on the page, in attributes, in downloads and when it is pointed at."""

import csv
import re

import pytest

from tests.browser.conftest import PHONE, choose, quick, write_page
from tests.experiments.tiny import FILES

MARKUP = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
LONG = "W" * 80
TURNED = "\u0645\u0634\u0647\u062f"
TEXTS = {"name", "title", "description", "note", "publisher", "licence", "label"}


def write_hostile(folder, text):
    """The tiny region with a text in every column that holds texts for people, and in the names of its corridors."""
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".toml"):
            path.write_text(hostile_toml(name, content.lstrip("\n"), text), encoding="utf-8")
            continue
        rows = list(csv.DictReader(content.lstrip("\n").splitlines()))
        for row in rows:
            row.update({each: text for each in row if each in TEXTS})
            if "name" in row:
                row["name"] = f"{row.get('id') or row['iso3']} {text}"
            if row.get("corridors", "").startswith("Trunk"):
                row["corridors"] = f"Trunk {text}"
            row["note"] = text
            if name == "sources.csv":
                row.update(publisher=text, licence=text, url="javascript:alert(1)")
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
    return folder


def hostile_toml(name, content, text):
    """A file of settings or of a scenario with a text in its title, description and note."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    lines = content.splitlines()
    lines = [f'{line[:-1]} {quoted}"' if line.startswith("title = ") else line for line in lines]
    if name.startswith("scenarios/"):
        lines = [f'description = "{quoted}"', f'note = "{quoted}"', *lines]
    return "\n".join(lines) + "\n"


DOLLAR, FORMULA = "$x_1$ \\frac{a}{b} %s {0} ${1} {{ 7*7 }}", "=1+1 @SUM(A1)"
KINDS = {"markup": MARKUP, "long": LONG, "turned": TURNED, "dollar": DOLLAR, "formula": FORMULA}


@pytest.fixture(scope="module", params=KINDS.values(), ids=KINDS)
def hostile(request, tmp_path_factory):
    text = request.param
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
