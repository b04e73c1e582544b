"""The grammar of official citations, as the history of an article names the texts that made it.

    Avenant n° 242 1993-03-10 en vigueur à compter du 1er janvier 1993 agréé par arrêté du 14 mai 1993 JORF 22 juin 1993
    Accord 2005-01-12 BO conventions collectives 2005-9 étendu par arrêté du 4 mai 2005 JORF 14 mai 2005
    Convention collective nationale du 12 juillet 2001 - art. 13-8 (VNE)

A citation is eaten clause by clause from its head. Nothing is guessed: what no clause eats is given as `unread`,
and a date without its year is not a date.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from agreements.importers.clauses import EffectClause, read_clause
from agreements.importers.designations import DESIGNATION, kind_named
from agreements.importers.written_dates import ISO, WRITTEN, read_date
from agreements.law.vocabulary import AgreementKind as Kind
from agreements.law.vocabulary import Nature

NUMBER = rf"(?!{ISO})\d[\w./-]*(?:\s+(?:bis|ter|quater)\b)?|(?-i:[IVXLC]+)\b|bis\b"
HEAD = re.compile(
    rf"(?P<designation>{DESIGNATION})\s*(?:de la \w+\s*)?(?:(?:n\s*[°º]\s*)*(?P<number>{NUMBER})(?=\s|,|$))?"
    rf"(?:n\s*[°º]\s*)?(?:\s+[xyz]\b)?\s*,?\s*(?:du\s+)?(?:(?P<iso>{ISO})|(?P<written>{WRITTEN}))",
    re.IGNORECASE,
)
#: An article of a text, with the state that KALI gives it: « - art. 13-8 (VNE) », « - Préambule (Ab) ».
ARTICLE = re.compile(
    r"(?P<title>.*?)(?:\s+-\s+(?P<section>.*?))?\s*(?:\((?P<state>VNE|VE|V|VD|Ab|P|D|M)\)|, v\. init\.)\s*$"
)
HEAD_ISO = re.compile(rf".*\s{ISO}")
#: A decision with its acts: nature, words, reserves, then « par arrêté du … JORF … » once or more.
DECISIONS = [
    (Nature.AGREE, r"agréée?s?"),
    (Nature.ETENDU, r"[ée]tendue?s?"),
    (Nature.ELARGI, r"élargie?s?(?:\s+(?:à|au)\s+(?!l'arrêté)[\w\s]+?)?"),
    (Nature.FAIT, r"modifiée?s?"),
]
JOURNAL = rf"(?P<journal>JORF|JONC|JO)\s+(?:du\s+)?(?P<published>{WRITTEN}|{ISO})"
ACT = re.compile(
    r"\s*(?:par\s+)?(?:l')?arrêté(?:\s+d'élargissement)?\s+(?:d\s?u\s+(?:arrêté du\s+)?)?"
    rf"(?P<on>{WRITTEN}|\d+(?:er)?\s+\w+(?=\s+JO))\s*\(?\s*(?:{JOURNAL})?\s*\)?",
    re.IGNORECASE,
)
RESERVES = re.compile(r"\s*avec\s+exclusions?", re.IGNORECASE)
CLAUSES = {
    "articles": re.compile(
        r"art(?:icles?)?\.?\s*(?:\d+(?:er)?\s*[A-Z]?(?![a-z])|annexes?)[\d.-]*|chap\.\s*\w+\.?|annexe\s+[IVX]+",
        re.IGNORECASE,
    ),
    "bulletin": re.compile(
        r"\(?(?:BO\s*(?:n\s*°\s*|CC\s+|conventions?\s+col+ectives\s+)?|conventions\s+collectives\s+)"
        r"(?P<bo>\d{2,4}-\d+(?:[/-]\d+)?)\s*\)?",
        re.IGNORECASE,
    ),
    "correction": re.compile(
        rf"(?:et\s+)?rectificatif\s*(?:(?:au|le|du|JONC|JORF|JO|BO|CC|conventions collectives|{ISO}|{WRITTEN}"
        r"|\d{2,4}-\d+)\s*)+",
        re.IGNORECASE,
    ),
    "revised": re.compile(rf"(?:mise? à jour au|refondue le|signé le)\s+{WRITTEN}", re.IGNORECASE),
    "not_extended": re.compile(r"\(non étendue?\)", re.IGNORECASE),
    "exception": re.compile(r"à l'exception d.*$", re.IGNORECASE | re.DOTALL),
    "note": re.compile(r"\(\d\)"),
}
EFFECT = re.compile(r"(?:en vigueur|applicable|avec effet)\s+", re.IGNORECASE)
BETWEEN = " ,;*[].\u00a0"


@dataclass(frozen=True)
class Decision:
    """What one arrêté decided of the text cited."""

    nature: Nature
    on: date | None = None
    published_on: date | None = None
    journal: str = ""


@dataclass(frozen=True)
class Citation:
    kind: Kind | None = None
    designation: str = ""
    number: str = ""
    dated: date | None = None
    articles: tuple[str, ...] = ()  # the citation concerns these articles only
    bulletin: str = ""
    effects: tuple[EffectClause, ...] = ()
    decisions: tuple[Decision, ...] = ()
    corrections: tuple[str, ...] = ()
    reserves: bool = False  # extended with exclusions or an exception
    held: str = ""  # the state that KALI gives to an article of a text: VNE, Ab…
    unread: tuple[str, ...] = field(default=())


def read_citation(text: str) -> Citation:
    """All that a citation says, and what could not be read in it."""
    plain = " ".join(text.replace("’", "'").split())
    if (of_article := ARTICLE.match(plain)) and not HEAD_ISO.match(plain):
        return read_article_reference(of_article)
    head = HEAD.match(plain) or re.match(rf"(?P<designation>{DESIGNATION})", plain, re.IGNORECASE)
    if not head:
        return Citation(unread=(plain,))
    said = head.groupdict()
    told = said.get("iso") or said.get("written")
    reading = Reading(plain[head.end() :])
    reading.read()
    dated = read_date(told) if told else None
    return Citation(
        kind=kind_named(said["designation"]),
        designation=" ".join(said["designation"].split()),
        number=(said.get("number") or "").rstrip("."),
        dated=dated,
        articles=tuple(reading.articles),
        bulletin=reading.bulletin,
        effects=tuple(dict.fromkeys(reading.effects)),
        decisions=tuple(dict.fromkeys(reading.decisions)),
        corrections=tuple(reading.corrections),
        reserves=reading.reserves,
        unread=tuple([] if dated else ["date"]) + tuple(reading.unread),
    )


def read_article_reference(found: re.Match) -> Citation:
    """« Convention collective nationale du 12 juillet 2001 - art. 13-8 (VNE) »: an article and its state.

    KALI cuts long titles short (« FONDS D'ASSURANCE… »): where none is left to read, only the article is known.
    """
    head = HEAD.match(found["title"]) or re.match(rf"(?P<designation>{DESIGNATION})", found["title"], re.I)
    said = head.groupdict() if head else {}
    return Citation(
        kind=kind_named(said["designation"]) if head else None,
        designation=" ".join((said.get("designation") or found["title"]).split()),
        number=said.get("number") or "",
        dated=read_date(said["written"]) if said.get("written") else None,
        articles=(found["section"],) if found["section"] else (),
        held=found["state"] or "v. init.",
    )


class Reading:
    """What follows the head of a citation, eaten from its start."""

    def __init__(self, rest: str):
        self.rest = rest
        self.articles, self.effects, self.decisions, self.corrections, self.unread = [], [], [], [], []
        self.bulletin, self.reserves = "", False

    def read(self) -> None:
        while rest := self.rest.strip(BETWEEN):
            self.rest = rest
            if not (self.effect() or self.decision() or self.clause()):
                word, _, self.rest = self.rest.partition(" ")
                self.unread.append(word)
        self.unread = [" ".join(self.unread)] if self.unread else []

    def eat(self, match: re.Match) -> str:
        self.rest = self.rest[match.end() :]
        return match[0].strip(BETWEEN)

    def effect(self) -> bool:
        if not (opened := EFFECT.match(self.rest)):
            return False
        clause = read_clause(self.rest[opened.end() :])
        if clause:
            self.effects.append(clause)
            self.rest = self.rest[opened.end() + len(clause.text) :]
        return clause is not None

    def decision(self) -> bool:
        for nature, words in DECISIONS:
            if opened := re.match(
                rf"{words}(?P<reserves>\s+avec\s+exclusions?)?(?=\s+par\s+)", self.rest, re.I
            ):
                act = ACT.match(self.rest, opened.end())
                if not act:
                    return False
                reserved = bool(opened["reserves"])
                while act:
                    self.add(nature, act)
                    self.rest = self.rest[act.end() :]
                    act = ACT.match(self.rest, 3) if self.rest.startswith("et par ") else None
                if after := RESERVES.match(self.rest.lstrip(BETWEEN)):
                    self.rest = self.rest.lstrip(BETWEEN)[after.end() :]
                    reserved = True
                self.reserves |= reserved
                return True
        return False

    def add(self, nature: Nature, act: re.Match) -> None:
        on = read_date(act["on"])
        published = read_date(act["published"]) if act["published"] else None
        if not on:
            self.unread.append(f"arrêté du {act['on']}")
        self.decisions.append(Decision(nature, on, published, act["journal"] or ""))

    def clause(self) -> bool:
        for name, pattern in CLAUSES.items():
            if match := pattern.match(self.rest):
                words = self.eat(match)
                if name == "bulletin":
                    self.bulletin = self.bulletin or match["bo"]
                elif name == "correction":
                    self.corrections.append(words)
                elif name == "articles":
                    self.articles.append(words)
                elif name == "exception":
                    self.reserves = True
                return True
        return False
