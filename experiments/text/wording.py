"""Numbers in words: money, tonnes, lists and ordinals, the same in the terminal, on the map and in the report."""

from __future__ import annotations

from collections.abc import Sequence

_SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def usd(value: float, *, digits: int = 3) -> str:
    """Money with its scale: ``1.23 bn USD``.

    Examples
    --------
    >>> usd(1_234_567_890), usd(-45_600_000), usd(0)
    ('1.23 bn USD', '-45.6 m USD', '0 USD')
    """
    return f"{scaled(value, digits=digits)} USD"


def tonnes(value: float) -> str:
    """Mass with its scale: ``12.3 Mt``, ``4.5 kt``.

    Examples
    --------
    >>> tonnes(12_340_000), tonnes(0)
    ('12.3 Mt', '0 t')
    """
    for scale, unit in ((1e6, "Mt"), (1e3, "kt")):
        if abs(value) >= scale:
            return f"{_significant(value / scale, 3)} {unit}"
    return f"{value:.0f} t"


def scaled(value: float, *, digits: int = 3) -> str:
    """Scale a number to bn, m or k with so many significant digits."""
    for scale, unit in _SCALES:
        # what would be rounded up to the next scale belongs there
        if abs(value) >= scale * (1 - 0.5 * 10.0**-digits):
            return f"{_significant(value / scale, digits)} {unit}"
    return f"{value:.0f}"


def scale_of(largest: float) -> tuple[float, str]:
    """Scale that suits a column of numbers, and its name: ``(1e6, "m")``."""
    for scale, unit in _SCALES:
        if abs(largest) >= scale:
            return scale, unit
    return 1.0, ""


def figure(value: float) -> str:
    """Show a number with four digits, or all before the point: ``9.181``, ``24,939``."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def percent(share: float) -> str:
    """Show a share in percent: ``0.042`` is ``4.2%``."""
    value = 100 * share
    return f"{value:.2f}%" if abs(value) < 1 else f"{value:.1f}%"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join as in a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def ordinal(number: int) -> str:
    """Rank in words.

    Examples
    --------
    >>> [ordinal(n) for n in (1, 2, 3, 11, 22)]
    ['1st', '2nd', '3rd', '11th', '22nd']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def count(number: int, noun: str) -> str:
    """Count with its noun: ``1 scenario``, ``2 classes``."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{ending}"


def _significant(value: float, digits: int) -> str:
    shown = f"{value:#.{digits}g}"
    return f"{float(shown):.0f}" if "e" in shown else shown.rstrip(".")
