"""The arrêtés and the judgments: their list and its filters, the page of each one, what is taken away."""

import csv
import io
from datetime import date

import pytest

from tests import builders as make
from tests.reading import cells, flowing, links, parsed, text, written

REFUSAL = "/actes/arrete-2003-10-23/"


@pytest.fixture
def acts(published):
    """An arrêté that agrees and refuses, an extension with reserves, one outside the sector, a bare one."""
    make.convention("ccn-66", in_sector=True, position=1)
    make.convention("ccn-79", in_sector=True, position=2)
    make.convention("idcc-0016", in_sector=False, position=3)
    mixed = make.act(date(2020, 10, 2), date(2020, 10, 29), slug="mixte", nor="TEST2026001A", kind="arrete")
    make.event(make.agreement("un", number="901"), "agree", act=mixed)
    refused = make.agreement("deux", number="902", conventions=["ccn-79"])
    make.event(refused, "refus-agrement", act=mixed, motive="hors enveloppe")
    extended = make.act(
        date(2021, 3, 1), slug="etendu", kind="arrete-extension", title="ARRÊTÉ du 1er mars 2021"
    )
    reserves = "Article 2 sous réserve.\nArticle 3 exclu."
    make.event(make.agreement("trois", number="903"), "etendu-avec-reserves", act=extended, reserves=reserves)
    elsewhere = make.act(jo=date(2022, 1, 5), slug="ailleurs", kind="arrete-extension", nor="TEST2026009A")
    make.event(make.agreement("quatre", number="904", conventions=["idcc-0016"]), "etendu", act=elsewhere)
    make.act(
        date(2019, 5, 2),
        slug="seul",
        session_on=date(2019, 4, 1),
        formula="publication",
        associations_agreed=112,
    )
    return published()


def slugs(reader, query: str) -> list[str]:
    return [act["identifiant"] for act in reader.get(f"/actes.json?{query}").json()["actes"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["etendu", "mixte"]),
        ("perimetre=tout", ["ailleurs", "etendu", "mixte", "seul"]),
        ("nature=arrete", ["mixte"]),
        ("nature=arrete&nature=arrete-extension", ["etendu", "mixte"]),
        ("annee=2021", ["etendu"]),
        ("convention=idcc-0016", ["ailleurs"]),
        ("convention=ccn-79", ["mixte"]),
        ("issue=refuse", ["mixte"]),
        ("issue=agree&annee=2021", []),
        ("avec=motif", ["mixte"]),
        ("avec=reserves", ["etendu"]),
        ("nor=TEST2026001A", ["mixte"]),
        ("nor=test", ["ailleurs", "mixte"]),
        ("date=2020-10-28", []),
        ("date=2020-10-29", ["mixte"]),
        ("q=arrêté du 2 octobre 2020", ["mixte"]),
        ("q=jo du 29 octobre 2020", ["mixte"]),
        ("q=test2026001a", ["mixte"]),
        ("q=enveloppe", ["mixte"]),
        ("q=octobre 202", []),
        ("q=article 3 exclu", ["etendu"]),
    ],
)
def test_acts_are_found_by_what_they_are(acts, query, found):
    assert slugs(acts, query) == found


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("nor=2026", "nor"),
        ("nor=TEST2026001AB", "nor"),
        ("nature=loi", "nature"),
        ("annee=1900", "annee"),
        ("convention=inconnue", "convention"),
        ("issue=x", "issue"),
        ("perimetre=x", "perimetre"),
        ("page=0", "page"),
    ],
)
def test_what_is_not_a_value_is_refused_in_words(acts, query, refused):
    for form in ("/", ".json", ".csv", ".atom"):
        answer = acts.get(f"/actes{form}?{query}" if form != ".atom" else f"/actes.atom?{query}")
        if form == ".csv" and refused == "page":
            assert answer.status_code == 200  # a file is of no page
        else:
            assert answer.status_code == 400
            assert refused in answer.content.decode()


