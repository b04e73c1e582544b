"""Negotiation, opening, signature, opposition: what the signature track says, day by day."""

import pytest

from agreements.law.facts import Facts
from agreements.law.lifecycle import situations
from agreements.law.procedures import commitment_day
from agreements.law.vocabulary import Mode, Nature
from tests.agreements.law.facts_builders import day, fact, facts, shown_on, signed, story

OPEN_AND_CLOSED = (fact(Nature.OUVERTURE, "2020-09-11"), fact(Nature.CLOTURE, "2020-09-22"))
TWO_FIELDS = ("ccn-66", "chrs")
MAJORITY_IN_ONE_FIELD = fact(Nature.OPPOSITION_MAJORITAIRE, "2019-10-25", convention="chrs")
MAJORITY_IN_THE_OTHER = fact(Nature.OPPOSITION_MAJORITAIRE, "2019-10-28", convention="ccn-66")

ROWS = [
    # -- Negotiation and opening
    *story(
        "CT L2231-1: a draft is a negotiation",
        facts(fact(Nature.PROJET, "2023-09-26")),
        "2023-09-25 → absent",
        "2023-09-26 → negociation inconnu inconnu pas-encore°",
        "2023-09-27 → negociation inconnu inconnu pas-encore°",
    ),
    *story(
        "CT L2231-1: the last day to sign is included; then, without any signature read, unknown",
        facts(*OPEN_AND_CLOSED),
        "2020-09-10 → absent",
        "2020-09-11 → ouvert inconnu inconnu pas-encore°",
        "2020-09-22 → ouvert inconnu inconnu pas-encore°",
        "2020-09-23 → inconnu inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: nobody signs once the signing is closed: an undated signature counts from then",
        facts(*OPEN_AND_CLOSED, by=signed("nexem", "cfdt", told="2020-10-27")),
        "2020-09-22 → ouvert inconnu inconnu pas-encore°",
        "2020-09-23 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: an undated signature counts from its source's day, never earlier",
        facts(fact(Nature.OUVERTURE, "2020-09-11"), by=signed("nexem", "cfdt", told="2020-10-27")),
        "2020-10-26 → ouvert inconnu inconnu pas-encore°",
        "2020-10-27 → signe inconnu inconnu inconnu",
        "2020-10-28 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: a signature in the middle of the opening makes it signed",
        facts(*OPEN_AND_CLOSED, by=signed("nexem", on="2020-09-15")),
        "2020-09-14 → ouvert inconnu inconnu pas-encore°",
        "2020-09-15 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-3: the date of the title is not that of a signature while the signing is open",
        facts(*OPEN_AND_CLOSED, dated="2020-09-11"),
        "2020-09-11 → ouvert inconnu inconnu pas-encore°",
        "2020-09-23 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: an opening told without its date is not a second opening",
        facts(fact(Nature.OUVERTURE), fact(Nature.CLOTURE, "2024-06-18")),
        "2024-06-19 → inconnu inconnu inconnu inconnu",
        "2026-11-22 → inconnu inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: nobody signed: the negotiation goes on, then opens again",
        facts(
            fact(Nature.OUVERTURE, "2024-01-19"),
            fact(Nature.ECHEC, "2024-01-24"),
            fact(Nature.OUVERTURE, "2024-06-04"),
            fact(Nature.CLOTURE, "2024-06-18"),
            fact(Nature.VALIDE, "2024-07-04"),
        ),
        "2024-01-23 → ouvert inconnu inconnu pas-encore°",
        "2024-01-24 → negociation sans-objet° sans-objet° pas-encore°",
        "2024-06-03 → negociation sans-objet° sans-objet° pas-encore°",
        "2024-06-04 → ouvert inconnu inconnu pas-encore°",
        "2024-07-04 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: the date of a draft's title proves no signature once nobody signed",
        facts(
            fact(Nature.OUVERTURE, "2024-01-19"),
            fact(Nature.CLOTURE, "2024-01-24"),
            fact(Nature.ECHEC, told="2024-02-02"),
            dated="2024-01-19",
        ),
        "2024-01-24 → ouvert inconnu inconnu pas-encore°",
        "2024-02-02 → negociation sans-objet° sans-objet° pas-encore°",
    ),
    *story(
        "CT L2231-1: opened twice, closed twice",
        facts(
            *OPEN_AND_CLOSED,
            fact(Nature.OUVERTURE, "2020-11-02"),
            fact(Nature.CLOTURE, "2020-11-13"),
            by=signed("nexem", "cfdt", told="2020-12-01"),
        ),
        "2020-09-23 → signe inconnu inconnu inconnu",
        "2020-11-13 → ouvert inconnu inconnu pas-encore°",
        "2020-11-14 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: opened twice, closed twice, no signature read",
        facts(*OPEN_AND_CLOSED, fact(Nature.OUVERTURE, "2020-11-02"), fact(Nature.CLOTURE, "2020-11-13")),
        "2020-11-13 → ouvert inconnu inconnu pas-encore°",
        "2020-11-14 → inconnu inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: nobody signed, twice",
        facts(
            fact(Nature.ECHEC, "2023-12-01"),
            fact(Nature.OUVERTURE, "2024-01-19"),
            fact(Nature.ECHEC, "2024-01-24"),
        ),
        "2023-12-01 → negociation sans-objet° sans-objet° pas-encore°",
        "2024-01-23 → ouvert inconnu inconnu pas-encore°",
        "2024-01-24 → negociation sans-objet° sans-objet° pas-encore°",
    ),
    *story(
        "CT L2231-1: opened, and closed or failed, within one day",
        facts(fact(Nature.OUVERTURE, "2024-01-19"), fact(Nature.CLOTURE, "2024-01-19")),
        "2024-01-19 → ouvert inconnu inconnu pas-encore°",
        "2024-01-20 → inconnu inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: failed on the very day of its opening",
        facts(fact(Nature.OUVERTURE, "2024-01-19"), fact(Nature.ECHEC, "2024-01-19")),
        "2024-01-19 → negociation sans-objet° sans-objet° pas-encore°",
    ),
    *story(
        "CT L2231-1: the title bears a date before the opening; a signature comes after it",
        facts(
            fact(Nature.OUVERTURE, "2021-10-08"),
            fact(Nature.CLOTURE, "2021-10-22"),
            dated="2021-09-16",
            by=signed("nexem", on="2021-10-15"),
        ),
        "2021-10-14 → ouvert inconnu inconnu pas-encore°",
        "2021-10-15 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: put to signature after the date of its title, it is not signed before that day",
        facts(
            fact(Nature.OUVERTURE, "2021-10-08"),
            fact(Nature.FIN_OPPOSITION, "2021-11-12"),
            dated="2021-09-16",
            opened_on=day("2021-10-08"),
            by=signed("nexem", "cfdt"),
        ),
        "2021-09-15 → absent",
        "2021-09-16 → inconnu inconnu inconnu inconnu",
        "2021-10-07 → inconnu inconnu inconnu inconnu",
        "2021-10-08 → ouvert inconnu inconnu pas-encore°",
        "2021-11-11 → ouvert inconnu inconnu pas-encore°",
        "2021-11-12 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-1: put to signature on the date of its title, it is signed once the signing is over",
        facts(*OPEN_AND_CLOSED, dated="2020-09-11", opened_on=day("2020-09-11")),
        "2020-09-22 → ouvert inconnu inconnu pas-encore°",
        "2020-09-23 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-8: who opposes or withdraws does not show that the text is signed",
        facts(
            fact(Nature.PROJET, "2023-09-26"),
            by=(
                *signed("cgt", on="2023-10-31", mode=Mode.OPPOSITION),
                *signed("sud", on="2023-11-01", mode=Mode.RETRAIT),
            ),
        ),
        "2023-11-01 → negociation inconnu inconnu pas-encore°",
    ),
    # -- Signature, by the precision of its date
    *story(
        "CT L2231-3: an exact title date",
        facts(dated="2020-06-23"),
        "2020-06-22 → absent",
        "2020-06-23 → signe inconnu inconnu inconnu",
        "2020-06-24 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-3: a month counts from its last day",
        facts(dated="2020-02"),
        "2020-02-28 → absent",
        "2020-02-29 → signe inconnu inconnu inconnu",
        "2020-03-01 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-3: a year counts from its last day",
        facts(dated="1985"),
        "1985-12-30 → absent",
        "1985-12-31 → signe inconnu inconnu inconnu",
        "1986-01-01 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-3: « au plus tard » counts from that day",
        facts(dated="≤2018-07-06"),
        "2018-07-05 → absent",
        "2018-07-06 → signe inconnu inconnu inconnu",
        "2018-07-07 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-3: nothing is known but its existence",
        facts(recorded="2007-12-04"),
        "2007-12-03 → absent",
        "2007-12-04 → inconnu inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-3: it does not vanish from before its first dated fact",
        facts(fact(Nature.DEMANDE_AGREMENT, "2010-01-15"), recorded="2007-12-04"),
        "2007-12-04 → inconnu inconnu inconnu inconnu",
        "2010-01-15 → signe° en-cours inconnu pas-encore°",
    ),
    *story(
        "CASF R314-197: only a party that signed can ask for the agrément",
        facts(fact(Nature.DEMANDE_AGREMENT, "2020-10-05")),
        "2020-10-05 → signe° en-cours inconnu pas-encore°",
    ),
    # -- Opposition
    *story(
        "CT L2231-5: notification and the end of the time to oppose leave it signed",
        facts(fact(Nature.NOTIFICATION, "2024-06-19"), fact(Nature.FIN_OPPOSITION, "2024-07-04")),
        "2024-06-19 → signe inconnu inconnu inconnu",
        "2024-07-04 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-8: an announced opposition is an intention",
        facts(fact(Nature.OPPOSITION_ANNONCEE, "2014-09-05"), dated="2014-09-01"),
        "2014-09-05 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2232-6: a minority opposition takes nothing from validity",
        facts(
            fact(Nature.OPPOSITION_MINORITAIRE, "2021-11-12"),
            dated="2021-09-16",
            by=signed("sud", "fo", on="2021-11-12", mode=Mode.OPPOSITION),
        ),
        "2021-11-12 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-9: a majority opposition strikes the text from that day",
        facts(fact(Nature.OPPOSITION_MAJORITAIRE, "2023-10-31"), dated="2023-09-26"),
        "2023-10-30 → signe inconnu inconnu inconnu",
        "2023-10-31 → repute-non-ecrit° sans-objet° sans-objet° sans-effet°",
        "2023-11-01 → repute-non-ecrit° sans-objet° sans-objet° sans-effet°",
    ),
    *story(
        "CT L2231-9: no approval revives a struck text",
        facts(
            fact(Nature.OPPOSITION_MAJORITAIRE, "2023-10-31"),
            fact(Nature.AGREE, jo="2023-12-01"),
            dated="2023-09-26",
        ),
        "2023-12-01 → repute-non-ecrit° agree sans-objet° sans-effet°",
    ),
    *story(
        "CT L2231-9: opposed in one field of an indivisible text: struck whole",
        facts(MAJORITY_IN_ONE_FIELD, dated="2019-10-02", fields=TWO_FIELDS, indivisible=True),
        "2019-10-24 → signe inconnu inconnu inconnu",
        "2019-10-25 → repute-non-ecrit° sans-objet° sans-objet° sans-effet°",
    ),
    *story(
        "CT L2231-9: opposed in one field of a divisible text: not struck",
        facts(MAJORITY_IN_ONE_FIELD, dated="2019-10-02", fields=TWO_FIELDS),
        "2019-10-25 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2231-9: opposed in every field of a divisible text: struck on the last",
        facts(MAJORITY_IN_THE_OTHER, MAJORITY_IN_ONE_FIELD, dated="2019-10-02", fields=TWO_FIELDS),
        "2019-10-27 → signe inconnu inconnu inconnu",
        "2019-10-28 → repute-non-ecrit° sans-objet° sans-objet° sans-effet°",
    ),
    # -- Adhesion, withdrawal
    *story(
        "CT L2261-3: a later adhesion changes no state",
        facts(
            fact(Nature.ADHESION, "2006-12-14"),
            dated="2005-09-30",
            by=signed("cfdt", on="2006-12-14", mode=Mode.ADHESION),
        ),
        "2006-12-13 → signe inconnu inconnu inconnu",
        "2006-12-14 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2232-6: one organisation that declines or withdraws leaves the text signed",
        facts(
            fact(Nature.NON_SIGNATURE, "2024-06-14"),
            dated="2024-06-04",
            by=signed("sud", on="2024-07-01", mode=Mode.RETRAIT),
        ),
        "2024-07-01 → signe inconnu inconnu inconnu",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_signature(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected


@pytest.mark.parametrize(
    ("shows", "told", "cause"),
    [
        (
            "the first opposition to the whole text",
            facts(
                fact(Nature.OPPOSITION_MAJORITAIRE, "2019-10-25"), fact(Nature.REPUTE_NON_ECRIT, "2019-10-28")
            ),
            1,
        ),
        (
            "the opposition that completes the fields",
            facts(MAJORITY_IN_ONE_FIELD, MAJORITY_IN_THE_OTHER, fields=TWO_FIELDS),
            2,
        ),
        (
            "the news that opened the negotiation",
            facts(fact(Nature.PROJET, "2023-09-26"), fact(Nature.ETAPE, "2023-10-04")),
            1,
        ),
        (
            "the first proof that it is signed",
            facts(fact(Nature.FIN_OPPOSITION, "2024-07-04"), fact(Nature.NOTIFICATION, "2024-06-19")),
            2,
        ),
        (
            "of two proofs on one day, the first recorded",
            facts(fact(Nature.VALIDE, "2024-07-04"), fact(Nature.FIN_OPPOSITION, "2024-07-04")),
            1,
        ),
    ],
)
def test_the_event_that_made_the_last_signature_state(shows, told, cause):
    assert situations(told)[-1].signature.cause == cause, shows


@pytest.mark.parametrize(
    ("shows", "mode", "on", "counts_from"),
    [
        ("a dated adhesion counts from its day (CT L2261-3)", Mode.ADHESION, "2006-12-14", "2006-12-14"),
        ("an adhesion known to the month, from its last day", Mode.ADHESION, "2006-12", "2006-12-31"),
        ("an undated adhesion, from its source's day", Mode.ADHESION, None, "2020-10-27"),
        ("an undated opposition, from its source's day", Mode.OPPOSITION, None, "2020-10-27"),
        ("an undated withdrawal, from its source's day", Mode.RETRAIT, None, "2020-10-27"),
        ("a dated signature counts from its day", Mode.SIGNATURE, "2005-10-03", "2005-10-03"),
        ("an undated signature, from the day the text is signed", Mode.SIGNATURE, None, "2005-09-30"),
    ],
)
def test_the_day_from_which_an_organisation_is_bound_or_opposed(shows, mode, on, counts_from):
    (commitment,) = signed("cfdt", on=on, told="2020-10-27", mode=mode)
    told = facts(dated="2005-09-30", by=[commitment])
    assert commitment_day(told, commitment) == day(counts_from), shows
