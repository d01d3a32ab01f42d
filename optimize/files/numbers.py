"""One rule for what is a number in a text, and what to say of a word that is none."""

import math
import re
import unicodedata

GIVE_DIGITS = "write digits with a decimal point"

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
_GROUPS = {  # separator of thousands, in groups of three, and the decimals' own sign after them
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII),
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3}){2,}(,\d*)?|[+-]?[1-9]\d{0,2}\.\d{3},\d*", re.ASCII),
    " ": re.compile(r"[+-]?[1-9]\d{0,2}([ '_]\d{3})+([.,]\d*)?", re.ASCII),
}
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ABSENT = {"", "na", "n/a", "nan", "none", "null", "-", "--", "?", "#n/a", "<na>"}
_LONGEST = 40  # characters of a word that are shown: a message stays on about two lines of a terminal


def number(word: str) -> float | None:
    """Convert a word to a number.

    Parameters
    ----------
    word : str
        Digits 0-9 with a decimal point, or ``inf``; blanks around it do not matter.

    Returns
    -------
    float or None
        None if it is not a number, ``nan`` and what is too large to be one included.

    Examples
    --------
    >>> number("1.5e3"), number("-inf"), number("1,5"), number("1e999")
    (1500.0, -inf, None, None)
    """
    word = word.strip()
    if _INFINITE.fullmatch(word):
        return float(word)
    if not _NUMBER.fullmatch(word):
        return None
    value = float(word)
    return value if math.isfinite(value) else None


def number_fault(word: str) -> tuple[str, str]:
    """Say why a word is not a number.

    Parameters
    ----------
    word : str
        One for which `number` gives None.

    Returns
    -------
    problem, remedy : str
        Two halves of a sentence that begins with the word. The remedy names a number only if no other can be meant.

    Examples
    --------
    >>> number_fault("1,920")
    ('is not a number', 'write 1920 if its comma separates thousands; decimals take a point')
    >>> number_fault("0,5")
    ('is not a number', 'write 0.5, with a decimal point')
    """
    word = word.strip()
    if word == "":
        return "is empty", "give a number"
    problem = "is not a number"
    if word.lower() in _ABSENT:
        return problem, "give a number"
    if _NUMBER.fullmatch(word):
        return "is larger than any number can be (1.8e308)", "use a larger unit"
    plain = _western(word)
    for sign, groups in _GROUPS.items():
        if groups.fullmatch(plain):
            digits = re.sub(r"[ '_]", "", plain) if sign == " " else plain.replace(sign, "")
            digits = digits.replace(",", ".")
            if sign == "," and plain.count(",") == 1 and "." not in plain:
                return problem, f"write {digits} if its comma separates thousands; decimals take a point"
            return problem, f"write {digits}, without separators of thousands"
    if _DECIMAL_COMMA.fullmatch(plain):
        return problem, f"write {plain.replace(',', '.')}, with a decimal point"
    if plain != word and number(plain) is not None:
        return problem, f"write it in plain letters: {plain}"
    if "_" in plain and number(plain.replace("_", "")) is not None:
        return problem, f"write {plain.replace('_', '')}, without underscores"
    if number(re.sub(r"(?<=[\d.])d(?=[+-]?\d)", "e", plain.lower())) is not None:
        return problem, "write its exponent with an e"
    return problem, GIVE_DIGITS


def short(word: str) -> str:
    """Cut a word from a file to a length that can be shown.

    Parameters
    ----------
    word : str

    Returns
    -------
    str
    """
    return word if len(word) <= _LONGEST else word[: _LONGEST - 3] + "..."


def _western(word: str) -> str:
    """The word with plain minus signs, blanks and digits in place of their many relatives."""
    letters = []
    for letter in word:
        if letter in "\u2212\u2013\u2010\u2011":
            letters.append("-")
        elif letter == "\u2019":
            letters.append("'")
        elif unicodedata.category(letter) == "Zs":
            letters.append(" ")
        elif letter.isdecimal():
            letters.append(str(unicodedata.decimal(letter)))
        else:
            letters.append(letter)
    return "".join(letters)
