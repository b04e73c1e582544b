"""Lists to take away: tables, feeds and calendars say what the pages say, and stay the same for one edition."""

import csv
import io
import re
import zipfile
from datetime import UTC, date
from xml.etree import ElementTree

import pytest

from portal.edition import store
from portal.web.calendars import LONGEST_LINE, Day, escaped, fold, ics_page
from portal.web.tables import FORMULA, Table, csv_page, workbook
from tests import builders as make
from tests.reading import cells

ATOM = "{http://www.w3.org/2005/Atom}"
TABLES = ["/accords", "/suivi", "/suivi/anomalies", "/suivi/signatures", "/changements"]


def table(answer) -> list[dict]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


# -- Tables ------------------------------------------------------------------------------------------------


def test_the_seven_of_october_2020(reader):
    rows = table(reader.get("/accords.csv?date=2020-10-27&agrement=avis-favorable"))
    told = reader.get("/accords.json?date=2020-10-27&agrement=avis-favorable").json()
    assert [row["identifiant"] for row in rows] == [each["identifiant"] for each in told["accords"]]
    [row] = [row for row in rows if row["identifiant"] == "ccn-66-avenant-354"]
    assert (row["agrément"], row["conventions"], row["date du texte"]) == (
        "Avis favorable",
        "CCN 66",
        "2020-06-23",
    )
    assert row["page"].endswith("/accords/ccn-66-avenant-354/?date=2020-10-27")
    assert row["en une phrase"].startswith("Signé le 23")


@pytest.mark.parametrize(
    "query", ["convention=ccn-66", "perimetre=tout", "q=prime&tri=ancien", "theme=salaires-et-primes"]
)
def test_the_table_is_the_whole_list_in_its_order(reader, query):
    rows, address = [], f"/accords.json?{query}&par_page=100"
    while address:
        told = reader.get(address).json()
        rows += [each["identifiant"] for each in told["accords"]]
        address = told["suivante"]
    assert [row["identifiant"] for row in table(reader.get(f"/accords.csv?{query}"))] == rows


@pytest.mark.parametrize("path", TABLES)
def test_both_forms_hold_the_same(reader, path):
    query = "date=2020-10-29&du=2020-10-01&au=2020-10-29&perimetre=tout"
    lines = list(
        csv.reader(io.StringIO(reader.get(f"{path}.csv?{query}").content.decode("utf-8-sig")), delimiter=";")
    )
    answer = reader.get(f"{path}.xlsx?{query}")
    told = cells(answer.content)
    assert told[0] == lines[0]
    assert len(set(lines[0])) == len(lines[0])
    assert len(told) == len(lines) > 1
    assert 'filename="' in answer["Content-Disposition"]
    assert "Licence Ouverte" in str(cells(answer.content, 2))


@pytest.mark.parametrize("path", TABLES)
def test_a_wrong_filter_is_refused_in_every_form(reader, path):
    for form in ("csv", "xlsx"):
        assert reader.get(f"{path}.{form}?convention=x").status_code == 400


def test_the_same_edition_gives_the_same_bytes(reader):
    for path in ("/accords.xlsx", "/accords.csv", "/accords.atom", "/accords.ics", "/suivi.ics"):
        assert reader.get(path).content == reader.get(path).content


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ValueError, match="même nom"):
        Table("x", "x", ("a", "a"), [])


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_is_a_formula(reader, start):
    dangerous = Table("x", "x", ("a",), [[f"{start}1+1"]])
    assert csv_page(None, dangerous).content.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    dangerous = Table("x", "x", ("a",), [[f"{start}1+1"]])
    body = workbook(dangerous, store.current())
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_day_is_a_day_in_the_workbook(reader):
    body = workbook(Table("x", "x", ("le",), [[date(2020, 10, 29)]]), store.current())
    assert cells(body)[1] == ["44133"]


# -- Feeds -------------------------------------------------------------------------------------------------


def feed(answer) -> ElementTree.Element:
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def test_a_feed_is_dated_by_its_edition_and_its_facts(reader):
    root = feed(reader.get("/accords.atom?convention=ccn-66&date=2020-10-29"))
    assert root.find(f"{ATOM}title").text == "Textes de la convention CCN 66"
    assert root.find(f"{ATOM}updated").text == store.current().moment.isoformat()
    entries = root.findall(f"{ATOM}entry")
    days = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert days == sorted(days, reverse=True)
    assert any("avenant n°\u00a0354" in entry.find(f"{ATOM}title").text.lower() for entry in entries)
    assert days[0].startswith("2020-10-29T00:00:00+01:00")


