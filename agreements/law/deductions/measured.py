"""What was measured on the whole corpus, and is declared here so that the same facts give the same edition.

`python3 manage.py audit` measures it anew, tells what has drifted, and fails where a rule no longer holds.
"""

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
#: By rule: in how many texts it was right, of those on which it could be asked again.
RATES: dict[Rule, tuple[int, int]] = {
    Rule.SIGNATURE_PROUVEE: (6429, 6429),
    Rule.AVANT_AGREMENT: (182, 182),
    Rule.AVANT_EXTENSION: (6289, 6289),
    Rule.CLAUSE: (14, 14),
    Rule.SIGNE_SELON_LA_BASE: (6797, 7147),
    Rule.SILENCE: (32, 34),
    Rule.TENU_EN_VIGUEUR: (99, 102),
    Rule.ETENDU_DONC_AGREE: (56, 56),
    Rule.AGREMENT_SANS_JOUR: (189, 198),
    Rule.NON_ETENDU: (968, 976),
    Rule.BASE_NON_ETENDUE: (137, 138),
    Rule.EXTENSION_SANS_JOUR: (5951, 6264),
    Rule.DATE_DE_LA_BASE: (1241, 1254),
    Rule.AGREE_SANS_CLAUSE: (105, 110),
    Rule.EFFET_SANS_JOUR: (1644, 1722),
}
#: A rule that is right less often is not told.
ENOUGH = 0.95


def is_kept(rule: Rule) -> bool:
    """Whether a rule is told: it was measured, or cannot be, and is not known to be wrong too often."""
    right, asked = RATES.get(rule, (0, 0))
    return right >= ENOUGH * asked
