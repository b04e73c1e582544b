"""What changed between two days is what comparing the two lists gives; between two editions, what was corrected."""

import random
from datetime import date, timedelta

import pytest

from agreements.law.vocabulary import FIRM
from agreements.models import Agreement
from portal.edition import store
from portal.publishing.differences import TOLD, rows_in
from portal.publishing.errata import FIELDS
from tests import builders as make
from tests.agreements.finding.recount import TRACKS, texts
from tests.conftest import NOW
from tests.reading import links, parsed, text

OCTOBER = "du=2020-10-27&au=2021-10-01"


def firm_turns(text, since: date, until: date) -> set[str]:
    """The tracks of one text that something dated is known to have changed, counted from its facts alone."""
    earlier, found = None, set()
    for situation in text.life:
        for track in TRACKS:
            state, was = getattr(situation, track), getattr(earlier, track).word if earlier else None
            moved = (
                state.word != was and state.certainty in FIRM and has_a_day(text, situation, earlier, track)
            )
            if moved and since < situation.starts_on <= until:
                found.add(track)
        earlier = situation
    return {track for track in found if differs(text, track, since, until)}


def has_a_day(text, situation, earlier, track: str) -> bool:
    cause = getattr(situation, track).cause
    if cause is not None:
        return any(event.key == cause and event.dated for event in text.facts.events)
    parties = text.facts.commitments
    if earlier is None:
        return bool(text.facts.dated or text.facts.opened_on or any(made.on for made in parties))
    same = earlier.signature.word == situation.signature.word
    return not parties or same or any(made.on for made in parties)


def differs(text, track: str, since: date, until: date) -> bool:
    before, after = text.on(since), getattr(text.on(until), track)
    return after.certainty in FIRM and (before is None or getattr(before, track).word != after.word)


def pairs() -> list[tuple[str, str]]:
    """Fifty pairs of days, drawn once: most of them in the years of which the facts tell."""
    drawn = random.Random(6)  # noqa: S311 - a draw that is the same every time
    first = date(1998, 1, 1)
    days = [[first + timedelta(days=drawn.randrange(10_400)) for _ in range(2)] for _ in range(50)]
    return [tuple(str(day) for day in sorted(pair)) for pair in days]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2020-10-27", "2021-10-01"),
        ("2020-10-28", "2020-10-29"),
        *pairs()[:10],
        *(pytest.param(*days, marks=pytest.mark.long) for days in pairs()[10:]),
    ],
)
def test_tells_every_text_that_something_dated_and_known_changed(reader, since, until):
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    wanted = {slug: turned for slug, text in texts().items() if (turned := firm_turns(text, first, last))}
    told = reader.get(f"/changements.json?du={since}&au={until}").json()
    assert {
        each["accord"]["identifiant"]: {
            track for track in TRACKS if not each["avant"] or each["avant"][track] != each["apres"][track]
        }
        for each in told["changements"]
    } == {slug: told_anew(texts()[slug], turned, first, last) for slug, turned in wanted.items()}
    assert told["total"] == len(wanted)
    for each in told["changements"]:
        for track, word in each["apres"].items():
            assert word in ("inconnu", each["accord"]["statuts"][track])
            assert (word == "inconnu") == (each["accord"]["certitudes"][track] not in FIRM)


def told_anew(text, turned: set[str], since: date, until: date) -> set[str]:
    """The tracks whose words differ in the JSON of one change: every one of a text that is new."""
    before, after = text.on(since), text.on(until)
    if before is None:
        return set(TRACKS)
    firm = {track: (firm_word(before, track), firm_word(after, track)) for track in TRACKS}
    return turned | {track for track, (was, now) in firm.items() if was != now}


def firm_word(situation, track: str) -> str:
    state = getattr(situation, track)
    return state.word if state.certainty in FIRM else "inconnu"


def test_what_two_days_of_october_2020_changed(reader):
    told = reader.get("/changements.json?du=2020-10-28&au=2020-10-29").json()
    found = {each["accord"]["identifiant"]: each for each in told["changements"]}
    assert {"ccn-66-avenant-354", "ccn-66-avenant-356"} <= set(found)
    [event] = found["ccn-66-avenant-354"]["evenements"]
    assert (event["nature"], event["publication_jo"]) == ("agree", "2020-10-29")
    assert event["sources"]


