"""What a reader types to name one thing goes straight to its page."""

from functools import partial

import pytest

from agreements.finding.index import index_of
from agreements.finding.references import Reference, read_reference
from portal.edition import store
from portal.edition.reader import reading

AVENANT_357 = Reference("agreement", "ccn-66-avenant-357")
CCN_66 = Reference("convention", "ccn-66")


@pytest.fixture
def read(reader):
    """Read a query within the edition of the sector."""
    with reading(store.current()):
        yield partial(read_reference, index=index_of(store.current()))


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
    ["66", "ccn 66", "CCN66", "convention 66", "IDCC 413", "idcc0413", "0413", "KALICONT000005635407"],
)
def test_one_convention_in_many_spellings(read, query):
    assert read(query) == CCN_66


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("protocole 163 chrs", Reference("agreement", "chrs-protocole-163")),
        ("prot163", Reference("agreement", "chrs-protocole-163")),
        ("2019-02", Reference("agreement", "bass-accord-2019-02")),
        ("accord n° 2019-02", Reference("agreement", "bass-accord-2019-02")),
        ("250 bis", Reference("agreement", "ccn-66-avenant-250-bis")),
        ("chrs", Reference("convention", "chrs")),
        ("Nexem", Reference("organisation", "nexem")),
        ("la Confédération", Reference("organisation", "axess")),
        ("FSS CFDT", Reference("organisation", "cfdt")),
        ("avenant 1", None),  # several texts bear this number
        ("avenant 99999", None),
        ("prévoyance", None),
        ("", None),
        ("KALITEXT000000000000", None),
    ],
)
def test_other_references(read, query, expected):
    assert read(query) == expected


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
