"""Feeds of what is learned: every change once, in the edition that brought it, in words that do not change."""

import random
import sqlite3
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils.timezone import get_default_timezone

from agreements.models import Event
from portal.edition import ledger, store
from portal.web.files import feeds
from tests import builders as make
from tests.reading import links, parsed

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
PARIS = get_default_timezone()


def feed_of(client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def entries_of(root) -> dict[str, dict]:
    return {
        entry.find(f"{ATOM}id").text: {
            "titre": entry.find(f"{ATOM}title").text,
            "phrase": entry.find(f"{ATOM}summary").text,
            "apporté": entry.find(f"{ATOM}updated").text,
            "jour": getattr(entry.find(f"{ATOM}published"), "text", None),
            "lien": entry.find(f"{ATOM}link").get("href"),
        }
        for entry in root.findall(f"{ATOM}entry")
    }


def way(root, relation: str) -> str | None:
    found = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == relation]
    return found[0].removeprefix("http://127.0.0.1:8000") if found else None


def poll(client, address: str, known: dict[str, dict]) -> dict[str, dict]:
    """What a reader has not seen: it walks back through the archives until it meets what it knows (RFC 5005)."""
    found: dict[str, dict] = {}
    while address:
        root = feed_of(client, address)
        told = entries_of(root)
        for name, entry in told.items():
            assert known.get(name, entry) == entry, "une entrée a changé de mots"
        found |= {name: entry for name, entry in told.items() if name not in known}
        address = None if told.keys() & known.keys() else way(root, "prev-archive")
    return found


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=PARIS)


# -- A played history ----------------------------------------------------------------------------------------

START, DAYS = date(2025, 9, 1), 420
NATURES = (
    "demande-agrement",
    "avis-favorable",
    "agree",
    "refus-agrement",
    "etendu",
    "fait",
    "entree-en-vigueur",
)


def history(rng: random.Random, texts: list, count: int) -> list[tuple[int, callable, str]]:
    """Facts by the day on which each is learned, often long after its own; what an entry must then say."""
    told = []
    for number in range(count):
        own = START + timedelta(days=rng.randrange(-200, DAYS))
        learned = max((own - START).days, 0) + rng.choice((0, 1, 5, 90, 200))
        if learned >= DAYS:
            continue
        words = f"fait numéro {number:03}."

        text, nature = rng.choice(texts), rng.choice(NATURES)

        def write(own=own, label=words[:-1], text=text, nature=nature):
            given = {"jo": own} if nature in ("agree", "etendu") else {}
            make.event(text, nature, own, label=label, **given)

        told.append((learned, write, words[:-1], own))
    return sorted(told, key=lambda each: (each[0], each[2]))


def played(publish, client, monkeypatch, count: int) -> None:
    monkeypatch.setattr(feeds, "ARCHIVED", 7)
    rng = random.Random(18)  # noqa: S311 - a history that is the same each time
    texts = [make.agreement(f"avenant-{n}", number=str(n), dated=date(2025, 1, 1 + n)) for n in range(1, 7)]
    publish(at(START - timedelta(days=1)))
    address, seen = "/accords.atom?convention=ccn-66", {}
    seen |= poll(client, address, seen)
    assert len(seen) == len(texts)
    waiting, brought = history(rng, texts, count), {}
    for day in range(DAYS + 1):
        now = START + timedelta(days=day)
        due = [each for each in waiting if each[0] == day]
        for _, write, words, own in due:
            write()
            brought[words] = (at(now).isoformat(), own)
        if due:
            publish(at(now))
        if day % 7 == 0 or day == DAYS:
            new = poll(client, address, seen)
            assert {entry["apporté"] for entry in new.values()} <= {moment for moment, _ in brought.values()}
            seen |= new
    assert len(brought) > count // 2
    for words, (moment, own) in brought.items():
        [entry] = [entry for entry in seen.values() if words in entry["phrase"].lower()]
        assert (entry["apporté"], entry["jour"][:10]) == (moment, own.isoformat()), words


@pytest.mark.slow
def test_polling_each_week_meets_every_change_once(publish, client, monkeypatch):
    """420 days, facts learned late, feeds so short that most of it is in their archives."""
    played(publish, client, monkeypatch, 24)