def test_the_page_tells_each_track_before_and_after(reader):
    page = parsed(reader.get(f"/changements/?{OCTOBER}"))
    told = text(page.query("main")[0])
    assert "Avis favorable → puis Agréé" in told
    assert "Octobre 2020" in told
    assert "/accords/ccn-66-avenant-354/" in links(page)


def test_the_same_day_twice_changes_nothing(reader):
    assert reader.get("/changements.json?du=2020-10-29&au=2020-10-29").json()["changements"] == []


def test_filters_narrow_it(reader):
    told = reader.get(f"/changements.json?{OCTOBER}&convention=chrs").json()
    assert told["changements"]
    assert all("chrs" in each["accord"]["conventions"] for each in told["changements"])


@pytest.mark.parametrize(
    "query",
    [
        "du=hier",
        "au=2020-13-01",
        "du=2021-01-01&au=2020-01-01",
        "convention=x",
        "perimetre=x",
        "perimetre=tout&perimetre=secteur",
    ],
)
@pytest.mark.parametrize("path", ["/changements/", "/changements.json", "/changements.csv"])
def test_a_wrong_parameter_is_refused(reader, path, query):
    assert reader.get(f"{path}?{query}").status_code == 400


def test_a_page_that_is_not_there(reader):
    assert reader.get("/changements/?page=9").status_code == 404
    assert reader.get("/changements/?page=0").status_code == 400


def test_changes_are_told_whole_or_page_after_page(reader):
    asked = "/changements.json?du=2015-01-01&au=2020-01-01"
    whole, told, address = reader.get(asked).json(), [], f"{asked}&par_page=7"
    while address:
        part = reader.get(address).json()
        told += part["changements"]
        address = part["suivante"]
    assert part["pages"] > 2 and whole["suivante"] is None
    assert told == whole["changements"] and len(told) == whole["total"]


@pytest.mark.parametrize("path", ["/changements.csv", "/accords.csv"])
def test_what_is_whole_reads_no_page(reader, path):
    whole, asked = reader.get(path), reader.get(f"{path}?page=9&par_page=7")
    assert whole.status_code == 200
    assert asked.headers["Portail-Ignores"] == "page, par_page"
    assert asked.content == whole.content


@pytest.mark.parametrize("path", ["/changements/", "/suivi/signatures/", "/accords/"])
def test_a_page_beyond_the_last_is_named(reader, path):
    answer = reader.get(f"{path}?page=99999")
    assert answer.status_code == 404
    assert "La page 99999 n’existe pas : la dernière est la " in text(parsed(answer).query("main")[0])


def test_an_address_that_leads_nowhere(reader):
    assert "L’adresse est mal écrite" in text(parsed(reader.get("/changements/hier/")).query("main")[0])


LONG = "du=1990-01-01&au=2026-01-01"


def test_each_page_leads_to_the_whole_in_json(reader):
    second = parsed(reader.get(f"/changements/?{LONG}&page=2"))
    (twin,) = second.query("a[rel=alternate][type='application/json']")
    told = reader.get(twin.attrs["href"])
    assert told.status_code == 200
    assert told.json()["total"] == len(told.json()["changements"]) > 50


@pytest.mark.parametrize(("asked", "scope"), [("", "secteur"), ("&perimetre=tout", "tout")])
def test_the_page_is_of_the_sector_unless_widened_and_its_other_forms_are_the_same(reader, asked, scope):
    page = parsed(reader.get(f"/changements/?{LONG}{asked}"))
    total = reader.get(f"/changements.json?{LONG}&perimetre={scope}").json()["total"]
    assert text(page.query(".total strong")[0]).replace("\u202f", "").startswith(f"{total} ")
    other = {"secteur": f"/changements/?{LONG}&perimetre=tout", "tout": f"/changements/?{LONG}"}[scope]
    assert links(page.query(".scope")[0]) == [other]
    forms = [link for link in links(page) if link.startswith("/changements.")]
    assert forms and all(f"perimetre={scope}" in link for link in forms)


def test_a_convention_that_is_named_leaves_no_scope(reader):
    page = parsed(reader.get(f"/changements/?{LONG}&convention=chrs"))
    assert not page.query(".scope")
    assert not [link for link in links(page) if "perimetre" in link]


