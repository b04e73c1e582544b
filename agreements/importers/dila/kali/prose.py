"""What the head of a text says in prose: the organisations that are party to it, and the arrêtés that decide on it.

    Syndicat des employeurs associatifs (SYNEAS) ;<br/>Fédération nationale de l'action sociale FO.
    Agréé par arrêté du 2 octobre 2020 (JO du 29 octobre 2020).

A line is read when the whole of it is known; the others are given back as they are.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from agreements.importers.citations import Decision, Reading
from agreements.importers.effect_articles import lines
from agreements.importers.written_dates import WRITTEN, dates_in
from agreements.law.vocabulary import Nature

_MARKS = re.compile(r"^[\s\-–—•*]+|[\s.,;:]+$")
_ARTICLE = re.compile(r"^(?:la |le |les |l')", re.IGNORECASE)
#: What follows the name of an organisation that adhered or denounced: how, and when.
_HOW = re.compile(
    rf"\s*(?:,|\(|\bpar (?:lettre|courrier)|\ble (?=\d|1er)|\ben date)[^;]*(?:{WRITTEN})?.*$", re.IGNORECASE
)
_OPENING = re.compile(
    r"(?:\(\d\)\s*)?(?:nota\s*[.:]?\s*)?(?:(?:le|la|cet|cette|ce)\s+(?:présente?\s+)?(?:texte|avenant|accord|protocole|annexe|convention)"
    r"\s+(?:est|a été)\s+|(?:texte|avenant|accord|protocole|annexe|convention)\s+)?",
    re.IGNORECASE,
)
#: « , publié au Journal officiel du », « (JO n° 24 du », as the reader of citations writes them.
_JOURNAL = re.compile(
    r"\s*[,(]?\s*(?:publiée?\s+au\s+)?\b(?:Journal officiel(?: de la République française)?|JORF|JO)\s+"
    r"(?:n\s*[°º]\s*\d+\s+)?du\s+",
    re.IGNORECASE,
)
_EXTENSION = "SIGNEXT"


@dataclass(frozen=True)
class Party:
    name: str
    on: date | None = None


@dataclass
class Decided:
    decisions: list[Decision] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def parties_in(html: str) -> list[Party]:
    """The organisations that a content names, one a line or between semicolons, each with its day where it has one.

    >>> [party.name for party in parties_in("- Le SYNEAS ;<br/>la CFDT.")]
    ['SYNEAS', 'CFDT']
    """
    items = [_MARKS.sub("", item) for line in lines(html) for item in line.split(";")]
    return [party(item) for item in items if item]


def party(item: str) -> Party:
    days = dates_in(item)
    name = _HOW.sub("", item) if days else item
    return Party(_ARTICLE.sub("", _MARKS.sub("", name)), days[0] if len(days) == 1 else None)


def decisions_in(contents: dict[str, str]) -> Decided:
    """The decisions that the notes of a text tell, by the tag of each; its own tag tells of an extension alone."""
    found = Decided()
    for tag, html in contents.items():
        for line in lines(html):
            if "arrêté" not in line.lower():
                continue
            alone = tag == _EXTENSION and line.lower().startswith("arrêté")
            reading = Reading(f"étendu par {plain(line)}" if alone else plain(line))
            reading.read()
            if reading.decisions and not reading.unread:
                found.decisions += [with_reserves(one, reading.reserves) for one in reading.decisions]
            else:
                found.unread.append(line)
    return found


def plain(line: str) -> str:
    """« Le présent avenant est agréé par arrêté … (JO n° 3 du … » → « agréé par arrêté … JO du … »."""
    return _JOURNAL.sub(" JO du ", line[_OPENING.match(line).end() :])


def with_reserves(decision: Decision, reserves: bool) -> Decision:
    extended = decision.nature is Nature.ETENDU and reserves
    return replace(decision, nature=Nature.ETENDU_AVEC_RESERVES) if extended else decision
