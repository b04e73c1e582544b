"""The day that each clause gives, from the acts it waits for."""

from datetime import date

import pytest

from agreements.law.effect_rules import EffectRule, Outcome, Trigger
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import EffectRuleKind as Kind
from agreements.law.vocabulary import Nature
from portal.french.dates import add_months, first_of_next_month
from tests.agreements.law.facts_builders import day, fact, rule

NOTHING = None
JO = fact(Nature.AGREE, "2020-10-02", jo="2020-10-29")
JO_ON_THE_31ST = fact(Nature.AGREE, jo="2020-10-31")
JO_ON_THE_1ST = fact(Nature.AGREE, jo="2020-11-01")
JO_IN_DECEMBER = fact(Nature.AGREE, jo="2020-12-23")
ACT_ONLY = fact(Nature.AGREE, "2020-10-02")
MONTH_OF_THE_ACT = fact(Nature.AGREE, "2020-10")
YEAR_OF_THE_ACT = fact(Nature.AGREE, "2020")
BY_THE_27TH = fact(Nature.AGREE, "≤2020-10-27")
TOLD_ON_THE_27TH = fact(Nature.AGREE, told="2020-10-27")
AT_ITS_JO = fact(Nature.AGREE, "2020-10-02", jo="2020-10-29", formula=Formula.PUBLICATION)
AT_A_JO_UNREAD = fact(Nature.AGREE, "2020-10-02", formula=Formula.PUBLICATION)
AT_A_JO_BY_THE_27TH = fact(Nature.AGREE, "≤2020-10-27", formula=Formula.PUBLICATION)
NOTIFIED = fact(Nature.AGREE, jo="2020-10-29", formula=Formula.NOTIFICATION, notified_on=day("2020-10-12"))
NOTIFIED_ON_A_DAY_UNREAD = fact(Nature.AGREE, jo="2020-10-29", formula=Formula.NOTIFICATION)
EXTENDED_BEFORE = fact(Nature.ETENDU, "2020-10-01", jo="2020-10-05")
EXTENDED_ON_27TH = fact(Nature.ETENDU, jo="2020-10-27")
EXTENDED_LATER = fact(Nature.ETENDU, "2021-07-02", jo="2021-07-16")
EXTENDED_BY_ITS_ACT = fact(Nature.ETENDU, "2020-10-06")
EXTENDED_BY_NOVEMBER = fact(Nature.ETENDU, "≤2020-11-10")
DEPOSIT = fact(Nature.DEPOT, "2020-07-01")

FIXED = rule(Kind.DATE_FIXE, "2020-02-01")
AT_THE_EARLIEST = rule(Kind.DATE_OU_MOIS_SUIVANT_JO, "2020-12-01")
BOTH = rule(Kind.MOIS_SUIVANT_LES_DEUX)
MONTH_AFTER = rule(Kind.MOIS_SUIVANT_AGREMENT)
MONTH_AFTER_JO = rule(Kind.MOIS_SUIVANT_JO_AGREMENT)
DAY_AFTER_JO = rule(Kind.LENDEMAIN_JO_AGREMENT)
DAY_AFTER_EXTENSION = rule(Kind.LENDEMAIN_EXTENSION)
FROM_SIGNATURE = rule(Kind.A_LA_SIGNATURE)
FROM_AGREMENT = rule(Kind.A_L_AGREMENT)
AS_THE_ACT_SAYS = rule(Kind.SELON_L_ARRETE)
FROM_EXTENSION = rule(Kind.A_L_EXTENSION)
AFTER_EXTENSION = rule(Kind.MOIS_SUIVANT_EXTENSION)
AFTER_DEPOSIT = rule(Kind.LENDEMAIN_DEPOT)