@pytest.fixture
def learned(publish, client):
    """Of some texts: a fact that has its day, one that has none, one text with both, and two without a day."""
    dated, unknown, both = (make.agreement(slug, dated=date(2019, 1, 1)) for slug in ("date", "su", "deux"))
    signed = make.agreement("signe", dated=None)
    make.event(signed, "ouverture", date(2019, 1, 1))
    make.signature(signed)
    make.event(dated, "agree", jo=date(2020, 3, 5))
    make.event(both, "agree", jo=date(2020, 2, 4))
    make.event(unknown, "etendu")
    make.event(both, "etendu")
    make.agreement("sans-date", dated=None)
    publish()
    return client


def test_what_was_only_learned_is_no_change(learned):
    asked = "du=2019-06-01&au=2100-01-01&perimetre=tout"
    page = parsed(learned.get(f"/changements/?{asked}"))
    told = {section.query("h2")[0].attrs["id"]: links(section) for section in page.query("section.month")}
    found = {
        name: {link.split("/")[2] for link in each if "/accords/" in link} for name, each in told.items()
    }
    assert found == {"mois-2020-03": {"date"}, "mois-2020-02": {"deux"}}
    told = learned.get(f"/changements.json?{asked}").json()
    assert told["total"] == 2
    assert told["appris_sans_date"] == len(page.query(".learned li")) > 0
    assert "open" not in page.query(".learned")[0].attrs  # folded, and after what happened


def test_what_follows_from_a_fact_without_a_day_is_no_change_either(published):
    """A majority opposition of an unknown day: no agrément is awaited any more, and that is not news of the reading."""
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L314-6")
    struck = make.agreement("oppose", dated=date(2019, 10, 2))
    make.signature(struck, on=date(2019, 10, 2))
    make.event(struck, "opposition-majoritaire")
    client = published()
    [row] = client.get("/accords.json?perimetre=tout").json()["accords"]
    assert row["statuts"]["agrement"] == "sans-objet"
    told = client.get("/changements.json?du=2019-12-31&au=2100-01-01").json()
    assert (told["total"], told["appris_sans_date"]) == (0, 1)


def test_what_is_probable_is_no_change_and_enters_no_feed(publish, client):
    """Held in force by the official base: probably approved, one day, and nothing that happened says so."""
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L314-6")
    make.agreement("tenu", dated=date(2010, 3, 1), kali_state="VIGUEUR_NON_ETEN")
    publish()
    row = client.get("/accords.json?perimetre=tout&date=2015-01-01").json()["accords"][0]
    assert (row["statuts"]["agrement"], row["certitudes"]["agrement"]) == ("agree", "probable")
    assert client.get("/changements.json?du=2010-06-01&au=2019-12-31").json()["total"] == 0
    for path in (
        "/accords.atom",
        "/accords.ics",
        "/changements.atom?du=2010-01-01",
        "/changements.csv?du=2010-01-01",
    ):
        told = client.get(path, follow=True).content.decode().lower()
        assert "agréé" not in told and "probable" not in told, path


def test_a_change_tells_nothing_that_is_only_probable_beside_it(publish, client):
    """Approved within the period, and since then probably in force: the approval alone is told, in every format."""
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L314-6")
    make.event(make.agreement("agree", dated=date(2010, 3, 1)), "agree", jo=date(2010, 9, 1))
    publish()
    assert client.get("/accords/agree.json?date=2012-01-01").json()["certitudes"]["effet"] == "probable"
    for path in ("/changements/", "/changements.json", "/changements.csv", "/changements.atom"):
        query = "du=2010-06-01&au=2012-01-01&perimetre=tout"
        told = client.get(f"{path}?{query}", follow=True).content.decode()
        assert "gréé" in told or '"agree"' in told, path
        assert "robablement" not in told and '"probable"' not in told and "en-vigueur" not in told, path
    [row] = client.get("/changements.json?du=2010-06-01&au=2012-01-01").json()["changements"]
    assert row["accord"]["statuts"]["effet"] == row["apres"]["effet"] == "inconnu"
    assert row["accord"]["certitudes"]["effet"] is None and row["accord"]["phrase"] is None


def test_presets_end_on_the_day_of_the_page(reader):
    page = parsed(reader.get("/changements/?date=2020-10-29"))
    assert "/changements/?du=2020-10-25&au=2020-10-29" in links(page)
    assert "/changements/?du=2020-09-30&au=2020-10-29" in links(page)


