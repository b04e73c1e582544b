"""« Ce qui s’applique » on the facts of the sector: the written cases, through the public address."""

import re

import pytest

from tests.reading import written

PRO_A = "bass-accord-2020-12-07-pro-a"
FORMATION = "bass-accord-2020-09-09-formation"
CPPNI = "bass-accord-2019-02"
LISTS = ("s_applique", "probable", "va_s_appliquer", "remplace", "ne_s_applique_pas", "inconnu")
TODAY = "2026-11-22"
SOCIO_EDUCATIF = "bass-accord-2022-05-02-socio-educatif"
PART_TIME = "bass-accord-2013-11-22-temps-partiel"

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
    ("ccn-66", "nexem", "2019-03-19", "ccn-66-avenant-349", "ne_s_applique_pas", "agrément refusé"),
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
    ("ccn-66", "nexem", "2021-01-01", "bass-accord-2015-05-07-formation", "remplace", "remplacé"),
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
    # Bound through the whole convention: the letter of 16 December 2015, those of the SNALESS and of the UNAF
    ("ccn-66", "nexem", TODAY, "ccn-66-avenant-250", "s_applique", "à tous ses avenants le 16 décembre 2015"),
    ("ccn-66", "nexem", "2019-06-01", "ccn-66-avenant-328", "s_applique", "qui succède à"),
    ("ccn-66", "nexem", TODAY, "ccn-66-avenant-328", "remplace", "remplacé"),
    (
        "ccn-66",
        "nexem",
        TODAY,
        "ccn-66-protocole-1983-05-02-indemnisation",
        "probable",
        "d’ordinaire les mêmes",
    ),
    ("ccn-66", "fegapei", TODAY, "ccn-66-avenant-354", "s_applique", "membre de Nexem"),
    (
        "ccn-66",
        "snaless",
        TODAY,
        "ccn-66-avenant-250",
        "s_applique",
        "à tous ses avenants le 1er décembre 2009",
    ),
    ("ccn-66", "snaless", "2019-06-01", "ccn-66-avenant-328", "s_applique", "qui y a adhéré"),
    ("ccn-66", "snaless", TODAY, "ccn-66-avenant-361", "s_applique", "que cet avenant révise"),
    ("ccn-66", "unaf", TODAY, "ccn-66-avenant-322", "s_applique", "que cet avenant révise"),
    ("ccn-66", "unaf", TODAY, "ccn-66-avenant-250", "probable", "version du 1er mai 2008"),
    (
        "ccn-66",
        "fehap",
        TODAY,
        "ccn-66-avenant-361",
        "ne_s_applique_pas",
        "membre de FEHAP ; texte signé par Nexem",
    ),
    ("ccn-66", "fehap snaless", TODAY, "ccn-66-avenant-250", "s_applique", "membre de SNALESS"),
    ("ccn-66", "", TODAY, "ccn-66-avenant-322", "ne_s_applique_pas", "il n’est pas étendu"),
    ("ccn-66", "nexem", TODAY, "ccn-66-avenant-300", "remplace", "remplacé"),
    (
        "ccn-66",
        "nexem",
        TODAY,
        "ccn-66-adhesion-2015-12-16-fegapei-syneas",
        "ne_s_applique_pas",
        "autre texte",
    ),
    ("ccn-66", "nexem", TODAY, "bass-negociation-ccue", "ne_s_applique_pas", "aucun texte n’est signé"),
    # Two conventions at once, and the neighbours of the branch
    ("ccn-66 ccn-79", "nexem", TODAY, "ccn-79-avenant-11", "ne_s_applique_pas", "JO du 8 novembre 2003"),
    ("ccn-66 ccn-79", "nexem", TODAY, "ccn-66-avenant-250", "s_applique", "agréé"),
    ("ccn-79", "nexem", TODAY, PRO_A, "s_applique", "membre d’Axess"),
    ("ccn-51", "fehap", TODAY, PRO_A, "s_applique", "membre d’Axess"),
    ("ccn-51", "fehap", TODAY, PART_TIME, "s_applique", "elle-même membre d’Unifed"),
    ("ccn-66", "nexem", TODAY, PART_TIME, "s_applique", "étendu (JO du 28 juin 2014)"),
    ("idcc-5502", "croix-rouge-francaise", TODAY, PRO_A, "s_applique", "étendu (JO du 20 avril 2021)"),
    ("idcc-0405", "unisss", TODAY, SOCIO_EDUCATIF, "ne_s_applique_pas", "convention non appliquée"),
    ("idcc-2941", "", TODAY, SOCIO_EDUCATIF, "ne_s_applique_pas", "convention non appliquée"),
    # A small CHRS, a member of none: what is extended, and nothing of the CCN 66
    ("chrs", "", TODAY, PRO_A, "s_applique", "étendu (JO du 20 avril 2021)"),
    ("chrs", "", TODAY, SOCIO_EDUCATIF, "s_applique", "étendu"),
    ("chrs", "", TODAY, "ccn-66-avenant-354", "ne_s_applique_pas", "il n’est pas étendu"),
    ("chrs", "", TODAY, "chrs-protocole-140", "ne_s_applique_pas", "il n’est pas étendu, très probablement"),
]


