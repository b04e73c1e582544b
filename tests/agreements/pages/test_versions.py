"""The words of a text version by version: those of the day, what changed, and an address for each."""

from datetime import date

import pytest

from agreements.models import OfficialText
from tests.builders import agreement, convention, official, version
from tests.reading import parsed, text

SLUG, FIRST = "ccn-66-avenant-9", "KALIARTI000000000001"
PAGE = f"/accords/{SLUG}/"
READ_ON = date(2026, 11, 1)
SIGNED, EXTENDED, AMENDED = date(2016, 1, 1), date(2017, 1, 1), date(2020, 1, 1)


@pytest.fixture
def amended(client):
    """A text of 2015: an article in three versions, whose words change once; one that ends, one that comes later."""
    convention("ccn-66", in_sector=True, brochures="3116")
    made = agreement(SLUG, number="9", dated=date(2015, 6, 23))
    base = official(
        made, read_on=READ_ON, nor="ASET1650001M", bulletin="2016-10", published_on=date(2016, 3, 12)
    )
    whole = {"article": FIRST}
    version(base, 1, "<p>La prime est de 100 euros.</p>", SIGNED, EXTENDED, **whole, state="VIGUEUR_NON_ETEN")
    version(base, 2, "<p>La prime est de 100 euros.</p>", EXTENDED, AMENDED, **whole)
    version(base, 3, "<p>La prime annuelle est de 238 euros.</p>", AMENDED, **whole)
    version(base, 4, "<p>Écrivez à paie@exemple.fr.</p>", SIGNED, EXTENDED, number="2", position=2)
    version(base, 5, "<p>Un article de plus.</p>", AMENDED, number="3", position=3)
    return base


def articles(client, day: str) -> list[tuple[str, str, str]]:
    """The name, the version and the words of each article of the page on a day."""
    shown = parsed(client.get(PAGE, {"date": day} if day else {})).query(".articles article")
    return [tuple(text(one.query(tag)[0]) for tag in ("h3", ".version", "p:not(.note)")) for one in shown]


#: day → the articles that the page shows, by their names, days and words
DAYS = {
    "2016-05-01": [
        ("Article 1er", "Version du 1er janvier 2016 au 31 décembre 2016", "La prime est de 100 euros."),
        (
            "Article 2",
            "Version du 1er janvier 2016 au 31 décembre 2016",
            "Écrivez à [adresse électronique masquée].",
        ),
    ],
    "2017-01-01": [
        ("Article 1er", "Version du 1er janvier 2017 au 31 décembre 2019", "La prime est de 100 euros.")
    ],
    "2019-12-31": [
        ("Article 1er", "Version du 1er janvier 2017 au 31 décembre 2019", "La prime est de 100 euros.")
    ],
    "": [
        ("Article 1er", "Version depuis le 1er janvier 2020", "La prime annuelle est de 238 euros."),
        ("Article 3", "Version depuis le 1er janvier 2020", "Un article de plus."),
    ],
}


@pytest.mark.parametrize(("day", "expected"), DAYS.items())
def test_a_text_has_the_words_of_the_day(amended, publish, client, day, expected):
    publish()
    found = [(name, told.partition(" ·")[0], words) for name, told, words in articles(client, day)]
    assert found == expected
    label = text(parsed(client.get(PAGE, {"date": day} if day else {})).query("#texte ~ .note")[0])
    assert "version par version : les mots de ce jour-là (base officielle, lue le 1er novembre 2026)" in label


def test_a_version_that_ended_without_a_day_says_so(amended, publish, client):
    amended.versions.filter(kaliarti__endswith="5").update(state="ABROGE")
    publish()
    told = articles(client, "")[1][1].partition(" ·")[0]
    assert told == "Version depuis le 1er janvier 2020, ABROGE selon la base officielle, sans jour de fin"


def test_json_tells_the_days_of_each_version(amended, publish, client):
    publish()
    told = client.get(f"/accords/{SLUG}.json", {"date": "2018-01-01"}).json()
    assert told["articles_version"] == {"base_officielle": "2026-11-01", "du_jour": True, "mots": "du-jour"}
    assert [(one["du"], one["au"], one["url"][-13:]) for one in told["articles"]] == [
        ("2017-01-01", "2020-01-01", "000000000002/")
    ]
    assert told["texte_officiel"] == {
        "nor": "ASET1650001M",
        "bulletin": "2016-10",
        "publie_le": "2016-03-12",
        "en_vigueur_du": None,
        "en_vigueur_au": None,
    }


@pytest.mark.parametrize(
    ("day", "moment", "words"),
    [
        ("2015-07-01", "premiers", "La prime"),
        ("2020-06-01", "derniers", "La prime annuelle"),
        ("2015-06-22", None, ""),
    ],
)
def test_where_no_article_is_in_force_the_page_says_which_words_it_shows(
    amended, publish, client, day, moment, words
):
    """Signed and not in force yet: its first words; ended: its last; not dated yet: none."""
    amended.versions.filter(starts_on=AMENDED).update(ends_on=date(2020, 6, 1))
    publish()
    told = client.get(f"/accords/{SLUG}.json", {"date": day}).json()
    assert told.get("articles_version", {}).get("mots") == moment
    assert told.get("articles_version", {}).get("du_jour") in (None, False)
    shown = articles(client, day)
    assert bool(shown) == bool(moment) and (not shown or shown[0][2].startswith(words))


