"""Which value of a measure is the present one on a day, what replaced the others, and how that is known."""

from datetime import date

import pytest

from agreements.law.measures import Effect, Standing, Value, course
from agreements.law.vocabulary import Certainty, EffectState

FOREVER = date.max
ENTERED, WAITED, STRUCK, OVER, UNKNOWN = (
    EffectState.EN_VIGUEUR,
    EffectState.PAS_ENCORE,
    EffectState.SANS_EFFET,
    EffectState.PLUS_EN_VIGUEUR,
    EffectState.INCONNU,
)


def on(text: str) -> date:
    return date.fromisoformat(text)


def effects(*steps: tuple[str, EffectState], certainty=Certainty.ETABLI) -> tuple[Effect, ...]:
    """The effect of a text, each step until the next."""
    ends = [on(day) for day, _ in steps[1:]] + [FOREVER]
    return tuple(
        Effect(on(day), end, word, None if word == UNKNOWN else certainty)
        for (day, word), end in zip(steps, ends, strict=True)
    )


def value(key: int, starts: str, *steps, certainty=Certainty.ETABLI, **told) -> Value:
    return Value(key, on(starts), effects=effects(*steps, certainty=certainty), **told)


#: 8,48 % and 9,21 % of the CCN 66: the second was signed on 23 June 2020, published on 29 October.
SUJETION = [
    value(848, "2018-01-01", ("2018-10-16", WAITED), ("2018-11-28", ENTERED)),
    value(921, "2020-02-01", ("2020-06-23", WAITED), ("2020-10-29", ENTERED)),
]
#: 3,82 €, then a recommendation that binds only the members of one organisation.
POINT = [
    value(382, "2021-02-01", ("2021-06-09", WAITED), ("2021-08-03", ENTERED)),
    value(393, "2022-07-01", ("2022-11-23", WAITED), ("2022-12-24", ENTERED), members_only=True),
]
STRUCK_AVENANT = [*SUJETION, value(999, "2024-01-01", ("2024-01-01", STRUCK))]
TERM = [
    value(210, "2016-01-01", ("2016-01-01", ENTERED), ends_on=on("2017-12-31")),
    value(233, "2018-10-01", ("2018-09-21", ENTERED), ends_on=on("2021-12-31")),
    value(249, "2022-01-01", ("2021-11-12", ENTERED), ends_on=on("2023-12-31")),
]
UNCERTAIN = [*SUJETION, value(950, "2021-01-01", ("2020-12-01", UNKNOWN))]
ATTESTED = [*SUJETION, value(950, "2021-01-01", ("2020-12-01", UNKNOWN), attested=True)]
TEXT_NOT_READ = [Value(4151, on("2002-12-01"), attested=True), Value(4200, on("2003-12-01"))]
PROBABLE = [value(1, "2000-01-01", ("2000-01-01", ENTERED), certainty=Certainty.PROBABLE)]
AFTER_A_SURE_ONE = [
    *SUJETION,
    value(950, "2021-01-01", ("2020-12-01", ENTERED), certainty=Certainty.PROBABLE),
]
BEFORE_A_SURE_ONE = [*PROBABLE, value(2, "2005-01-01", ("2005-01-01", ENTERED))]
PROBABLE_AND_MEMBERS = [
    *AFTER_A_SURE_ONE,
    value(960, "2022-01-01", ("2022-01-01", ENTERED), members_only=True),
]
ENDED_TEXT = [value(1, "2000-01-01", ("2000-01-01", ENTERED), ("2010-01-01", OVER))]
SAME_DAY = [
    value(2, "2020-01-01", ("2020-01-01", ENTERED), written_on=on("2019-12-01")),
    value(1, "2020-01-01", ("2020-01-01", ENTERED), written_on=on("2019-11-01")),
]

