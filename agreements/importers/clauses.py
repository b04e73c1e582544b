"""How official citations say when a text takes effect: « en vigueur le 1er jour du mois suivant l'extension »."""

import re
from dataclasses import dataclass
from datetime import date

from agreements.importers.written_dates import WRITTEN, read_date
from agreements.law.vocabulary import EffectRuleKind as Rule

_EXTENSION = r"(?:la publication de |parution de )?(?:l'|son |l'arrêté d'|son arrêté d')?\s?extension"
_FIRST_DAY = r"(?:à compter )?(?:du |le |au )?(?:1\s?er|premier)(?: jour)? du mois(?: civil)?"
#: Each clause with its rule; a clause of no rule of its own stays in its words.
RULES = [
    (
        Rule.DATE_FIXE,
        rf"(?:(?:à compter )?du|le|au|eu)\s+(?P<on>{WRITTEN})"
        rf"(?:\s+(?:jusqu'au|au)\s+(?P<until>{WRITTEN}))?(?:\s+aux non signataires)?",
    ),
    (Rule.TEXTE, rf"(?:le|au)\s+{WRITTEN}\s+sous réserve (?:de son |d')extension"),
    (Rule.MOIS_SUIVANT_EXTENSION, rf"{_FIRST_DAY} (?:suivant|qui suit) {_EXTENSION}"),
    (Rule.MOIS_SUIVANT_AGREMENT, rf"{_FIRST_DAY} (?:suivant|qui suit) l'agrément"),
    (
        Rule.A_L_EXTENSION,
        r"(?:à compter de |au jour de |à la date (?:de publication )?de |à (?:la publication de )?|après parution de )"
        r"(?:la date d'|l'arrêté d'|son arrêté d'|l'|son )?\s?extension",
    ),
    (Rule.A_L_AGREMENT, r"à l'agrément"),
    (
        Rule.LENDEMAIN_EXTENSION,
        r"(?:le )?(?:lendemain|jour suivant)"
        r"(?: (?:du|de la|de l') ?(?:jour (?:qui suit|suivant)|parution|publication))?"
        rf"(?: d[ue] (?:Journal officiel|l'arrêté))? ?(?:de |suivant |d')?{_EXTENSION}",
    ),
    (
        Rule.TEXTE,
        rf"(?:le )?(?:lendemain|jour suivant|\d+ jours après|\d+ mois (?:après|suivant)|un jour franc après)"
        r"(?: (?:du|de la|de l') ?(?:jour (?:qui suit|suivant)|parution|publication))?"
        r"(?: d[ue] (?:Journal officiel|l'arrêté))?"
        rf"(?: ?(?:de |suivant )?{_EXTENSION}| d'extension)?",
    ),
    (
        Rule.TEXTE,
        rf"(?:à compter )?(?:le |du |au )?(?:1\s?er|premier) jour du trimestre(?: civil)? suivant {_EXTENSION}",
    ),
    (Rule.TEXTE, rf"{_FIRST_DAY} suivant (?:la|sa) signature"),
    (Rule.TEXTE, rf"{_FIRST_DAY} suivant la parution de l'arrêté au Journal officiel"),
    (Rule.TEXTE, r"à la date d'agrément de l'O\.?P\.?C\.?A\.?"),
    (Rule.TEXTE, rf"jusqu'au (?P<until>{WRITTEN})"),
]
_RULES = [(rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in RULES]


@dataclass(frozen=True)
class EffectClause:
    """A clause of effect: its rule, its date, its last day, and its own words."""

    rule: Rule
    text: str
    on: date | None = None
    until: date | None = None


def read_clause(text: str) -> EffectClause | None:
    """The longest clause that opens the text; None where there is none that is known."""
    found = [(rule, match) for rule, pattern in _RULES if (match := pattern.match(text))]
    if not found:
        return None
    rule, match = max(found, key=lambda pair: pair[1].end())
    named = match.groupdict()
    on, until = (read_date(named[key]) if named.get(key) else None for key in ("on", "until"))
    if rule is Rule.DATE_FIXE and not on:
        return None
    return EffectClause(rule, match[0], on, until)
