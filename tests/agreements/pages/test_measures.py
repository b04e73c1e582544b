"""The measures as readers meet them: the pages, their JSON, their files, on today and on a day of the past."""

import csv
import io
from datetime import date

import pytest

from agreements.models import Source
from agreements.reading.measures import measures_of, replaced_by, replaced_texts
from portal.edition.reader import reading
from tests.builders import act, agreement, convention, event, measure, official, organisation, source, value

PAST = {"date": "2021-03-01"}


@pytest.fixture
def series(publish, client):
    """3,80 € and 3,82 €, agreed; 3,93 €, for the members of one organisation; 4 €, of unknown effect; 5 €, refused."""
    point = measure(note="Avant 2002, non lu.")
    first = text("ccn-66-avenant-1", "1", date(2019, 2, 1), date(2019, 6, 12))
    second = text("ccn-66-avenant-2", "2", date(2021, 2, 1), date(2021, 8, 3))
    third = text("ccn-66-recommandation", "", date(2022, 7, 1), date(2022, 12, 24), kind="recommandation")
    unknown = agreement("ccn-66-avenant-4", number="4", dated=date(2024, 1, 5))
    refused = agreement("ccn-66-avenant-5", number="5", dated=date(2025, 1, 5))
    event(refused, "refus-agrement", jo=date(2025, 3, 1))
    value(point, "3,80", date(2019, 2, 1), by=first)
    value(point, "3,82", date(2021, 2, 1), by=second, sources=[source("Une revue", url="https://revue.fr/1")])
    value(point, "3,93", date(2022, 7, 1), by=third, members_of=organisation("nexem"))
    value(point, "4", date(2024, 1, 1), by=unknown)
    value(point, "5", date(2025, 1, 1), by=refused)
    convention("chrs", position=101)
    measure(convention="chrs", follows=convention("ccn-66"))
    convention("bass", position=102)
    publish()
    return client


def text(slug: str, number: str, effect: date, jo: date, **values):
    made = agreement(
        slug, number=number, dated=jo.replace(day=1), rule="date-fixe", rule_date=effect, **values
    )
    event(made, "agree", act=act(jo=jo))
    return made