def asked(site, convention, member, on, **more):
    query = {"convention": convention.split(), "membre": member.split(), "date": on, **more}
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
    assert "Rattachement : Accords CHRS à CCN 66, depuis le 8 août 2021" in page.replace("\u00a0", " ")


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
    assert len(slugs) == len(set(slugs)) == 376


def test_sixty_cases_are_written():
    assert len(CASES) >= 60


# -- The answer as data ----------------------------------------------------------------------------------------


def test_the_answer_has_its_verdict_and_six_lists(site):
    answer = asked(site, "ccn-66", "nexem", TODAY, region="bretagne", effectif="80")
    assert set(answer) == {"edition", "date", "verdict", "a_preciser", *LISTS}
    counts = {name: len(answer[name]) for name in LISTS}
    assert f"{counts['s_applique']}\u00a0textes s’appliquent" in answer["verdict"]
    assert f"{counts['inconnu']} restent à vérifier" in answer["verdict"]
    assert all(counts[name] for name in LISTS if name != "va_s_appliquer"), counts
    assert not answer["va_s_appliquer"]  # whatever was pending is too old to be still known to be


def test_each_list_says_what_belongs_to_it(site):
    answer = asked(site, "ccn-66", "nexem", TODAY)
    assert {told["certitude"] for told in answer["s_applique"]} == {"etabli", "deduit"}
    assert {told["certitude"] for told in answer["probable"]} == {"probable"}
    assert all("depuis" in told for name in ("s_applique", "probable", "remplace") for told in answer[name])
    assert all(told["attend"] for told in answer["va_s_appliquer"])
    for told in answer["inconnu"]:
        assert told["manque"] and told["reglerait"] and told["certitude"] is None


def test_what_is_to_be_verified_comes_by_missing_fact(site):
    told = [line["manque"] for line in asked(site, "ccn-66", "nexem", TODAY)["inconnu"]]
    runs = [fact for place, fact in enumerate(told) if place == 0 or told[place - 1] != fact]
    assert len(runs) == len(set(runs)) > 1
    assert told.count(runs[0]) == max(map(told.count, runs))


def test_what_is_replaced_names_the_text_that_replaces_it(site):
    _, told = found(asked(site, "ccn-66", "nexem", TODAY), "ccn-66-avenant-300")
    assert told["par"]["identifiant"] == "ccn-66-avenant-322"
    assert site.get(told["par"]["url"]).status_code == 200


def test_ones_own_convention_comes_before_the_branch(site):
    slugs = [told["accord"]["conventions"] for told in asked(site, "ccn-66", "nexem", TODAY)["s_applique"]]
    own = ["ccn-66" in conventions for conventions in slugs]
    assert own == sorted(own, reverse=True) and not all(own)


def test_only_what_a_text_distinguishes_is_asked(site):
    assert asked(site, "ccn-66", "nexem", TODAY)["a_preciser"] == ["region"]
    assert asked(site, "ccn-66", "nexem", TODAY, region="bretagne")["a_preciser"] == []
    assert asked(site, "chrs", "", TODAY)["a_preciser"] == ["bulletin"]
    assert asked(site, "chrs", "", TODAY, bulletin="non")["a_preciser"] == []


def test_a_payslip_that_names_the_convention_leaves_its_avenants_to_be_verified(site):
    answer = asked(site, "chrs", "", TODAY, bulletin="oui")
    name, told = found(answer, "chrs-protocole-140")
    assert (name, told["manque"]) == ("inconnu", "application-volontaire")
    assert told["article"] == "L1221-1 CT"


@pytest.mark.parametrize(("on", "offered"), [("2016-12-31", True), ("2017-01-01", False)])
def test_an_organisation_that_another_continues_leaves_the_form(site, on, offered):
    page = site.get(f"/applicable/?date={on}").content.decode()
    assert ('value="fegapei"' in page) is offered
    assert 'value="nexem"' in page


def test_it_is_still_understood_where_an_address_names_it(site):
    page = site.get(f"/applicable/?convention=ccn-66&membre=fegapei&date={TODAY}").content.decode()
    assert 'value="fegapei" checked' in page


@pytest.mark.parametrize(("query", "reason"), [
    ("convention=ccn-67", "convention : « ccn-67 » n’est pas une valeur connue"),
    ("convention=ccn-66&membre=cfdt", "membre : « cfdt » n’est pas une valeur connue"),
    ("convention=ccn-66&region=mars", "region : « mars » n’est pas une valeur connue"),
    ("convention=ccn-66&bulletin=peut-etre", "bulletin : « peut-etre » n’est pas une valeur connue"),
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
