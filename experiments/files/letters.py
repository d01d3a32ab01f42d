"""Names in pictures: as they are, no formulas, no marks that turn a line round, in fonts that have their letters."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, LogFormatterMathtext, NullFormatter

PREFERRED = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
    "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "IPAGothic",
    "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic",
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans Georgian",
    "Noto Sans Armenian", "Noto Sans Mongolian", "FreeSans", "Arial Unicode MS", "Arial", "Segoe UI", "Unifont",
)  # fmt: skip
"""Fonts without serifs that have many letters, tried in this order before all others that are installed."""
BOXES = ("Last Resort",)
"""Beginnings of the names of fonts that have a box for every letter."""
JAPANESE, KOREAN = "Noto Sans CJK JP", "Noto Sans CJK KR"
"""Fonts tried first for names with kana, and with Hangul: the same ideographs are drawn otherwise there."""
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

P = ParamSpec("P")
R = TypeVar("R")


def plain_text(text: str) -> str:
    r"""Take out of a text what is no letter: control characters, and marks that turn the direction of writing.

    Parameters
    ----------
    text : str
        Line breaks stay; tabs and other breaks become blanks.

    Returns
    -------
    str

    Examples
    --------
    >>> plain_text("Osh\u202e\x1b\tBazaar")
    'Osh Bazaar'
    """
    return "".join(_plain(letter) for letter in str(text))


def label_text(text: str) -> str:
    """Make a text fit for a legend, which leaves out what begins with an underscore.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        As `plain_text` returns it, with a blank in front where it needs one.
    """
    plain = plain_text(text)
    return f" {plain}" if plain.startswith("_") else plain


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter == "\n" or kind not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return letter
    return " " if letter in "\t\v\f\r\x85\u2028\u2029" else "\ufffd" if kind == "Cs" else ""


def families(text: str, own: Iterable[str] = ("DejaVu Sans",)) -> list[str]:
    """Choose the fonts for a text: its own, and those that have the letters which that lacks.

    Parameters
    ----------
    text : str
    own : iterable of str
        Families wanted.

    Returns
    -------
    list of str
        Families for Matplotlib, in the order in which it looks for a letter. A letter that no installed font has is
        warned of, once, by name.
    """
    wanted = list(own)
    lacking = frozenset(letter for letter in text if letter.isprintable() and not letter.isspace())
    lacking = _lacking(lacking, tuple(wanted))
    if not lacking:
        return wanted
    found, missing = _fallbacks(lacking)
    if missing:
        _warn(missing)
    return [*wanted, *found]


@cache
def _lacking(letters: frozenset[str], own: tuple[str, ...]) -> frozenset[str]:
    return letters.difference(*(_letters(font_manager.findfont(FontProperties(family=[name]))) for name in own))


@cache
def _letters(path: Any) -> frozenset[str]:
    """Letters that a font file has."""
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))


@cache
def _fallbacks(lacking: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Families that have some letters, and the letters that none has."""
    _notice_new_fonts()
    regular: dict[str, font_manager.FontEntry] = {}
    for entry in sorted(font_manager.fontManager.ttflist, key=_irregular):
        if not entry.name.startswith(BOXES):
            regular.setdefault(entry.name, entry)
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in lacking}
    first = [JAPANESE] if scripts & {"HIRAGANA", "KATAKANA"} else [KOREAN] if "HANGUL" in scripts else []
    chosen, left = [], set(lacking)
    for name in dict.fromkeys([*first, *PREFERRED, *sorted(regular)]):
        if name in regular and left:
            has = left & _letters(_path(regular[name]))
            if has:
                chosen.append(name)
                left -= has
    return tuple(chosen), frozenset(left)


def _irregular(entry: font_manager.FontEntry) -> tuple[bool, int, str]:
    weight = entry.weight if isinstance(entry.weight, int) else 400
    return entry.style != "normal", abs(weight - 400), str(entry.fname)


def _path(entry: font_manager.FontEntry) -> Any:
    """File of a font, and its number where the file has several."""
    look = FontProperties(family=[entry.name], weight=entry.weight, stretch=entry.stretch)
    look.set_style("italic" if entry.style == "italic" else "oblique" if entry.style == "oblique" else "normal")
    return font_manager.findfont(look, fallback_to_default=False)


@cache
def _notice_new_fonts() -> None:
    """Tell Matplotlib of fonts that were installed after it made its list."""
    known = {str(entry.fname) for entry in font_manager.fontManager.ttflist}
    for path in sorted(font_manager.findSystemFonts()):
        if path not in known:
            try:
                font_manager.fontManager.addfont(path)
            except Exception:  # noqa: S112  # a font that cannot be read is one less: FreeType has many words for it
                continue


@cache
def _warn(missing: frozenset[str]) -> None:
    letters = "".join(sorted(missing))
    scripts = sorted({unicodedata.name(letter, "an unknown script").split(" ")[0].lower() for letter in missing})
    shown = letters if len(letters) <= 12 else f"{letters[:12]}..."
    warnings.warn(
        f"no installed font has the letters {shown} ({', '.join(scripts)}): pictures show boxes for them; install a "
        "font that has them, such as one of the Noto family",
        stacklevel=2,
    )


def settle_letters(artist: Artist) -> None:
    """Write all texts of a figure or of axes as they are, in fonts that have their letters.

    Parameters
    ----------
    artist : Artist
        Texts on it are changed: no formulas, nothing that is no letter, further fonts where its own lacks letters.
    """
    axes = artist.axes if isinstance(artist, Figure) else [artist] if isinstance(artist, Axes) else []
    for each in axes:
        _settle_ticks(each)
    for text in artist.findobj(Text):
        assert isinstance(text, Text)  # noqa: S101  # what was looked for
        words = plain_text(text.get_text())
        if not words:
            continue
        text.set_text(words)
        text.set_parse_math(False)
        own = [str(name) for name in text.get_fontfamily()]
        fonts = families(words, own)
        if fonts != own:
            text.set_fontfamily(fonts)


def _settle_ticks(axes: Axes) -> None:
    """Make the labels of ticks plain where they come from, as they are written anew when they are drawn."""
    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), LogFormatterMathtext):  # powers are formulas
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            axis.set_minor_formatter(NullFormatter())
        given = isinstance(axis.get_major_locator(), FixedLocator)
        if given or isinstance(axis.get_major_formatter(), FixedFormatter):
            labels = [label.get_text() for label in axis.get_ticklabels()]
            plain = [plain_text(label) for label in labels]
            if plain != labels:
                axis.set_ticklabels(plain)


def lettered(draw: Callable[P, R]) -> Callable[P, R]:
    """Make a function that draws on axes write all names as they are.

    Parameters
    ----------
    draw : callable
        Axes are among its arguments, or are what it returns.

    Returns
    -------
    callable
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context({"text.parse_math": False, "text.usetex": False}):
            result = draw(*args, **kwargs)
        for axes in (*args, *kwargs.values(), result):
            if isinstance(axes, Axes | Figure):
                settle_letters(axes)
        return result

    return drawn