@pytest.mark.long
@pytest.mark.slow
def test_polling_each_week_meets_every_change_once_in_a_long_history(publish, client, monkeypatch):
    played(publish, client, monkeypatch, 200)


# -- What an edition brings ----------------------------------------------------------------------------------


def test_what_is_learned_late_is_new_and_keeps_its_day(publish, client):
    text = make.agreement("avenant-1", number="1", title="Salaires", dated=date(2020, 3, 2))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 1)))
    known = entries_of(feed_of(client, "/accords.atom"))
    make.event(text, "avis-favorable", date(2020, 5, 4))
    make.signature(text, "cfdt")
    publish(at(date(2026, 7, 8)))
    root = feed_of(client, "/accords.atom")
    *new, last = [entry for name, entry in entries_of(root).items() if name not in known]
    assert [entry["jour"] for entry in (*new, last)] == [
        "2020-05-04T00:00:00+02:00",
        "2020-03-02T00:00:00+01:00",
    ]
    assert last["phrase"] == "Salaires. Signature : CFDT. Source : Un bulletin."
    assert (
        new[0]["titre"]
        == "Avenant n°\u00a01 du 2\u00a0mars\u00a02020 (CCN-66) : avis favorable de la commission"
    )
    assert {entry["apporté"] for entry in (*new, last)} == {at(date(2026, 7, 8)).isoformat()}
    assert root.find(f"{ATOM}updated").text == at(date(2026, 7, 8)).isoformat()
    assert known.items() <= entries_of(root).items()


def test_what_the_first_edition_tells_bears_its_own_day(publish, client):
    """Nobody knows when it was learned: the day of the publication would make news of all of it."""
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish()
    told = entries_of(feed_of(client, "/accords.atom"))
    assert [entry["apporté"][:10] for entry in told.values()] == ["2026-06-09", "2020-03-02"]


def test_neither_what_is_deduced_nor_what_is_probable_is_news(publish, client):
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    make.event(text, "refus-agrement", date(2020, 6, 1), jo=date(2020, 6, 9))
    publish()
    assert "deduit" in client.get("/accords/avenant-1.json").json()["certitudes"].values()
    titles = [entry["titre"] for entry in entries_of(feed_of(client, "/accords.atom")).values()]
    assert [title.partition(" : ")[2] for title in titles] == ["agrément refusé", "recensé"]


def test_a_correction_is_told_and_the_first_words_stay(publish, client):
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    wrong = make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    other = make.event(text, "avis-favorable", date(2026, 5, 4))
    publish(at(date(2026, 7, 1)))
    first = entries_of(feed_of(client, "/accords.atom"))
    wrong.delete()
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 10))
    Event.objects.filter(pk=other.pk).delete()
    publish(at(date(2026, 7, 8)), accepted=1)
    after = entries_of(feed_of(client, "/accords.atom"))
    assert first.items() <= after.items()
    withdrawn, corrected = [entry for name, entry in after.items() if name not in first]
    assert (
        "Au lieu de ce qui était dit : agréé : arrêté d’agrément du 1er\u00a0juin\u00a02026, publié au JO du "
        in (corrected["phrase"])
    )
    assert withdrawn["titre"].endswith(": rectification")
    assert "Le portail ne le dit plus. avis favorable de la commission : le 4\u00a0mai" in withdrawn["phrase"]


def test_what_comes_back_is_told_again_under_another_name(publish, client):
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 1)))
    text.events.all().delete()
    publish(at(date(2026, 7, 8)), accepted=1)
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 15)))
    titles = [
        entry["titre"].partition(" : ")[2] for entry in entries_of(feed_of(client, "/accords.atom")).values()
    ]
    assert titles == ["agréé", "rectification", "agréé", "recensé"]