def read(client, address: str, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_the_list_tells_the_last_that_has_effect_and_what_is_not_known(series):
    page = read(series, "/mesures/")
    assert '<span class="figure">3,93 €</span>' in page
    assert "Pour les seuls adhérents (NEXEM)." in page
    assert "Pour les autres employeurs : 3,82 € depuis le 1er février 2021" in page
    assert "prévoit 4 € au 1er janvier 2024 : son effet n’est pas connu." in page
    assert "Dernière dont l’effet est connu." in page
    assert "La base officielle n’a pas été importée ici" in page
    assert 'href="/mesures.csv"' in page
    assert "bass" not in page


def test_the_page_of_a_convention_has_every_value_its_text_and_its_sources(series):
    page = read(series, "/mesures/ccn-66/")
    assert '<svg class="columns steps" role="img"' in page
    assert "Avant 2002, non lu." in page
    assert "Série connue depuis le 1er février 2019." in page
    assert "Sans effet" in page
    assert 'href="/accords/ccn-66-avenant-2/"' in page
    assert '<a href="https://revue.fr/1" rel="external noreferrer"><cite>Une revue</cite></a>' in page
    assert "par 3,93 € depuis le 1er juillet 2022, pour les seuls adhérents (NEXEM)" in page


def test_a_convention_that_follows_another_shows_its_values(series):
    page = read(series, "/mesures/chrs/")
    assert '<span class="figure">3,93 €</span>' in page
    assert 'celles de la même mesure de <a href="/mesures/ccn-66/#valeur-du-point">CCN-66</a>' in page


def test_on_a_past_day_what_had_not_been_published_does_not_count(series):
    page = read(series, "/mesures/", **PAST)
    assert '<span class="figure">3,80 €</span>' in page
    assert "3,93" not in page
    assert 'href="/mesures/ccn-66/?date=2021-03-01' in page


def test_json(series):
    told = series.get("/mesures/ccn-66.json").json()
    assert told["convention"] == "ccn-66"
    [point] = told["mesures"]
    assert {name: point[name] for name in ("mesure", "libelle", "suit", "connue_depuis")} == {
        "mesure": "valeur-du-point", "libelle": "Valeur du point", "suit": None, "connue_depuis": "2019-02-01",
    }  # fmt: skip
    present = point["actuelle"]
    assert (present["valeur"], present["unite"], present["depuis"]) == ("3.93", "EUR", "2022-07-01")
    assert present["accord"]["identifiant"] == "ccn-66-recommandation"
    assert present["seulement_membres_de"] == "nexem"
    assert present["certitude"] is None  # a later text may have taken its place
    assert point["pour_les_autres"]["valeur"] == "3.82"
    assert [each["valeur"] for each in point["a_trancher"]] == ["4"]
    assert [(each["valeur"], each["etat"]) for each in point["valeurs"]] == [
        ("3.80", "remplacee"), ("3.82", "remplacee"), ("3.93", "actuelle"), ("4", "inconnue"), ("5", "sans-effet"),
    ]  # fmt: skip
    assert point["valeurs"][0]["remplacee_par"]["accord"] == "ccn-66-avenant-2"
    assert point["valeurs"][1]["sources"][0]["url"] == "https://revue.fr/1"
    assert told["dernier_texte"] == "2025-01-05"
    assert told["base_officielle"] is None


def test_json_on_a_past_day_is_certain(series):
    [point] = series.get("/mesures/ccn-66.json", PAST).json()["mesures"]
    assert (point["actuelle"]["valeur"], point["actuelle"]["certitude"]) == ("3.80", "deduit")
    assert point["a_trancher"] == []


def test_json_of_all(series):
    told = series.get("/mesures.json").json()
    assert told["total"] == 2
    assert [each["convention"] for each in told["conventions"]] == ["ccn-66", "chrs"]


def rows(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_files(series):
    everything = rows(series.get("/mesures.csv"))
    assert len(everything) == 10
    of_one = rows(series.get("/mesures.csv", {"convention": "chrs"}))
    assert [row["valeur"] for row in of_one] == ["3,80", "3,82", "3,93", "4", "5"]
    assert of_one[1]["remplacée par"] == "3,93 € à compter du 01/07/2022".replace(" €", "\u00a0€")
    assert of_one[2]["seulement les adhérents de"] == "NEXEM"
    assert series.get("/mesures.xlsx").status_code == 200
    refused = series.get("/mesures.csv", {"convention": "x"})
    assert refused.status_code == 400
    assert "« x » n’est pas une valeur connue" in refused.content.decode().replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_a_convention_without_measures_says_so_and_an_unknown_one_is_not_found(series):
    assert "Aucune mesure de cette convention n’est enregistrée." in read(series, "/mesures/bass/")
    assert series.get("/mesures/bass.json").json()["mesures"] == []
    assert series.get("/mesures/nulle-part/").status_code == 404
    assert series.get("/mesures/nulle-part.json").status_code == 404


def test_what_a_text_sets_and_what_took_its_place(publish, series):
    manifest = publish()
    day = date(2023, 1, 1)
    with reading(manifest):
        [point] = measures_of("ccn-66", day, manifest)
        texts = {line.agreement.slug: line.agreement.pk for line in point.lines}
        replaced = {
            slug: [each.line.by.written for each in replaced_by(pk, day, manifest)]
            for slug, pk in texts.items()
        }
    assert replaced == {
        "ccn-66-avenant-1": ["3,82\u00a0€"], "ccn-66-avenant-2": ["3,93\u00a0€"], "ccn-66-recommandation": [],
    }  # fmt: skip


def test_the_texts_whose_values_are_all_replaced(publish, series):
    manifest = publish()
    with reading(manifest):
        found = replaced_texts(date(2023, 1, 1), manifest)
        replaced = {told[0].line.agreement.slug: told[0].line.by.written for told in found.values()}
    assert replaced == {"ccn-66-avenant-1": "3,82\u00a0€"}  # others than members still have the second


def test_the_page_of_a_text_says_what_it_sets_and_what_took_its_place(series):
    page = read(series, "/accords/ccn-66-avenant-2/")
    assert '<h2 id="mesures">Ce qu’il fixe en chiffres</h2>' in page
    assert (
        '<a href="/mesures/ccn-66/#valeur-du-point">Valeur du point</a> (CCN-66) : 3,82 € au 1er février 2021, '
        "remplacée par 3,93 € depuis le 1er juillet 2022" in page
    )
    assert "pour les seuls adhérents (NEXEM) ; toujours actuelle pour les autres employeurs." in page
    assert "Ce qu’il fixe en chiffres" not in read(series, "/accords/ccn-66-avenant-2/", date="2021-01-01")


SAYS_SO = "Ce que ce texte fixe en chiffres est remplacé"


def test_a_text_all_of_whose_values_are_replaced_says_so_first(series):
    page = read(series, "/accords/ccn-66-avenant-1/")
    assert (
        f'{SAYS_SO} : <a href="/mesures/ccn-66/#valeur-du-point">valeur du point</a> (CCN-66), 3,80 €, par 3,82 € '
        'depuis le 1er février 2021 (<a href="/accords/ccn-66-avenant-2/">Avenant n° 2</a>).' in page
    )


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("ccn-66-avenant-1", "2021-08-02"),  # its replacement is not published yet
        ("ccn-66-avenant-2", "2026-11-22"),  # replaced for members only
        ("ccn-66-recommandation", "2026-11-22"),
        ("ccn-66-avenant-5", "2026-11-22"),  # it never took effect
    ],
)
def test_one_that_still_has_a_value_does_not(series, slug, day):
    assert SAYS_SO not in read(series, f"/accords/{slug}/", date=day)


