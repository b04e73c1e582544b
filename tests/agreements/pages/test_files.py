"""Lists to take away: tables, feeds and calendars say what the pages say, and stay the same for one edition."""

import csv
import io
import re
from datetime import UTC, date

import pytest

from agreements.pages import listing
from portal.edition import store
from portal.web.files.calendars import LONGEST_LINE, Day, Stamp, escaped, fold, ics_page
from tests import builders as make
from tests.reading import body_of, cells, flowing, links, parsed

TABLES = ["/accords", "/suivi", "/suivi/anomalies", "/suivi/signatures", "/changements"]


def table(answer) -> list[dict]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(body_of(answer).decode("utf-8-sig")), delimiter=";"))


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
        csv.reader(io.StringIO(body_of(reader.get(f"{path}.csv?{query}")).decode("utf-8-sig")), delimiter=";")
    )
    answer = reader.get(f"{path}.xlsx?{query}")
    book = body_of(answer)
    told = cells(book)
    assert told[0] == lines[0]
    assert len(set(lines[0])) == len(lines[0])
    assert len(told) == len(lines) > 1
    assert 'filename="' in answer["Content-Disposition"]
    assert "Licence Ouverte" in str(cells(book, 2))


@pytest.mark.parametrize("path", TABLES)
def test_a_wrong_filter_is_refused_in_every_form(reader, path):
    for form in ("csv", "xlsx"):
        assert reader.get(f"{path}.{form}?convention=x").status_code == 400


def test_the_same_edition_gives_the_same_bytes(reader):
    for path in ("/accords.xlsx", "/accords.csv", "/accords.atom", "/accords.ics", "/suivi.ics"):
        assert reader.get(path).content == reader.get(path).content


def test_the_workbook_says_what_it_is_and_what_each_column_means(reader):
    query = "date=2020-10-29&convention=ccn-66&agrement=agree"
    told = dict(row for row in cells(reader.get(f"/accords.xlsx?{query}").content, 2) if len(row) == 2)
    assert told["Ce tableau"] == "Textes de la convention CCN 66, agréés"
    assert told["Situation au"] == "29/10/2020"
    assert told["Portail"] == f"Édition n° {store.current().number}, publiée le 22/11/2026."
    assert told["Adresse"] == (
        "http://127.0.0.1:8000/accords.xlsx?convention=ccn-66&agrement=agree&date=2020-10-29"
    )
    assert told["agrément : NOR"] == "Le numéro NOR de l’acte."
    for path in (*TABLES, "/conventions", "/organisations", "/mesures", "/accords/ccn-66-avenant-354"):
        book = body_of(reader.get(f"{path}.xlsx"))
        head, told = cells(book)[0], dict(filter(lambda row: len(row) == 2, cells(book, 2)))
        assert all(told[heading].endswith((".", "…", "donnée.", "portail.")) for heading in head), path


def test_the_act_its_day_its_publication_its_link_spare_retyping(reader):
    [row] = table(reader.get("/accords/ccn-66-avenant-354.csv?date=2020-10-29"))
    assert row["codes des conventions"] == "ccn-66"
    assert row["IDCC"] == "413"
    assert (row["agrément : date de l’acte"], row["agrément : publié au JO le"]) == (
        "2020-10-02",
        "2020-10-29",
    )
    assert row["agrément : acte"] == "arrêté d’agrément du 2\u00a0octobre\u00a02020"
    assert (row["signataires employeurs"], row["signataires salariés"]) == (
        "Nexem",
        "CFDT santé-sociaux ; CFTC santé-sociaux",
    )
    assert row["règle d’effet"] == "à une date fixe"
    assert "Rapport annuel 2019 de Nexem" in row["sources"]
    assert not table(reader.get("/accords/ccn-66-avenant-354.csv?date=1970-01-01"))
    assert reader.get("/accords/x.csv").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_refusal_gives_its_act_and_its_motive(published):
    text = make.agreement("avenant-1")
    refused = make.event(
        text, "refus-agrement", date(2026, 6, 1), jo=date(2026, 6, 9), note="Coût trop élevé."
    )
    refused.act.nor, refused.act.url = "SSAA2600001A", "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT1"
    refused.act.save()
    [row] = table(published().get("/accords.csv"))
    assert [row[f"agrément : {name}"] for name in ("fait", "NOR", "lien de l’acte", "motif")] == [
        "agrément refusé", "SSAA2600001A", "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT1", "Coût trop élevé.",
    ]  # fmt: skip


def test_conventions_and_organisations_are_taken_away(reader):
    conventions = {row["identifiant"]: row for row in table(reader.get("/conventions.csv"))}
    told = reader.get("/conventions.json").json()["conventions"]
    assert [*conventions] == [each["identifiant"] for each in told]
    assert (conventions["ccn-66"]["IDCC"], conventions["ccn-66"]["soumise à l’agrément"]) == ("413", "oui")
    assert reader.get("/conventions.csv?perimetre=x").status_code == 400
    organisations = table(reader.get("/organisations.csv"))
    assert [row["identifiant"] for row in organisations] == [
        each["identifiant"] for each in reader.get("/organisations.json").json()["organisations"]
    ]


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


def test_a_calendar_without_a_day_is_still_one(reader):
    """A calendar holds one component at least: the time of its country is one."""
    body = reader.get("/accords.ics?convention=ccn-66&date=1970-01-01&q=introuvable").content.decode()
    assert "BEGIN:VEVENT" not in body
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n" in body


