"""Numbers in words: money, tonnes, lists and ordinals, the same in the terminal, on the map and in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

_SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def usd(value: float, *, digits: int = 3) -> str:
    """Write money with its scale: ``1.23 bn USD``.

    Parameters
    ----------
    value : float
        US dollars.
    digits : int
        Significant digits.

    Returns
    -------
    str

    Examples
    --------
    >>> usd(1_234_567_890), usd(-45_600_000), usd(0)
    ('1.23 bn USD', '-45.6 m USD', '0 USD')
    """
    return f"{scaled(value, digits=digits)} USD"


def tonnes(value: float) -> str:
    """Write mass with its scale and three significant digits: ``12.3 Mt``, ``4.50 kt``.

    Parameters
    ----------
    value : float
        Tonnes.

    Returns
    -------
    str

    Examples
    --------
    >>> tonnes(12_340_000), tonnes(999_900), tonnes(0)
    ('12.3 Mt', '1.00 Mt', '0 t')
    """
    for scale, unit in ((1e6, "Mt"), (1e3, "kt")):
        if _reaches(value, scale, 3):
            return f"{_significant(value / scale, 3)} {unit}"
    return f"{value:.0f} t"


def scaled(value: float, *, digits: int = 3) -> str:
    """Write a number in bn, m or k.

    Parameters
    ----------
    value : float
    digits : int
        Significant digits.

    Returns
    -------
    str

    Examples
    --------
    >>> scaled(88_640_000), scaled(999_700), scaled(12)
    ('88.6 m', '1.00 m', '12')
    """
    for scale, unit in _SCALES:
        if _reaches(value, scale, digits):
            return f"{_significant(value / scale, digits)} {unit}"
    return f"{value:.0f}"


def scale_of(largest: float) -> tuple[float, str]:
    """Choose the scale that suits a column of numbers.

    Parameters
    ----------
    largest : float
        The largest number of the column.

    Returns
    -------
    (float, str) : tuple
        What to divide by, and its name: ``(1e6, "m")``.
    """
    for scale, unit in _SCALES:
        if abs(largest) >= scale:
            return scale, unit
    return 1.0, ""


def figure(value: float) -> str:
    """Write a number with four digits, or all before the point: ``9.181``, ``24,939``.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def percent(share: float) -> str:
    """Write a share in percent: ``0.042`` is ``4.2%``.

    Parameters
    ----------
    share : float
        1 is the whole.

    Returns
    -------
    str
        One decimal; two below one percent.
    """
    value = 100 * share
    return f"{value:.2f}%" if abs(value) < 1 else f"{value:.1f}%"


def weight_words(weight: float) -> str:
    """Write the weight of a scenario in expected costs.

    Parameters
    ----------
    weight : float
        0 to 1.

    Returns
    -------
    str
        In percent, or ``what if`` for a scenario without a weight.
    """
    return percent(weight) if weight else "what if"


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Tell apart what has the same name, by its id.

    Parameters
    ----------
    names : mapping of str to str
        Names by id.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> distinct({"BAK": "Baku", "GYD": "Baku", "OSS": "Osh"})
    {'BAK': 'Baku [BAK]', 'GYD': 'Baku [GYD]', 'OSS': 'Osh'}
    """
    times = Counter(names.values())
    return {key: f"{name} [{key}]" if times[name] > 1 else name for key, name in names.items()}


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join as in a sentence.

    Parameters
    ----------
    items : sequence of str
    last : str
        Word before the last item.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def ordinal(number: int) -> str:
    """Write a rank: ``1st``.

    Parameters
    ----------
    number : int

    Returns
    -------
    str

    Examples
    --------
    >>> [ordinal(n) for n in (1, 2, 3, 11, 22)]
    ['1st', '2nd', '3rd', '11th', '22nd']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def count(number: int, noun: str) -> str:
    """Count with the noun's singular or plural: ``1 scenario``, ``2 classes``.

    Parameters
    ----------
    number : int
    noun : str
        Singular.

    Returns
    -------
    str
    """
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{ending}"


def _reaches(value: float, scale: float, digits: int) -> bool:
    """Whether a number belongs to a scale: what would be rounded up to it does."""
    return abs(value) >= scale * (1 - 0.5 * 10.0**-digits)


def _significant(value: float, digits: int) -> str:
    shown = f"{value:#.{digits}g}"
    return f"{float(shown):.0f}" if "e" in shown else shown.rstrip(".")