def test_facets_count_under_the_other_filters(acts):
    told = acts.get("/actes.json?issue=refuse").json()["facettes"]
    assert {value["valeur"]: value["nombre"] for value in told["issue"]} == {
        "refuse": 1, "agree": 1, "etendu-avec-reserves": 1,
    }  # fmt: skip
    assert {value["valeur"]: value["nombre"] for value in told["convention"]} == {"ccn-66": 1, "ccn-79": 1}
    assert [value["valeur"] for value in told["nature"]] == ["arrete"]


def test_an_act_is_called_by_what_it_decides(acts):
    told = acts.get("/actes.json?perimetre=tout").json()["actes"]
    assert {act["identifiant"]: act["titre"].replace("\u00a0", " ") for act in told} == {
        "mixte": "Arrêté d’agrément et de refus du 2 octobre 2020",
        "etendu": "Arrêté d’extension du 1er mars 2021",
        "ailleurs": "Arrêté d’extension publié au JO du 5 janvier 2022",
        "seul": "Arrêté d’agrément du 2 mai 2019",
    }


def test_the_page_of_an_act_says_what_it_decides_and_why(acts):
    page = parsed(acts.get("/actes/mixte/"))
    assert [text(title) for title in page.query("main h2")] == [
        "Agréé : 1 texte",
        "Agrément refusé : 1 texte",
    ]
    assert {"/accords/un/", "/accords/deux/"} <= set(links(page))
    words = text(page.query("main")[0])
    assert "Motif : hors enveloppe" in words and "TEST2026001A" in words and "29 octobre 2020" in words
    extended = parsed(acts.get("/actes/etendu/"))
    assert [text(line) for line in extended.query(".reserves li")] == [
        "Article 2 sous réserve.",
        "Article 3 exclu.",
    ]
    assert "non lu" in text(extended.query(".sheet")[0])


def test_an_act_on_no_recorded_text_tells_what_it_says_of_itself(acts):
    page = parsed(acts.get("/actes/seul/"))
    told = text(page.query("main")[0])
    assert "1er avril 2019" in told and "à compter de la publication de l’arrêté" in told and "112" in told
    assert page.query(".empty")
    data = acts.get("/actes/seul.json").json()
    assert data["decisions"] == [] and data["acte"]["formule_effet"] == "publication"
    assert data["acte"]["textes_d_associations"] == {"agrees": 112, "refuses": None}


def test_before_its_day_an_act_is_said_to_come(acts):
    assert parsed(acts.get("/actes/mixte/?date=2020-10-28")).query(".empty")
    assert not parsed(acts.get("/actes/mixte/?date=2020-10-29")).query(".empty")


def test_an_unknown_act_is_not_there(acts):
    assert acts.get("/actes/inconnu/").status_code == acts.get("/actes/inconnu.json").status_code == 404


def test_the_data_of_an_act(acts):
    data = acts.get("/actes/mixte.json").json()
    assert {"nature", "date", "jo", "nor", "url", "titre", "formule_effet"} <= data["acte"].keys()
    assert [(row["accord"]["identifiant"], row["issue"], row["motif"]) for row in data["decisions"]] == [
        ("un", "agree", None),
        ("deux", "refuse", "hors enveloppe"),
    ]
    assert acts.get("/actes/etendu.json").json()["decisions"][0]["reserves"] == [
        "Article 2 sous réserve.",
        "Article 3 exclu.",
    ]


def test_a_decision_told_twice_is_one_with_its_sources(published):
    decided, made = make.act(date(2020, 1, 2), slug="acte"), make.agreement("un")
    make.event(made, "agree", act=decided, sources=[make.source("Le JO")])
    make.event(made, "agree", act=decided, sources=[make.source("Un bulletin")], motive="")
    [row] = published().get("/actes/acte.json").json()["decisions"]
    assert [source["titre"] for source in row["sources"]] == ["Le JO", "Un bulletin"]


# -- Files ---------------------------------------------------------------------------------------------------


