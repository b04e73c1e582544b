"""The grammar of one line of an act, which names one text or several.

    Avenant n° 322 du 8 octobre 2010 relatif à la révision du régime
    a) Accord du 16 juin 1999 et avenant n° 1 du 10 avril 2000 relatifs à la durée du travail.
    Avenant n° 2004-02 à la convention collective nationale du 31 octobre 1951 relatif aux départs, signé le 11 mai.

The line is eaten from its head: names, what they amend, their object. A line in which something could be one more
text is not read at all.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from agreements.importers.arretes.facts import CitedText
from agreements.importers.arretes.grammar.dates import DATED, written_day
from agreements.importers.arretes.grammar.fields import keys_in
from agreements.importers.arretes.grammar.words import (
    ADDED_TO,
    ALONE,
    BARE,
    BEFORE,
    COUNTED,
    HEAD,
    IN_BRACKETS,
    ITEM,
    JOINED,
    LEANS,
    NESTED,
    NO_YEAR,
    OBJECT,
    OBJECT_FIRST,
    OTHER_TEXT,
    OTHERS,
    PLACED,
    RETOUCHED,
    SESSION,
    SIGNED,
    TARGET,
)
from agreements.importers.designations import kind_named
from agreements.importers.titles import TextName, clean_number, clean_subject
from agreements.law.vocabulary import AgreementKind as Kind


@dataclass(frozen=True)
class CitedLine:
    texts: tuple[CitedText, ...] = ()
    keys: frozenset[str] = field(default_factory=frozenset)  # of the convention that the line names
    session: date | None = None
    why: str = ""  # nothing is read


def starts_text(words: str) -> bool:
    """Whether a line names a text, and is not a heading: a name with a capital, then a number, a date, an object."""
    plain = re.sub(rf"^{ITEM}", "", words)
    if not plain[:1].isupper():
        return False
    if re.match(OTHERS, plain, re.IGNORECASE):
        return True
    head = HEAD.match(plain)
    if not head:
        return False
    told = head["number"] or head["bare"] or head["dated"]
    if kind_named(head["name"]) is Kind.CONVENTION:
        return bool(head["dated"]) and words.endswith((".", ";"))
    rest = plain[head.end() :]
    if not told and words.endswith((".", ";")) and OBJECT_FIRST.match(rest):
        return True
    return bool(
        told
        or any(pattern.match(rest) for pattern in (OBJECT, PLACED, NO_YEAR))
        or SIGNED.search(rest)
        or "non daté" in head[0]
    )


def read_line(words: str) -> CitedLine:
    """The texts that a line names, each with its own number and date; or why it is not read."""
    plain = re.sub(rf"^{ITEM}", "", words).rstrip(" ;.")
    if COUNTED.match(plain):
        return CitedLine(why="plusieurs textes sous un seul nom")
    if not all(written_day(day) for day in re.findall(DATED, plain, re.IGNORECASE)):
        return CitedLine(why="une date n’est pas un jour")
    session = SESSION.search(plain)
    reading = Reading(SESSION.sub("", plain).rstrip(" ;."))
    why = reading.read()
    if why:
        return CitedLine(why=why)
    return CitedLine(tuple(reading.texts), reading.keys, written_day(session["on"]) if session else None)


class Reading:
    def __init__(self, words: str):
        self.rest, self.texts, self.keys = words, [], frozenset()

    def read(self) -> str:
        head = self.eat(HEAD)
        if not head:
            return "aucun type de texte reconnu"
        self.texts.append(named(head))
        if not (self.texts[0].number or self.texts[0].dated) and (first := OBJECT_FIRST.match(self.rest)):
            self.texts[0] = replace(self.texts[0], dated=written_day(first["dated"]))
            self.rest = f" {first['object']}"
        while self.retouched() or self.target() or self.bare() or self.joined():
            pass
        return self.close()

    def eat(self, pattern: re.Pattern) -> re.Match | None:
        found = pattern.match(self.rest)
        if found:
            self.rest = self.rest[found.end() :]
        return found

    def retouched(self) -> bool:
        return bool(self.eat(RETOUCHED))

    def target(self) -> bool:
        """What the texts amend: « à l'accord du … », « à l'avenant n° 4 du … à l'accord de la branche du … »."""
        opened = PLACED.match(self.rest)
        found = TARGET.match(self.rest, opened.end()) if opened else None
        if not found:
            return False
        told = self.rest[opened.end() : found.end()]
        self.rest = self.rest[found.end() :]
        self.keys |= keys_in(told)
        kind = kind_named(found["name"]) or Kind.CONVENTION
        day = written_day(found["dated"]) if found["dated"] else None
        target = TextName(kind, clean_number(found["number"] or found["bare"] or ""), day)
        if not self.texts[-1].target:
            self.texts[-1] = replace(self.texts[-1], target=target)
        return True

    def bare(self) -> bool:
        """« Avenants n° 330 et n° 331 du 4 juin 2014 »: one more number under the same name."""
        found = self.eat(BARE)
        if not found:
            return False
        text = replace(named(found, self.texts[-1].kind), target=self.texts[-1].target)
        if not self.texts[-1].dated and text.dated:
            shared = [one if one.dated else replace(one, dated=text.dated) for one in self.texts]
            self.texts = shared
        self.texts.append(text)
        return True

    def joined(self) -> bool:
        """« … et avenant du … », « … ainsi que son avenant n° 1 du … », « … modifié par l'avenant du … »."""
        before = JOINED.match(self.rest)
        if not before or not before[0].strip():
            return False
        head = HEAD.match(self.rest, before.end())
        if not head or not (head["dated"] or head["number"]):
            return False
        text, last = named(head), self.texts[-1]
        amends = text.kind is Kind.ADDITIF or (
            text.kind is Kind.AVENANT and (before["own"] or before["how"] or last.kind is not Kind.AVENANT)
        )
        if amends:
            first = before["own"] or text.kind is Kind.ADDITIF
            base = next(one for one in self.texts if first or one.kind is not Kind.AVENANT or one is last)
            text = replace(text, target=TextName(base.kind, base.number, base.dated))
        self.texts.append(text)
        self.rest = self.rest[head.end() :]
        return True

    def close(self) -> str:
        """The object, which all the texts of the line share, and the day on which it says that they were signed."""
        if signed := SIGNED.search(self.rest):
            self.rest = self.rest[: signed.start()]
            day = written_day(signed["dated"])
            self.texts = [one if one.dated else replace(one, dated=day) for one in self.texts]
        found = OBJECT.match(self.rest)
        subject = found["object"] if found else self.rest
        if OTHER_TEXT.search(subject) if found else re.search(rf"n° \d|{DATED}", subject, re.IGNORECASE):
            return "un autre texte pourrait être nommé dans la ligne"
        if found and (nested := NESTED.match(subject)) and (inner := OBJECT.match(subject[nested.end() :])):
            found, subject = inner, inner["object"]
        subject = subject_of(found, subject)
        self.texts = [replace(one, subject=subject) for one in self.texts]
        if not any(one.number or one.dated for one in self.texts):
            return "ni numéro ni date"
        return ""


def subject_of(found: re.Match | None, words: str) -> str:
    """The object as a title: « Révision du régime », « Relatif à la durée et à l'aménagement du temps »."""
    words = ADDED_TO.sub("", words).strip(" ,:;.–-")
    if alone := IN_BRACKETS.fullmatch(words):
        words = alone[1]
    before = BEFORE.match(words) if found else None
    if not before:
        return clean_subject(words)
    if LEANS.search(words):
        related = found[0][: found.start("object") - found.start()].strip(" ,:–-")
        return clean_subject(f"{related} {words}" if before["to"] else words)
    return clean_subject(words[before.end() :])


def named(found: re.Match, kind: Kind | None = None) -> CitedText:
    said = found.groupdict()
    number = clean_number(said.get("number") or said.get("bare") or said.get("rank") or "")
    return CitedText(
        kind or kind_of(said["name"]), number, written_day(said["dated"]) if said["dated"] else None
    )


def kind_of(name: str) -> Kind:
    """The kind of text: a decision taken by the employer alone is one, whatever its first word."""
    if re.match(ALONE, name, re.IGNORECASE):
        return Kind.DECISION
    found = kind_named(name) or kind_named(re.sub(r"s\b", "", name, count=1))
    return found or Kind.DOCUMENT
