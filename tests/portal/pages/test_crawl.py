"""The whole site, link by link, on two days: nothing is missing, every page is sound, every link keeps the day."""

from collections import Counter, defaultdict, deque
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from tests.conftest import TODAY
from tests.reading import elements, parsed, text

PAST = "2020-10-27"
#: A list under filters is followed no further than one filter, and not page by page under it.
PLAIN = {"date", "page"}
#: Every page of these; of other kinds, and of lists under one filter, the first ones that are met.
WHOLE = {("accords", False), ("conventions", False), ("organisations", False)}
OF_ANOTHER_KIND = 25
#: What does not depend on the day.
#: Files of the site, and of a whole edition.
TIMELESS = ("/static/", "/healthz", "/flux/", "/donnees/", "/openapi.json")
#: What is followed is the present, whatever the day of the page.
FOLLOWED = (".atom", ".ics")


@pytest.mark.slow
@pytest.mark.parametrize("day", [TODAY.isoformat(), PAST])
def test_every_page_answers_and_every_link_keeps_the_day(reader, day):
    start = "/" if day == TODAY.isoformat() else f"/?date={day}"
    seen, queue, pages, kinds = {start}, deque([start]), [], Counter()
    while queue:
        address = queue.popleft()
        answer = reader.get(address)
        assert answer.status_code in (200, 302), address
        if answer.status_code == 302 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        pages.append(address)
        for link in sound(answer, address):
            target = urljoin(f"http://here{address}", link)
            parts = urlsplit(target)
            if parts.netloc != "here":
                assert parts.scheme in ("http", "https", "webcal"), (address, link)
                continue
            keeps_the_day(address, parts, day)
            local = f"{parts.path}?{parts.query}" if parts.query else parts.path
            kind = (parts.path.split("/")[1].split(".")[0], bool(asked_beside_the_day(parts)))
            if local in seen or not followed(parts, day):
                continue
            seen.add(local)
            kinds[kind] += 1
            if kind in WHOLE or kinds[kind] <= OF_ANOTHER_KIND:
                queue.append(local)
    details = {urlsplit(page).path for page in pages if urlsplit(page).path.startswith("/accords/")}
    known = reader.get(f"/accords.json?perimetre=tout&date={day}").json()["total"]
    assert 1 + known <= len(details) <= 1 + 376
    assert len({urlsplit(page).path for page in pages if page.startswith("/organisations/")}) == 1 + 37
    assert len({urlsplit(page).path for page in pages if page.startswith("/conventions/")}) == 1 + 8


def sound(answer, address) -> list[str]:
    """One heading, a title, the edition, no fault; the links."""
    found = elements(parsed(answer))
    named = defaultdict(list)
    for node in found:
        named[node.name].append(node)
    assert len(named["h1"]) == len(named["main"]) == len(named["head"]) == len(named["html"]) == 1, address
    assert text(named["h1"][0]), address
    assert [node.parent.name for node in named["title"]].count("head") == 1, address
    assert named["html"][0].attrs["lang"] == "fr"
    assert "Édition n° 1" in text(named["footer"][0]), address
    assert not named["style"] + [node for node in found if "style" in node.attrs], address
    identifiers = [node.attrs["id"] for node in found if "id" in node.attrs]
    assert len(identifiers) == len(set(identifiers)), address
    links = [node.attrs["href"] for node in named["a"] if "href" in node.attrs]
    anchors = {link.removeprefix("#") for link in links if link.startswith("#")}
    assert anchors <= set(identifiers), address
    return links


def keeps_the_day(address, parts, day):
    """A link on a page of the past stays in the past, unless it says another day, or goes back to today."""
    if day == TODAY.isoformat() or timeless(parts) or parts.path.endswith(FOLLOWED):
        return
    days = [value for name, value in parse_qsl(parts.query) if name in ("date", "du", "au", "de", "a")]
    back_to_today = urlsplit(address).path == parts.path
    assert days or back_to_today, (address, parts.geturl())


def asked_beside_the_day(parts) -> list[str]:
    return [name for name, _ in parse_qsl(parts.query) if name not in PLAIN]


def timeless(parts) -> bool:
    return parts.path.startswith(TIMELESS) and parts.path != "/donnees/"


def followed(parts, day) -> bool:
    query, names = parse_qsl(parts.query), asked_beside_the_day(parts)
    if len(names) > 1 or (names and any(name == "page" for name, _ in query)):
        return False
    told = [value for name, value in query if name == "date"]
    return told == [day] or (not told and (day == TODAY.isoformat() or timeless(parts)))


def test_every_situation_of_every_agreement_has_its_page(reader):
    """The days that a page leads to: on each, the text is in the state that was told."""
    some = 0
    for row in reader.get("/accords.json?perimetre=tout&par_page=60").json()["accords"]:
        for situation in reader.get(row["url"].rstrip("/") + ".json").json()["situations"][-2:]:
            told = reader.get(f"{row['url'].rstrip('/')}.json?date={situation['du']}").json()
            assert told["statuts"] == {name: situation[name] for name in told["statuts"]}
            some += 1
    assert some > 60


@pytest.mark.parametrize(
    "page",
    [
        "/", "/accords/", "/accords/ccn-66-avenant-354/", "/conventions/", "/conventions/ccn-66/", "/organisations/",
        "/organisations/cfdt/", "/glossaire/", "/editions/",
    ],
)  # fmt: skip
def test_each_page_has_its_json_twin_with_the_same_query(reader, page):
    for query in ("", f"?date={PAST}"):
        twins = parsed(reader.get(page + query)).query('a[type="application/json"]')
        assert len(twins) == 1
        answer = reader.get(twins[0].attrs["href"])
        assert answer.status_code == 200
        assert answer.json()["date"] == (PAST if query else TODAY.isoformat())
        assert answer.json()["edition"]["numero"] == 1


def test_a_day_before_everything_is_said(reader):
    """In 1950 nothing is known: no page fails, none pretends."""
    told = reader.get("/accords.json?date=1950-01-01&perimetre=tout").json()
    assert told["total"] == 0
    for page in (
        "/",
        "/accords/",
        "/conventions/",
        "/conventions/ccn-66/",
        "/organisations/",
        "/organisations/cfdt/",
    ):
        assert sound(reader.get(f"{page}?date=1950-01-01"), page)
    page = parsed(reader.get("/accords/ccn-66-avenant-354/?date=1950-01-01"))
    assert "Rien n’est connu de ce texte au 1er janvier 1950" in text(page.query("main")[0])
    assert not page.query(".tracks")
    assert reader.get("/accords/ccn-66-avenant-354.json?date=1950-01-01").json()["statuts"] is None
