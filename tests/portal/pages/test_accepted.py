"""What others read of the portal is accepted by their own readers: feeds, calendars, tables, data, JSON.

It says the same everywhere: whatever the filter and the day, the page, its tables and its JSON name the same
agreements in the same order, and its feed tells of no other.
"""

import csv
import hashlib
import io
import json
import random
import re
import shutil
import subprocess
import zipfile
from datetime import timedelta
from urllib.parse import urlencode

import feedparser
import icalendar
import openpyxl
import pytest
import schemathesis
from frictionless import Package, system
from jsonschema import Draft202012Validator
from pyld import jsonld

from agreements.finding.filters import Sort
from agreements.law.vocabulary import STATES, AgreementKind, Certainty
from portal.edition import store
from portal.edition.manifest import archive_of
from portal.web.files.tables import FORMULA
from tests.conftest import TODAY
from tests.reading import body_of, links, parsed


def rows_of(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body_of(answer).decode("utf-8-sig")), delimiter=";"))


# -- The same everywhere -------------------------------------------------------------------------------------


def question(rng: random.Random) -> list[tuple[str, str]]:
    """A few filters, and a day."""
    some = {
        "convention": ["ccn-66", "ccn-79", "chrs", "bass", "ccn-51"],
        "type": AgreementKind.slugs(),
        "signataire": ["nexem", "cfdt", "cgt", "fo"],
        "certitude": Certainty.slugs(),
        "perimetre": ["tout"],
        "q": ["salaire", "prime", "prévoyance", "temps de travail", "avenant 357"],
        "tri": [sort.value for sort in Sort],
        **{track.value: [word.value for word in words] for track, words in STATES.items()},
    }
    chosen = [(name, rng.choice(list(some[name]))) for name in rng.sample(sorted(some), rng.randint(0, 3))]
    return [*chosen, ("date", str(TODAY - timedelta(days=rng.randrange(0, 20_000, 7))))]


def slugs_of_page(answer) -> list[str]:
    found = [re.fullmatch(r"/accords/([\w-]+)/(?:\?.*)?", link) for link in links(parsed(answer))]
    return list(dict.fromkeys(link[1] for link in found if link))


def same_everywhere(reader, rng: random.Random) -> None:
    asked = question(rng)
    query = urlencode(asked)
    told = reader.get(f"/accords.json?{query}&par_page=100").json()
    wanted = [each["identifiant"] for each in told["accords"]]
    table = [row["identifiant"] for row in rows_of(reader.get(f"/accords.csv?{query}"))]
    assert (table[:100], len(table)) == (wanted, told["total"]), query
    book = openpyxl.load_workbook(io.BytesIO(body_of(reader.get(f"/accords.xlsx?{query}"))), read_only=True)
    assert [row[0] for row in book["Tableau"].iter_rows(min_row=2, values_only=True)] == table, query
    page = reader.get(f"/accords/?{query}&par_page=100")
    if page.status_code == 200:  # words that name one text lead to it
        assert slugs_of_page(page) == wanted, query
    feed = feedparser.parse(reader.get(f"/accords.atom?{query}").content)
    assert {entry.link.rstrip("/").rpartition("/")[2] for entry in feed.entries} <= set(table), query


@pytest.mark.slow
def test_a_question_has_one_answer_in_every_form(reader):
    rng = random.Random(18)  # noqa: S311 - the same questions each time
    for _ in range(12):
        same_everywhere(reader, rng)


@pytest.mark.long
@pytest.mark.slow
def test_two_hundred_questions_have_one_answer_each_in_every_form(reader):
    rng = random.Random(200)  # noqa: S311 - the same questions each time
    for _ in range(200):
        same_everywhere(reader, rng)


@pytest.mark.slow
def test_a_period_has_one_answer_in_every_form(reader):
    rng = random.Random(60)  # noqa: S311 - the same periods each time
    for _ in range(6):
        until = TODAY - timedelta(days=rng.randrange(0, 3_000))
        since = until - timedelta(days=rng.randrange(30, 900))
        query = f"du={since}&au={until}&perimetre=tout"
        address, told = f"/changements.json?{query}&par_page=100", []
        while address:
            answer = reader.get(address).json()
            told += [each["accord"]["identifiant"] for each in answer["changements"]]
            address = answer["suivante"]
        assert answer["total"] == len(told)
        table = [row["identifiant"] for row in rows_of(reader.get(f"/changements.csv?{query}"))]
        assert list(dict.fromkeys(table)) == told, query
        assert slugs_of_page(reader.get(f"/changements/?{query}")) == told[:50], query


# -- Read by others ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/accords.atom?perimetre=tout",
        "/conventions/ccn-66.atom",
        "/organisations/nexem.atom",
        "/mesures.atom",
    ],
)
def test_feedparser_reads_each_feed(reader, path):
    feed = feedparser.parse(reader.get(path).content)
    assert not feed.bozo
    assert feed.entries
    assert all(
        entry.id.startswith("urn:uuid:") and entry.link and entry.updated_parsed for entry in feed.entries
    )


