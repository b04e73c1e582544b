"""What was measured on the whole corpus, and is declared here so that the same facts give the same edition.

`python3 manage.py audit` measures it anew, tells what has drifted, and fails where a rule no longer holds.
"""

from collections.abc import Collection
from datetime import date, timedelta

from agreements.law.deductions.rules import Rule

#: The day of the measure, of the facts of the portal and of the whole KALI base.
MEASURED_ON = date(2026, 11, 29)
#: The delay after which a rule speaks: nineteen texts in twenty, among those whose days are known, do not exceed it.
DELAYS: dict[Rule, timedelta] = {
    Rule.SIGNE_SELON_LA_BASE: timedelta(days=19),  # from the date of the base to the signature
    Rule.AGREMENT_SANS_JOUR: timedelta(days=320),  # from the signature to the decision
    Rule.EXTENSION_SANS_JOUR: timedelta(days=571),
    Rule.EFFET_SANS_JOUR: timedelta(days=396),  # from the signature to the effect
    Rule.AGREE_SANS_CLAUSE: timedelta(days=63),  # from the agrément to the effect
}
#: In a convention where the same share of the texts took longer, on texts enough to say so, this delay is waited.
SLOWER: dict[tuple[Rule, str], timedelta] = {
    (Rule.SIGNE_SELON_LA_BASE, "ccn-51"): timedelta(days=92),
    (Rule.SIGNE_SELON_LA_BASE, "ccn-66"): timedelta(days=121),
    (Rule.SIGNE_SELON_LA_BASE, "idcc-2941"): timedelta(days=274),
    (Rule.AGREMENT_SANS_JOUR, "idcc-2941"): timedelta(days=499),
    (Rule.EXTENSION_SANS_JOUR, "bass"): timedelta(days=1129),
    (Rule.EXTENSION_SANS_JOUR, "idcc-2941"): timedelta(days=697),
    (Rule.EFFET_SANS_JOUR, "ccn-66"): timedelta(days=420),
    (Rule.EFFET_SANS_JOUR, "idcc-2941"): timedelta(days=583),
    (Rule.AGREE_SANS_CLAUSE, "idcc-2941"): timedelta(days=91),
}
#: By rule: in how many texts it was right, of those on which it could be asked again.
RATES: dict[Rule, tuple[int, int]] = {
    Rule.SIGNATURE_PROUVEE: (6428, 6428),
    Rule.AVANT_AGREMENT: (181, 181),
    Rule.AVANT_EXTENSION: (6289, 6289),
    Rule.ACTE_UNILATERAL: (1, 1),
    Rule.CLAUSE: (14, 14),
    Rule.SIGNE_SELON_LA_BASE: (6814, 7146),
    Rule.SILENCE: (59, 61),
    Rule.TENU_EN_VIGUEUR: (126, 129),
    Rule.ETENDU_DONC_AGREE: (56, 56),
    Rule.APPLIQUE_DONC_AGREE: (63, 63),
    Rule.AGREMENT_SANS_JOUR: (190, 197),
    Rule.NON_ETENDU: (969, 977),
    Rule.BASE_NON_ETENDUE: (162, 163),
    Rule.REFUSE_DONC_NON_ETENDU: (59, 59),
    Rule.EXTENSION_SANS_JOUR: (5958, 6264),
    Rule.DATE_DE_LA_BASE: (1240, 1253),
    Rule.AGREE_SANS_CLAUSE: (107, 109),
    Rule.EFFET_SANS_JOUR: (1680, 1758),
}
#: A rule that is right less often is not told.
ENOUGH = 0.95
#: In one convention it is judged on this many texts at least: on fewer, an error says little.
JUDGED = 20


def delay_of(rule: Rule, conventions: Collection[str]) -> timedelta:
    """The delay after which a rule speaks of a text of these conventions: the longest of theirs."""
    return max([DELAYS[rule], *(SLOWER.get((rule, one), DELAYS[rule]) for one in conventions)])


def is_kept(rule: Rule) -> bool:
    """Whether a rule is told: it was measured, or cannot be, and is not known to be wrong too often."""
    right, asked = RATES.get(rule, (0, 0))
    return right >= ENOUGH * asked
