"""Where seven texts stood on 27 October 2020, as the sector told it that day: in the JSON and in words."""

import shutil
from collections import Counter
from datetime import date

import pytest
from django.conf import settings

from agreements.importers.facts import load
from agreements.models import Event
from tests.reading import parsed, text

UNSAID = {"inconnu", "sans-objet"}

#: slug: signature, agrement, extension (None: unsaid), effet, signatories, adherents (None: not told)
STATES = {
    "ccn-66-avenant-354": ("signe", "avis-favorable", None, "pas-encore", "nexem cfdt cftc", ""),
    "chrs-protocole-162": ("signe", "en-cours", None, "pas-encore", "nexem cfdt", ""),
    "ccn-66-avenant-356": ("signe", "avis-favorable", None, "pas-encore", "nexem cfdt cftc cgt fo", ""),
    "ccn-66-avenant-357": ("signe", "en-cours", None, "pas-encore", None, None),
    "chrs-protocole-163": ("signe", "en-cours", None, "pas-encore", None, None),
    "bass-accord-2019-02": ("signe", "agree", "en-cours", "pas-encore", "axess cgt", "cfdt"),
    "bass-accord-2020-09-09-formation": (
        "signe", "en-cours", "en-cours", "pas-encore", "axess cfdt cgt", "",
    ),
}  # fmt: skip

WORDS = {
    "signature": {"signe": "Signé"},
    "agrement": {"en-cours": "En attente", "avis-favorable": "Avis favorable", "agree": "Agréé"},
    "extension": {"en-cours": "En attente", "inconnu": "Inconnu", "sans-objet": "Sans objet"},
    "effet": {"pas-encore": "Pas encore en vigueur", "en-vigueur": "En vigueur"},
}
TRACKS = tuple(WORDS)


def listed(reader, day) -> dict[str, dict]:
    """Every agreement of `/accords.json` on that day, over all its pages."""
    found, address = {}, f"/accords.json?date={day}&par_page=100"
    while address:
        answer = reader.get(address)
        assert answer.status_code == 200
        told = answer.json()
        assert told["date"] == day
        found |= {row["identifiant"]: row for row in told["accords"]}
        address = told["suivante"]
    assert len(found) == told["total"]
    return found


def detail(reader, slug, day) -> dict:
    return reader.get(f"/accords/{slug}.json", {"date": day}).json()


def who(row, mode) -> set[str]:
    return {party["organisation"] for party in row["signataires"] if party["mode"] == mode}


@pytest.mark.parametrize("slug", STATES)
def test_the_list_tells_the_state_of_that_day(reader, slug):
    row = listed(reader, "2020-10-27")[slug]
    agrees_with_the_table(slug, row)
    assert row["date_effet"] is None or row["date_effet"] > "2020-10-27"


@pytest.mark.parametrize("slug", STATES)
def test_the_record_tells_the_same(reader, slug):
    record = detail(reader, slug, "2020-10-27")
    agrees_with_the_table(slug, record)
    row = listed(reader, "2020-10-27")[slug]
    assert {name: record[name] for name in row} == row
    present = [s for s in record["situations"] if s["du"] <= "2020-10-27" and (s["au"] or "9") > "2020-10-27"]
    assert [{track: situation[track] for track in TRACKS} for situation in present] == [row["statuts"]]


def agrees_with_the_table(slug, row):
    signature, agrement, extension, effet, signed, adhered = STATES[slug]
    told = row["statuts"]
    assert (told["signature"], told["agrement"], told["effet"]) == (signature, agrement, effet)
    assert told["extension"] == extension if extension else told["extension"] in UNSAID
    if signed is not None:
        assert who(row, "signature") == set(signed.split())
        assert who(row, "adhesion") == set(adhered.split())
    assert not who(row, "opposition") | who(row, "retrait")


@pytest.mark.parametrize("slug", STATES)
def test_its_page_says_so_in_words(reader, slug):
    """The state table of the page, read as a reader does; the signatories by their names."""
    page = parsed(reader.get(f"/accords/{slug}/", {"date": "2020-10-27"}))
    states = [
        (text(row.query("th")[0]), text(row.query(".state")[0])) for row in page.query(".tracks tbody tr")
    ]
    row = listed(reader, "2020-10-27")[slug]
    assert states == list(
        zip(
            ["Signature", "Agrément", "Extension", "Effet"],
            [WORDS[track][row["statuts"][track]] for track in TRACKS],
            strict=True,
        )
    )
    assert "Situation au 27 octobre 2020" in text(page.query(".as-of")[0])
    names = {slug: told["nom"] for slug, told in organisations(reader).items()}
    shown = {text(line.query("th")[0]): text(line.query("td")[1]) for line in page.query(".parties tbody tr")}
    assert shown == {
        names[party["organisation"]]: {"signature": "signature", "adhesion": "adhésion"}[party["mode"]]
        for party in row["signataires"]
    }


