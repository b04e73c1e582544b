"""An address that is refused, or leads nowhere, leads to what else was asked: the rest of it, and a search."""

import pytest

from tests.reading import flowing, parsed


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("/accords/?signe_apres=2019-14-12&convention=ccn-66", "/accords/?convention=ccn-66"),
        ("/accords/?convention=ccn-66&type=avenent&page=2", "/accords/?convention=ccn-66"),
        ("/accords/?convention=ccn-66&date=hier", "/accords/?convention=ccn-66"),
        ("/accords/?convention=ccn-66&date=2020-01-01&date=2021-01-01", "/accords/?convention=ccn-66"),
        ("/accords/?page=deux&par_page=mille", "/accords/"),
        ("/suivi/?agrement=peut-etre&date=2020-10-27", "/suivi/?date=2020-10-27"),
        ("/changements/?du=hier&au=2020-12-31", "/changements/?au=2020-12-31"),
        ("/comparer/?a=rien&b=ccn-66-avenant-357", "/comparer/?b=ccn-66-avenant-357"),
        ("/comparer/?a=ccn-66-avenant-354@hier&b=rien", "/comparer/"),
        ("/applicable/?convention=ccn-66&effectif=beaucoup", "/applicable/?convention=ccn-66"),
        ("/actes/?nature=edit&convention=ccn-66", "/actes/?convention=ccn-66"),
        ("/adherents/?region=gaule&taille=moins-de-50", "/adherents/?taille=moins-de-50"),
        ("/sources/?page=zero&q=arr%C3%AAt%C3%A9", "/sources/?q=arr%C3%AAt%C3%A9"),
    ],
)
def test_a_refused_address_leads_to_the_rest_of_it(reader, asked, left):
    answer = reader.get(asked)
    assert answer.status_code == 400
    main = parsed(answer).query("main")[0]
    [link] = [link for link in main.query("a") if flowing(link).startswith("La même page, sans")]
    assert link.attrs["href"] == left
    assert reader.get(left).status_code == 200
    [field] = main.query("form[action='/accords/'] input[name=q]")
    day = parsed(answer).query(".day-form")[0]
    carried = "&".join(f"{one.attrs['name']}={one.attrs['value']}" for one in day.query("input[type=hidden]"))
    assert reader.get(f"{day.attrs['action']}?{carried}").status_code == 200


def test_the_words_that_were_searched_are_still_there(reader):
    page = parsed(reader.get("/accords/?q=prime+S%C3%A9gur&tri=rien"))
    assert page.query("main input[name=q]")[0].attrs["value"] == "prime Ségur"
    assert not parsed(reader.get(f"/accords/?q={'x' * 600}")).query("main input[name=q]")[0].attrs["value"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("/accords/ccn-66-avenant-9999/", "ccn 66 avenant 9999"),
        ("/organisations/personne/", "personne"),
        ("/nulle-part/", "nulle part"),
        ("/x%22y/", ""),
    ],
)
def test_an_address_that_leads_nowhere_leads_to_a_search(reader, asked, words):
    answer = reader.get(asked)
    assert answer.status_code == 404
    assert parsed(answer).query("main form input[name=q]")[0].attrs["value"] == words