def test_a_text_keeps_its_name_and_a_change_has_its_own(reader):
    def names(address):
        entries = feed(reader.get(address)).findall(f"{ATOM}entry")
        return {e.find(f"{ATOM}link").get("href"): e.find(f"{ATOM}id").text for e in entries}

    before, after = names("/accords.atom?date=2020-10-28"), names("/accords.atom?date=2020-10-29")
    assert all(before[link] == after[link] for link in before.keys() & after.keys())
    changes = names("/changements.atom?du=2020-10-01&au=2020-10-29")
    assert changes
    assert not set(changes.values()) & set(before.values())
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in changes.values())


def test_a_change_is_told_in_words(reader):
    root = feed(reader.get("/changements.atom?du=2020-10-28&au=2020-10-29"))
    told = [entry.find(f"{ATOM}summary").text for entry in root.findall(f"{ATOM}entry")]
    assert any("Agrément : avis favorable, puis agréé." in summary for summary in told)


def test_an_empty_feed_has_no_clock(reader):
    root = feed(reader.get("/changements.atom?du=2020-10-29&au=2020-10-29"))
    assert root.find(f"{ATOM}updated").text == store.current().moment.isoformat()


# -- Calendars ---------------------------------------------------------------------------------------------


def events(answer) -> list[dict]:
    """The events of a calendar, its lines unfolded as the standard says (3.1)."""
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    body = answer.content
    assert body.endswith(b"\r\n")
    assert body.replace(b"\r\n", b"").count(b"\n") == 0
    assert all(len(line) <= LONGEST_LINE for line in body.split(b"\r\n"))
    found, here = [], None
    for line in body.decode().replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            here = {}
            found.append(here)
        elif here is not None and ":" in line:
            name, value = line.split(":", 1)
            here[name] = value
    return found


def test_the_days_of_effect(reader):
    told = events(reader.get("/accords.ics?convention=ccn-66&date=2020-10-29"))
    assert told
    stamp = f"{store.current().moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in told:
        assert event["DTSTAMP"] == stamp
        assert event["DTEND;VALUE=DATE"] > event["DTSTART;VALUE=DATE"] >= "20191030"
        assert event["URL"].startswith("http")
    assert len({event["UID"] for event in told}) == len(told)


def test_the_deadlines_of_the_board(reader):
    day = "2020-10-27"
    wanted = [
        deadline["date"].replace("-", "")
        for column in reader.get(f"/suivi.json?date={day}").json()["colonnes"]
        for each in column["accords"] + column["sans_nouvelle"]
        for deadline in each["echeances"]
        if deadline["date"] >= "2019-10-28"
    ]
    told = [event["DTSTART;VALUE=DATE"] for event in events(reader.get(f"/suivi.ics?date={day}"))]
    assert wanted
    assert not set(wanted) - set(told)


def test_words_are_escaped_and_lines_folded():
    assert escaped("a,b;c\\d\r\ne") == "a\\,b\\;c\\\\d\\ne"
    folded = fold("SUMMARY:" + "é" * 100)
    assert folded.replace("\r\n ", "") == "SUMMARY:" + "é" * 100 + "\r\n"
    assert all(len(line.encode()) <= LONGEST_LINE for line in folded.split("\r\n"))


def test_a_day_keeps_its_name(reader):
    day = Day("a effet", date(2020, 1, 1), "x", "y", "http://exemple.fr/", "z")
    one, other = (ics_page(store.current(), "x", "x", [day]).content for _ in range(2))
    assert one == other
    assert one.count(b"UID:") == 1


def test_lists_say_where_their_files_are(reader):
    for page, files in {
        "/accords/?convention=ccn-66&page=2": ["csv", "xlsx", "atom", "ics"],
        "/suivi/?convention=ccn-66": ["csv", "xlsx", "ics"],
        "/changements/?convention=ccn-66": ["csv", "xlsx", "atom"],
    }.items():
        body = reader.get(page).content.decode()
        for form in files:
            assert f"{page.split('?')[0].rstrip('/')}.{form}?convention=ccn-66" in body
        assert "page=2" not in "".join(re.findall(r'href="[^"]*\.(?:csv|xlsx|atom|ics)[^"]*"', body))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "path",
    [
        "/accords.atom",
        "/changements.atom?du=2019-12-31&au=2020-12-31",
        "/accords.ics",
        "/suivi.ics",
        "/accords/",
    ],
)
def test_what_was_pasted_with_a_title_breaks_nothing(publish, client, path):
    """A page of a bulletin ends with a form feed, and a text may hold the signs that pages use."""
    text = make.agreement("avenant-1", title="Salaires\x0c et \x021\x03 primes")
    make.event(text, "demande-agrement", date(2020, 2, 2))
    publish()
    answer = client.get(path)
    assert answer.status_code == 200
    if ".atom" in path:
        assert "Salaires et 1 primes" in answer.content.decode()