def test_the_table_has_a_line_for_each_decision(acts):
    book = acts.get("/actes.csv?perimetre=tout").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(book), delimiter=";"))
    told = {line["identifiant de l’accord"]: line for line in lines}
    assert [(line["identifiant de l’acte"], line["décision"]) for line in lines] == [
        ("ailleurs", "étendu"),
        ("etendu", "étendu avec exclusions ou réserves"),
        ("mixte", "agréé"),
        ("mixte", "refusé"),
        ("seul", ""),
    ]
    assert (told["deux"]["motif"], told["deux"]["codes des conventions"]) == ("hors enveloppe", "ccn-79")
    assert told["trois"]["exclusions et réserves"] == "Article 2 sous réserve. ; Article 3 exclu."
    assert told[""]["textes d’associations agréés"] == "112"
    rows = cells(acts.get("/actes.xlsx?perimetre=tout").content)
    assert rows[0] == list(lines[0]) and len(rows) == 6


def test_the_feed_has_the_latest_acts(acts):
    feed = acts.get("/actes.atom").content.decode()
    assert feed.count("<entry>") == 2
    assert feed.index("/actes/etendu/") < feed.index("/actes/mixte/")
    assert feed == acts.get("/actes.atom").content.decode()


# -- In the facts of the sector -------------------------------------------------------------------------------


def test_the_refusal_of_october_2003_is_one_page_and_two_texts(reader):
    """One arrêté refused CCN 66 n° 283 and CCN 79 n° 11."""
    page = parsed(reader.get(REFUSAL))
    assert text(page.query("h1")[0]) == "Arrêté de refus d’agrément du 23 octobre 2003"
    assert [link for link in links(page) if link.startswith("/accords/ccn")] == [
        "/accords/ccn-66-avenant-283/",
        "/accords/ccn-79-avenant-11/",
    ]
    for slug in ("ccn-66-avenant-283", "ccn-79-avenant-11"):
        told = parsed(reader.get(f"/accords/{slug}/"))
        [link] = [node for node in told.query(".act a") if node.attrs["href"] == REFUSAL]
        assert text(link) == "arrêté de refus d’agrément du 23 octobre 2003"


def test_an_agreement_tells_why_it_was_refused(reader):
    told = parsed(reader.get("/accords/ccn-66-avenant-339/"))
    assert "Motif : valeur du point rétroactive au 1er août" in flowing(told.query("main")[0])
    events = reader.get("/accords/ccn-66-avenant-339.json").json()["evenements"]
    [refused] = [event for event in events if event["nature"] == "refus-agrement"]
    assert refused["motif"].startswith("valeur du point") and refused["acte"]["page"].startswith("/actes/")


@pytest.mark.parametrize("query", ["SANA0624363A", "NOR : sana0624363a"])
def test_a_nor_in_the_search_box_leads_to_its_act(reader, query):
    answer = reader.get("/accords/", {"q": query})
    assert answer["Location"].partition("?")[0] == "/actes/arrete-agrement-2006-10-23/"
    assert f"Vous avez cherché « {query} »" in written(reader.get(answer["Location"]))


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("arrêté du 2 octobre 2020", "arrete-agrement-2020-10-02"),
        ("arrêté du 23 octobre 2003", "arrete-2003-10-23"),
        ("8 novembre 2003", "arrete-2003-10-23"),  # the day of the Journal officiel
        ("JO du 8 novembre 2003", "arrete-2003-10-23"),
    ],
)
def test_a_day_in_the_search_box_names_the_act_above_its_texts(reader, query, slug):
    assert f"/actes/{slug}/" in links(parsed(reader.get("/accords/", {"q": query})))


def test_every_act_of_the_sector_has_its_page(reader):
    found = reader.get("/actes.json?perimetre=tout&par_page=100").json()
    assert found["total"] > 100
    for act in found["actes"]:
        assert reader.get(act["page"]).status_code == 200
        assert reader.get(f"{act['page'].rstrip('/')}.json").json()["acte"]["titre"] == act["titre"]
