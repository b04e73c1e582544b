"""Search by words in the sector's own texts: what must be found, and what must come first."""

import pytest

from tests.reading import written

#: Queries and the identifier that must come first among the answers.
FIRST = {
    "fonds de solidarité": "ccn-66-avenant-356",
    "fonds solidarite prevoyance": "ccn-66-avenant-356",
    "assistants familiaux": "ccn-66-avenant-351",
    "assistant familial": "ccn-66-avenant-351",
    "ségur": "bass-accord-2024-06-04-segur-pour-tous",
    "segur": "bass-accord-2024-06-04-segur-pour-tous",
    "kilométriques": "idcc-2941-avenant-50-2022",
    "convention collective unique": "bass-accord-2024-06-04-ccue",
    "travail à temps partiel": "bass-accord-2013-11-22-temps-partiel",
    "médecins spécialistes revalorisation": "ccn-79-avenant-11",
    "pro-a": "bass-accord-2020-12-07-pro-a",
    "alternance": "bass-accord-2020-12-07-pro-a",
    "éducateur de jeunes enfants": "ccn-66-avenant-333",
    "educateurs jeunes enfants": "ccn-66-avenant-333",
    "surveillant de nuit qualifié": "ccn-66-avenant-284",
    "maîtresses de maison": "ccn-66-avenant-285",
    "centres éducatifs fermés": "ccn-66-avenant-295",
    "contrats de solidarité 1982": "ccn-66-protocole-1982-04-08-contrats-de-solidarite",
    "préretraite": "ccn-66-protocole-1985-02-25-preretraite",
    "compatibilité diplômes européens": "ccn-66-avenant-278",
    "cppni de branche": "bass-accord-2019-02",
    "temps partiel thérapeutique": "idcc-5502-avenant-2-2006",
    "risques psychosociaux": "idcc-2941-avenant-13-2013",
    "travailleurs handicapés": "bass-accord-2022-12-07-oeth",
    "avenant du 29 novembre 2017 complémentaire": "ccn-66-avenant-342",
    "interessement": None,
}


def identifiers(client, **parameters):
    answer = client.get("/accords.json", {"par_page": 100, **parameters}).json()
    return [agreement["identifiant"] for agreement in answer["accords"]]


@pytest.mark.parametrize(("query", "expected"), FIRST.items())
def test_the_first_answer(reader, query, expected):
    found = identifiers(reader, q=query)
    assert (found[0] if found else None) == expected, found[:5]


@pytest.mark.parametrize(
    "alike",
    [
        ("indemnités", "indemnites", "l’indemnité", "l'indemnité", "INDEMNITÉ"),
        ("prévoyance", "prevoyance", "PRÉVOYANCE", "la prévoyance"),
        ("complémentaire santé", "complementaire sante", "complémentaires santé"),
        ("salaire", "salaires", "Salaires"),
    ],
)
def test_spellings_that_find_the_same(reader, alike):
    found = {tuple(identifiers(reader, q=query)) for query in alike}
    assert len(found) == 1 and found != {()}


def test_the_last_word_may_be_a_beginning(reader):
    assert identifiers(reader, q="prévoy") == identifiers(reader, q="prévoyance")


def test_but_not_once_it_is_ended(reader):
    assert set(identifiers(reader, q="prévoy collectif")) <= set(
        identifiers(reader, q="prévoyance collectif")
    )


def test_every_word_must_be_there(reader):
    both = identifiers(reader, q="prévoyance solidarité")
    assert set(both) == set(identifiers(reader, q="prévoyance")) & set(identifiers(reader, q="solidarité"))


def test_a_phrase_is_words_side_by_side(reader):
    together = identifiers(reader, q="« régime de prévoyance collectif »")
    assert together and set(together) < set(identifiers(reader, q="régime prévoyance collectif"))
    assert identifiers(reader, q="« collectif prévoyance régime »") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("indemintés", "indemnités"),
        ("prevoyence", "prévoyance"),
        ("assistants famillaux", "assistants familiaux"),
        ("régime de prevoyence", "régime prévoyance"),
        ("CCN66 prevoyence", "prévoyance"),
        ("assistents familiaux", "assistants familiaux"),
    ],
)
def test_a_typing_error_is_corrected_and_said_on_the_page(reader, typed, meant):
    page = reader.get("/accords/", {"q": typed}).content.decode()
    assert f"Résultats pour <strong>{meant}</strong>" in page


