"""The answer of `/applicable/` as a page: its verdict, its measures, its groups, what it asks, what it costs."""

import re

import pytest

from tests.reading import flowing, parsed, written

TODAY = "2026-11-22"
ORDER = ["s_applique", "probable", "va_s_appliquer", "remplace", "inconnu", "ne_s_applique_pas"]


def asked(site, convention="ccn-66", member="nexem", on=TODAY, address="/applicable/", **more):
    query = {"convention": convention.split(), "membre": member.split(), "date": on, **more}
    return site.get(address, query)


def answer(site, **query):
    return asked(site, address="/applicable.json", **query).json()


def shown(site, **query):
    return parsed(asked(site, **query))


def test_the_verdict_heads_the_page_with_the_counts_of_the_json(site):
    verdict = answer(site)["verdict"].replace("\u00a0", " ").replace("\u202f", " ")
    page = written(asked(site))
    assert verdict in re.sub(r"\s+", " ", page)
    assert (
        page.index("textes s’appliquent")
        < page.index("Les mesures présentes")
        < page.index('id="s_applique"')
    )


def test_five_groups_then_what_does_not_apply_folded(site):
    page = asked(site).content.decode()
    answers = [name for name in re.findall(r'<h2 id="(\w+)"', page) if name in ORDER]
    assert answers == [name for name in ORDER if name != "va_s_appliquer"]
    assert "va_s_appliquer" in re.findall(r'<h2 id="(\w+)"', asked(site, on="2020-10-28").content.decode())
    for name, opens in (("s_applique", True), ("probable", True), ("remplace", False), ("inconnu", True),
                        ("ne_s_applique_pas", False)):  # fmt: skip
        part = page.split(f'<section class="answer answer-{name}"')[1].split("</section>")[0]
        assert ('<details class="group" open>' in part) is opens, name


def test_the_base_text_comes_first_and_its_group_before_the_branch(site):
    page = written(asked(site))
    part = page.split('id="probable"')[1].split("</section>")[0]
    assert part.index("<summary>CCN 66") < part.index("<summary>BASS")
    rows = part.split('<tr>\n<th scope="row">')
    assert "Convention du 15 mars 1966" in rows[1]


def test_plain_and_probable_are_told_apart_in_each_row(site):
    page = asked(site).content.decode()
    for name, likely in (("s_applique", False), ("probable", True)):
        part = page.split(f'id="{name}"')[1].split("</section>")[0]
        rows = part.split('<tr>\n<th scope="row">')[1:]
        assert rows and all(("très probablement" in row) is likely for row in rows), name


def test_what_is_to_be_verified_says_what_would_settle_it(site):
    page = written(asked(site)).split('id="inconnu"')[1]
    assert "On ignore s’il est agréé" in page
    assert "L’arrêté d’agrément, ou de refus, au Journal officiel." in page


# -- Measures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("convention", "member", "value", "since"), [
    ("ccn-66", "nexem", "3,93 €", "1er juillet 2022"),
    ("ccn-66", "fegapei", "3,93 €", "1er juillet 2022"),  # which Nexem continues
    ("ccn-66", "snaless", "3,82 €", "1er février 2021"),  # the recommendation binds the members of Nexem
    ("ccn-66", "", "3,82 €", "1er février 2021"),
    ("ccn-51", "fehap", "4,58 €", "1er juillet 2022"),
])  # fmt: skip
def test_the_present_value_of_the_point_is_that_of_the_employer(site, convention, member, value, since):
    rows = [flowing(row) for row in shown(site, convention=convention, member=member).query(".measures tr")]
    point = next(row for row in rows if row.startswith("Valeur du point"))
    assert value in point and since in point


@pytest.mark.parametrize("member", ["nexem", "snaless", ""])
def test_a_measure_whose_text_only_probably_applies_says_so(site, member):
    """The value is sure, that it holds for this employer is not: beside a plain figure, one would not know."""
    likely = {one["accord"]["url"].split("?")[0] for one in answer(site, member=member)["probable"]}
    told = {}
    for row in shown(site, member=member).query(".measures tbody tr"):
        link = row.query("td a[href]")
        told[flowing(row)] = bool(link) and link[0].attrs["href"].split("?")[0] in likely
    assert {row: "probablement" in row for row in told} == told
    assert any(told.values()) is (member == "nexem")


def test_the_measures_of_the_branch_are_named_as_such(site):
    page = shown(site)
    rows = [flowing(row) for row in page.query(".measures tr")]
    assert any("238 €" in row and "BASS" in row for row in rows)


