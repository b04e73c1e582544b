"""What a pasted address names: a text, an article, a convention, an act of Légifrance; or a page of this portal.

All the forms of Légifrance, old and new, carry the identifier of what they show, and often those of what it is in.
"""

import re

from agreements.finding.queries.query import Identifiers, OwnPage

_IDENTIFIER = r"(?:KALI(?:TEXT|CONT|ARTI|SCTA)|JORF(?:TEXT|ARTI)|LEGI(?:TEXT|ARTI))\d{12}"
PAGES = {"accords": "agreement", "conventions": "convention", "organisations": "organisation", "actes": "act"}
_OWN = "|".join(PAGES)
IDENTIFIER = re.compile(_IDENTIFIER, re.IGNORECASE)
#: Whatever is written without a space around an identifier, or around a domain.
ADDRESS = re.compile(
    rf"\S*{_IDENTIFIER}\S*|(?:https?://|www\.)\S+|(?<![\w/.])(?:[\w-]+\.)+(?:fr|com|org|net)/\S*"
    rf"|(?<!\S)/(?:{_OWN})/\S+",
    re.IGNORECASE,
)
NOR = re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}\s?\d{7}\s?[A-Z](?![A-Za-z0-9])", re.IGNORECASE)
#: From what an address shows to what it is in.
MOST_PRECISE = ("KALIARTI", "KALITEXT", "JORFTEXT", "KALISCTA", "KALICONT")
OWN = re.compile(rf"/({_OWN})/([a-z0-9-]+?)(?:/|\.json|$)")
#: « code.travail.gouv.fr/convention-collective/413-… », « …/idcc/2941 ».
IDCC = re.compile(r"/(?:convention-collective|idcc)/(\d{1,4})(?!\d)")


def identifiers_in(text: str) -> Identifiers:
    """The official identifiers and NOR that stand in a text, the most precise first."""
    found = dict.fromkeys(one.upper() for one in IDENTIFIER.findall(text))
    found |= dict.fromkeys("".join(one.split()).upper() for one in NOR.findall(text))
    return tuple(sorted(found, key=precision))


def precision(identifier: str) -> int:
    return MOST_PRECISE.index(identifier[:8]) if identifier[:8] in MOST_PRECISE else len(MOST_PRECISE)


def read_address(address: str) -> Identifiers | OwnPage | int | None:
    """What one address names; a number is an IDCC; None for a page that is nothing here."""
    if identifiers := identifiers_in(address):
        return identifiers
    path = re.sub(r"[?#].*", "", address)
    if own := OWN.search(path):
        return OwnPage(PAGES[own[1]], own[2])
    if idcc := IDCC.search(path):
        return int(idcc[1])
    return None