def test_what_the_base_withdraws_is_not_shown_and_keeps_its_address(amended, publish, client):
    amended.versions.filter(kaliarti__endswith="2").update(gone_on=date(2026, 1, 3))
    publish()
    assert articles(client, "2018-01-01")[0][1].startswith(
        "Version du 1er janvier 2016"
    )  # the last there was
    page = text(parsed(client.get(f"{PAGE}articles/KALIARTI000000000002/")).query("main")[0])
    assert "La base officielle a retiré cette version le 3 janvier 2026." in page


# -- One version -------------------------------------------------------------------------------------------


def changes(client, version: int, **asked: str) -> tuple[list[str], list[str]]:
    page = parsed(client.get(f"{PAGE}articles/KALIARTI{version:012}/", asked))
    shown = page.query(".difference")
    return tuple([text(one) for one in shown[0].query(tag)] if shown else [] for tag in ("del", "ins"))


@pytest.mark.parametrize(
    ("version", "asked", "expected"),
    [
        (3, {}, (["100"], ["annuelle", "238"])),
        (2, {}, ([], [])),  # extended, in the same words
        (1, {}, ([], [])),  # the first
        (1, {"avec": "KALIARTI000000000003"}, (["100"], ["annuelle", "238"])),
    ],
)
def test_a_version_shows_what_changed(amended, publish, client, version, asked, expected):
    publish()
    assert changes(client, version, **asked) == expected


def test_a_version_has_an_address_to_cite(amended, publish, client):
    publish()
    page = parsed(client.get(f"{PAGE}articles/KALIARTI000000000002/"))
    assert text(page.query("h1")[0]) == "Avenant n° 9 du 23 juin 2015 Article 1er"
    assert len(page.query(".versions tbody tr")) == 3 and "les mots sont les mêmes" in text(
        page.query("main")[0]
    )
    cited = text(page.query("#citation")[0])
    assert "version du 1er janvier 2017 au 31 décembre 2019 (KALIARTI000000000002), édition n° 1" in cited
    assert cited.endswith(f"{PAGE}articles/KALIARTI000000000002/")


def test_a_version_in_json(amended, publish, client):
    publish()
    told = client.get(f"{PAGE}articles/KALIARTI000000000003.json").json()
    assert [(one["du"], one["au"], one["etat"]) for one in told["versions"]] == [
        ("2016-01-01", "2017-01-01", "VIGUEUR_NON_ETEN"),
        ("2017-01-01", "2020-01-01", "VIGUEUR_ETEN"),
        ("2020-01-01", None, "VIGUEUR_ETEN"),
    ]
    assert told["differences"]["de"] == "KALIARTI000000000002"
    assert [piece["genre"] for piece in told["differences"]["paragraphes"][0]] == [
        "inchange", "ajoute", "inchange", "retire", "ajoute", "inchange",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("articles/KALIARTI000000000009/", 404),
        ("articles/KALIARTI000000000001/?avec=KALIARTI000000000009", 400),
        ("articles/KALIARTI000000000001/?avec=KALIARTI000000000004", 400),  # of another article
        ("articles/KALIARTI000000000001/?avec=%3Cb%3E", 400),
        ("articles/KALIARTI000000000001.json?avec=x", 400),
        ("articles/KALIARTI000000000001/?avec=KALIARTI000000000001", 200),
    ],
)
def test_what_is_not_there_is_refused_in_words(amended, publish, client, path, status):
    publish()
    assert client.get(PAGE + path).status_code == status


# -- The package beside the versions -----------------------------------------------------------------------


def with_package(*articles: str) -> OfficialText:
    """A text of the package with two articles in its own words; its articles have the numbers 1 and 2."""
    convention("ccn-66", in_sector=True)
    made = agreement(SLUG, number="9", dated=date(2015, 6, 23))
    base = official(made, *articles, read_on=READ_ON)
    for position, row in enumerate(base.articles.order_by("position"), 1):
        row.kaliarti = f"KALIARTI{position:012}"
        row.save()
    return base


def test_versions_of_a_part_of_the_articles_leave_the_words_of_the_package(publish, client):
    """One article of two has its versions: the text cannot be told on a past day."""
    base = with_package("<p>Un.</p>", "<p>Deux.</p>")
    version(base, 1, "<p>Un.</p>", SIGNED)
    publish()
    label = text(parsed(client.get(PAGE)).query("#texte ~ .note")[0])
    assert label.startswith("Texte tel que la base officielle le donne")
    assert client.get(f"{PAGE}articles/KALIARTI000000000001/").status_code == 200
