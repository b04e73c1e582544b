"""How a state is known, as pages show it: what is probable says so, why, and never since a day."""

import re
from datetime import date

import pytest

from agreements.law.deductions.measured import RATES
from agreements.law.deductions.rules import Rule
from agreements.law.sentence_words import of_which_probable
from agreements.law.vocabulary import STATES, AgrementState, EffectState, ExtensionState, SignatureState
from tests import builders as make
from tests.reading import flowing, links, parsed, text

pytestmark = pytest.mark.usefixtures("measures")
DAY = "2015-01-01"


@pytest.fixture(scope="module")
def corpus(publish_once):
    return publish_once(write)


def write():
    """Texts that the official base holds in force, one approved on a known day, one of which nothing came."""
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    make.agreement("tenu", dated=date(2010, 3, 1), kali_state="VIGUEUR_NON_ETEN")
    applied = make.agreement("applique", dated=date(2010, 3, 1), kali_state="VIGUEUR_NON_ETEN")
    make.event(applied, "application", date(2010, 12, 1))
    approved = make.agreement("agree", dated=date(2010, 3, 1), rule="date-fixe", rule_date=date(2010, 1, 1))
    make.event(approved, "agree", jo=date(2010, 9, 1))
    lost = make.agreement("perdu", dated=date(2010, 3, 1))
    make.event(lost, "avis-favorable", date(2011, 4, 5))
    undated = make.agreement("sans-jour", dated=date(2010, 3, 1))
    make.event(undated, "agree")
    waiting = make.agreement("attend", dated=date(2010, 3, 1), kali_state="VIGUEUR_NON_ETEN")
    make.event(waiting, "avis-favorable", date(2012, 1, 10))


@pytest.fixture
def site(corpus, settings, client):
    settings.EDITIONS_DIR = corpus
    return client


def page_of(site, slug: str, day: str = DAY):
    return parsed(site.get(f"/accords/{slug}/?date={day}"))


def row_of(page, track: str):
    [row] = [row for row in page.query(".tracks tbody tr") if text(row.query("th")[0]) == track]
    return row


def cell(page, track: str, column: str) -> str:
    return flowing(row_of(page, track).query(f'td[data-label="{column}"]')[0])


def test_a_term_that_is_only_a_bound_says_so_on_its_track(publish, client):
    make.convention("ccn-66", subject_to_agrement=False, agrement_basis="hors champ")
    for slug, bound in (("borne", True), ("jour", False)):
        text_ = make.agreement(slug, dated=date(2019, 12, 19), term=date(2022, 12, 31), term_is_a_bound=bound)
        make.event(text_, "entree-en-vigueur", date(2020, 1, 1))
    publish()
    assert (
        cell(page_of(client, "borne", "2024-01-01"), "Effet", "Depuis") == "au plus tard le 1er janvier 2023"
    )
    assert cell(page_of(client, "jour", "2024-01-01"), "Effet", "Depuis") == "le 1er janvier 2023"
    told = client.get("/changements.json?du=2022-06-01&au=2024-01-01").json()
    assert [row["accord"]["identifiant"] for row in told["changements"]] == ["jour"]
    assert told["appris_sans_date"] == 1, "« borne » has ended, nobody knows on which day"


@pytest.mark.parametrize(("precision", "told"), [
    ("jour", "Dernier fait dont le jour est connu : 19 janvier 2022."),
    ("au-plus-tard", "Dernier fait daté : au plus tard le 19 janvier 2022."),
])  # fmt: skip
def test_the_last_fact_says_how_its_day_is_known(publish, client, precision, told):
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    struck = make.agreement("contre", dated=date(2021, 12, 8))
    make.event(struck, "opposition-majoritaire", date(2022, 1, 19), precision=precision)
    publish()
    page = page_of(client, "contre", "2022-06-01")
    assert flowing(page.query(".last-news")[0]) == told
    expected = "le 19 janvier 2022" if precision == "jour" else "au plus tard le 19 janvier 2022"
    assert cell(page, "Extension", "Depuis") == cell(page, "Signature", "Depuis") == expected