def test_the_texts_in_force_of_a_convention_say_it_too(series):
    page = read(series, "/conventions/ccn-66/")
    assert '<span class="note">valeur du point remplacée par 3,82 € depuis le 1er février 2021</span>' in page
    assert "remplacée par 3,93 €" not in page


def test_the_json_of_a_text_says_it_too(series):
    [told] = series.get("/accords/ccn-66-avenant-1.json").json()["mesures"]
    assert (told["convention"], told["mesure"], told["valeur"], told["etat"]) == (
        "ccn-66", "valeur-du-point", "3.80", "remplacee",
    )  # fmt: skip
    assert told["remplacee_par"]["accord"] == "ccn-66-avenant-2"
    assert "accord" not in told


def test_a_value_without_a_source_is_not_published(publish):
    point = measure()
    made = agreement("ccn-66-avenant-1")
    value(point, "3,80", date(2019, 2, 1), by=made).sources.clear()
    with pytest.raises(Exception, match="la valeur n’a pas de source"):
        publish()


def test_where_no_value_has_a_known_effect_none_is_called_the_last(publish, client):
    value(
        measure(), "4", date(2024, 1, 1), by=agreement("ccn-66-avenant-4", number="4", dated=date(2024, 1, 5))
    )
    publish()
    page = read(client, "/mesures/")
    assert "aucune connue" in page
    assert "son effet n’est pas connu" in page
    assert "Dernière dont l’effet est connu" not in page


def test_no_measure_at_all(publish, client):
    agreement("ccn-66-avenant-1")
    publish()
    assert "Aucune mesure n’est enregistrée" in read(client, "/mesures/")


# -- What is only probable -----------------------------------------------------------------------------------


@pytest.fixture
def probable(publish, client):
    """3,82 €, agreed; then 3,93 €, whose text the official base holds in force: it is probably agreed."""
    convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L. 314-6", in_sector=True)
    point = measure()
    value(
        point, "3,82", date(2021, 2, 1), by=text("ccn-66-avenant-2", "2", date(2021, 2, 1), date(2021, 8, 3))
    )
    later = agreement(
        "ccn-66-avenant-3", number="3", dated=date(2022, 6, 1), rule="date-fixe", rule_date=date(2022, 7, 1)
    )
    later.kali_state, later.kali_modified_on = "VIGUEUR", date(2022, 7, 1)
    later.save()
    official(later, state="VIGUEUR", modified_on=date(2022, 7, 1), read_on=date(2026, 11, 1))
    value(point, "3,93", date(2022, 7, 1), by=later)
    publish()
    return client


