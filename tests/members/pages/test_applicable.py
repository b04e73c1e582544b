"""« Ce qui s’applique » on the facts of the sector: the written cases, through the public address."""

import re

import pytest

from tests.reading import written

PRO_A = "bass-accord-2020-12-07-pro-a"
FORMATION = "bass-accord-2020-09-09-formation"
CPPNI = "bass-accord-2019-02"
LISTS = ("s_applique", "va_s_appliquer", "ne_s_applique_pas", "inconnu")

#: Convention, member of, day, agreement, list, and a part of the reason.
CASES = [
    ("ccn-66", "nexem", "2020-10-28", "ccn-66-avenant-354", "va_s_appliquer", "avis favorable"),
    ("ccn-66", "nexem", "2020-10-29", "ccn-66-avenant-354", "s_applique", "JO du 29 octobre 2020"),
    ("ccn-66", "", "2020-10-28", "ccn-66-avenant-354", "ne_s_applique_pas", "n’est pas étendu"),
    ("ccn-66", "", "2020-10-29", "ccn-66-avenant-354", "ne_s_applique_pas", "membre d’aucune"),
    ("chrs", "nexem", "2020-10-29", "ccn-66-avenant-354", "ne_s_applique_pas", "non appliquée"),
    ("ccn-66", "nexem", "2020-10-29", "ccn-66-avenant-356", "va_s_appliquer", "1er novembre 2020"),
    ("ccn-66", "nexem", "2020-11-01", "ccn-66-avenant-356", "s_applique", "agréé"),
    ("ccn-66", "nexem", "2021-04-19", PRO_A, "va_s_appliquer", "l’agrément n’est pas encore décidé"),
    ("ccn-66", "nexem", "2021-04-20", PRO_A, "inconnu", "aucun article lu ne dit s’il s’applique alors"),
    ("ccn-66", "", "2021-04-23", PRO_A, "inconnu", "étendu (JO du 20 avril 2021)"),
    ("ccn-66", "nexem", "2021-04-24", PRO_A, "va_s_appliquer", "1er mai 2021"),
    ("ccn-66", "", "2021-04-30", PRO_A, "va_s_appliquer", "1er mai 2021"),
    ("ccn-66", "nexem", "2021-05-01", PRO_A, "s_applique", "JO du 24 avril 2021"),
    ("ccn-66", "", "2021-05-01", PRO_A, "s_applique", "étendu (JO du 20 avril 2021)"),
    ("chrs", "nexem", "2020-11-01", FORMATION, "va_s_appliquer", "l’agrément n’est pas encore décidé"),
    ("chrs", "", "2020-11-01", FORMATION, "va_s_appliquer", "l’extension n’est pas encore décidée"),
    ("chrs", "nexem", "2020-12-23", FORMATION, "va_s_appliquer", "1er janvier 2021"),
    ("chrs", "nexem", "2021-01-01", FORMATION, "s_applique", "membre d’Axess"),
    ("chrs", "", "2021-01-01", FORMATION, "va_s_appliquer", "l’extension n’est pas encore décidée"),
    ("chrs", "", "2021-09-17", FORMATION, "va_s_appliquer", "l’extension n’est pas encore décidée"),
    ("chrs", "nexem", "2021-09-17", FORMATION, "s_applique", "membre d’Axess"),
    ("chrs", "", "2021-09-18", FORMATION, "s_applique", "étendu (JO du 18 septembre 2021)"),
    ("chrs", "nexem", "2021-09-18", FORMATION, "s_applique", "exclusions ou réserves"),
    ("ccn-66", "nexem", "2020-05-01", CPPNI, "va_s_appliquer", "sa propre clause attend l’extension"),
    ("ccn-66", "nexem", "2020-10-27", CPPNI, "va_s_appliquer", "sa propre clause attend l’extension"),
    ("ccn-66", "nexem", "2021-07-16", CPPNI, "s_applique", "JO du 16 juillet 2021"),
    ("chrs", "sop", "2009-06-01", "chrs-protocole-147", "ne_s_applique_pas", "agrément refusé"),
    ("chrs", "sop", "2010-01-01", "chrs-protocole-147", "s_applique", "agréé"),
    ("ccn-66", "fegapei", "2008-01-15", "ccn-66-avenant-305", "ne_s_applique_pas", "agrément refusé"),
    ("ccn-66", "fegapei", "2008-09-15", "ccn-66-avenant-305", "s_applique", "agréé"),
    ("ccn-66", "nexem", "2019-01-01", "ccn-66-avenant-344", "ne_s_applique_pas", "opposition majoritaire"),
    ("ccn-66", "nexem", "2019-03-06", "ccn-66-avenant-349", "ne_s_applique_pas", "agrément refusé"),
    ("ccn-66", "nexem", "2014-12-10", "ccn-66-avenant-326", "ne_s_applique_pas", "annulé par le juge"),
    ("ccn-66", "nexem", "2018-01-01", "ccn-66-avenant-322", "s_applique", "qui succède à FEGAPEI"),
    (
        "ccn-66",
        "nexem",
        "2022-06-24",
        "bass-accord-2022-05-02-socio-educatif",
        "s_applique",
        "membre d’Axess",
    ),
    ("ccn-66", "", "2022-07-12", "bass-accord-2022-05-02-socio-educatif", "s_applique", "étendu"),
    ("ccn-66", "nexem", "2021-01-01", "bass-accord-2015-05-07-formation", "ne_s_applique_pas", "remplacé"),
    ("ccn-66", "nexem", "2022-02-01", "bass-recommandation-2021-12-21-laforcade", "inconnu", "unilatéral"),
    ("chrs", "nexem", "2026-11-22", "ccn-66-avenant-354", "inconnu", "les cinq ans ont pris fin"),
    ("chrs", "nexem", "2026-11-22", "ccn-66-avenant-344", "ne_s_applique_pas", "opposition majoritaire"),
    ("chrs", "nexem", "2026-11-22", "ccn-66-avenant-349", "ne_s_applique_pas", "agrément refusé"),
    (
        "chrs",
        "nexem",
        "2026-11-22",
        "ccn-66-arrete-2018-11-16-fusion",
        "ne_s_applique_pas",
        "sans rien fixer",
    ),
]