def test_a_publication_elsewhere_leaves_a_feed_and_a_calendar_to_the_byte(publish, client):
    for slug in ("ccn-66", "chrs"):
        text = make.agreement(f"{slug}-1", conventions=[slug], rule="date-fixe", rule_date=date(2026, 12, 1))
        make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 1)))
    followed = [
        "/accords.atom?convention=ccn-66", "/conventions/ccn-66.atom", "/accords/ccn-66-1.atom",
        "/accords.ics?convention=ccn-66", "/accords/ccn-66-1.ics",
    ]  # fmt: skip
    before = [client.get(address).content for address in followed]
    assert b"BEGIN:VEVENT" in before[3]
    make.event(text, "etendu", date(2026, 6, 20), jo=date(2026, 6, 29))
    publish(at(date(2026, 7, 8)))
    assert [client.get(address).content for address in followed] == before
    assert "étendu" in client.get("/conventions/chrs.atom").content.decode()
    assert b"SEQUENCE:1" in before[3]


# -- Of what -------------------------------------------------------------------------------------------------


def titles_at(client, address: str) -> list[str]:
    return [entry["titre"] for entry in entries_of(feed_of(client, address)).values()]


def test_a_feed_for_each_thing_that_is_followed(publish, client):
    mine = make.agreement("avenant-1", number="1", conventions=["ccn-66"], themes=["salaires"])
    make.signature(mine, "cgt", "opposition")
    make.agreement("accord-2", number="2", conventions=["chrs"])
    make.value(make.measure(), "3,93", date(2022, 7, 1), by=mine)
    publish()
    own = ["Avenant n°\u00a01 du 1er\u00a0janvier\u00a02020 (CCN-66) : opposition, recensé"]
    value = ["Valeur du point (CCN-66) : 3,93\u00a0€ à compter du 1er\u00a0juillet\u00a02022"]
    assert sorted(titles_at(client, "/accords/avenant-1.atom")) == sorted(
        [f"{own[0].partition(' : ')[0]} : opposition", f"{own[0].partition(' : ')[0]} : recensé"]
    )
    texts = titles_at(client, "/accords/avenant-1.atom")
    assert titles_at(client, "/organisations/cgt.atom") == texts
    assert titles_at(client, "/accords.atom?perimetre=tout&theme=salaires") == texts
    assert sorted(titles_at(client, "/conventions/ccn-66.atom")) == sorted(texts + value)
    assert titles_at(client, "/mesures/ccn-66.atom") == titles_at(client, "/mesures.atom") == value
    assert titles_at(client, "/mesures/chrs.atom") == []
    for address in ("/accords/x.atom", "/conventions/x.atom", "/organisations/x.atom", "/mesures/x.atom"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/accords/?convention=ccn-66&date=2020-10-27&page=2", "/accords.atom?convention=ccn-66"),
        ("/changements/?convention=ccn-66&du=2020-01-01", "/accords.atom?convention=ccn-66"),
        ("/accords/ccn-66-avenant-354/", "/accords/ccn-66-avenant-354.atom"),
        ("/conventions/ccn-66/", "/conventions/ccn-66.atom"),
        ("/organisations/nexem/", "/organisations/nexem.atom"),
        ("/mesures/", "/mesures.atom"),
        ("/mesures/ccn-66/", "/mesures/ccn-66.atom"),
    ],
)
def test_a_page_leads_to_its_feed_for_people_and_for_programs(reader, page, feed):
    drawn = parsed(reader.get(page))
    [declared] = drawn.query('link[type="application/atom+xml"]')
    assert declared.attrs["href"] == feed
    assert feed in links(drawn)
    assert reader.get(feed).status_code == 200


def test_the_feed_of_changes_is_that_of_what_is_learned(reader):
    moved = reader.get("/changements.atom?du=2020-01-01&au=2020-10-29&theme=salaires-et-primes")
    assert (moved.status_code, moved["Location"]) == (
        301,
        "/accords.atom?theme=salaires-et-primes&perimetre=tout",
    )


def test_an_archive_is_one_and_says_where_the_others_are(reader, monkeypatch):
    monkeypatch.setattr(feeds, "ARCHIVED", 10)
    address = "/accords.atom?convention=ccn-66"
    root = feed_of(reader, address)
    assert 10 <= len(entries_of(root)) < 20
    last = way(root, "prev-archive")
    archive = feed_of(reader, last)
    assert archive.find(f"{HISTORY}archive") is not None
    assert len(entries_of(archive)) == 10
    assert not entries_of(archive).keys() & entries_of(root).keys()
    assert way(archive, "current") == address
    assert way(feed_of(reader, way(archive, "prev-archive")), "next-archive") == last
    assert reader.get(f"{address}&page=10000").status_code == 404
    assert reader.get(f"{address}&page=x").status_code == 400