#: « Au plus tôt le 1er janvier 2022, à défaut le 1er du mois suivant la publication », which was of 15 February.
AT_THE_EARLIEST = [
    *TERM[:2],
    Value(
        249,
        on("2022-01-01"),
        effects=(
            Effect(on("2021-10-08"), on("2022-03-01"), WAITED),
            Effect(on("2022-03-01"), FOREVER, ENTERED, effective_on=on("2022-03-01")),
        ),
        looks_back=False,
    ),
]

#: values, day → the present one, for those whom it does not bind, how it is known
PRESENT = {
    "not signed yet": (SUJETION, "2020-06-22", 848, None, "etabli"),
    "signed, and not approved": (SUJETION, "2020-10-28", 848, None, "etabli"),
    "retroactive, from its publication": (SUJETION, "2020-10-29", 921, None, "etabli"),
    "before every text": (SUJETION, "2018-10-15", None, None, None),
    "only for members": (POINT, "2026-11-22", 393, 382, "etabli"),
    "before it is approved": (POINT, "2022-12-23", 382, None, "etabli"),
    "without effect": (STRUCK_AVENANT, "2026-11-22", 921, None, "etabli"),
    "within its term": (TERM, "2023-12-31", 249, None, "etabli"),
    "after its term, nothing": (TERM, "2024-01-01", None, None, None),
    "between two terms": (TERM, "2018-02-01", None, None, None),
    "a later one of unknown effect: not certain": (UNCERTAIN, "2021-02-01", 921, None, None),
    "a later one that a source saw applied": (ATTESTED, "2021-02-01", 950, None, "etabli"),
    "told by a source, its text unread": (TEXT_NOT_READ, "2003-06-01", 4151, None, "etabli"),
    "a source is needed where there is no text": (TEXT_NOT_READ, "2004-06-01", 4151, None, None),
    "probable": (PROBABLE, "2001-01-01", 1, None, "probable"),
    "probable, after one that is sure": (AFTER_A_SURE_ONE, "2021-02-01", 950, None, "probable"),
    "sure for members, probable for the others": (PROBABLE_AND_MEMBERS, "2022-02-01", 960, 950, "etabli"),
    "at the earliest on a day that came before its publication": (
        AT_THE_EARLIEST,
        "2022-02-28",
        None,
        None,
        None,
    ),
    "and from the day that its rule gives": (AT_THE_EARLIEST, "2022-03-01", 249, None, "etabli"),
    "its text has ended": (ENDED_TEXT, "2011-01-01", None, None, None),
    "two of one day: the younger text": (SAME_DAY, "2021-01-01", 2, None, "etabli"),
    "none": ([], "2021-01-01", None, None, None),
}


@pytest.mark.parametrize("case", PRESENT.values(), ids=PRESENT)
def test_the_present_value(case):
    values, day, present, others, certainty = case
    told = course(values, on(day))
    assert (told.present and told.present.value.key) == present
    assert (told.for_others and told.for_others.value.key) == others
    assert told.certainty == certainty


#: values, day, value → what it is, what replaced it, its last day
STANDINGS = {
    "replaced": (SUJETION, "2021-01-01", 848, Standing.REMPLACEE, 921, "2020-01-31"),
    "not yet replaced": (SUJETION, "2020-10-28", 848, Standing.ACTUELLE, None, None),
    "not yet": (SUJETION, "2020-10-28", 921, Standing.A_VENIR, None, None),
    "replaced for members": (POINT, "2023-01-01", 382, Standing.REMPLACEE, 393, "2022-06-30"),
    "never": (STRUCK_AVENANT, "2026-01-01", 999, Standing.SANS_EFFET, None, None),
    "unknown": (UNCERTAIN, "2021-02-01", 950, Standing.INCONNUE, None, None),
    "ended before what followed": (TERM, "2019-01-01", 210, Standing.TERMINEE, 233, "2017-12-31"),
    "replaced on the morrow of its term": (TERM, "2022-06-01", 233, Standing.REMPLACEE, 249, "2021-12-31"),
    "ended before one that its rule delayed": (
        AT_THE_EARLIEST,
        "2022-03-15",
        233,
        Standing.TERMINEE,
        249,
        "2021-12-31",
    ),
    "ended": (TERM, "2024-01-01", 249, Standing.TERMINEE, None, "2023-12-31"),
}