# -- Words and signs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SignatureState.SIGNE, "Probablement signé"),
        (SignatureState.REPUTE_NON_ECRIT, "Probablement réputé non écrit"),
        (AgrementState.AGREE, "Probablement agréé"),
        (AgrementState.SANS_OBJET, "Probablement sans objet"),
        (AgrementState.AVIS_FAVORABLE, "Avis probablement favorable"),
        (AgrementState.AVIS_DEFAVORABLE, "Avis probablement défavorable"),
        (AgrementState.REFUSE, "Probablement refusé"),
        (AgrementState.SANS_SUITE, "Probablement classé sans suite"),
        (AgrementState.ANNULE, "Agrément probablement annulé"),
        (ExtensionState.ETENDU, "Probablement étendu"),
        (ExtensionState.NON_ETENDU, "Probablement non étendu"),
        (ExtensionState.REFUSE, "Extension probablement refusée"),
        (EffectState.PAS_ENCORE, "Probablement pas encore en vigueur"),
        (EffectState.EN_VIGUEUR, "Probablement en vigueur"),
        (EffectState.PLUS_EN_VIGUEUR, "N’est probablement plus en vigueur"),
        (EffectState.SANS_EFFET, "Probablement sans effet"),
    ],
)
def test_what_is_probable_says_so_in_french(state, told):
    assert state.probably == told


def test_every_state_has_its_own_word_when_it_is_probable():
    for states in STATES.values():
        assert len({state.probably for state in states} | {state.label for state in states}) == 2 * len(
            states
        )
        assert all("robablement" in state.probably for state in states)


def test_a_row_shows_what_is_probable_by_its_word_and_a_hollow_sign(site):
    page = parsed(site.get(f"/accords/?perimetre=tout&date={DAY}"))
    [row] = [row for row in page.query(".rows tbody tr") if row.query('a[href^="/accords/tenu/"]')]
    told = [(text(state), "probable" in state.attrs["class"].split()) for state in row.query(".state")]
    assert told == [  # all are signed: that is told once, above the rows
        ("Probablement agréé", True),
        ("Probablement non étendu", True),
        ("Probablement en vigueur", True),
    ]


def test_a_known_state_is_told_as_it_is(site):
    page = page_of(site, "agree")
    assert [text(state) for state in page.query(".tracks .state")] == [
        "Signé",
        "Agréé",
        "Inconnu",
        "En vigueur",
    ]
    assert not page.query(".tracks .probable")


# -- Why -----------------------------------------------------------------------------------------------------


def test_a_probable_state_says_why_with_its_source_and_its_rate(site):
    [why] = row_of(page_of(site, "tenu"), "Agrément").query("details.why")
    told, (right, asked) = flowing(why), RATES[Rule.TENU_EN_VIGUEUR]
    assert told.startswith("Pourquoi ?")
    assert Rule.TENU_EN_VIGUEUR.meaning in told
    assert "CASF L. 314-6" in told
    assert f"Juste {right} fois sur {asked} là où on le sait." in told
    [link] = why.query("a")
    assert link.attrs["href"] == f"/sources/deductions/?date={DAY}#tenu-en-vigueur-donc-agree"


def test_what_says_it_is_the_rule_where_no_source_does(site):
    page = page_of(site, "tenu")
    assert cell(page, "Agrément", "Ce qui le dit").startswith(
        "Probable : la base officielle tient en vigueur un texte soumis à l’agrément"
    )
    assert "dépend d’un autre, qui n’est que probable (agrément)" in cell(page, "Effet", "Ce qui le dit")
    assert cell(page, "Signature", "Ce qui le dit") == "la date que porte le texte"


def test_a_deduced_state_names_the_fact_and_the_rule_that_it_follows_from(site):
    page = page_of(site, "agree")
    told = cell(page, "Effet", "Ce qui le dit")
    assert "JO du 1er septembre 2010" in told and "Déduit : le jour que donne la clause du texte" in told
    assert "CT L. 2261-1" in told
    assert "Juste" not in told
    assert not row_of(page, "Agrément").query("details.why")


def test_news_that_is_too_old_says_how_old_it_is(site):
    assert cell(page_of(site, "perdu"), "Agrément", "Ce qui le dit").startswith(
        "issue inconnue ; dernière nouvelle le 5 avril 2011"
    )