# -- The ledger ----------------------------------------------------------------------------------------------


def test_a_lost_ledger_is_written_anew_and_tells_nothing_twice(publish, client, caplog):
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    publish(at(date(2026, 7, 1)))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 8)))
    before = client.get("/accords.atom").content
    ledger.path().unlink()
    lost = client.get("/accords.atom")
    assert (lost.status_code, lost["Retry-After"]) == (503, "3600")
    assert "aucune nouveauté n’est perdue" in lost.content.decode()
    publish(at(date(2026, 7, 15)))  # of the same facts: the edition stays, and the ledger is back
    assert client.get("/accords.atom").content == before
    assert "écrit de nouveau" in caplog.text


def test_a_ledger_of_another_version_is_written_anew(publish, client):
    make.agreement("avenant-1")
    publish()
    before = client.get("/accords.atom").content
    ledger.path().chmod(0o644)
    ledger.path().write_bytes(b"rien")
    assert client.get("/accords.atom").status_code == 503
    publish()
    assert client.get("/accords.atom").content == before


def test_a_ledger_that_cannot_be_read_is_not_kept_open(publish, monkeypatch):
    make.agreement("avenant-1")
    publish()
    ledger.path().chmod(0o644)
    ledger.path().write_bytes(b"rien")
    made, connect = [], sqlite3.connect

    def noted(*given, **named):
        made.append(connect(*given, **named))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    with pytest.raises(ledger.LedgerError):
        ledger.last_recorded()
    [connection] = made
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_an_edition_that_cannot_be_read_is_passed_over(publish, client, caplog):
    text = make.agreement("avenant-1")
    first = publish(at(date(2026, 7, 1)))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 8)))
    ledger.path().unlink()
    first.path.chmod(0o644)
    first.path.write_bytes(b"rien")
    publish(at(date(2026, 7, 15)))
    assert "n’a pas pu être lu" in caplog.text
    assert len(entries_of(feed_of(client, "/accords.atom"))) == 2


def test_going_back_and_publishing_again_tells_nothing_twice(publish, client):
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    publish(at(date(2026, 7, 1)))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 8)))
    told = entries_of(feed_of(client, "/accords.atom"))
    store.roll_back()
    assert len(entries_of(feed_of(client, "/accords.atom"))) == 1
    publish(at(date(2026, 7, 15)))
    assert entries_of(feed_of(client, "/accords.atom")) == told


def test_a_publication_that_dies_before_its_edition_is_served_has_told_nothing(publish, client, monkeypatch):
    text = make.agreement("avenant-1", dated=date(2020, 3, 2))
    publish(at(date(2026, 7, 1)))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    with monkeypatch.context() as patch:
        patch.setattr(store, "install", lambda *given: (_ for _ in ()).throw(OSError("disque plein")))
        with pytest.raises(OSError, match="disque plein"):
            publish(at(date(2026, 7, 8)))
    publish(at(date(2026, 7, 15)))
    newest = next(iter(entries_of(feed_of(client, "/accords.atom")).values()))
    assert newest["apporté"] == at(date(2026, 7, 15)).isoformat()


def test_a_ledger_that_cannot_be_written_stops_no_publication(publish, client, monkeypatch, caplog, tmp_path):
    make.agreement("avenant-1")
    with monkeypatch.context() as patch:
        patch.setattr("portal.publishing.chronicle.keeping.root", lambda: tmp_path / "absent")
        assert publish().number == 1
    assert "n’a pas pu être tenu" in caplog.text


def test_the_same_facts_give_the_same_bytes_whatever_was_told_before(publish):
    text = make.agreement("avenant-1")
    first = publish(at(date(2026, 7, 1)))
    extra = make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish(at(date(2026, 7, 8)))
    act = extra.act
    extra.delete()
    act.delete()
    assert publish(at(date(2026, 7, 15)), accepted=1).checksum == first.checksum