CASES = [
    ("no clause is known", EffectRule(), (JO,), None),
    ("a clause that gives no day", rule(Kind.TEXTE), (JO,), None),
    ("a fixed date waits for nothing", FIXED, (NOTHING,), "2020-02-01"),
    ("a fixed date may be retroactive", FIXED, (JO,), "2020-02-01"),
    ("a fixed date that was not read", rule(Kind.DATE_FIXE), (JO,), None),
    ("month after the agrément: not yet approved", MONTH_AFTER, (NOTHING,), None),
    ("month after the agrément: its JO", MONTH_AFTER, (JO,), "2020-11-01"),
    ("month after the agrément: the act stands in", MONTH_AFTER, (ACT_ONLY,), "2020-11-01"),
    ("month after the agrément: by a day", MONTH_AFTER, (BY_THE_27TH,), "≤2020-11-01"),
    ("month after the JO", MONTH_AFTER_JO, (JO,), "2020-11-01"),
    ("month after the JO: its last day", MONTH_AFTER_JO, (JO_ON_THE_31ST,), "2020-11-01"),
    ("month after the JO: its first day", MONTH_AFTER_JO, (JO_ON_THE_1ST,), "2020-12-01"),
    ("month after the JO: over the year", MONTH_AFTER_JO, (JO_IN_DECEMBER,), "2021-01-01"),
    ("month after the JO: the act does not stand in", MONTH_AFTER_JO, (ACT_ONLY,), None),
    ("nor its month", MONTH_AFTER_JO, (MONTH_OF_THE_ACT,), None),
    ("nor its year", MONTH_AFTER_JO, (YEAR_OF_THE_ACT,), None),
    ("month after the JO: by a day", MONTH_AFTER_JO, (BY_THE_27TH,), "≤2020-11-01"),
    ("month after the JO: as told", MONTH_AFTER_JO, (TOLD_ON_THE_27TH,), "≤2020-11-01"),
    ("day after the JO", DAY_AFTER_JO, (JO,), "2020-10-30"),
    ("day after the JO: the act does not stand in", DAY_AFTER_JO, (ACT_ONLY,), None),
    ("from the agrément on", FROM_AGREMENT, (JO,), "2020-10-29"),
    ("from the agrément on: the act stands in", FROM_AGREMENT, (ACT_ONLY,), "2020-10-02"),
    ("from the agrément on: by a day", FROM_AGREMENT, (BY_THE_27TH,), "≤2020-10-27"),
    ("as the arrêté says: at its publication", AS_THE_ACT_SAYS, (AT_ITS_JO,), "2020-10-29"),
    ("as the arrêté says: its publication is not read", AS_THE_ACT_SAYS, (AT_A_JO_UNREAD,), None),
    ("as the arrêté says: published by a day", AS_THE_ACT_SAYS, (AT_A_JO_BY_THE_27TH,), "≤2020-10-27"),
    ("as the arrêté says: at its notification", AS_THE_ACT_SAYS, (NOTIFIED,), "2020-10-12"),
    ("as the arrêté says: its notification is not read", AS_THE_ACT_SAYS, (NOTIFIED_ON_A_DAY_UNREAD,), None),
    ("as the arrêté says: its words are not read", AS_THE_ACT_SAYS, (JO,), None),
    ("as the arrêté says: not yet approved", AS_THE_ACT_SAYS, (NOTHING,), None),
    ("the arrêté says nothing of a text that gives its day", FIXED, (NOTIFIED,), "2020-02-01"),
    ("nor of one that gives a rule", MONTH_AFTER_JO, (NOTIFIED,), "2020-11-01"),
    ("at the earliest: the month after comes before", AT_THE_EARLIEST, (JO,), "2020-12-01"),
    ("at the earliest: the month after comes later", AT_THE_EARLIEST, (JO_IN_DECEMBER,), "2021-01-01"),
    ("at the earliest: a bound before it leaves it sure", AT_THE_EARLIEST, (BY_THE_27TH,), "2020-12-01"),
    ("at the earliest: not published", AT_THE_EARLIEST, (NOTHING,), None),
    ("at the earliest: the act does not stand in", AT_THE_EARLIEST, (ACT_ONLY,), None),
    ("from the extension on", FROM_EXTENSION, (JO, EXTENDED_LATER), "2021-07-16"),
    ("from the extension on: not yet", FROM_EXTENSION, (JO, NOTHING), None),
    ("from the extension on, not before the agrément", FROM_EXTENSION, (JO, EXTENDED_BEFORE), "2020-10-29"),
    ("from the extension on, known by the same day", FROM_EXTENSION, (BY_THE_27TH, EXTENDED_ON_27TH), "2020-10-27"),
    ("month after the extension", AFTER_EXTENSION, (JO, EXTENDED_LATER), "2021-08-01"),
    ("day after the JO of the extension", DAY_AFTER_EXTENSION, (JO, EXTENDED_LATER), "2021-07-17"),
    ("day after the extension, not before the agrément", DAY_AFTER_EXTENSION, (JO, EXTENDED_BEFORE), "2020-10-29"),
    ("day after the extension: the act does not stand in", DAY_AFTER_EXTENSION, (JO, EXTENDED_BY_ITS_ACT), None),
    ("from the signature on", FROM_SIGNATURE, (NOTHING, NOTHING, NOTHING, "2020-06-23"), "2020-06-23"),
    ("from the signature, not before the agrément", FROM_SIGNATURE, (JO, NOTHING, NOTHING, "2020-06-23"), "2020-10-29"),
    ("from the signature on: its day is not known", FROM_SIGNATURE, (JO,), None),
    ("both arrêtés: the last one counts", BOTH, (JO, EXTENDED_LATER), "2021-08-01"),
    ("both arrêtés: in either order", BOTH, (JO, EXTENDED_BEFORE), "2020-11-01"),
    ("both arrêtés: one is missing", BOTH, (JO, NOTHING), None),
    ("both arrêtés: the JO of one is not known", BOTH, (JO, EXTENDED_BY_ITS_ACT), None),
    ("both arrêtés: a bound after the other", BOTH, (JO, EXTENDED_BY_NOVEMBER), "≤2020-12-01"),
    ("both arrêtés: a bound before the other", BOTH, (BY_THE_27TH, EXTENDED_LATER), "2021-08-01"),
    ("day after the deposit", AFTER_DEPOSIT, (NOTHING, NOTHING, DEPOSIT), "2020-07-02"),
    ("day after the deposit, not before the agrément", AFTER_DEPOSIT, (JO, NOTHING, DEPOSIT), "2020-10-29"),
    ("after the deposit: agrément by a day", AFTER_DEPOSIT, (BY_THE_27TH, NOTHING, DEPOSIT), "≤2020-10-27"),
]  # fmt: skip