@pytest.mark.parametrize(
    "path", ["/accords.ics?perimetre=tout", "/suivi.ics", "/accords.ics?date=1930-01-01"]
)
def test_icalendar_reads_each_calendar(reader, path):
    calendar = icalendar.Calendar.from_ical(reader.get(path).content)
    assert not calendar.errors
    for event in calendar.walk("VEVENT"):
        assert event["UID"] and event["SEQUENCE"] >= 1 and event["STATUS"] in ("CONFIRMED", "CANCELLED")
    assert calendar.walk("VEVENT") or calendar.walk("VTIMEZONE")


def test_openpyxl_reads_the_days_the_numbers_and_the_sheet_that_explains(reader):
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/accords.xlsx?convention=ccn-66").content))
    assert book.sheetnames == ["Tableau", "Lisez-moi"]
    head = [cell.value for cell in book["Tableau"][1]]
    signed = head.index("date de signature")
    days = [row[signed].value for row in book["Tableau"].iter_rows(min_row=2) if row[signed].value]
    assert days and all(hasattr(day, "year") for day in days)
    assert book["Tableau"].auto_filter.ref and book["Tableau"].freeze_panes == "A2"


#: One workbook of each kind.
WORKBOOKS = (
    "/accords.xlsx?perimetre=tout", "/accords/ccn-66-avenant-354.xlsx", "/suivi.xlsx", "/suivi/anomalies.xlsx",
    "/suivi/signatures.xlsx", "/changements.xlsx?du=2020-01-01&au=2020-12-31", "/conventions.xlsx",
    "/organisations.xlsx", "/actes.xlsx", "/mesures.xlsx", "/adherents.xlsx", "/chiffres.xlsx",
    "/applicable.xlsx?convention=ccn-66",
)  # fmt: skip


def offered(reader) -> list[str]:
    return [address for address in WORKBOOKS if reader.get(address).status_code == 200]


def test_every_page_of_rows_has_a_workbook(reader):
    assert offered(reader) == [address for address in WORKBOOKS if address != "/chiffres.xlsx"]


#: What a spreadsheet of a French office is told first: how it writes days and decimals.
FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item></oor:items>"""
#: Semicolons, UTF-8, what cells show, their first sheet alone.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,1"


@pytest.mark.long
@pytest.mark.slow
def test_libreoffice_opens_each_workbook(reader, tmp_path):
    """As a spreadsheet of an office reads it: cell for cell what the CSV of the same address says."""
    program = shutil.which("soffice")
    assert program, "Il manque LibreOffice (« soffice »), avec lequel ces classeurs sont relus."
    profile, addresses = tmp_path / "profil", dict(enumerate(offered(reader)))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(FRENCH)
    for number, address in addresses.items():
        (tmp_path / f"{number}.xlsx").write_bytes(body_of(reader.get(address)))
    subprocess.run(
        [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", AS_SHOWN,
         "--outdir", str(tmp_path), *map(str, tmp_path.glob("*.xlsx"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for number, address in addresses.items():
        [seen] = tmp_path.glob(f"{number}-*.csv")
        told = list(csv.reader(io.StringIO(seen.read_text(encoding="utf-8")), delimiter=";"))
        rows = body_of(reader.get(address.replace(".xlsx", ".csv"))).decode("utf-8-sig")
        wanted = list(csv.reader(io.StringIO(rows), delimiter=";"))
        assert told == [[as_shown(cell) for cell in row] for row in wanted], address


def as_shown(cell: str) -> str:
    """A cell of a CSV as a workbook shows it: days as they are said, neither the last zeros nor the quote before."""
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{day[3]}/{day[2]}/{day[1]}"
    if re.fullmatch(r"-?\d+,\d+", cell):
        return cell.rstrip("0").rstrip(",")
    return cell[1:] if cell.startswith(tuple(f"'{sign}" for sign in FORMULA)) else cell


@pytest.mark.parametrize("slug", ["ccn-66-avenant-354", "ccn-66-avenant-349", "bass-negociation-ccue"])
def test_a_parser_of_linked_data_reads_each_text(reader, slug):
    """Every name is one of schema.org's, which is not asked here: its own context gives it that prefix."""
    told = json.loads(reader.get(f"/accords/{slug}.jsonld").content)
    assert told["@context"] == SCHEMA.rstrip("/")
    [text] = jsonld.expand(told, {"documentLoader": schema_org})
    assert text["@type"] == [f"{SCHEMA}Legislation"]
    assert text["@id"].endswith(f"/accords/{slug}/")
    names = {name for name in text if not name.startswith("@")}
    assert {f"{SCHEMA}name", f"{SCHEMA}license", f"{SCHEMA}legislationType"} <= names
    assert all(name.startswith(SCHEMA) for name in names)
    triples = jsonld.to_rdf(text)["@default"]
    assert len(triples) == len(names) + 1


SCHEMA = "https://schema.org/"


def schema_org(url: str, options: dict) -> dict:
    assert url.rstrip("/") == SCHEMA.rstrip("/")
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": {"@vocab": SCHEMA}}}


