"""The grammar of official titles: « Bretagne Avenant n° 3 du 14 décembre 2020 relatif aux salaires minimaux ».

A title is read from its head: the place, what the text is, its number, its date; then its tail: who adheres or
denounces, the text it amends, its object. Nothing is guessed: what has no reading is named in `unread`, and a
date that belongs to another text is never taken for the text's own.
"""

import re
from dataclasses import dataclass
from datetime import date

from agreements.importers.designations import DESIGNATION, kind_named
from agreements.importers.places import read_place
from agreements.importers.written_dates import WRITTEN, dates_in, read_date
from agreements.law.vocabulary import AgreementKind as Kind

NUMBER = r"(?:n\s*[°ºo]?\s*|no\s+)(?P<number>(?:S )?\d[\w./-]*(?:\s+(?:bis|ter|quater)\b)?|(?-i:[IVXLC]+)\b)"
RANK = r"(?P<rank>(?:\d{1,3}|(?-i:[IVXLC]{1,6}))(?:[.-]\d{1,2})?\b(?:\s+(?:bis|ter|[A-D])\b)?)"
QUOTED = r"(?:[«\"“][^»\"”]{1,40}[»\"”]|salaires(?=\s+n|\s+du))"
ORGAN = r"(?:de|du)\s+(?:la\s+|le\s+|l')?(?:CPPNI|CNPI|CPNI|CNIC|conseil d'administration(?: de la \w+)?)"
HEAD = re.compile(
    rf"(?P<designation>{DESIGNATION})(?:\s*(?P<quoted>{QUOTED}))?"
    rf"(?:\s+{ORGAN})?(?:\s*{NUMBER}|\s+{RANK}(?=\s+du\s+\d|\s+relati[fv]))?(?:\s*{QUOTED})?(?:\s*\(\d\))?(?:\s+{ORGAN})?"
    rf"(?:\s*,?\s*(?:en date\s+)?(?:du\s+)?(?P<dated>{WRITTEN}))?",
    re.IGNORECASE,
)
#: « Annexe IV.2. », « Annexe n° 1 bis »: an annex is numbered where an avenant could not be.
ANNEX = re.compile(
    rf"(?P<designation>annexes?)\s*(?:n\s*[°ºo]?\s*)?{RANK}(?:\s+du\s+(?P<dated>{WRITTEN}))?", re.IGNORECASE
)
NAMED = (
    rf"(?P<named>{DESIGNATION})(?:\s*{QUOTED})?(?:\s*(?:n\s*[°ºo]?\s*|no\s+|(?=\d+\s+du\s))(?P<of>\d[\w./-]*(?:\s+(?:bis|ter)\b)?))?"
    rf"(?:(?:(?!\set\s|\s{DESIGNATION})[^0-9(]){{0,90}}?\s*(?:,\s*)?du\s+(?P<on>{WRITTEN}))?"
)
TO = re.compile(rf"\s*(?:à|de)\s+(?:l'|la\s+|son\s+)\s*{NAMED}", re.IGNORECASE)
BY = re.compile(
    rf"\s*(?:du\s+|de\s+la\s+|de\s+l'|des\s+|de\s+|d'|par\s+(?:la\s+|le\s+|l'|les\s+)?)(?P<by>.+?)\s+"
    rf"(?:à|aux|de|des|d'|du)\s*(?:l'|la\s+|les\s+)?\s*(?={DESIGNATION}|ensemble|titre|article)",
    re.IGNORECASE | re.DOTALL,
)
OBJECT = re.compile(
    r"[\s,:–-]*(?:\(\d\)\s*)?(?:(?P<related>relati(?:fs?|ves?)\s+(?:à\s+la\s+|à\s+l'|à\s+|au\s+|aux\s+))|portant\s+(?:sur\s+(?:la\s+|le\s+|les\s+|l'))?"
    r"|concernant\s+(?:la\s+|le\s+|les\s+|l'))(?P<object>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
BASE_ENDS = re.compile(
    r"[.,]?\s*(?:-\s*)?(?:[ée]tendue?\s|mise? à jour|refondue|révisée|réécrite|\(avenant)", re.IGNORECASE
)
#: A title that says its head twice, with its date the second time: « Adhésion de … Lettre d'adhésion du … ».
TWICE = re.compile(
    rf".*\s(?P<designation>{DESIGNATION})(?:\s+{ORGAN})?\s+du\s+(?P<dated>{WRITTEN})\s*$",
    re.IGNORECASE | re.DOTALL,
)

#: A title that tells its object first: « Modification des salaires Avenant n° 66 du 23 décembre 2002 ».
LAST = re.compile(
    rf"(?P<object>[^0-9]+?)\s(?=[A-ZÉ])(?P<designation>{DESIGNATION})(?:\s*{NUMBER})?\s+du\s+(?P<dated>{WRITTEN})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TextName:
    """How one text names another: « avenant n° 328 du 1er septembre 2014 »."""

    kind: Kind
    number: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Title:
    kind: Kind | None = None
    designation: str = ""  # in the words of the title
    number: str = ""
    dated: date | None = None
    place: str = ""
    former_idcc: int | None = None  # the convention that was this place's own
    subject: str = ""
    by: str = ""  # who adheres or denounces
    target: TextName | None = None  # what it adheres to, amends or belongs to
    unread: tuple[str, ...] = ()


def read_title(text: str) -> Title:
    """All that a title says, and the names of what could not be read in it.

    >>> title = read_title("Bretagne Avenant n° 3 du 14 décembre 2020 relatif aux minima (1)")
    >>> title.place, title.kind.value, title.number, title.subject
    ('Bretagne', 'avenant', '3', 'Minima')
    """
    title = " ".join(text.replace("’", "'").split())
    place, former, rest = split_place(title)
    head = ANNEX.match(rest) or HEAD.match(rest)
    if not head and (last := LAST.match(rest)) and last["designation"][0].isupper():
        place, subject = placed(last["object"])
        return Title(
            kind=kind_named(last["designation"]),
            designation=last["designation"],
            number=clean_number(last["number"] or ""),
            dated=read_date(last["dated"]),
            place=place,
            subject=clean_subject(subject),
        )
    if not head:
        missing = ("type", "date") if dates_in(title) else ("type",)
        return Title(place=place, former_idcc=former, unread=missing)
    said = {
        name: (head.groupdict().get(name) or "")
        for name in ("designation", "number", "rank", "dated", "quoted")
    }
    kind, tail = kind_named(said["designation"]), rest[head.end() :]
    dated = read_date(said["dated"]) if said["dated"] else own_date(kind, rest, tail)
    by, target = parties_of(kind, tail)
    subject = OBJECT.match(tail)
    told = re.search(WRITTEN, title, re.IGNORECASE)
    unread = ("date",) if told and not (dated or target and target.dated) else ()
    return Title(
        kind=kind,
        designation=" ".join(said["designation"].split()),
        number=clean_number(said["number"] or said["rank"]),
        dated=dated,
        place=place,
        former_idcc=former,
        subject=subject_of(subject) if subject else clean_subject(said["quoted"].strip('«»"“” ')),
        by=by,
        target=target,
        unread=unread,
    )


def split_place(title: str) -> tuple[str, int | None, str]:
    """The place that opens a local title, and the rest; no place where the words before the head are none."""
    head = re.search(rf"(?:(?<=\s)|^){DESIGNATION}", title, re.IGNORECASE)
    if not head or head.start() == 0:
        return "", None, title
    if found := read_place(title[: head.start()]):
        return *found, title[head.start() :]
    return "", None, title


def placed(told: str) -> tuple[str, str]:
    """« Aquitaine (petits déplacements) »: the place, and the object in brackets."""
    place, _, subject = told.strip().removesuffix(")").partition(" (")
    if subject and (found := read_place(place)):
        return found[0], subject
    return "", told


def own_date(kind: Kind, rest: str, tail: str) -> date | None:
    """The date of a text that does not tell it right after its name, where the form leaves no doubt."""
    if kind is Kind.CONVENTION and rest.lower().startswith(
        "texte de base"
    ):  # « … de la banque du 10 janvier 2000. Étendue par arrêté du … »
        dates = dates_in(BASE_ENDS.split(rest, maxsplit=1)[0])
        return dates[-1] if dates else None
    twice = TWICE.match(rest)
    if twice and kind_named(twice["designation"]) is kind:
        return read_date(twice["dated"])
    if kind in (Kind.AVIS, Kind.RECTIFICATIF, Kind.DECLARATION, Kind.DOCUMENT) and len(dates_in(rest)) == 1:
        return None if TO.search(tail) else dates_in(rest)[0]
    return None


def parties_of(kind: Kind, tail: str) -> tuple[str, TextName | None]:
    """Who acts, for an adhesion or a denunciation, and the text that is acted upon."""
    by = BY.match(tail) if kind in (Kind.ADHESION, Kind.DENONCIATION) else None
    after = tail[by.end("by") :] if by else tail
    named = TO.match(after) or (re.search(NAMED, tail, re.IGNORECASE) if kind is Kind.ANNEXE else None)
    target = None
    if named and (to := kind_named(named["named"])):
        target = TextName(
            to, clean_number(named["of"] or ""), read_date(named["on"]) if named["on"] else None
        )
    return (" ".join(by["by"].split()) if by else ""), target


def clean_number(number: str) -> str:
    return " ".join(number.split()).rstrip(".,-/")


def subject_of(found: re.Match) -> str:
    """The object, without « relatif aux », unless what follows still leans on it (« … et aux salaires »)."""
    leans = found["related"] and re.search(r"(?:\set|,|\sou)\s+(?:à|au|aux)\s", found["object"])
    return clean_subject((found["related"] or "" if leans else "") + found["object"])


def clean_subject(subject: str) -> str:
    plain = re.sub(r"\s*\(\d+\)\s*$", "", " ".join(subject.split())).rstrip(" .;,")
    return plain[:1].upper() + plain[1:]