@pytest.mark.parametrize("file", ["json", "csv", "atom"])
def test_nothing_is_corrected_in_what_is_subscribed_to(reader, file):
    told = reader.get(f"/accords.{file}", {"q": "prevoyence"}).content.decode()
    assert "ccn-66-avenant" not in told
    assert "ccn-66-avenant" in reader.get(f"/accords.{file}", {"q": "prévoyance"}).content.decode()


@pytest.mark.parametrize(
    "word",
    ["grève", "crèche", "élections", "harcèlement", "reclassement", "externat", "xylophone", "ornithorynque"],
)
def test_a_french_word_is_never_corrected(reader, word):
    page = written(reader.get("/accords/", {"q": word}))
    assert "Résultats pour" not in page
    if identifiers(reader, q=word) == []:
        assert f"Aucun texte recensé ne contient « {word} »." in page


def test_a_word_that_no_text_has_is_told_and_what_the_others_find_is_counted(reader):
    page = written(reader.get("/accords/", {"q": "prévoyance xylophone"}))
    assert "Aucun texte recensé ne contient « xylophone »." in page
    count = len(identifiers(reader, q="prévoyance"))
    assert f'<a href="/accords/?q=pr%C3%A9voyance">Chercher « prévoyance »</a> : {count} textes' in page
    told = reader.get("/accords.json", {"q": "prévoyance xylophone"}).json()["recherche"]
    assert told["mots_absents"] == ["xylophone"]


def test_words_that_no_text_has_together_are_counted_one_without_the_other(reader):
    assert identifiers(reader, q="psychosociaux kilométriques") == []
    page = written(reader.get("/accords/", {"q": "psychosociaux kilométriques"}))
    assert "Chaque mot est dans un texte recensé ici, aucun texte ne les a tous." in page
    for word in ("psychosociaux", "kilométriques"):
        assert f"Chercher « {word} »</a> : {len(identifiers(reader, q=word))} texte" in page


def test_what_resembles_nothing_finds_nothing_and_says_the_ways_out(reader):
    page = written(reader.get("/accords/", {"q": "xylophone quantique", "agrement": "agree"}))
    assert "Aucun texte recensé ne contient « xylophone » ni « quantique »." in page
    assert "Sans le filtre « Référence ou mots »" in page


@pytest.mark.parametrize(
    "alike",
    [
        ("238 €", "238€", "238 euros"),
        ("12 mois", "douze mois"),
        ("prud’hommes", "prudhommes", "prud'hommes"),
        ("« médico-sociale »", "médicosociale "),
        ("« dialogue social »", "dialoguesocial "),
        ("pré\u200bvoyance", "prévoyance"),
        ("Pro\u2011A", "Pro-A"),
    ],
)
def test_quantities_and_pasted_words_find_the_same(reader, alike):
    assert len({tuple(identifiers(reader, q=query)) for query in alike}) == 1


def test_hits_are_marked(reader):
    page = reader.get("/accords/", {"q": "prevoyance"}).content.decode()
    assert "<mark>prévoyance</mark>" in page


def test_titles_come_before_bodies(reader):
    found = identifiers(reader, q="indemnité")
    titled = [slug for slug in found if slug == "chrs-protocole-162"]
    assert titled and found.index("chrs-protocole-162") < len(found) - 1


def test_results_respect_the_day(reader):
    assert "ccn-66-avenant-356" not in identifiers(reader, q="fonds de solidarité", date="2020-01-01")


@pytest.mark.parametrize(
    "query", ['"', "«»", "*", "OR", "NEAR(a b)", "a" * 500, "🎉", "%", "-", "'; DROP", "1" * 500, "^", "((("]
)
def test_odd_queries_answer(reader, query):
    assert reader.get("/accords/", {"q": query, "tri": "recent"}).status_code == 200


def test_too_long_a_query_is_refused_in_words(reader):
    response = reader.get("/accords/", {"q": "a" * 501})
    assert response.status_code == 400
    assert "500 caractères" in response.content.decode()


def test_the_page_says_what_was_searched_as_well(reader):
    told = reader.get("/accords/", {"q": "mutuelle"}).content.decode()
    assert "Cherché aussi : « complémentaire santé »" in told.replace("\u00a0", " ")
    assert "Cherché aussi" not in reader.get("/accords/", {"q": "prévoyance"}).content.decode()
