"""Look at a built site: nothing on it asks for another place, and every public name has its entry.

python -m tools.site.look docs/_site
"""

import re
import sys
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tools.site.faces import shown

ASKING = {
    "audio": ("src",), "embed": ("src",), "iframe": ("src",), "img": ("src", "srcset"), "input": ("src",),
    "link": ("href",), "object": ("data",), "script": ("src",), "source": ("src", "srcset"), "track": ("src",),
    "video": ("src", "poster"), "image": ("href", "xlink:href"), "use": ("href", "xlink:href"),
}  # fmt: skip
"""Attributes whose address a browser fetches when it shows the page."""
ONLY_NAMED = {"canonical", "alternate", "author", "license", "next", "prev", "help"}
"""Relations of `link` that nothing is fetched for."""
OUTSIDE = re.compile(r"^\s*([a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
IN_STYLES = re.compile(r"(?:url\(\s*|@import\s+)['\"]?\s*((?:[a-z]+:)?//[^'\")\s]+)", re.IGNORECASE)
INVENTORY_HEAD = 4


class _Page(HTMLParser):
    """What a page asks for, and the styles in it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of a tag, as the parser meets it.

        Parameters
        ----------
        tag : str
        attrs : list of pairs of str
        """
        given = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        self.asked += IN_STYLES.findall(given.get("style", ""))
        relations = set(given.get("rel", "").lower().split())
        if tag == "link" and relations and relations <= ONLY_NAMED:
            return
        self.asked += [given[name] for name in ASKING.get(tag, ()) if OUTSIDE.match(given.get(name, ""))]

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag.

        Parameters
        ----------
        tag : str
        """
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Note the addresses in styles.

        Parameters
        ----------
        data : str
        """
        if self._in_style:
            self.asked += IN_STYLES.findall(data)


def asked_outside(page: str) -> list[str]:
    """Addresses of other places that a browser fetches when it shows a page.

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    list of str
        Links that a reader may follow are not among them.
    """
    parser = _Page()
    parser.feed(page)
    return parser.asked


def names_in(inventory: bytes) -> set[str]:
    """Python names that a site's inventory has.

    Parameters
    ----------
    inventory : bytes
        ``objects.inv``.

    Returns
    -------
    set of str
    """
    packed = inventory.split(b"\n", INVENTORY_HEAD)[INVENTORY_HEAD]
    lines = zlib.decompress(packed).decode("utf-8").splitlines()
    return {line.split(" ", 1)[0] for line in lines if " py:" in line}


def faults(site: Path) -> Iterator[str]:
    """Look at all pages and styles of a site.

    Parameters
    ----------
    site : Path
        Folder.

    Yields
    ------
    str
        What is wrong.
    """
    pages = sorted(site.rglob("*.html"))
    if not pages:
        yield f"{site} has no pages"
        return
    for path in pages:
        for address in asked_outside(path.read_text(encoding="utf-8")):
            yield f"{path} asks for {address}"
    for path in sorted(site.rglob("*.css")):
        for address in IN_STYLES.findall(path.read_text(encoding="utf-8")):
            yield f"{path} asks for {address}"
    there = names_in((site / "objects.inv").read_bytes())
    for each in shown():
        if f"{each.face}.{each.name}" not in there:
            yield f"{each.face}.{each.name} is not in the reference"


def main(site: Path) -> int:
    """Print what is wrong with a site.

    Parameters
    ----------
    site : Path
        Folder.

    Returns
    -------
    int
        How many faults there are.
    """
    found = list(faults(site))
    for fault in found:
        print(fault)
    if not found:
        print(f"{site / 'index.html'}: {len(list(site.rglob('*.html')))} pages; none asks for another place")
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/_site")), 1))
