"""How French writes dates and lists: « 1er février 2020 », « mars 2019 », « Nexem, la CFDT et la CGT »."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from unicodedata import category

from portal.french.dates import Precision

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
NBSP, NARROW = "\u00a0", "\u202f"
YEAR = 365.25  # days
#: An article before its code, and the number of one.
ARTICLE = re.compile(r"\b([LRD]\d[\d-]*) (CT|CASF)\b")
NUMBER = re.compile(r"\b([LRD])(\d)")
#: What no word has, and no XML may hold; tabulations and ends of lines come with what is pasted.
UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
#: What a text of Windows left undeclared means by some of them: an apostrophe, a dash, « œ ».
OF_WINDOWS = re.compile("[\x80-\x9f]")
WINDOWS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def date_fr(day: date | None, precision: str = Precision.JOUR) -> str:
    """The date as far as it is known.

    >>> date_fr(date(2020, 2, 1)), date_fr(date(2017, 4, 1), "mois"), date_fr(date(2018, 1, 1), "annee")
    ('1er\\xa0février\\xa02020', 'avril\\xa02017', '2018')
    """
    if day is None:
        return ""
    if precision == Precision.ANNEE:
        return str(day.year)
    month = f"{MONTHS[day.month - 1]}{NBSP}{day.year}"
    if precision == Precision.MOIS:
        return month
    full = f"{'1er' if day.day == 1 else day.day}{NBSP}{month}"
    return f"au plus tard le {full}" if precision == Precision.AU_PLUS_TARD else full


def month_fr(day: date) -> str:
    """« octobre 2020 »."""
    return date_fr(day, Precision.MOIS)


def on_date(day: date, precision: str = Precision.JOUR) -> str:
    """« le 1er février 2020 », « en avril 2017 », « en 2018 », « au plus tard le 27 octobre 2020 »."""
    told = date_fr(day, precision)
    if precision in (Precision.MOIS, Precision.ANNEE):
        return f"en {told}"
    return told if precision == Precision.AU_PLUS_TARD else f"le {told}"


def of_date(day: date, precision: str = Precision.JOUR) -> str:
    """« du 1er février 2020 », « d’avril 2017 », « de 2018 », « du 27 octobre 2020 au plus tard »."""
    if precision == Precision.AU_PLUS_TARD:
        return f"du {date_fr(day)} au plus tard"
    told = date_fr(day, precision)
    if precision in (Precision.MOIS, Precision.ANNEE):
        return f"d’{told}" if told[0] in "ao" else f"de {told}"
    return f"du {told}"


def written(text: str) -> str:
    """A text without the characters of command that pasting may have left in it; those that Windows means are read.

    >>> written("l\x92accord\x02")
    'l’accord'
    """
    return UNWRITTEN.sub(lambda sign: WINDOWS.get(sign[0], ""), text)


def as_windows_means(text: str) -> str:
    """A text of Windows left undeclared, read as it was written; any other character of command stays."""
    return OF_WINDOWS.sub(lambda sign: WINDOWS[sign[0]] or sign[0], text)


def unwritten(value) -> str:
    """The first character of command of a value, or of what it holds, in words; nothing when there is none."""
    if isinstance(value, str):
        found = UNWRITTEN.search(value)
        if found is None:
            return ""
        return "un caractère nul" if found[0] == "\0" else f"le caractère de commande U+{ord(found[0]):04X}"
    if isinstance(value, dict):
        return unwritten([*value, *value.values()])
    return next(filter(None, map(unwritten, value)), "") if isinstance(value, (list, tuple)) else ""


def unseen(text: str) -> str:
    """The first sign of a text that nobody sees, or that turns around those that follow, in words.

    >>> unseen("avenant 354"), unseen("avenant\\u200b 354")
    ('', 'le caractère invisible U+200B')
    """
    found = next((sign for sign in text if category(sign) == "Cf"), "")
    return f"le caractère invisible U+{ord(found):04X}" if found else ""


def listed(items: Iterable[str], last: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    *first, final = list(items) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def grouped(number: int) -> str:
    """« 2 131 »: thousands apart, on one line."""
    return str(number) if -1000 < number < 1000 else f"{number:,}".replace(",", NARROW)


def plural(count: int, singular: str, several: str = "") -> str:
    """« 1 accord », « 2 131 accords », « aucun accord » is left to the page."""
    return f"{grouped(count)}{NBSP}{singular if count < 2 else several or singular + 's'}"


def legal_article(written: str) -> str:
    """« L314-6 CASF et L2261-15 CT », as it is exported, the way pages write it: « CASF L. 314-6 et CT L. 2261-15 »."""
    return NUMBER.sub(rf"\1.{NBSP}\2", ARTICLE.sub(rf"\2{NBSP}\1", written))


def upper_first(text: str) -> str:
    """A text that begins with a capital; what follows is left as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """A text that follows others on its line; an acronym keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def shortened(text: str, most: int) -> str:
    """A long text by its two ends, where what tells it from its like stands; no word is cut.

    >>> shortened("relatif à la prévoyance", 30), shortened("à l’accord du 9 juillet 2015 relatif à la prévoyance", 34)
    ('relatif à la prévoyance', 'à l’accord du 9 juillet … prévoyance')
    """
    if len(text) <= most:
        return text
    words, end = text.split(" "), []
    while words and len(" ".join(end)) < most // 4:
        end.insert(0, words.pop())
    while words and len(" ".join([*words, "…", *end])) > most + 2:
        words.pop()
    return " ".join([*words, "…", *end])


def decimal(number, places: int) -> str:
    """« 159,5 »: a comma, and no zero at the end."""
    written = f"{number:.{places}f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", ",")


def percent(share) -> str:
    """« 73,68 % »."""
    return f"{decimal(share, 2)}{NBSP}%"


def in_days(length) -> str:
    """« 97 jours », « 159,5 jours »."""
    number = grouped(int(length)) if length == int(length) else decimal(length, 1)
    return f"{number}{NBSP}jour{'s' if length >= 2 else ''}"


def lapse(days: int, exactly: bool = True) -> str:
    """A wait as it is said: « 97 jours », « au moins 97 jours », beyond two years « plus de 20 ans ».

    >>> lapse(1), lapse(97, False), lapse(7520, False)
    ('1\\xa0jour', 'au moins 97\\xa0jours', 'plus de 20 ans')
    """
    if days >= 2 * YEAR:
        return f"plus de {int(days / YEAR)} ans"
    return plural(days, "jour") if exactly else f"au moins {plural(days, 'jour')}"


def figure(number: Decimal, unit: str) -> str:
    """« 3,80 € », « 4,403 € », « 38 € », « 9,21 % »: exact, two decimals at least unless it is a whole number.

    >>> figure(Decimal("3.8000"), "€"), figure(Decimal("4.4030"), "€"), figure(Decimal("238.0000"), "€")
    ('3,80\\xa0€', '4,403\\xa0€', '238\\xa0€')
    """
    return f"{exact(number).replace('.', ',')}{NBSP}{unit}"


def exact(number: Decimal) -> str:
    """« 3.80 »: a figure as data give it, without the zeros that its column adds.

    >>> exact(Decimal("3.8000")), exact(Decimal("0.8900")), exact(Decimal("238.0000"))
    ('3.80', '0.89', '238')
    """
    plain = number.normalize()
    if plain == plain.to_integral_value():
        return f"{plain:.0f}"
    return f"{plain:.{max(2, -plain.as_tuple().exponent)}f}"
