"""French typography on every public page: what is not parted from its word, quotation marks, apostrophes, numbers."""

import re

import pytest

from portal.french.aside import set_aside, waiting
from portal.french.typography import typeset, typeset_page
from portal.french.writing import MONTHS, NARROW, NBSP
from tests.reading import parsed

PAGES = [
    "/",
    "/?date=2020-02-01",
    "/accords/",
    "/accords/?q=zzzz",
    "/accords/?type=x",
    "/accords/?convention=ccn-66&agrement=agree&signataire=cfdt&date=2020-10-27",
    "/accords/ccn-66-avenant-354/",
    "/accords/ccn-66-avenant-357/?date=2020-10-27",
    "/accords/bass-accord-2019-02/",
    "/accords/bass-negociation-ccue/",
    "/conventions/",
    "/conventions/ccn-66/",
    "/conventions/bass/",
    "/organisations/",
    "/organisations/cfdt/",
    "/organisations/nexem/",
    "/suivi/",
    "/suivi/?date=2020-10-27",
    "/suivi/anomalies/",
    "/suivi/signatures/",
    "/changements/?du=2020-01-01&au=2020-12-31",
    "/changements/editions/",
    "/applicable/?convention=chrs&convention=ccn-66&region=bretagne&effectif=40&membre=nexem",
    "/adherents/",
    "/adherents/?region=bretagne",
    "/adherents/demonstration-0300/",
    "/chiffres/",
    "/sources/",
    "/glossaire/",
    "/editions/",
    "/accessibilite/",
    "/mentions-legales/",
    "/nulle-part/",
]
#: Attributes that are read by people.
READ = ("title", "aria-label", "alt", "placeholder", "content")
#: What is shown as it was published: articles, quotations, titles of documents.
AS_PUBLISHED = ("script", "style", "code", "q", "cite")
REFERENCE = re.compile(r"(?:IDCC|n°|ASH|notice|NOR|exactement)\s\d+(?:(?:, | et )\d{4,})*|\d,\d+")
ADDRESS = re.compile(r"\S*(?://|www\.|\w=\w)\S*")
FAULTS = {
    "signe haut sans espace insécable": re.compile(rf"(?<![{NBSP}{NARROW}?!(])[;!?»]"),
    "deux-points sans espace insécable": re.compile(rf"(?<![{NBSP}{NARROW}])(?<!\d):|:(?=\w)(?!\d)"),
    "guillemet ouvrant": re.compile(rf"«(?!{NBSP})"),
    "apostrophe droite": re.compile(r"'"),
    "guillemet droit": re.compile(r"\""),
    "points de suspension": re.compile(r"\.\.\."),
    "premier du mois": re.compile(rf"\b1\s(?:{'|'.join(MONTHS)})"),
    "numéro": re.compile(r"n° "),
    "pourcentage": re.compile(r"\d[ ]?%"),
    "mille sans espace": re.compile(r"(?<![\w./-])(?!(?:19|20)\d\d\b)\d{4,}(?![\w/-])"),
    "espace avant virgule ou point": re.compile(rf"[ {NBSP}][,.](?!\w)"),
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_set_as_french_is(reader, address):
    page = parsed(reader.get(address))
    found = {
        (name, told[max(0, fault.start() - 25) : fault.end() + 15])
        for told in read(page)
        for name, pattern in FAULTS.items()
        for fault in pattern.finditer(REFERENCE.sub("", ADDRESS.sub("", told)))
    }
    assert not found


def read(page):
    """Every piece of text of a page, and every attribute that is read aloud or shown."""
    waiting = list(page.query("title") + page.query("meta[name=description]") + page.query("body"))
    while waiting:
        node = waiting.pop()
        if node.name == "#text":
            yield node.data
            continue
        named = (node.attrs or {}).get("class", "").split()
        if node.name in AS_PUBLISHED or "articles" in named or node.attrs.get("data-label") == "IDCC":
            continue
        yield from (value for name, value in (node.attrs or {}).items() if name in READ and value)
        waiting += node.children or []


def test_signs_are_set_and_nothing_else_is():
    written = "<p class='a'>« Quoi ? » L&#x27;avenant n° 357 : CT L. 2232-6 ; 30 % !</p>"
    told = typeset(written)
    assert told == (
        f"<p class='a'>«{NBSP}Quoi{NARROW}?{NBSP}» L’avenant n°{NBSP}357{NBSP}: CT L.{NBSP}2232-6{NARROW}; 30{NBSP}%"
        f"{NARROW}!</p>"
    )
    assert typeset(told) == told


def test_what_is_set_already_waits_aside_and_is_left_alone():
    with waiting() as held:
        inner = set_aside(b"<b>Quoi ?</b>")
        page = f"<p>Quoi ?</p>{set_aside(f'<pre>{inner} !</pre>'.encode())}<p>Qui ?</p>"
    assert typeset_page(page.encode(), held).decode() == (
        f"<p>Quoi{NARROW}?</p><pre><b>Quoi ?</b> !</pre><p>Qui{NARROW}?</p>"
    )
    assert set_aside(b"<b>Quoi ?</b>") == "<b>Quoi ?</b>"  # outside a page


def test_a_place_that_nothing_waits_for_is_empty_and_none_holds_itself():
    held = [b"<i>\x020\x03\x021\x03</i>", b"<b>\x020\x03</b>"]
    page = typeset_page(b"<p>\x021\x03\x027\x03</p>", held)
    assert page == b"<p><b><i></i></b></p>"


@pytest.mark.parametrize("sign", ["\x02", "\x03", "\x03\x02", "\x02a\x03b\x02"])
def test_a_reader_cannot_unset_a_page_with_the_signs(reader, sign):
    content = reader.get("/accords/", {"q": f"quoi ? {sign} qui ?"}).content
    assert b"\x02" not in content and b"\x03" not in content
    assert content.count(b"</html>") == 1
