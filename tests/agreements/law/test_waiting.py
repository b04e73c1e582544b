"""The pending board: one column for each text, since when, until when, and nothing promised."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from agreements.law.lifecycle import situations
from agreements.law.vocabulary import EffectRuleKind as Rule
from agreements.law.vocabulary import Nature as N
from agreements.law.waiting import Column, Deadline, waiting
from agreements.reading.board import KEYS, Order
from tests.agreements.law.facts_builders import covers, day, fact, facts, rule
from tests.reading import links, parsed, text

AGREED = fact(N.AGREE, "2020-10-02", jo="2020-10-29")
NOTIFIED = fact(N.NOTIFICATION, "2020-06-24")


def standing(known, on: str):
    present = next((each for each in situations(known) if covers(each, day(on))), None)
    return waiting(known, present, day(on))


CASES = [
    ("open", facts(fact(N.OUVERTURE, "2020-09-11")), "2020-09-15", Column.OUVERT, 4),
    ("notified", facts(NOTIFIED, dated="2020-06-23"), "2020-07-09", Column.OPPOSITION, 15),
    ("the fifteen days over", facts(NOTIFIED, dated="2020-06-23"), "2020-07-10", None, None),
    (
        "said to be over before",
        facts(NOTIFIED, fact(N.VALIDE, "2020-07-01"), dated="2020-06-23"), "2020-07-02", None, None,
    ),
    (
        "asked for",
        facts(fact(N.DEMANDE_AGREMENT, "2020-08-03"), dated="2020-06-23"), "2020-09-02", Column.COMMISSION, 30,
    ),
    (
        "opinion of which the sense is not read",
        facts(fact(N.DEMANDE_AGREMENT, "2020-08-03"), fact(N.AVIS_CNA, "2020-09-01")), "2020-09-02", Column.ARRETE, 1,
    ),
    ("favourable opinion", facts(fact(N.AVIS_FAVORABLE, "2020-09-17")), "2020-09-27", Column.ARRETE, 10),
    ("unfavourable opinion", facts(fact(N.AVIS_DEFAVORABLE, "2020-09-17")), "2020-09-27", Column.ARRETE, 10),
    (
        "arrêté signed, not published",
        facts(fact(N.AVIS_FAVORABLE, "2020-09-17"), AGREED), "2020-10-27", Column.PUBLICATION, 25,
    ),
    ("arrêté signed, nothing else known", facts(AGREED, dated="2020-06-23"), "2020-10-02", Column.PUBLICATION, 0),
    (
        "before the arrêté is signed",
        facts(fact(N.AVIS_FAVORABLE, "2020-09-17"), AGREED), "2020-10-01", Column.ARRETE, 14,
    ),
    ("published, in force", facts(AGREED, rule=rule(Rule.DATE_FIXE, "2020-02-01")), "2020-10-29", None, None),
    (
        "published, in force next month",
        facts(AGREED, rule=rule(Rule.MOIS_SUIVANT_JO_AGREMENT)), "2020-10-30", Column.EFFET, 1,
    ),
    (
        "agreed, extension asked for",
        facts(AGREED, fact(N.DEMANDE_EXTENSION, "2020-11-02")), "2020-11-05", Column.EXTENSION, 3,
    ),
    (
        "both pending: the agrément first",
        facts(fact(N.AGREMENT_EN_COURS, "2020-09-02"), fact(N.EXTENSION_EN_COURS, "2020-09-02")), "2020-09-05",
        Column.COMMISSION, 3,
    ),
    (
        "refused", facts(fact(N.REFUS_AGREMENT, "2020-10-02"), fact(N.DEMANDE_EXTENSION, "2020-11-02")),
        "2020-12-01", None, None,
    ),
    ("closed without decision", facts(fact(N.SANS_SUITE, "2020-10-02")), "2020-12-01", None, None),
    (
        "struck", facts(fact(N.OPPOSITION_MAJORITAIRE, "2020-07-01"), fact(N.DEMANDE_EXTENSION, "2020-07-02"),
        dated="2020-06-23"), "2020-12-01", None, None,
    ),
    ("only signed: nothing is known to be waited for", facts(dated="2020-06-23"), "2020-12-01", None, None),
    ("negotiated: no text waits yet", facts(fact(N.ETAPE, "2022-02-18")), "2022-03-01", None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "on", "column", "days"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_stands_under_the_first_condition_that_it_lacks(known, on, column, days):
    found = standing(known, on)
    assert (found and found.column, found and found.days) == (column, days)


def test_the_opposition_ends_fifteen_days_after_the_notification():
    [deadline] = standing(facts(NOTIFIED, dated="2020-06-23"), "2020-06-25").deadlines
    assert (deadline.on, deadline.exact, deadline.article) == (date(2020, 7, 9), True, "CT L. 2232-6")


def test_six_months_of_silence_reject_the_demand_of_extension():
    asked = facts(AGREED, fact(N.DEMANDE_EXTENSION, "2020-08-31"))
    [deadline] = standing(asked, "2020-11-05").deadlines
    assert (deadline.on, deadline.exact, deadline.article) == (date(2021, 2, 28), True, "CT R. 2261-4-7")


def test_a_demand_known_by_a_bound_sets_no_exact_day():
    asked = facts(AGREED, fact(N.DEMANDE_EXTENSION, "≤2020-10-27"))
    [deadline] = standing(asked, "2020-11-05").deadlines
    assert (deadline.on, deadline.exact) == (date(2021, 4, 27), False)


def test_an_undated_demand_sets_no_deadline():
    asked = facts(AGREED, fact(N.DEMANDE_EXTENSION, told="2020-11-01"))
    assert standing(asked, "2020-11-05").deadlines == ()


def test_a_signing_ends_on_the_day_that_was_announced():
    known = facts(fact(N.OUVERTURE, "2020-09-11"), fact(N.CLOTURE, "2020-09-22"))
    assert [each.on for each in standing(known, "2020-09-15").deadlines] == [date(2020, 9, 22)]


def test_old_news_is_stale_after_a_year_and_a_day():
    known = facts(fact(N.DEMANDE_AGREMENT, "2020-08-03"))
    assert not standing(known, "2021-08-03").stale
    assert standing(known, "2021-08-04").stale


def test_what_has_no_date_is_stale_and_of_no_age():
    found = standing(facts(fact(N.DEMANDE_AGREMENT, told="2020-08-03")), "2020-08-04")
    assert (found.stale, found.days, found.news_on) == (True, None, None)


# -- The page ----------------------------------------------------------------------------------------------

SEED = {
    "attend-commission": {
        "bass-accord-2020-09-09-formation",
        "ccn-66-avenant-357",
        "chrs-protocole-162",
        "chrs-protocole-163",
    },
    "attend-publication": {"ccn-66-avenant-354", "ccn-66-avenant-356"},
    "attend-extension": {"bass-accord-2019-02"},
}


#: Texts of other conventions: one of the same arrêté of 2 October 2020 as the avenants 354 and 356; and three of which
#: a decision of a later day is known, that were not decided yet.
ALSO = {
    "attend-publication": {"ccn-51-avenant-2020-01"},
    "attend-commission": {"idcc-2941-avenant-43-2020", "idcc-2941-avenant-45-2020"},
    "attend-extension": {"idcc-2941-avenant-44-2020"},
}


def columns(reader, query: str) -> dict[str, set[str]]:
    told = reader.get(f"/suivi.json?{query}").json()
    return {
        column["nom"]: {each["identifiant"] for each in column["accords"]}
        for column in told["colonnes"]
        if column["accords"]
    }


def with_the_others(seed: dict[str, set[str]]) -> dict[str, set[str]]:
    return {key: seed.get(key, set()) | ALSO.get(key, set()) for key in seed.keys() | ALSO.keys()}


def test_on_27_october_2020_exactly_seven_wait_and_four_of_other_conventions(reader):
    assert columns(reader, "date=2020-10-27") == with_the_others(SEED)
    assert columns(reader, "date=2020-10-27&perimetre=tout") == with_the_others(SEED)
    theirs = [columns(reader, f"date=2020-10-27&convention={name}") for name in ("ccn-66", "chrs", "bass")]
    assert {name: set().union(*(one.get(name, set()) for one in theirs)) for name in SEED} == SEED


def test_on_29_october_2020_two_have_moved(reader):
    after = columns(reader, "date=2020-10-29")
    waits = ("attend-commission", "attend-extension")
    assert after == {key: SEED[key] | ALSO[key] for key in waits} | {"attend-effet": {"ccn-66-avenant-356"}}


def test_old_news_stands_apart_with_its_date(reader):
    told = reader.get("/suivi.json?date=2020-10-27").json()
    old = [each for column in told["colonnes"] for each in column["sans_nouvelle"]]
    assert len(old) == told["sans_nouvelle"] == 3
    assert all(each["derniere_nouvelle"] < "2019-10-28" for each in old)


def test_the_page_tells_the_same_texts_as_its_twin(reader):
    page = parsed(reader.get("/suivi/?date=2020-10-27"))
    for identifier in set().union(*SEED.values()):
        assert f"/accords/{identifier}/?date=2020-10-27" in links(page)
    assert "11 textes attendent une condition connue" in text(page.query("main")[0])


def test_filters_narrow_it_as_they_narrow_the_list(reader):
    assert columns(reader, "date=2020-10-27&convention=chrs") == {
        "attend-commission": {"chrs-protocole-162", "chrs-protocole-163"}
    }
    assert columns(reader, "date=2020-10-27&signataire=cgt&agrement=avis-favorable") == {
        "attend-publication": {"ccn-66-avenant-356"}
    }


def test_the_next_deadline_first_then_those_that_passed_then_none():
    def row(slug, *days):
        deadlines = [Deadline("x", date.fromisoformat(day)) for day in days]
        waiting = SimpleNamespace(day=date(2020, 10, 27), deadlines=deadlines)
        return SimpleNamespace(agreement=SimpleNamespace(slug=slug), waiting=waiting)

    rows = [row("a"), row("b", "2020-01-01"), row("c", "2021-01-01"), row("d", "2020-10-01", "2020-11-01")]
    assert [each.agreement.slug for each in sorted(rows, key=KEYS[Order.ECHEANCE])] == ["d", "c", "b", "a"]


@pytest.mark.parametrize("query", ["ordre=hasard", "convention=inconnue", "agrement=x"])
@pytest.mark.parametrize("path", ["/suivi/", "/suivi.json", "/suivi.csv"])
def test_a_wrong_parameter_is_refused_in_words(reader, path, query):
    answer = reader.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.content.decode()


def test_the_table_has_one_line_for_each_text(reader):
    lines = reader.get("/suivi.csv?date=2020-10-27").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 11 + 3
    assert lines[0].startswith("colonne;")


def test_every_order_shows_the_same_texts(reader):
    for order in Order:
        assert columns(reader, f"date=2020-10-27&ordre={order}") == with_the_others(SEED)


def test_any_day_answers(reader):
    on = date(1960, 1, 1)
    while on < date(2027, 1, 1):
        assert reader.get(f"/suivi.json?date={on}").status_code == 200
        on += timedelta(days=400)


def test_few_queries(reader, django_assert_max_num_queries):
    """Eleven for a day that was never asked for, of which the index takes some."""
    reader.get("/suivi/?date=2020-10-27")
    with django_assert_max_num_queries(11, using="edition"):
        reader.get("/suivi/?date=2020-10-28")