def test_nothing_says_what_nobody_knows(site):
    assert cell(page_of(site, "perdu"), "Extension", "Ce qui le dit") == "aucune source lue"


# -- Since when ----------------------------------------------------------------------------------------------


def test_what_is_probable_is_told_since_no_day(site):
    page = page_of(site, "tenu")
    assert cell(page, "Agrément", "Depuis") == cell(page, "Effet", "Depuis") == "sans jour connu"
    assert cell(page_of(site, "agree"), "Agrément", "Depuis") == "le 1er septembre 2010"


def test_a_reading_is_no_day(site):
    """The official base, and a decision without a day, were read on 1 January 2020."""
    for slug, track in (("tenu", "Extension"), ("sans-jour", "Agrément")):
        page = page_of(site, slug, "2021-01-01")
        assert cell(page, track, "Depuis") == "sans jour connu"
        assert "1er janvier 2020" not in text(page.query(".states")[0])
    assert "Sans jour connu" in text(page.query(".timeline")[0])
    assert "1er janvier 2020" not in text(page.query(".timeline")[0])


def test_the_days_of_a_text_are_those_that_are_known(site):
    days = [text(day) for day in page_of(site, "tenu", "2021-01-01").query(".states tbody th a")]
    assert days == ["1er mars 2010", "sans jour connu", "sans jour connu", "sans jour connu"]
    days = [text(day) for day in page_of(site, "agree").query(".states tbody th a")]
    assert days == ["1er mars 2010", "1er septembre 2010"]


def test_the_way_to_another_state_gives_no_day_that_is_not_one(site):
    assert text(page_of(site, "tenu", "2021-01-01").query('.days [rel="prev"]')[0]).endswith(
        "sans jour connu"
    )
    assert text(page_of(site, "agree").query('.days [rel="prev"]')[0]).endswith("du 1er mars 2010")


# -- The rules -----------------------------------------------------------------------------------------------


def test_every_rule_is_published_with_its_strength_and_its_measure(site):
    page = parsed(site.get(f"/sources/deductions/?date={DAY}"))
    rows = {row.attrs["id"]: row for row in page.query(".rules tbody tr")}
    assert list(rows) == [rule.value for track in STATES for rule in Rule if rule.track == track]
    for rule in Rule:
        told = flowing(rows[rule.value])
        assert rule.label in told and rule.meaning in told
    assert "Déduit" in flowing(rows["terme"]) and "Ne se mesure pas" in flowing(rows["terme"])
    assert "Rien de connu ne permet de mesurer" in flowing(rows["avant-la-loi-de-1975"])
    held = [text(one) for one in rows["tenu-en-vigueur-donc-agree"].query("td")]
    assert held[0] == "Probable" and held[1].startswith("Juste 19 fois sur 20") and held[2] == "2"


def test_a_rule_that_is_not_kept_says_why(site, monkeypatch):
    monkeypatch.setitem(RATES, Rule.SILENCE, (32, 34))
    page = parsed(site.get("/sources/deductions/?date=2014-01-01"))
    [row] = page.query("#silence-de-deux-mois")
    assert "Non retenue moins de 95 fois sur 100" in text(row) and "94,1 %" in text(row)


def test_the_rules_have_their_json_twin(site):
    told = site.get(f"/sources/deductions.json?date={DAY}").json()
    rules = {row["regle"]: row for row in told["regles"]}
    assert rules.keys() == {rule.value for rule in Rule}
    held = rules["tenu-en-vigueur-donc-agree"]
    assert (held["piste"], held["certitude"], held["retenue"], held["textes"]) == (
        "agrement", "probable", True, 2,
    )  # fmt: skip
    assert (held["juste"], held["essais"]) == RATES[Rule.TENU_EN_VIGUEUR]
    assert rules["terme"]["juste"] is None and rules["agrement-sans-jour"]["delai_jours"] == 320


@pytest.mark.parametrize("address", ["/sources/", "/glossaire/"])
def test_the_rules_are_found_from_the_sources_and_the_glossary(site, address):
    assert "/sources/deductions/" in links(parsed(site.get(address)))