def test_a_reader_of_data_packages_finds_the_whole_valid(reader, tmp_path):
    with zipfile.ZipFile(archive_of(store.current().path)) as archive:
        archive.extractall(tmp_path)
        held = {
            entry.filename: hashlib.sha256(archive.read(entry)).hexdigest() for entry in archive.infolist()
        }
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: digest for name, digest in held.items() if name != "SHA256SUMS"}
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:10]
    lines = [json.loads(line) for line in (tmp_path / "accords.jsonl").read_text().splitlines()]
    assert [line["identifiant"] for line in lines] == sorted(line["identifiant"] for line in lines)
    assert len(lines) == store.current().counts["agreements_agreement"]


def test_the_open_data_are_served_as_they_were_made(reader):
    told = {file["nom"]: file for file in reader.get("/donnees.json").json()["fichiers"]}
    page = links(parsed(reader.get("/donnees/")))
    for name in ("accords.csv", "SHA256SUMS", "datapackage.json", "donnees.zip", "edition.sqlite3"):
        answer = reader.get(f"/donnees/{name}")
        body = answer.getvalue()
        assert len(body) == told[name]["octets"]
        assert told[name]["sha256"] in (None, hashlib.sha256(body).hexdigest())
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert f"/donnees/{name}" in page
    assert reader.get("/donnees/x.csv").status_code == 404


# -- JSON ----------------------------------------------------------------------------------------------------


@pytest.fixture
def described(reader) -> dict:
    return reader.get("/openapi.json").json()


def test_the_description_is_one_that_schemathesis_reads(described):
    schema = schemathesis.openapi.from_dict(described)
    assert described["openapi"] == "3.1.0"
    assert len(list(schema.get_all_operations())) == len(described["paths"]) > 20


#: What answers nothing until it is told what to compare.
ASK_MORE = {"/comparer.json"}
EXAMPLES = {
    "accords": "ccn-66-avenant-354",
    "conventions": "ccn-66",
    "organisations": "nexem",
    "mesures": "ccn-66",
}
OF_A_VERSION = "{kaliarti}"  # of an article: no fact of the sector has one


def test_what_is_answered_is_what_is_described(reader, described):
    for path, operations in described["paths"].items():
        kind = path.split("/")[1]
        if ("{slug}" in path and kind not in EXAMPLES) or OF_A_VERSION in path:
            continue
        answer = reader.get(path.replace("{slug}", EXAMPLES.get(kind, "")))
        assert answer.status_code == (400 if path in ASK_MORE else 200), path
        accepted(answer, operations["get"], described)


def accepted(answer, operation: dict, described: dict) -> None:
    [(kind, told)] = operation["responses"][str(answer.status_code)]["content"].items()
    assert answer["Content-Type"] == kind
    Draft202012Validator({**told["schema"], "components": described["components"]}).validate(
        json.loads(body_of(answer))
    )


def test_what_schemathesis_asks_is_answered_as_described(reader, described):
    """Addresses of its own making, within the description and beside it."""
    schema = schemathesis.openapi.from_dict(described)
    rng = random.Random(31)  # noqa: S311 - the same addresses each time
    for result in schema.get_all_operations():
        operation = result.ok()
        told = described["paths"][operation.path]["get"]
        for _ in range(4):
            answer = reader.get(address_of(operation.path, told["parameters"], rng))
            assert answer.status_code in (200, 400, 404, 410), answer.request["QUERY_STRING"]
            accepted(answer, told, described)


def address_of(path: str, parameters: list[dict], rng: random.Random) -> str:
    pairs = []
    for parameter in parameters:
        schema = parameter["schema"].get("items", parameter["schema"])
        if parameter["in"] == "query" and rng.random() < 0.15:
            usual = schema.get("enum") or {"integer": ["1", "2"]}.get(schema["type"], ["2020-10-29", "prime"])
            pairs.append((parameter["name"], rng.choice([*usual, "é«&"])))
    named = path.replace("{slug}", rng.choice(["ccn-66", "nexem", "inconnu"])).replace(
        OF_A_VERSION, "KALIARTI1"
    )
    return f"{named}?{urlencode(pairs)}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accords.json?agrement=x", 400),
        ("/accords.json?date=x", 400),
        ("/accords/inconnu.json", 404),
        ("/accords.json?edition=999", 410),
    ],
)
def test_errors_are_problems(reader, path, status):
    answer = reader.get(path)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert told["status"] == status and told["title"] and told["detail"]


def test_an_address_of_an_edition_is_answered_by_it_or_says_which_is_read(reader):
    present = store.current().number
    first = reader.get("/accords.json?perimetre=tout").json()
    assert f"edition={present}" in first["suivante"]
    assert reader.get(first["suivante"]).json()["page"] == 2
    gone = reader.get(f"/accords.json?edition={present + 1}")
    assert gone.json()["edition"]["numero"] == present
    page = reader.get(f"/accords/ccn-66-avenant-354/?edition={present + 1}")
    assert page.status_code == 410
    assert "/accords/ccn-66-avenant-354/" in links(parsed(page))
