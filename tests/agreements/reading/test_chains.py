"""Chains of texts, gaps in the numbering, and the steps drawn on the page of a text."""

from datetime import date

import pytest

from agreements.models import Agreement
from agreements.reading.chains import Gap, chain_of, series_of
from portal.edition import reader as edition_reader
from portal.edition import store
from tests import builders as make
from tests.reading import flowing, links, parsed, text


@pytest.fixture(scope="module")
def four_texts(publish_once):
    return publish_once(write_four_texts)


def write_four_texts():
    """An accord, its avenant, the accord that replaces it, and a text far from them."""
    first = make.agreement("premier", kind="accord", number="1", dated=date(2010, 1, 1))
    second = make.agreement("avenant", dated=date(2012, 1, 1))
    third = make.agreement("dernier", kind="accord", number="3", dated=date(2015, 1, 1))
    make.relation(second, "modifie", first)
    make.relation(third, "remplace", first)
    make.relation(third, "miroir", make.agreement("miroir"))
    make.relation(second, "complete", "Un texte seulement nommé")


@pytest.fixture
def chained(four_texts, settings):
    settings.EDITIONS_DIR = four_texts
    with edition_reader.reading(store.current()):
        yield lambda slug: chain_of(Agreement.objects.get(slug=slug))


@pytest.mark.parametrize("slug", ["premier", "avenant", "dernier"])
def test_the_same_chain_in_time_from_each_of_its_texts(chained, slug):
    chain = chained(slug)
    assert [node.agreement.slug for node in chain.nodes] == ["premier", "avenant", "dernier"]
    assert [node.agreement.slug for node in chain.nodes if node.here] == [slug]
    assert len(chain.arcs) == 2


def test_what_each_text_does_with_the_article_of_the_other(chained):
    does = {node.agreement.slug: node.does for node in chained("premier").nodes}
    assert does["premier"] == ()
    assert does["dernier"][0].startswith("remplace l’")
    assert "complète « Un texte seulement nommé »" in does["avenant"]


def test_a_mirror_is_not_a_chain(chained):
    assert chained("miroir") is None


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ([1, 2, 3], []),
        ([349, 354, 356, 357], ["350 à 353", "355"]),
        ([3, 1, 1, 5], ["2", "4"]),
    ],
)
def test_gaps_in_a_series(numbers, gaps):
    assert [str(gap) for gap in series_of("avenant", numbers).gaps] == gaps


def test_a_few_numbers_make_no_series():
    assert series_of("avenant", [1, 9]) is None


def test_a_gap_counts_its_numbers():
    assert (Gap(350, 353).count, Gap(2, 2).count) == (4, 1)


# -- On the page -------------------------------------------------------------------------------------------


def test_the_chain_on_the_page(reader):
    page = parsed(reader.get("/accords/bass-accord-2020-09-09-formation/"))
    [section] = page.query("section.chain")
    assert "/accords/bass-accord-2015-05-07-formation/" in links(page)
    assert "remplace" in text(section)
    assert section.query("svg[role=img]")


def test_the_steps_of_october_2020(reader):
    page = parsed(reader.get("/accords/ccn-66-avenant-354/?date=2020-10-27"))
    done = [text(step) for step in page.query("li.step.done")]
    ghosts = [text(step) for step in page.query("li.step.ghost")]
    assert any("avis favorable de la commission" in step for step in done)
    assert any("publication de l’arrêté au JO" in step for step in ghosts)
    assert any("entrée en vigueur" in step for step in ghosts)


def test_once_agreed_nothing_follows_on_that_track(reader):
    page = parsed(reader.get("/accords/ccn-66-avenant-354/?date=2020-10-29"))
    ghosts = [text(step) for step in page.query("li.step.ghost")]
    assert not any("agrément" in step or "commission" in step or "vigueur" in step for step in ghosts)


def test_a_refused_text_waits_for_nothing(reader):
    page = parsed(reader.get("/accords/ccn-66-avenant-349/"))
    assert page.query("li.step.done")
    assert not page.query("li.step.ghost")


def test_each_step_leads_to_its_fact_and_its_source(reader):
    page = parsed(reader.get("/accords/ccn-66-avenant-354/"))
    anchors = {node.attrs["id"] for node in page.query("li[id]")}
    steps = [node.attrs["href"] for step in page.query("li.step.done") for node in step.query("a")]
    assert steps
    assert all(step.removeprefix("#") in anchors for step in steps)


def test_the_sentence_heads_the_page_and_describes_it(reader):
    page = parsed(reader.get("/accords/ccn-66-avenant-354/?date=2020-10-29"))
    sentence = (
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; "
        "applicable depuis le 1er février 2020."
    )
    assert flowing(page.query("p.sentence")[0]) == sentence
    described = (
        page.query("meta[name=description]")[0].attrs["content"].replace("\xa0", " ").replace("\u202f", " ")
    )
    assert sentence in described
    assert (
        reader.get("/accords/ccn-66-avenant-354.json?date=2020-10-29").json()["phrase"].replace("\xa0", " ")
        == sentence
    )