def test_a_value_whose_text_is_probably_in_force_is_probable(probable):
    [point] = probable.get("/mesures/ccn-66.json").json()["mesures"]
    assert (point["actuelle"]["valeur"], point["actuelle"]["certitude"]) == ("3.93", "probable")
    assert point["certaine"]["valeur"] == "3.82"
    assert [(each["valeur"], each["etat"], each["certitude"]) for each in point["valeurs"]] == [
        ("3.82", "remplacee", "probable"), ("3.93", "actuelle", "probable"),
    ]  # fmt: skip
    [row] = [row for row in rows(probable.get("/mesures.csv")) if row["valeur"] == "3,93"]
    assert row["certitude"] == "Probable"


@pytest.mark.parametrize("address", ["/mesures/", "/mesures/ccn-66/", "/conventions/ccn-66/"])
def test_pages_say_that_it_is_probable_and_what_is_sure(probable, address):
    page = read(probable, address)
    assert 'probablement <span class="figure">3,93 €</span>' in page
    assert "Dernière certaine : 3,82 € depuis le 1er février 2021" in page


def test_the_page_of_a_text_says_that_it_is_probably_replaced(probable):
    page = read(probable, "/accords/ccn-66-avenant-2/")
    assert "3,82 € au 1er février 2021, probablement remplacée par 3,93 € depuis le 1er juillet 2022" in page


# -- The page of a convention --------------------------------------------------------------------------------


def test_the_page_of_a_convention_has_its_present_measures(series):
    page = read(series, "/conventions/ccn-66/")
    assert '<h2 id="mesures">Les mesures au 22 novembre 2026</h2>' in page
    assert (
        '<a href="/mesures/ccn-66/#valeur-du-point">Valeur du point</a> : <span class="figure">3,93 €</span> '
        '<span class="tag">déduit</span> depuis le 1er juillet 2022 (<a href="/accords/ccn-66-recommandation/">'
        in page
    )
    assert ", pour les seuls adhérents (NEXEM)" in page
    assert "Pour les autres employeurs : 3,82 € depuis le 1er février 2021" in page
    assert '<a href="/mesures/ccn-66/">Toutes leurs valeurs, présentes et passées</a>' in page


@pytest.mark.parametrize("address", ["/mesures/", "/conventions/ccn-66/"])
def test_a_value_that_follows_from_a_clause_says_so(series, address):
    page = read(series, address, **PAST)
    assert '<span class="figure">3,80 €</span> <span class="tag">déduit</span>' in page


def test_on_a_past_day_it_has_the_measures_of_that_day(series):
    page = read(series, "/conventions/ccn-66/", **PAST)
    assert '<span class="figure">3,80 €</span>' in page
    assert "3,93" not in page


def test_a_measure_without_a_present_value_is_named(series):
    page = read(series, "/conventions/ccn-66/", date="2019-01-01")
    assert 'id="mesures"' in page
    assert "Sans valeur connue ce jour-là : <a href=" in page


def test_a_convention_without_measures_has_no_such_part(series):
    assert 'id="mesures"' not in read(series, "/conventions/bass/")


def test_its_json_has_them_in_short(series):
    told = series.get("/conventions/ccn-66.json").json()
    [point] = told["mesures"]
    assert set(point) == {"mesure", "libelle", "actuelle", "certaine", "pour_les_autres"}
    assert (point["actuelle"]["valeur"], point["pour_les_autres"]["valeur"]) == ("3.93", "3.82")
    assert (told["dernier_texte"], told["base_officielle"]) == ("2025-01-05", None)


# -- How fresh it is -----------------------------------------------------------------------------------------