@pytest.mark.parametrize(("shows", "clause", "acts", "expected"), CASES)
def test_the_day_a_clause_gives(shows, clause, acts, expected):
    approval, extension, deposit, signed_on = (*acts, NOTHING, NOTHING, NOTHING)[:4]
    triggers = [Trigger.of(act) for act in (approval, extension, deposit)]
    outcome = clause.day(*triggers, day(signed_on) if signed_on else None)
    assert in_words(outcome) == expected, shows


def in_words(outcome: Outcome | None) -> str | None:
    return outcome and f"{'' if outcome.sure else '≤'}{outcome.day}"


def test_every_kind_of_clause_is_shown():
    assert set(Kind) <= {clause.kind for _, clause, _, _ in CASES}


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2020-08-31", 3, "2020-11-30"),
        ("2020-11-30", 3, "2021-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2011-09-01", 15, "2012-12-01"),
        ("2020-12-31", 12, "2021-12-31"),
        ("2020-02-29", 12, "2021-02-28"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(start, months, expected):
    assert add_months(day(start), months) == day(expected)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_first_of_the_next_month(month):
    following = date(2020 + month // 12, month % 12 + 1, 1)
    assert first_of_next_month(date(2020, month, 1)) == following
    assert first_of_next_month(date(2020, month, 28)) == following
