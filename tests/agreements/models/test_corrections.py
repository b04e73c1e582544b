"""What the portal once told that was false or useless, and the right value: how each state is known, the measures
and the weights, worked out from the files alone. The states themselves are in `test_facts_found`.
"""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from django.conf import settings

from agreements.law.measures import Effect, Value, course
from agreements.law.vocabulary import ActKind, AgreementKind
from tests.agreements.finding.recount import texts
from tests.reading import parsed, text

#: text, day, track → its state, how it is known, and the rule or the fault that says so
KNOWN = [
    # approved by an arrêté that was read; its own clause gives the day
    ("ccn-66-avenant-362", "2022-02-15", "agrement", "agree etabli"),
    ("ccn-66-avenant-362", "2022-03-01", "effet", "en-vigueur deduit clause-d-effet"),
    # the refusal reached six of the eight who signed: never without effect, and no more than probably in force
    ("ccn-79-avenant-1999-09-29-objet-non-lu", "2026-11-22", "agrement", "agree etabli"),
    ("ccn-79-avenant-1999-09-29-objet-non-lu", "2026-11-22", "effet", "en-vigueur probable agree-sans-clause-lue"),
    # published by mistake
    ("ccn-66-avenant-259", "2026-11-22", "agrement", "refuse etabli"),
    ("ccn-66-avenant-259", "2026-11-22", "effet", "sans-effet deduit refuse-donc-sans-effet"),
    # news that nothing followed: the issue is not known
    ("bass-accord-2005-01-07-apprentissage", "2026-11-22", "agrement", "inconnu agrement-sans-issue-connue"),
    ("bass-accord-2019-12-19-oeth", "2026-11-22", "agrement", "inconnu agrement-sans-issue-connue"),
    ("chrs-protocole-162", "2026-11-22", "agrement", "inconnu agrement-sans-issue-connue"),
    ("chrs-protocole-163", "2026-11-22", "agrement", "inconnu agrement-sans-issue-connue"),
    (
        "bass-accord-2015-05-07-formation-avenant-5", "2026-11-22", "extension",
        "inconnu extension-sans-issue-connue",
    ),
    # approved by an arrêté of late October 2018; the official base dates them of 1 November
    ("ccn-66-avenant-345", "2018-10-31", "agrement", "agree etabli"),
    ("ccn-66-avenant-345", "2018-10-31", "effet", "inconnu"),
    ("ccn-66-avenant-345", "2018-11-01", "effet", "en-vigueur probable date-de-la-base-officielle"),
    ("ccn-66-avenant-346", "2018-11-01", "effet", "en-vigueur probable date-de-la-base-officielle"),
    ("ccn-66-avenant-357", "2026-11-22", "agrement", "agree etabli"),
    ("ccn-66-avenant-357", "2026-11-22", "effet", "en-vigueur deduit clause-d-effet"),
    # no agrément was asked of a text before the law of 1975
    ("ccn-66-convention-1966-03-15", "2026-11-22", "agrement", "sans-objet probable avant-la-loi-de-1975"),
    # refused, or struck: nothing of it has effect
    ("ccn-66-avenant-349", "2026-11-22", "effet", "sans-effet deduit refuse-donc-sans-effet"),
    ("ccn-66-accord-2021-12-08-segur-2", "2026-11-22", "agrement", "agree etabli"),
    ("ccn-66-accord-2021-12-08-segur-2", "2026-11-22", "signature", "repute-non-ecrit deduit opposition-majoritaire"),
    ("ccn-66-recommandation-2022-segur-2", "2026-11-22", "agrement", "agree etabli"),
    ("ccn-66-recommandation-2022-segur-2", "2026-11-22", "effet", "en-vigueur deduit clause-d-effet"),
    ("ccn-51-avenant-2021-01", "2026-11-22", "signature", "repute-non-ecrit deduit opposition-majoritaire"),
    ("bass-accord-2014-05-06-sante", "2026-11-22", "signature", "repute-non-ecrit deduit opposition-majoritaire"),
    # a court annulled the first arrêté; another one came
    ("ccn-66-avenant-326", "2026-11-22", "agrement", "agree etabli"),
    # told by one union, on a page without a date: nothing is known
    ("ccn-66-avenant-269", "2026-11-22", "agrement", "inconnu"),
    # said to be approved or refused by the specialised press, and to apply by the agreement that follows them
    ("ccn-66-recommandation-2020-segur", "2020-12-17", "agrement", "agree etabli"),
    ("chrs-protocole-2005-tisf", "2005-10-28", "agrement", "agree etabli"),
    ("idcc-2941-avenant-3-2012", "2026-11-22", "agrement", "refuse etabli"),
    ("bass-accord-2001-01", "2001-08-24", "agrement", "agree etabli"),
    ("bass-accord-2005-05", "2026-11-22", "agrement", "refuse etabli"),
    ("bass-accord-2005-04", "2006-12-07", "extension", "etendu etabli"),
    ("bass-accord-2005-06-21-oeth", "2026-11-22", "agrement", "agree probable applique-donc-agree"),
    ("bass-accord-2022-12-07-oeth", "2026-11-22", "effet", "plus-en-vigueur deduit terme"),
    # branch texts, approved then extended
    ("bass-accord-2019-02", "2020-03-22", "agrement", "agree etabli"),
    ("bass-accord-2019-02", "2021-07-16", "extension", "etendu etabli"),
    ("bass-accord-2013-11-22-temps-partiel", "2014-07-01", "effet", "en-vigueur etabli"),
    ("bass-accord-2015-05-07-formation", "2016-02-17", "extension", "etendu-avec-reserves etabli"),
    ("bass-accord-2015-05-07-formation-avenant-1", "2016-04-16", "extension", "etendu etabli"),
    ("bass-accord-2005-03", "2005-03-31", "agrement", "agree etabli"),
    ("bass-accord-2005-03", "2005-04-15", "extension", "etendu-avec-reserves etabli"),
    ("ccn-51-avenant-2020-01", "2020-10-29", "agrement", "agree etabli"),
    ("idcc-2941-convention-2010-05-21", "2011-10-12", "agrement", "agree etabli"),
    ("idcc-2941-avenant-52-2022", "2026-11-22", "agrement", "agree etabli"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "day", "track", "told"), KNOWN, ids=[f"{row[0]} {row[2]} {row[1]}" for row in KNOWN]
)
def test_each_state_says_how_it_is_known(slug, day, track, told):
    state = getattr(texts()[slug].on(date.fromisoformat(day)), track)
    assert " ".join(filter(None, (state.word, state.certainty, state.rule))) == told


