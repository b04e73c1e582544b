"""French, links and counts, page after page: no wrong form of the list, no dead link, no count that its list denies."""

import pytest

from tests.portal.pages.wording import WRONG, counted, crawl, wrong_forms

#: For each wrong form, words that have it.
SEEN = {
    "texte sans article": "Ce texte modifie annexe n° 1",
    "de avenant": "annexe de avenant n° 2",
    "1 au lieu de 1er": "Avenant du 1 février 1979",
    "jour écrit 06": "JORF 06 juin 2012",
    "date de machine": "agréé le 2010-12-20 selon nos fiches",
    "code de la base": "état KALI VIGUEUR_NON_ETEN",
    "identifiant": "voir bass-accord-1996-03-11-cpb-avenant-1",
    "objet non lu": "Avenant n° 256 (objet non lu)",
    "toutes conventions": "Textes toutes conventions",
    "A fait": "A fait : signature",
    "des milliers de jours": "au moins 7 520 jours",
    "non connu": "date non connue",
    "un, au pluriel": "1 faits",
    "plusieurs, au singulier": "12 texte",
    "titre dit deux fois": "accord du 11 janvier 1978 accord du 11 janvier 1978",
    "annexe 2 dite deux fois": "Annexe n° 2 Annexe 2",
    "mot de programme": "depuis None",
    "deux points de suite": "du 15 mars 1966..",
    "de il, que il": "il faut que il soit",
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_form_is_seen(name):
    assert name in dict(wrong_forms(f"<main><p>{SEEN[name]}</p></main>"))


def test_what_is_official_is_not_ours():
    assert not list(wrong_forms("<article><p>du 1 février 1979</p></article><q>du 1 mars</q>"))


def test_a_count_is_read_beside_its_link_or_in_it():
    body = '<a href="/accords/?a=1">12 textes</a> <a href="/accords/?b=2">agréés</a> <span class="count">1 204</span>'
    assert list(counted(body)) == [("/accords/?a=1", 12), ("/accords/?b=2", 1204)]


@pytest.mark.slow
def test_every_page_of_the_sector_is_right(reader):
    found = crawl(reader, most=2)
    assert found.wrong == {}
    assert found.dead == []
    assert found.denied == []
    assert found.pages > 500
    assert found.counts > 1_000
