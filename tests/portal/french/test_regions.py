"""The region of a local text, as regions are today; what is not known is said to be elsewhere."""

import pytest

from agreements.importers.places import DEPARTEMENTS
from agreements.importers.places import REGIONS as WRITTEN
from portal.french.regions import LABELS, OTHER, REGIONS, regions_of, whole_regions_of
from tests.builders import agreement, convention


@pytest.mark.parametrize(
    ("place", "regions"),
    [
        ("", []),
        ("National", []),
        ("Bretagne", ["bretagne"]),
        ("Alsace", ["grand-est"]),
        ("Nord - Pas-de-Calais", ["hauts-de-france"]),
        ("Ile de France", ["ile-de-france"]),
        ("Île-de-France hors Seine-et-Marne", ["ile-de-france"]),
        ("Région parisienne", ["ile-de-france"]),
        ("Provence Alpes Côte d'Azur (PACA)", ["provence-alpes-cote-d-azur"]),
        ("Haute-Vienne et Creuse", ["nouvelle-aquitaine"]),
        ("Isère et Hautes-Alpes", ["auvergne-rhone-alpes", "provence-alpes-cote-d-azur"]),
        ("Loire-Atlantique, Mayenne, Sarthe, Vendée", ["pays-de-la-loire"]),
        ("Drôme-Ardèche", ["auvergne-rhone-alpes"]),
        ("Flandres-Douaisis", ["hauts-de-france"]),
        ("Vimeu (Région de)", ["hauts-de-france"]),
        ("Syldavie", [OTHER]),
        ("Bretagne et Syldavie", ["bretagne"]),
    ],
)
def test_the_regions_of_a_place(place, regions):
    assert regions_of(place) == regions


def test_a_territory_is_known_whole_or_not_at_all():
    assert whole_regions_of("Isère et Hautes-Alpes") == ["auvergne-rhone-alpes", "provence-alpes-cote-d-azur"]
    assert (
        whole_regions_of("Bretagne et Syldavie") == whole_regions_of("Syldavie") == whole_regions_of("") == []
    )


def test_every_departement_is_in_one_region_and_every_region_has_a_name():
    for place in DEPARTEMENTS.split("·"):
        assert len(regions_of(place)) == 1 and regions_of(place) != [OTHER], place
    for name in WRITTEN.split("·"):
        if name.strip() not in ("National", "Méditerranée Ouest"):
            assert regions_of(name) != [OTHER], name
    assert set(LABELS) == {*REGIONS, OTHER}


@pytest.mark.django_db(transaction=True)
def test_the_list_counts_and_filters_by_region(publish, client):
    convention("ccn-66", in_sector=True)
    for slug, place in [("un", "Alsace"), ("deux", "Lorraine"), ("trois", "Bretagne"), ("quatre", "")]:
        agreement(slug, place=place)
    publish()
    told = client.get("/accords.json?perimetre=tout").json()["facettes"]["region"]
    assert {value["valeur"]: value["nombre"] for value in told} == {"grand-est": 2, "bretagne": 1}
    found = client.get("/accords.json?perimetre=tout&region=grand-est").json()
    assert {row["identifiant"] for row in found["accords"]} == {"un", "deux"}
    page = client.get("/accords/?perimetre=tout&region=grand-est").content.decode()
    assert "de la région Grand Est" in page
    assert client.get("/accords/?region=syldavie").status_code == 400
