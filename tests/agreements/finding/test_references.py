"""What a reader types goes straight to the page that it names; where several answer, to the list of them."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from agreements.finding.filters import SituationFilter
from agreements.finding.index import index_of
from agreements.finding.queries.naming import Reference
from agreements.finding.ranked import Ranked
from portal.edition import store
from portal.edition.reader import reading
from tests.conftest import TODAY
from tests.reading import written

AVENANT_357 = Reference("agreement", "ccn-66-avenant-357")
CCN_66 = Reference("convention", "ccn-66")


@pytest.fixture
def read(reader):
    """Read a query within the edition of the sector: the one page that it names, if it names one."""
    with reading(store.current()):
        yield page_named_by


def page_named_by(query: str) -> Reference | None:
    asked = SituationFilter(
        QueryDict(urlencode({"q": query})), Ranked.known(index_of(store.current()), TODAY)
    )
    assert asked.refusals == []
    return asked.reference


@pytest.mark.parametrize(
    "query",
    [
        "avenant 357", "Avenant n° 357", "n°357 ccn66", "n° 357", "357", "av. 357", "AVENANT N°357",
        "avenant 357 ccn 66", "357 66", "avenant no 357", "l’avenant n° 357 de la CCN 66", "avenant357",
        "KALITEXT000043458031", "kalitext000043458031",
    ],
)  # fmt: skip
def test_one_avenant_in_many_spellings(read, query):
    assert read(query) == AVENANT_357


@pytest.mark.parametrize(
    "query",
    [
        "66", "ccn 66", "CCN66", "convention 66", "IDCC 413", "idcc0413", "0413", "413", "KALICONT000005635407",
        "brochure 3116", "convention du 15 mars 1966", "convention collective nationale de 1966",
        "établissements et services pour personnes inadaptées et handicapées",
        "https://www.legifrance.gouv.fr/affichIDCC.do?idConvention=KALICONT000005635407",
    ],
)  # fmt: skip
def test_one_convention_in_many_spellings(read, query):
    assert read(query) == CCN_66


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("protocole 163 chrs", Reference("agreement", "chrs-protocole-163")),
        ("prot163", Reference("agreement", "chrs-protocole-163")),
        ("protocole 155 avenant 1", Reference("agreement", "chrs-protocole-155-avenant-1")),
        ("avenant 1 au protocole 155", Reference("agreement", "chrs-protocole-155-avenant-1")),
        ("avenant 1 accord 2019-02", Reference("agreement", "bass-accord-2019-02-avenant-1")),
        ("avenant n° 1 à l’accord n° 2019-02", Reference("agreement", "bass-accord-2019-02-avenant-1")),
        ("2019-02", Reference("agreement", "bass-accord-2019-02")),
        ("avenant 5-2007 Croix-Rouge", Reference("agreement", "idcc-5502-avenant-5-2007")),
        ("accord n° 2019-02", Reference("agreement", "bass-accord-2019-02")),
        ("avenant 64 BAD", Reference("agreement", "idcc-2941-avenant-64-2024")),
        ("250 bis", Reference("agreement", "ccn-66-avenant-250-bis")),
        ("250bis", Reference("agreement", "ccn-66-avenant-250-bis")),
        ("avenant 357 idcc 413", AVENANT_357),
        ("CCN66 avenant 362", Reference("agreement", "ccn-66-avenant-362")),
        ("avenant n° 361 relatif aux mesures salariales", Reference("agreement", "ccn-66-avenant-361")),
        ("avenant du 5 février 2020", None),
        ("avenant 357 du 1er janvier 1999", None),  # of another day, which is told
        ("avenant 357 ccn 51", None),  # of another convention, which is told
        ("avenant 361 xylophone", Reference("agreement", "ccn-66-avenant-361")),
        ("chrs", Reference("convention", "chrs")),
        ("Nexem", Reference("organisation", "nexem")),
        ("la Confédération", Reference("organisation", "axess")),
        ("FSS CFDT", Reference("organisation", "cfdt")),
        ("avenant 1", None),  # several texts bear this number
        ("avenants 361 et 362", None),
        ("avenant 99999", None),
        ("IDCC 9999", None),
        ("prévoyance", None),
        ("", None),
        ("KALITEXT000000000000", None),
    ],
)
def test_other_references(read, query, expected):
    assert read(query) == expected


# -- Lists of answers --------------------------------------------------------------------------------------


def listed(reader, query, **more) -> list[str]:
    answer = reader.get("/accords.json", {"q": query, "par_page": 100, **more}).json()
    return [agreement["identifiant"] for agreement in answer["accords"]]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("354 356", {"ccn-66-avenant-354", "ccn-66-avenant-356"}),
        ("avenants 361 et 362", {"ccn-66-avenant-361", "ccn-66-avenant-362"}),
        ("23/06/2020", {"ccn-66-avenant-354", "ccn-66-avenant-356"}),
        ("23.06.2020", {"ccn-66-avenant-354", "ccn-66-avenant-356"}),
        ("2020-06-23", {"ccn-66-avenant-354", "ccn-66-avenant-356"}),
        ("23 juin 2020", {"ccn-66-avenant-354", "ccn-66-avenant-356"}),
        ("avenant du 23 juin 2020", {"ccn-66-avenant-354", "ccn-66-avenant-356"}),
        ("arrêté du 2 octobre 2020", {"ccn-66-avenant-354", "ccn-66-avenant-356", "ccn-51-avenant-2020-01"}),
        ("avenant 357 ccn 51", {"ccn-66-avenant-357"}),
        ("avenant 361 xylophone", {"ccn-66-avenant-361"}),
        (
            "prime Laforcade",
            {"bass-recommandation-2021-12-21-laforcade", "idcc-0405-recommandation-2021-12-19-laforcade"},
        ),
    ],
)  # fmt: skip
def test_several_answers_are_an_answer(reader, query, texts):
    assert set(listed(reader, query)) == texts


def test_every_text_of_one_number_is_an_answer(reader):
    found = listed(reader, "avenant 1")
    assert len(found) > 5 and all("avenant" in slug for slug in found)


@pytest.mark.parametrize("query", ["ségur CCN66", "CCN 66 ségur", "ségur idcc 413"])
def test_the_texts_of_a_convention_named_come_first(reader, query):
    found = listed(reader, query)
    own = [slug.startswith("ccn-66") for slug in found]
    assert own[0] and own == sorted(own, reverse=True)
    assert {*found} >= {"ccn-66-recommandation-2020-segur", "bass-accord-2024-06-04-segur-pour-tous"}


def plain(note: str) -> str:
    return note.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("IDCC 9999", "Aucune convention recensée ne porte ce numéro : IDCC 9999."),
        ("avenant 357 ccn 51", "Aucun texte de cette convention ne porte ce numéro."),
        ("avenant 357 du 1er janvier 1999", "Aucun texte de ce numéro n’est daté du 1er janvier 1999."),
        ("avenant 99999", "Aucun texte recensé ne porte la référence « avenant n° 99999 »."),
        ("KALITEXT000000000000", "Rien de ce qui est recensé ne porte l’identifiant KALITEXT000000000000."),
    ],
)
def test_what_is_named_and_is_not_held_is_told(reader, query, told):
    assert told in written(reader.get("/accords/", {"q": query}))
    assert told in [
        plain(note) for note in reader.get("/accords.json", {"q": query}).json()["recherche"]["remarques"]
    ]


def test_what_is_only_named_is_not_searched_as_words(reader):
    page = written(reader.get("/accords/", {"q": "IDCC 9999"}))
    assert "Rien de recensé ici ne répond à ce que vous nommez." in page
    assert "ne contient" not in page
    assert "Chercher « IDCC »" not in page


def test_the_pages_named_stand_above_the_list(reader):
    page = written(reader.get("/accords/", {"q": "prévoyance nexem ccn 66"}))
    assert "Ce que vous nommez" not in written(reader.get("/accords/", {"q": "prévoyance"}))
    assert '<a href="/conventions/ccn-66/">CCN 66</a>' in page
    assert '<a href="/organisations/nexem/">Nexem</a>' in page


def test_json_names_the_page_that_a_query_names(reader):
    told = reader.get("/accords.json", {"q": "avenant 357"}).json()["recherche"]
    assert told["nomme"] == {
        "nature": "accord", "identifiant": "ccn-66-avenant-357", "url": "/accords/ccn-66-avenant-357/",
    }  # fmt: skip
    several = reader.get("/accords.json", {"q": "prévoyance nexem ccn 66"}).json()["recherche"]
    assert several["nomme"] is None
    assert [page["identifiant"] for page in several["pages"]] == ["ccn-66", "nexem"]
    assert "recherche" not in reader.get("/accords.json").json()


def test_the_acts_of_the_day_asked_stand_above_the_texts_that_they_decide(reader):
    page = reader.get("/accords/", {"q": "arrêté du 2 octobre 2020"})
    assert page.status_code == 200
    assert '<a href="/actes/arrete-agrement-2020-10-02/">' in written(page)
    told = reader.get("/accords.json", {"q": "arrêté du 2 octobre 2020"}).json()
    assert told["recherche"]["pages"][0]["url"] == "/actes/arrete-agrement-2020-10-02/"
    assert "ccn-66-avenant-354" in [text["identifiant"] for text in told["accords"]]


@pytest.mark.parametrize(
    "query", ["SSAA2108885A", "NOR : ssaa2108885a", "/actes/{}/", "http://portail.fr/actes/{}.json"]
)
def test_an_act_is_led_to_by_its_nor_or_its_address(reader, query):
    act = "arrete-agrement-2021-04-19"
    answer = reader.get("/accords/", {"q": query.format(act)})
    assert answer.headers["Location"].startswith(f"/actes/{act}/?cherche=")
    assert reader.get(answer.headers["Location"]).status_code == 200


# -- On the way --------------------------------------------------------------------------------------------


def test_the_list_goes_straight_to_the_page_and_offers_the_words(reader):
    response = reader.get("/accords/", {"q": "n°357 ccn66"}, follow=True)
    assert response.redirect_chain == [("/accords/ccn-66-avenant-357/?cherche=n%C2%B0357+ccn66", 302)]
    assert "Chercher plutôt ces mots" in response.content.decode()


def test_the_day_is_kept_on_the_way(reader):
    response = reader.get("/accords/", {"q": "357", "date": "2020-10-27"})
    assert response.headers["Location"].endswith("&date=2020-10-27")


@pytest.mark.parametrize("more", [{"tri": "pertinence"}, {"agrement": "en-cours"}, {"page": "1"}])
def test_with_anything_else_asked_the_list_answers(reader, more):
    status = reader.get("/accords/", {"q": "357", **more}).status_code
    assert status == (302 if "page" in more else 200)


def test_json_never_redirects_and_gives_the_text_first(reader):
    answer = reader.get("/accords.json", {"q": "avenant 357"}).json()
    assert answer["accords"][0]["identifiant"] == "ccn-66-avenant-357"