@pytest.fixture
def held(publish, client):
    """A text of the CCN 66 read in the official base on 1 November 2026; one of the CHRS that no base was read for."""
    convention("ccn-66", in_sector=True)
    convention("chrs", in_sector=True)
    measure()
    official(agreement("ccn-66-avenant-1", number="1", dated=date(2026, 2, 18)), read_on=date(2026, 11, 1))
    agreement("chrs-avenant-1", number="1", dated=date(2020, 3, 1), conventions=["chrs"])
    publish()
    return client


SAID = "Base officielle lue le 1er novembre 2026 ; son texte le plus récent est du 18 février 2026."


@pytest.mark.parametrize("address", ["/", "/conventions/ccn-66/", "/mesures/", "/mesures/ccn-66/"])
def test_a_page_says_what_was_read_last(held, address):
    page = read(held, address)
    assert (
        'Dernier texte lu : <a href="/accords/ccn-66-avenant-1/">avenant n° 1 du 18 février 2026</a>' in page
    )
    assert SAID in page


def test_a_convention_that_the_base_was_not_read_for_says_so(held):
    page = read(held, "/conventions/chrs/")
    assert "avenant n° 1 du 1er mars 2020" in page
    assert "Aucun de ses textes n’a été lu dans la base officielle." in page


def test_it_is_said_in_json_too(held):
    fresh = {
        "dernier_texte": "2026-02-18",
        "base_officielle": "2026-11-01",
        "base_officielle_dernier_texte": "2026-02-18",
    }
    for address in ("/accueil.json", "/conventions/ccn-66.json", "/mesures/ccn-66.json"):
        told = held.get(address).json()
        assert {name: told[name] for name in fresh} == fresh, address
    told = held.get("/conventions/chrs.json").json()
    assert [told[name] for name in fresh] == ["2020-03-01", None, None]


def test_the_state_of_health_gives_the_age_of_the_base(held):
    told = held.get("/healthz").json()
    assert (told["base_officielle"], told["base_officielle_age_en_jours"]) == ("2026-11-01", 21)


# -- What is to be read again --------------------------------------------------------------------------------


@pytest.fixture
def late(publish, client):
    """The base read on 1 August 2026, 113 days ago, for the CCN 66; lately for the CHRS; and an act of the Journal."""
    convention("ccn-66", in_sector=True)
    convention("chrs", in_sector=True)
    official(agreement("ccn-66-avenant-1", number="1", dated=date(2026, 2, 18)), read_on=date(2026, 8, 1))
    other = agreement("chrs-avenant-1", number="1", dated=date(2020, 3, 1), conventions=["chrs"])
    official(other, read_on=date(2026, 10, 1))
    journal = source(
        "JORF : Arrêté", url="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000000000077",
        published_on=date(2026, 7, 3), consulted_on=date(2026, 7, 5),
    )  # fmt: skip
    event(other, "agree", date(2026, 6, 1), sources=[journal])
    publish()
    return client


def test_a_base_that_was_not_read_for_long_is_to_be_read_again(late):
    assert "Lue il y a 113 jours : à relire." in read(late, "/conventions/ccn-66/")
    assert "à relire" not in read(late, "/conventions/chrs/")
    assert "Journal officiel : dernier acte lu du 3 juillet 2026, lu le 5 juillet 2026." in read(late, "/")
    told = late.get("/conventions/chrs.json").json()
    assert (told["journal_officiel"], told["journal_officiel_lu_le"]) == ("2026-07-03", "2026-07-05")


def test_what_is_to_be_read_again_is_an_anomaly(late):
    page = read(late, "/suivi/anomalies/")
    assert "À relire dans la base officielle" in page and "lue il y a 113 jours" in page
    assert late.get("/suivi/anomalies.json").json()["a_relire"] == [{"convention": "ccn-66", "jours": 113}]


def test_the_state_of_health_says_when_all_of_it_is_to_be_read_again(late, publish):
    assert late.get("/healthz").json()["base_officielle_a_relire"] is False
    Source.objects.filter(consulted_on=date(2026, 10, 1)).update(consulted_on=date(2026, 9, 1))
    publish()
    assert late.get("/healthz").json()["base_officielle_a_relire"] is True