@pytest.mark.parametrize("slug", STATES)
def test_its_row_of_the_list_says_so_in_words(reader, slug):
    """In its own cells, or once for all the rows of the page."""
    row = listed(reader, "2020-10-27")[slug]
    page = parsed(
        reader.get("/accords/", {"date": "2020-10-27", "convention": row["conventions"], "par_page": 100})
    )
    lines = [
        line
        for line in page.query(".rows tbody tr")
        if f"/accords/{slug}/" in line.query("a")[0].attrs["href"]
    ]
    of_all = [text(state) for state in page.query(".alike .state")]
    assert [Counter([*of_all, *map(text, line.query(".state"))]) for line in lines] == [
        Counter(WORDS[track][row["statuts"][track]] for track in TRACKS)
    ]


def organisations(reader):
    return {row["identifiant"]: row for row in reader.get("/organisations.json").json()["organisations"]}


# -- The days after ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "day", "agrement", "effet", "effective_on"),
    [
        ("ccn-66-avenant-354", "2020-10-28", "avis-favorable", "pas-encore", None),
        ("ccn-66-avenant-354", "2020-10-29", "agree", "en-vigueur", "2020-02-01"),
        ("ccn-66-avenant-354", "2020-11-01", "agree", "en-vigueur", "2020-02-01"),
        ("ccn-66-avenant-356", "2020-10-28", "avis-favorable", "pas-encore", None),
        ("ccn-66-avenant-356", "2020-10-29", "agree", "pas-encore", "2020-11-01"),
        ("ccn-66-avenant-356", "2020-10-31", "agree", "pas-encore", "2020-11-01"),
        ("ccn-66-avenant-356", "2020-11-01", "agree", "en-vigueur", "2020-11-01"),
    ],
)
def test_the_journal_officiel_of_29_october(reader, slug, day, agrement, effet, effective_on):
    for row in (listed(reader, day)[slug], detail(reader, slug, day)):
        told = (row["statuts"]["agrement"], row["statuts"]["effet"], row["date_effet"])
        assert told == (agrement, effet, effective_on)


@pytest.mark.parametrize(
    ("slug", "day", "said"),
    [
        ("ccn-66-avenant-354", "2020-10-28", "Pas encore en vigueur"),
        ("ccn-66-avenant-354", "2020-10-29", "En vigueur à compter du 1er février 2020"),
        ("ccn-66-avenant-356", "2020-10-29", "Pas encore en vigueur prendra effet le 1er novembre 2020"),
        ("ccn-66-avenant-356", "2020-11-01", "En vigueur à compter du 1er novembre 2020"),
    ],
)
def test_the_page_says_from_which_day(reader, slug, day, said):
    page = parsed(reader.get(f"/accords/{slug}/", {"date": day}))
    assert said in text(page.query(".tracks tbody tr")[-1])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("day", "agrement", "effet", "effective_on"),
    [
        ("2020-10-28", "avis-favorable", "pas-encore", None),
        ("2020-10-29", "agree", "pas-encore", "2020-11-01"),
        ("2020-11-01", "agree", "en-vigueur", "2020-11-01"),
    ],
)
def test_the_rule_alone_gives_the_day_of_avenant_356(published, tmp_path, day, agrement, effet, effective_on):
    """Without the entry into force that a source tells, the clause and the Journal officiel say the same."""
    client = loaded_without(published, tmp_path, "ccn-66-avenant-356", "entree-en-vigueur")
    row = detail(client, "ccn-66-avenant-356", day)
    assert "entree-en-vigueur" not in {event["nature"] for event in row["evenements"]}
    assert (row["statuts"]["agrement"], row["statuts"]["effet"]) == (agrement, effet)
    assert row["date_effet"] == effective_on


def loaded_without(published, tmp_path, slug, nature):
    """Load one agreement of the fixtures and what it names, less its events of one nature."""
    folder = tmp_path / "faits"
    (folder / "accords").mkdir(parents=True)
    for path in settings.FIXTURES_DIR.glob("*.toml"):
        shutil.copy(path, folder)
    shutil.copy(next(settings.FIXTURES_DIR.rglob(f"{slug}.toml")), folder / "accords")
    assert load(folder, date(2026, 11, 22)).rejections == []
    removed, _ = Event.objects.filter(agreement__slug=slug, nature=nature).delete()
    assert removed
    return published()