def asked(site, convention, member, on, **more):
    query = {"convention": convention.split(), "membre": member, "date": on, **more}
    return site.get("/applicable.json", query).json()


def found(answer, slug):
    lists = [name for name in LISTS for told in answer[name] if told["accord"]["identifiant"] == slug]
    assert len(lists) == 1, f"{slug} : {lists}"
    return lists[0], next(t for t in answer[lists[0]] if t["accord"]["identifiant"] == slug)


@pytest.mark.parametrize(("convention", "member", "on", "slug", "expected", "reason"), CASES)
def test_each_written_case_is_in_its_list_with_its_reason(
    site, convention, member, on, slug, expected, reason
):
    name, told = found(asked(site, convention, member, on), slug)
    assert name == expected, told["raison"]
    assert reason.lower() in told["raison"].replace("\u00a0", " ").lower()
    assert told["article"].split()[-1] in ("CT", "CASF")


def test_the_page_shows_the_same_lists_as_its_json(site):
    query = {"convention": ["ccn-66", "chrs"], "membre": "nexem", "date": "2021-01-15"}
    answer = site.get("/applicable.json", query).json()
    page = site.get("/applicable/", query).content.decode()
    for name in LISTS:
        part = page.split(f'id="{name}"')[1].split("</section>")[0]
        shown = part.count('<tr>\n<th scope="row">')
        hidden = sum(told["raison"].endswith("convention non appliquée") for told in answer[name])
        assert shown == len(answer[name]) - hidden, name


def test_the_printed_sheet_bears_its_day_and_its_edition(site):
    page = site.get("/applicable/?convention=ccn-66&membre=nexem&date=2021-01-15").content.decode()
    assert "Situation au 15\u00a0janvier\u00a02021</strong>, édition n°\u00a01" in page


def test_several_conventions_in_one_view_with_the_history_of_mergers(site):
    page = site.get("/applicable/?convention=ccn-66&convention=chrs&date=2022-01-01").content.decode()
    assert "Rattachement : Accords CHRS à CCN 66, depuis le 5 août 2021" in page.replace("\u00a0", " ")


def test_the_page_is_written_in_french(site):
    """Months without a day, three conventions in a row, articles in one form, the past in the past."""
    page = site.get(
        "/applicable/?convention=chrs&membre=nexem&region=bretagne&date=2026-11-22"
    ).content.decode()
    assert not re.search(r" du (\d{4}|[a-zéû]+\xa0\d{4})\b", page)
    assert "CCN 66, CCN 79 et Accords CHRS" in page
    assert 'class="article">CT\xa0L.\xa02261-33<' in page
    assert not re.search(r"[LRD]\d[\d-]+ (CT|CASF)", page)
    rows = [row for row in page.split("<tr>") if "emplacé ou abrogé" in row]
    assert rows
    assert not any("s’impose au" in row or ">Opposable au financeur<" in row for row in rows)


def test_every_text_of_the_sector_is_in_one_list_and_one_only(site):
    answer = asked(site, "ccn-66", "nexem", "2026-11-22")
    slugs = [told["accord"]["identifiant"] for name in LISTS for told in answer[name]]
    assert len(slugs) == len(set(slugs)) == 231


@pytest.mark.parametrize(("query", "reason"), [
    ("convention=ccn-67", "convention : « ccn-67 » n’est pas une valeur connue"),
    ("convention=ccn-66&membre=cfdt", "membre : « cfdt » n’est pas une valeur connue"),
    ("convention=ccn-66&region=mars", "region : « mars » n’est pas une valeur connue"),
    ("convention=ccn-66&effectif=-1", "effectif : un effectif n’est pas négatif"),
    ("convention=ccn-66&effectif=1e400", "effectif : ce n’est pas un nombre entier"),
    ("convention=ccn-66&date=2021-02-30", "date :"),
])  # fmt: skip
@pytest.mark.parametrize("address", ["/applicable/", "/applicable.json"])
def test_an_unknown_value_is_refused_in_words(site, address, query, reason):
    answer = site.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert reason in written(answer)


def test_without_convention_the_page_asks_for_one_and_the_json_says_so(site):
    assert "Choisissez au moins une convention" in site.get("/applicable/").content.decode()
    answer = site.get("/applicable.json").json()
    assert answer["a_preciser"] == ["convention"]