def test_the_table(reader):
    lines = reader.get(f"/changements.csv?{OCTOBER}").content.decode("utf-8-sig").splitlines()
    assert any("ccn-66-avenant-354;" in line and ";Agrément;Avis favorable;Agréé;" in line for line in lines)


def test_few_queries(reader, django_assert_max_num_queries):
    reader.get(f"/changements/?{OCTOBER}")
    with django_assert_max_num_queries(10, using="edition"):
        reader.get(f"/changements/?{OCTOBER}")


@pytest.mark.parametrize("days", ["du=1990-01-01&au=2026-01-01", "du=2019-01-01&au=2020-10-27"])
def test_the_way_through_a_long_period_leads_to_every_change(reader, monkeypatch, days):
    """By years over decades, by months over less; each way arrives where its first change is."""
    monkeypatch.setattr("agreements.pages.changes.PER_PAGE", 7)
    page = parsed(reader.get(f"/changements/?{days}&perimetre=tout"))
    ways = page.query("nav.calendar li")
    total = reader.get(f"/changements.json?{days}&perimetre=tout").json()["total"]
    assert sum(int(text(way.query(".count")[0])) for way in ways) == total
    for way in ways[:: max(1, len(ways) // 4)]:
        [link] = links(way)
        address, anchor = link.split("#")
        assert parsed(reader.get(address)).query(f"h2[id='{anchor}']")


def test_a_short_period_needs_no_way_through(reader):
    assert not parsed(reader.get("/changements/?du=2020-10-28&au=2020-10-29")).query("nav.calendar")


# -- Between two editions ----------------------------------------------------------------------------------


@pytest.fixture
def two_editions(publish, client):
    """An edition, then another: one text added, one corrected, one withdrawn."""
    kept, gone = make.agreement("garde", title="Avant"), make.agreement("retire")
    make.event(kept, "agree", jo=date(2020, 10, 29))
    publish()
    Agreement.objects.filter(pk=kept.pk).update(title="Après")
    make.event(kept, "etendu", date(2021, 7, 2))
    gone.citations.all().delete()
    gone.delete()
    make.agreement("ajoute")
    publish(NOW + timedelta(days=1), accepted=1)
    return client


def test_errata_tell_what_was_added_corrected_and_withdrawn(two_editions):
    told = two_editions.get("/changements/editions.json").json()
    assert (told["ajoutes"], told["retires"]) == (["ajoute"], ["retire"])
    [corrected] = told["corriges"]
    said = {(each["sur"], each["avant"], each["apres"]) for each in corrected["corrections"]}
    assert ("titre", "Avant", "Après") in said
    assert any(about == "ses événements" and "étendu" in after for about, _, after in said if after)


def test_a_first_edition_has_nothing_before_it(publish, client):
    make.agreement("un")
    publish()
    told = text(parsed(client.get("/changements/editions/")).query("main")[0])
    assert "elle n’a rien avant elle" in told
    assert "l’édition 1 à l’édition 1" not in told


def test_errata_page(two_editions):
    page = parsed(two_editions.get("/changements/editions/"))
    told = text(page.query("main")[0])
    for words in ("1 accord ajouté", "1 accord corrigé", "1 accord retiré", "Avant", "Après"):
        assert words in told


def test_an_edition_against_itself(two_editions):
    told = two_editions.get("/changements/editions.json?de=2&a=2").json()
    assert (told["ajoutes"], told["retires"], told["corriges"]) == ([], [], [])


@pytest.mark.parametrize("query", ["de=9", "a=x", "de=2&a=1"])
def test_editions_that_are_not_kept_are_refused(two_editions, query):
    assert two_editions.get(f"/changements/editions/?{query}").status_code == 400


def test_every_column_that_is_compared_has_a_name(publish):
    text = make.agreement("un", themes=["salaires"])
    make.event(text, "agree", jo=date(2020, 10, 29))
    make.signature(text)
    make.relation(text, "modifie", "Un autre texte")
    make.divergence(text, values=[("a", "b")])
    publish()
    told = rows_in(store.current().path, ["un"])
    assert set(FIELDS) == set(TOLD)
    for about, rows in told.items():
        [first, *_] = rows["un"]
        assert len(FIELDS[about]) == len(first), about