def test_an_adhesion_and_a_denunciation_ask_for_no_decision():
    kinds = {AgreementKind.ADHESION, AgreementKind.DENONCIATION}
    found = {slug: held for slug, held in texts().items() if held.given["type"] in kinds}
    assert len(found) == 6
    for slug, held in found.items():
        told = held.on(date(2026, 11, 22))
        assert (told.agrement.word, told.extension.word) == ("sans-objet", "sans-objet"), slug


def test_what_is_contested_is_a_divergence():
    [point] = texts()["ccn-79-avenant-1999-09-29-objet-non-lu"].given["divergence"]
    said = [value["valeur"] for value in point["valeur"]]
    assert any(value.startswith("refus du 23 mars 2000") for value in said)
    assert any(value.startswith("réputé agréé, refus contesté") for value in said)


@cache
def acts() -> dict[str, dict]:
    rows = tomllib.loads((settings.FIXTURES_DIR / "actes.toml").read_text(encoding="utf-8"))["acte"]
    return {row["identifiant"]: row for row in rows}


@pytest.mark.parametrize(
    ("slug", "nature", "kind", "on", "jo"),
    [
        # one arrêté approves some texts and refuses others: it is not « d’agrément » for those
        ("ccn-66-avenant-349", "refus-agrement", ActKind.ARRETE, date(2019, 3, 6), date(2019, 3, 19)),
        ("ccn-66-avenant-292", "agree", ActKind.ARRETE_AGREMENT, date(2004, 6, 8), None),
        ("ccn-66-avenant-362", "agree", ActKind.ARRETE_AGREMENT, date(2022, 1, 20), date(2022, 2, 15)),
        (
            "idcc-2941-convention-2010-05-21",
            "agree",
            ActKind.ARRETE_AGREMENT,
            date(2011, 10, 3),
            date(2011, 10, 12),
        ),
        (
            "idcc-2941-avenant-35-2017",
            "refus-agrement",
            ActKind.ARRETE,
            date(2017, 10, 13),
            date(2017, 10, 20),
        ),
        ("bass-accord-2006-01", "agree", ActKind.ARRETE_AGREMENT, date(2006, 10, 26), None),
        (
            "bass-accord-2013-11-22-temps-partiel",
            "agree",
            ActKind.ARRETE_AGREMENT,
            date(2014, 4, 18),
            date(2014, 5, 22),
        ),
        ("ccn-51-avenant-2020-01", "agree", ActKind.ARRETE_AGREMENT, date(2020, 10, 2), date(2020, 10, 29)),
    ],
)
def test_the_act_of_a_decision(slug, nature, kind, on, jo):
    [decision] = [event for event in texts()[slug].given["evenement"] if event["nature"] == nature]
    act = acts()[decision["acte"]]
    assert (act["nature"], act["date"], act.get("jo")) == (kind, on, jo)