@pytest.mark.parametrize(("member", "slug", "by", "since"), [
    ("nexem", "ccn-66-avenant-340", "ccn-66-recommandation-2019-valeur-du-point", "2019-02-01"),
    ("snaless", "ccn-66-avenant-340", "ccn-66-avenant-361", "2021-02-01"),
    ("nexem", "ccn-66-avenant-348", "ccn-66-avenant-354", "2020-02-01"),
])  # fmt: skip
def test_a_text_whose_figures_are_all_replaced_is_told_so(site, member, slug, by, since):
    told = {one["accord"]["identifiant"]: one for one in answer(site, member=member)["remplace"]}
    assert (told[slug]["par"]["identifiant"], told[slug]["depuis"]) == (by, since)
    assert "est remplacé par" in told[slug]["raison"]


@pytest.mark.parametrize(("member", "slug"), [
    ("snaless", "ccn-66-avenant-361"),  # replaced for the members of Nexem alone
    ("nexem", "ccn-66-avenant-354"),  # the present value
    ("nexem", "ccn-66-avenant-347"),  # says more than a rate
])  # fmt: skip
def test_a_text_that_still_sets_something_is_not(site, member, slug):
    assert slug in {one["accord"]["identifiant"] for one in answer(site, member=member)["s_applique"]}


# -- What is asked, what is kept -----------------------------------------------------------------------------


@pytest.mark.parametrize(("query", "asks"), [
    ({"member": "", "convention": "chrs"}, "Votre bulletin de paie nomme-t-il cette convention ?"),
    ({"member": ""}, "Votre bulletin de paie nomme-t-il cette convention ?"),
    ({}, "Dans quelle région ?"),
])  # fmt: skip
def test_it_asks_what_would_make_it_firmer(site, query, asks):
    assert asks in written(asked(site, **query))


@pytest.mark.parametrize("query", [
    {"region": "bretagne"}, {"member": "", "convention": "chrs", "bulletin": "non", "region": "bretagne"},
])  # fmt: skip
def test_it_asks_nothing_that_no_text_depends_on(site, query):
    assert 'class="precise' not in asked(site, **query).content.decode()


@pytest.mark.parametrize(("query", "there"), [({}, False), ({"effectif": "80"}, True)])
def test_the_headcount_stands_in_the_form_only_where_it_serves(site, query, there):
    assert ('name="effectif"' in asked(site, **query).content.decode()) is there


def test_several_memberships_are_chosen_and_told(site):
    page = asked(site, member="nexem snaless", region="bretagne", effectif="80", bulletin="oui")
    payslip = "dont le bulletin de paie nomme la convention"
    assert f"CCN 66 · membre de Nexem et de SNALESS · {payslip} · Bretagne · 80 salariés" in written(page)
    for slug in ("nexem", "snaless"):
        assert f'value="{slug}" checked' in page.content.decode()


def test_its_address_is_kept_without_its_day(site):
    page = asked(site, region="bretagne").content.decode()
    kept = re.search(r'<a href="([^"]+)">L’adresse de cette réponse', page).group(1)
    assert kept.replace("&amp;", "&") == "/applicable/?convention=ccn-66&region=bretagne&membre=nexem"


def test_few_queries(site, django_assert_max_num_queries):
    asked(site)
    with django_assert_max_num_queries(10, using="edition"):
        asked(site, convention="ccn-66 chrs", member="nexem fehap", effectif="80")


# -- Texts that change other texts ---------------------------------------------------------------------------


def replaced(told, *slugs):
    found = {each["accord"]["identifiant"]: each for each in told["remplace"]}
    return {slug: found[slug]["par"] and found[slug]["par"]["identifiant"] for slug in slugs if slug in found}


SANTE = [f"ccn-66-avenant-{number}" for number in (328, 334, 338)]


def test_a_scheme_that_another_agreement_takes_the_place_of_is_replaced_whole(site):
    by = "ccn-66-accord-2019-10-02-sante"
    assert replaced(answer(site), *SANTE) == dict.fromkeys(SANTE, by)
    assert replaced(answer(site, on="2019-12-31"), *SANTE) == {}


def amended(told):
    applied = [*told["s_applique"], *told["probable"]]
    return {
        each["accord"]["identifiant"]: [by["identifiant"] for by in each["modifie_par"]] for each in applied
    }


def test_a_text_that_others_amend_names_those_that_apply(site):
    found = amended(answer(site))
    assert found["ccn-66-avenant-347"] == ["ccn-66-avenant-362"]
    assert found["ccn-66-avenant-322"] == [f"ccn-66-avenant-{number}" for number in (332, 335, 347, 357, 362)]
    assert found["ccn-66-avenant-362"] == []
    assert amended(answer(site, on="2022-02-28"))["ccn-66-avenant-347"] == []  # the 362 has effect on 1 March
    page = flowing(shown(site)).replace("\u00a0", " ")
    assert "modifié par l’avenant n° 362" in page
    assert (
        "l’avenant n° 332, l’avenant n° 335, l’avenant n° 347, l’avenant n° 357 et l’avenant n° 362" in page
    )
