"""French typography on every public page: what is not parted from its word, quotation marks, apostrophes, numbers."""

import re

import pytest
from django.template import engines
from markupsafe import Markup

from portal.french.typography import typeset, typeset_value
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
    "/sources/deductions/",
    "/accords/ccn-66-avenant-357/",
    "/accords/chrs-protocole-162/",
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
        for fault in pattern.finditer(REFERENCE.sub("référence", ADDRESS.sub("", told)))
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
    written = "<p class='a'>« Quoi ? » L'avenant n° 357 : CT L. 2232-6 ; 30 % !</p>"
    told = typeset(written)
    assert told == (
        f"<p class='a'>«{NBSP}Quoi{NARROW}?{NBSP}» L'avenant n°{NBSP}357{NBSP}: CT L.{NBSP}2232-6{NARROW}; 30{NBSP}%"
        f"{NARROW}!</p>"
    )
    assert typeset(told) == told


def test_words_of_a_template_and_words_it_is_given_are_set_and_what_is_drawn_is_left_alone():
    environment = engines["public"].env
    page = environment.from_string("<p>Quoi ? {{ given }} {{ drawn }} {{ article|typeset }}</p>")
    drawn = page.render(given="L'un : <b>", drawn=Markup("<i>Qui ?</i>"), article="<p>L'un ; 1 000</p>")
    assert drawn == (f"<p>Quoi{NARROW}? L’un{NBSP}: &lt;b&gt; <i>Qui ?</i> <p>L'un{NARROW}; 1 000</p></p>")


@pytest.mark.parametrize("value", ["/accords/?q=a", "", "prévoyance", 12, None])
def test_what_has_neither_space_nor_apostrophe_is_given_as_it_is(value):
    assert typeset_value(value) is value