# -- Counts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "probable", "told"),
    [(77, 20, "dont 20 probables"), (77, 1, "dont 1 probable"), (3, 3, "tous probables"), (1, 1, "probable"),
     (77, 0, ""), (0, 0, "")],
)  # fmt: skip
def test_a_number_says_of_how_many_it_is_only_probable(count, probable, told):
    assert of_which_probable(count, probable) == told


def test_facets_count_what_is_probable(site):
    told = site.get(f"/accords.json?perimetre=tout&date={DAY}").json()
    for track in STATES:
        for value in told["facettes"][track]:
            there = [row for row in told["accords"] if row["statuts"][track] == value["valeur"]]
            probable = [row for row in there if row["certitudes"][track] == "probable"]
            assert (value["nombre"], value["probables"]) == (len(there), len(probable)), value
    page = parsed(site.get(f"/accords/?perimetre=tout&date={DAY}"))
    lines = [text(line) for line in page.query(".facet li")]
    assert "Agréé 5 , dont 4 probables" in lines and "Signé 6" in lines


def test_the_probable_ones_are_counted_under_the_other_filters(site):
    asked = f"perimetre=tout&date={DAY}&effet=en-vigueur"
    facets = site.get(f"/accords.json?{asked}").json()["facettes"]
    [approved] = [value for value in facets["agrement"] if value["valeur"] == "agree"]
    assert (approved["nombre"], approved["probables"]) == (4, 3)


def test_a_list_says_how_many_of_its_texts_are_only_probable_and_leads_to_them(site):
    page = parsed(site.get(f"/accords/?perimetre=tout&agrement=agree&date={DAY}"))
    [total] = page.query(".total")
    assert flowing(total) == "5 accords, dont 4 probables"
    [link] = links(total)
    assert site.get(link.replace("/accords/", "/accords.json")).json()["total"] == 4
    assert site.get(f"/accords.json?perimetre=tout&agrement=agree&date={DAY}").json()["probables"] == 4
    for others in ("", "&agrement=inconnu", "&agrement=agree&certitude=probable"):
        assert not parsed(site.get(f"/accords/?perimetre=tout{others}&date={DAY}")).query(".total a")


def test_the_page_of_a_convention_counts_them_too(site):
    page = parsed(site.get(f"/conventions/ccn-66/?date={DAY}"))
    assert "Agréé 5 , dont 4 probables" in [text(line) for line in page.query(".state-counts li")]
    assert flowing(page.query("#en-vigueur")[0]).endswith(": 4 textes, dont 3 probables")
    assert "probablement" in text(page.query(".theme")[0])


# -- Where nothing probable is told --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/accords.atom?perimetre=tout&date=2012-06-01",
        "/accords.ics?perimetre=tout&date=2011-02-01",
        "/accords.ics?perimetre=tout&date=2012-06-01",
        "/suivi.ics?perimetre=tout&date=2012-06-01",
        "/changements.atom?perimetre=tout&du=2010-01-01&au=2012-06-01",
        "/changements.csv?perimetre=tout&du=2010-01-01&au=2012-06-01",
    ],
)
def test_nothing_probable_is_news_or_dated(site, address):
    told = site.get(address).content.decode().lower()
    assert "probable" not in told
    dated = re.findall(r"prise d’effet : avenant n° (\d+)", told)
    assert set(dated) <= {site.get("/accords/agree.json").json()["numero"]}  # its effect is firm


def test_a_change_tells_no_probable_state(site):
    asked = "perimetre=tout&du=2010-01-01&au=2012-06-01"
    page = parsed(site.get(f"/changements/?{asked}"))
    assert page.query(".changes > li") and not page.query(".changes .probable")
    assert "robablement" not in text(page.query(".changes")[0])
    for change in site.get(f"/changements.json?{asked}").json()["changements"]:
        certain = change["accord"]["certitudes"]
        for track, word in change["apres"].items():
            assert word == "inconnu" or certain[track] in ("etabli", "deduit")


def test_the_charts_of_a_convention_say_so_too(site):
    page = parsed(site.get(f"/conventions/ccn-66/?date={DAY}"))
    assert "agréés 5, dont 4 probables" in [flowing(line).strip() for line in page.query(".legend li")]
    assert "5 textes agréés, dont 4 probables, les deux dates" in flowing(page.query("main")[0])