# -- The date of the title, and the day of the signature -----------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "dated", "signed_on"),
    [
        ("ccn-66-avenant-362", "2021-09-16", "2021-10-08"),
        ("bass-accord-2015-05-07-formation", "2015-05-07", "2015-05-28"),
        ("ccn-66-avenant-339", "2017-08-30", None),
        ("chrs-protocole-162", "2020-09-07", None),
        ("chrs-protocole-163", "2020-09-07", None),
        ("ccn-66-avenant-357", "2020-09-11", None),
        ("ccn-66-avenant-354", "2020-06-23", "2020-06-23"),
    ],
)
def test_the_date_of_the_title_is_not_the_day_of_the_signature(reader, slug, dated, signed_on):
    told = reader.get(f"/accords/{slug}.json").json()
    assert (told["date_texte"], told["date_signature"]) == (dated, signed_on)


def test_a_day_before_the_text_says_that_nothing_is_known(reader):
    page = parsed(reader.get("/accords/ccn-66-avenant-362/?date=2000-01-01"))
    assert "Rien n’est connu" in text(page.query("main")[0])
    assert page.query("#texte") == []


# -- Measures ------------------------------------------------------------------------------------------------


@cache
def measures(convention: str) -> dict[str, dict]:
    path = settings.FIXTURES_DIR / "mesures" / f"{convention}.toml"
    return {row["identifiant"]: row for row in tomllib.loads(path.read_text(encoding="utf-8"))["mesure"]}


def values_of(convention: str, name: str) -> tuple[dict[int, str], list[Value]]:
    """The figures that the files give to a measure, each with the life of its text."""
    row = measures(convention)[name]
    if "suit" in row:
        return values_of(row["suit"], name)
    figures, values = {}, []
    for key, given in enumerate(row["valeur"]):
        held = texts().get(given.get("accord"))
        figures[key] = given["valeur"]
        values.append(
            Value(
                key,
                given["date"],
                given.get("terme"),
                held.given.get("date") if held else None,
                "membres_de" in given,
                given.get("appliquee", False),
                tuple(
                    Effect(life.starts_on, life.ends_on or date.max, life.effet.word, life.effet.certainty)
                    for life in (held.life if held else ())
                ),
            )
        )
    return figures, values


#: day → the value of the point of the CCN 66, and what the others have where only members have it
POINT = {
    "2003-06-01": ("3,49", None),
    "2004-12-01": ("3,51", None),
    "2007-12-01": ("3,64", None),
    "2009-12-01": ("3,72", None),
    "2011-01-01": ("3,74", None),
    "2015-06-01": ("3,76", None),
    "2018-06-01": ("3,77", None),
    "2019-12-01": ("3,80", "3,77"),
    "2021-12-01": ("3,82", None),
    "2022-12-23": ("3,82", None),
    "2022-12-24": ("3,93", "3,82"),
    "2026-11-22": ("3,93", "3,82"),
}


