"""What was measured on the whole corpus, and is declared here so that the same facts give the same edition.

`python3 manage.py audit` measures it anew, and fails where a rule no longer holds what is written here.
"""

from datetime import timedelta

from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import Track

#: The days after its signature by which nineteen texts in twenty have it, among those whose day is known.
DELAYS: dict[Track, timedelta] = {
    Track.AGREMENT: timedelta(days=314),
    Track.EXTENSION: timedelta(days=564),
    Track.EFFET: timedelta(days=365),
}
#: The same, from the day the agrément counts to that of the effect.
AFTER_AGREMENT = timedelta(days=60)
#: By rule: of how many texts on which it could be asked again, in how many it was right.
RATES: dict[Rule, tuple[int, int]] = {}
#: A rule that is right less often is not told.
ENOUGH = 0.95


def is_kept(rule: Rule) -> bool:
    """Whether a rule is told: it was measured, or cannot be, and is not known to be wrong too often."""
    right, asked = RATES.get(rule, (0, 0))
    return right >= ENOUGH * asked
