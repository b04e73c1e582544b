"""What was measured on the whole corpus, and is declared here so that the same facts give the same edition.

`python3 manage.py audit` measures it anew, and fails where a rule no longer holds what is written here.
"""

from datetime import date, timedelta

from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import Track

#: The days after its signature by which nineteen texts in twenty have it, among those whose day is known.
DELAYS: dict[Track, timedelta] = {
    Track.SIGNATURE: timedelta(days=19),
    Track.AGREMENT: timedelta(days=320),
    Track.EXTENSION: timedelta(days=564),
    Track.EFFET: timedelta(days=407),
}
#: The same, from the day the agrément counts to that of the effect.
AFTER_AGREMENT = timedelta(days=46)
#: By rule: of how many texts on which it could be asked again, in how many it was right.
RATES: dict[Rule, tuple[int, int]] = {
    Rule.SIGNE_SELON_LA_BASE: (6797, 7147),
    Rule.SILENCE: (28, 28),
    Rule.TENU_EN_VIGUEUR: (49, 51),
    Rule.ETENDU_DONC_AGREE: (15, 15),
    Rule.AGREMENT_SANS_JOUR: (124, 130),
    Rule.NON_ETENDU: (968, 976),
    Rule.EXTENSION_SANS_JOUR: (5950, 6263),
    Rule.DATE_DE_LA_BASE: (1011, 1023),
    Rule.AGREE_SANS_CLAUSE: (52, 54),
    Rule.EFFET_SANS_JOUR: (1203, 1258),
}
#: The day on which, and the corpus on which, it was measured: the 7 767 texts of the portal with the KALI base.
MEASURED_ON = date(2026, 11, 29)
#: A rule that is right less often is not told.
ENOUGH = 0.95


def is_kept(rule: Rule) -> bool:
    """Whether a rule is told: it was measured, or cannot be, and is not known to be wrong too often."""
    right, asked = RATES.get(rule, (0, 0))
    return right >= ENOUGH * asked