@pytest.mark.parametrize("case", STANDINGS.values(), ids=STANDINGS)
def test_what_a_value_is(case):
    values, day, key, standing, by, until = case
    told = course(values, on(day)).of(key)
    assert told.standing is standing
    assert (told.replaced_by and told.replaced_by.value.key) == by
    assert told.until == (on(until) if until else None)


#: values, day → the last that is not only probable, where the present one is
FIRM_ONES = {
    "the present one is sure": (SUJETION, "2021-01-01", None),
    "nothing but a probable one": (PROBABLE, "2001-01-01", None),
    "a probable one after it": (AFTER_A_SURE_ONE, "2021-02-01", 921),
    "it is for members, others have it": (PROBABLE_AND_MEMBERS, "2022-02-01", None),
    "its term is past": ([*TERM, value(3, "2024-01-01", ("2024-01-01", ENTERED), certainty=Certainty.PROBABLE)],
                         "2024-02-01", None),
}  # fmt: skip


@pytest.mark.parametrize("case", FIRM_ONES.values(), ids=FIRM_ONES)
def test_what_is_sure_beside_what_is_probable(case):
    values, day, firm = case
    found = course(values, on(day)).firm
    assert (found and found.value.key) == firm


#: 3,77 €; 3,80 € for members only; 3,82 € for all; 3,93 € for members only
STEPS = [
    value(377, "2017-02-01", ("2017-12-01", ENTERED)),
    value(380, "2019-02-01", ("2019-06-12", ENTERED), members_only=True),
    *POINT,
]


@pytest.mark.parametrize(
    ("key", "by", "for_all"), [(377, 380, 382), (380, 382, 382), (382, 393, None), (393, None, None)]
)
def test_what_replaced_a_value_for_all_that_it_bound(key, by, for_all):
    told = course(STEPS, on("2026-11-22")).of(key)
    assert (told.replaced_by and told.replaced_by.value.key) == by
    assert (told.replaced_for_all and told.replaced_for_all.value.key) == for_all


def test_a_value_counts_from_its_own_day_or_from_the_one_that_a_rule_without_looking_back_gives():
    told = course(AT_THE_EARLIEST, on("2022-03-15"))
    assert told.present.value.since == on("2022-03-01")
    assert course(SUJETION, on("2020-11-01")).present.value.since == on("2020-02-01")


def test_what_a_probable_value_replaces_is_probably_replaced():
    told = course(AFTER_A_SURE_ONE, on("2021-02-01"))
    assert [(each.value.key, each.standing, each.certainty) for each in told.told] == [
        (848, Standing.REMPLACEE, Certainty.ETABLI),
        (921, Standing.REMPLACEE, Certainty.PROBABLE),
        (950, Standing.ACTUELLE, Certainty.PROBABLE),
    ]
    assert course(BEFORE_A_SURE_ONE, on("2006-01-01")).of(1).certainty == Certainty.PROBABLE


def test_what_is_not_known_yet_is_not_told():
    assert course(SUJETION, on("2020-06-22")).of(921) is None


def test_a_doubt_is_only_of_what_comes_after_the_present_one():
    older = value(1, "2019-01-01", ("2019-01-01", UNKNOWN))
    told = course([older, *SUJETION], on("2021-01-01"))
    assert told.doubts == []
    assert told.certainty == Certainty.ETABLI


@pytest.mark.parametrize("values", [SUJETION, POINT, TERM, UNCERTAIN], ids=["a", "b", "c", "d"])
def test_the_order_of_input_changes_nothing(values):
    for day in ("2019-01-01", "2021-03-01", "2026-01-01"):
        assert course(values, on(day)) == course(list(reversed(values)), on(day))