@pytest.mark.parametrize("convention", ["ccn-66", "chrs"])
@pytest.mark.parametrize("day", POINT)
def test_the_value_of_the_point_of_the_ccn_66_which_the_chrs_follow(convention, day):
    figures, values = values_of(convention, "valeur-du-point")
    told = course(values, date.fromisoformat(day))
    others = told.for_others
    assert (figures[told.present.value.key], others and figures[others.value.key]) == POINT[day]


def test_every_step_of_the_value_of_the_point_has_its_day_and_its_text():
    """The avenant n° 298 has three steps in its own words, where later accounts have one, on 1 February 2005."""
    rows = [
        row for row in measures("ccn-66")["valeur-du-point"]["valeur"] if row["date"] >= date(2002, 12, 1)
    ]
    by = {"decision": "decision-2004", "2019": "recommandation-2019", "2022": "recommandation-2022"}
    assert len(rows) == len(STEPS.split("\n"))
    for row, step in zip(sorted(rows, key=lambda row: row["date"]), STEPS.split("\n"), strict=True):
        figure, on, text_of = step.split()
        assert (row["valeur"], row["date"].isoformat()) == (figure, on)
        assert by.get(text_of, f"avenant-{text_of}") in row["accord"]


STEPS = """3,49 2002-12-01 281
3,51 2004-01-01 decision
3,53 2005-02-01 298
3,55 2005-07-01 298
3,58 2005-11-01 298
3,60 2006-07-01 307
3,61 2006-11-01 307
3,64 2007-02-01 307
3,72 2009-01-01 320
3,74 2010-01-01 321
3,76 2013-04-01 326
3,77 2017-02-01 340
3,80 2019-02-01 2019
3,82 2021-02-01 361
3,93 2022-07-01 2022"""


def test_the_value_of_the_point_is_certain():
    _, values = values_of("ccn-66", "valeur-du-point")
    assert course(values, date(2026, 11, 22)).certainty in ("etabli", "deduit")


def test_one_rate_of_the_indemnity_of_subjection_is_the_present_one():
    figures, values = values_of("ccn-66", "sujetion-speciale")
    told = course(values, date(2026, 11, 22))
    assert {figures[each.value.key]: each.standing for each in told.told} == {
        "8,48": "remplacee", "9,21": "actuelle",
    }  # fmt: skip


# -- The weights of unions -----------------------------------------------------------------------------------

#: field and cycle → the weight of each confederation
WEIGHTS = {
    ("bass", 2013): "CFDT 35.24 CGT 32.42 CGT-FO 13.9 Solidaires 9.4 CFTC 5.48 CFE-CGC 3.56",
    ("bass", 2017): "CFDT 38.5 CGT 35.18 CGT-FO 14.69 Solidaires 11.63",
    ("bass", 2021): "CFDT 36.83 CGT 36.16 CGT-FO 15.17 Solidaires 11.84",
    ("ccn-51", 2021): "CFDT 36.5 CGT 33.15 CGT-FO 16.28 CFTC 9.58 CFE-CGC 4.49",
    ("ccn-66", 2021): "CGT 36.47 CFDT 35.94 Solidaires 15.3 CGT-FO 12.3",
    ("ccn-66", 2025): "CGT 37.01 CFDT 35.03 Solidaires 15.85 CGT-FO 12.11",
}


@pytest.mark.parametrize(("field", "cycle"), WEIGHTS)
def test_the_weights_of_unions(field, cycle):
    rows = tomllib.loads((settings.FIXTURES_DIR / "audiences.toml").read_text(encoding="utf-8"))["audience"]
    [row] = [
        row for row in rows if field in row["conventions"] and row["cycle"] == cycle and row.get("parts")
    ]
    words = WEIGHTS[field, cycle].split()
    told = {name: Decimal(share) for name, share in zip(words[::2], words[1::2], strict=True)}
    found = {name.rpartition(" ")[2]: Decimal(str(share)) for name, share in row["parts"].items()}
    assert found == told
