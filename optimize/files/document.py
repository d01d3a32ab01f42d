"""Documents that are looked at: in a notebook, in a browser, or saved; all of it in one text, nothing is fetched."""

import tempfile
import webbrowser
from html import escape
from pathlib import Path

from optimize.files.whole import write_whole

_HEIGHT = 680


class Document:
    """A page of HTML that needs nothing else.

    In a notebook it shows itself, apart from what stands around it.

    Parameters
    ----------
    html : str
        The whole page.
    title : str
        What it is, for people.

    Attributes
    ----------
    html : str
    title : str
    """

    def __init__(self, html: str, title: str) -> None:
        self.html, self.title = html, title

    def __repr__(self) -> str:
        return f"Document({self.title[:80]!r}, {len(self.html) / 1000:,.0f} kB: save(path) or open())"

    def _repr_html_(self) -> str:
        # apart: its script, where it has one, reaches nothing of the notebook
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="{escape(self.title)}" '
            'sandbox="allow-scripts allow-downloads" '
            f'style="width:100%;height:{_HEIGHT}px;border:0"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write it to a file, whole or not at all.

        Parameters
        ----------
        path : str or Path
            Replaced if it is there.

        Returns
        -------
        Path
        """
        write_whole(path, self.html)
        return Path(path)

    def open(self) -> Path:
        """Show it in a browser, out of a file of its own among the temporary ones.

        Returns
        -------
        Path
            The file, which stays until it is removed.
        """
        path = self.save(Path(tempfile.mkdtemp(prefix="silkhub-")) / "page.html")
        webbrowser.open(path.as_uri())
        return path