@pytest.mark.django_db(transaction=True)
def test_a_day_that_moves_keeps_its_name_and_one_that_goes_is_cancelled(publish, client):
    text = make.agreement("avenant-1", rule="date-fixe", rule_date=date(2026, 12, 1), term=date(2027, 5, 31))
    make.event(text, "agree", date(2026, 6, 1), jo=date(2026, 6, 9))
    publish()
    effect, term = events(client.get("/accords/avenant-1.ics"))
    assert (effect["DTSTART;VALUE=DATE"], effect["SEQUENCE"], effect["STATUS"]) == (
        "20261201",
        "1",
        "CONFIRMED",
    )
    assert (term["DTSTART;VALUE=DATE"], term["SUMMARY"][:12]) == ("20270531", "Dernier jour")
    text.rule_date, text.term = date(2027, 1, 1), None
    text.save()
    publish()
    moved, gone = events(client.get("/accords/avenant-1.ics"))
    assert (moved["UID"], moved["DTSTART;VALUE=DATE"], moved["SEQUENCE"]) == (effect["UID"], "20270101", "2")
    assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"]) == (term["UID"], "CANCELLED", "2")


@pytest.mark.django_db(transaction=True)
def test_the_deadlines_of_signature_and_of_opposition(published):
    text = make.agreement("avenant-1", dated=date(2026, 9, 1), opened_on=date(2026, 9, 1))
    make.event(text, "ouverture", date(2026, 9, 1))
    make.event(text, "cloture", date(2026, 9, 30))
    signed = make.agreement("avenant-2", dated=date(2026, 9, 2))
    make.event(signed, "signe", date(2026, 9, 2))
    make.event(signed, "notification", date(2026, 9, 10))
    told = events(published().get("/accords.ics"))
    assert [(event["DTSTART;VALUE=DATE"], event["CATEGORIES"]) for event in told] == [
        ("20260925", "Délai d’opposition"),
        ("20260930", "Ouvert à la signature"),
    ]
    assert "(CT L. 2232-6)" in told[0]["DESCRIPTION"].replace("\u00a0", " ")


def test_an_agenda_can_be_subscribed_to(reader):
    body = reader.get("/accords/?convention=ccn-66").content.decode()
    assert 'href="webcal://127.0.0.1:8000/accords.ics?convention=ccn-66"' in body


def test_the_days_of_effect(reader):
    told = events(reader.get("/accords.ics?convention=ccn-66&date=2020-10-29"))
    assert told
    stamp = f"{store.current().moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in told:
        assert event["DTSTAMP"] == event["LAST-MODIFIED"] == stamp
        assert event["DTEND;VALUE=DATE"] > event["DTSTART;VALUE=DATE"] >= "20181030"
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


@pytest.mark.parametrize("path", ["/accords.ics?q=ornithorynque", "/suivi.ics?q=ornithorynque"])
def test_a_calendar_without_any_day_still_holds_a_component(reader, path):
    """RFC 5545, 3.6: one at least, each that begins ends in its turn."""
    answer = reader.get(path)
    assert events(answer) == []
    begun, found = [], []
    for line in answer.content.decode().split("\r\n"):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            found.append("/".join([*begun, value]))
            begun.append(value)
        elif name == "END":
            assert begun.pop() == value
    assert begun == []
    assert found[1:] == [f"VCALENDAR/VTIMEZONE{part}" for part in ("", "/DAYLIGHT", "/STANDARD")]


def test_a_workbook_names_what_it_has_not_read(reader):
    told = cells(reader.get("/accords.xlsx?conventions=chrs&signe=1").content, 2)
    assert ["Non lu", "Paramètres que ce tableau ne lit pas : conventions et signe."] in told
    assert not any("Non lu" in line for line in cells(reader.get("/accords.xlsx").content, 2))


def test_words_are_escaped_and_lines_folded():
    assert escaped("a,b;c\\d\r\ne") == "a\\,b\\;c\\\\d\\ne"
    folded = fold("SUMMARY:" + "é" * 100)
    assert folded.replace("\r\n ", "") == "SUMMARY:" + "é" * 100 + "\r\n"
    assert all(len(line.encode()) <= LONGEST_LINE for line in folded.split("\r\n"))


def test_a_day_keeps_its_name(reader):
    stamp = Stamp(1, store.current().moment)
    day = Day("a effet", date(2020, 1, 1), "x", "y", "http://exemple.fr/", "z", stamp)
    one, other = (ics_page("x", "x", [day]).content for _ in range(2))
    assert one == other
    assert one.count(b"UID:") == 1


def test_a_long_list_offers_the_archive_that_is_already_made(reader, monkeypatch):
    asked = "/accords/?perimetre=tout"
    assert "/donnees/" not in links(parsed(reader.get(asked)).query(".exports")[0])
    monkeypatch.setattr(listing, "LONG", reader.get("/accords.json?perimetre=tout").json()["total"] - 1)
    [told] = parsed(reader.get(asked)).query(".exports")
    assert "/donnees/" in links(told)
    assert flowing(told).startswith(
        "Cette liste est longue : une archive de tout est déjà prête. Emporter : CSV, Excel."
    )
    assert "/donnees/" not in links(parsed(reader.get("/accords/?convention=chrs")).query(".exports")[0])


def test_lists_say_where_their_files_are(reader):
    for page, files in {
        "/accords/?convention=ccn-66&page=2": ["csv", "xlsx", "atom", "ics"],
        "/suivi/?convention=ccn-66": ["csv", "xlsx", "ics"],
        "/changements/?convention=ccn-66": ["csv", "xlsx"],
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
        "/accords/avenant-1.atom",
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
