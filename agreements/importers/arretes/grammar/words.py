"""The words of a line that names texts: names, numbers, dates, what is amended, the object."""

import re

from agreements.importers.arretes.grammar.dates import DATED
from agreements.importers.designations import DESIGNATION

ALONE = r"(?:décisions?|accords?|engagements?) unilatéra(?:le?s?|ux)(?: de l'employeur)?|DUE\b"
PLURALS = r"avenants|accords|protocoles|additifs|décisions unilatérales"
WHOSE = r"d'entreprise|d'établissement|d'UES|de groupe|d'adaptation|de substitution|de branche|de prévoyance"
NAMES = (
    rf"(?:{ALONE}|(?:{PLURALS})(?!\w)|{DESIGNATION})(?:\s+(?:{WHOSE}|collectifs?|nationa(?:l|ux)|d'accord))*"
)
#: What an association may call its text, beyond the names of those of a branch.
OTHERS = (
    r"notes? (?:d'information|de service)|charte|règlement|plan\b|usage|convention d'entreprise"
    r"|(?:deux|trois|quatre) accords"
)
ITEM = r"(?:(?:[a-z]{1,2}|\d{1,2})\s*\)|\d{1,2}°|[-–—―•*])\s*"
BIS = r"(?:\s+(?:bis|ter|quater)\b)?"
NUMBER = (
    rf"(?:n° (?P<number>(?:[A-Z]{{1,3}} ?)?\d[\w./-]*{BIS})"
    r"|(?P<bare>\d{1,4}(?:[/-]\d{1,4})?)(?=\s+du\s|\s*[.,;]?$|\s+relati))"
)
DAY = rf"(?:,?\s*(?:non daté(?:e|s)?\b|(?:en date du|(?:signé|conclu)e?s? le|du)\s+(?P<dated>{DATED})))"
#: « additif bis du 5 mai »: a rank stands for a number.
RANK = r"(?P<rank>bis|ter|quater)\b"
HEAD = re.compile(rf"(?P<name>{NAMES})(?:\s*,?\s*{NUMBER}|\s+{RANK})?(?:\s*{DAY})?", re.IGNORECASE)
BARE = re.compile(rf"\s*(?:,|\bet\b|,\s*et\b)\s+(?:l'|le )?{NUMBER}(?:\s*{DAY})?", re.IGNORECASE)
JOINED = re.compile(
    r"\s*(?:,?\s*\bet\b|,?\s*ainsi que|,)?\s*(?P<how>(?:,\s*)?(?:modifié|complété|révisé)e?s? par\s+)?"
    rf"(?:l'|le |la |les |des |ses |(?P<own>son ))?(?={NAMES})",
    re.IGNORECASE,
)
RETOUCHED = re.compile(rf",?\s*(?:modifié|complété)e?s? le {DATED},?", re.IGNORECASE)
#: « …, modifié par ses additifs des 9 et 22 avril 1999 », after the object: retouches of one text, which it takes in.
ADDED_TO = re.compile(r",\s*(?:modifié|complété)e?s? par (?:ses |son |l'|les )additifs?\b.*$", re.IGNORECASE)
OPENS = r"(?:relati(?:f|ve)s?\s+|ayant (?:tous |toutes )?pour objets?\s*:?\s+|portant\s+|concernant\s+|sur (?=l[ae']))"
OBJECT = re.compile(rf"\s*[,:–-]?\s*{OPENS}(?P<object>\S.*)", re.IGNORECASE)
#: What goes before the first noun of an object; it stays where a second one leans on it: « la paie et l'emploi ».
BEFORE = re.compile(r"(?:sur\s+|(?P<to>à\s+|aux?\s+))?(?:la\s+|le\s+|les\s+|l')?", re.IGNORECASE)
LEANS = re.compile(r"(?:\set|,)\s(?:à\s|aux?\s|la\s|le\s|les\s|l')", re.IGNORECASE)
PLACED = re.compile(
    r"\s*,?\s*(?:à|de|au|aux)\s+(?:l'|la |le |les |son |sa |ladite |cette )?(?=convention|accord|avenant|protocole|CC)",
    re.I,
)
#: « Accord collectif de réduction du temps de travail du 30 juin 1999 »: the object stands before the day.
OBJECT_FIRST = re.compile(
    rf"\s+(?:de |d'|pour |sur )(?P<object>(?:(?!{DATED}|{NAMES}|[,;]).)+?) du (?P<dated>{DATED})\s*[.;]?$",
    re.IGNORECASE,
)
#: « Accord du 20 décembre et avenant du 14 février 2002 »: a text, of a day that is not told whole.
NO_YEAR = re.compile(r"\s*,?\s*(?:en date du|(?:signé|conclu)e?s? le|du)\s+\d", re.IGNORECASE)
#: « Accord du 15 novembre 2001 (Valeur du point) »: the object alone.
IN_BRACKETS = re.compile(r"\(([^()]+)\)")
#: What ends the name of the text that is amended, when its date does not.
STOPS = (
    rf"(?!\s(?:{OPENS}|ainsi que|et (?:l'|son )?avenant)|\s*,?\s*(?:signé|conclu)e? le"
    rf"|\s(?:à|au) (?:l'|la )(?:accord|avenant|convention)|\sdu {DATED})"
)
TARGET = re.compile(
    rf"(?P<name>{NAMES}|CC(?:NT?)?\s?\d\d)(?:\s*{NUMBER})?(?:{STOPS}[^;]){{0,260}}?"
    rf"(?:\s*,?\s*du (?P<dated>{DATED})|\s+de \d{{4}}"
    rf"|(?=\s*[,.;]?\s*(?:$|{OPENS}|(?:signé|conclu)e? le|ainsi|et )))",
    re.IGNORECASE,
)
SIGNED = re.compile(rf",?\s*(?:signé|conclu)e?s? le (?P<dated>{DATED})\s*[.;]?\s*$", re.IGNORECASE)
SESSION = re.compile(rf"\s*\(Commission nationale d'agrément du (?P<on>{DATED})\)", re.IGNORECASE)
NESTED = re.compile(r"^.*,\s*(?=ayant pour objet|relati(?:f|ve)s? )", re.IGNORECASE)
OTHER_TEXT = re.compile(
    rf"(?:\bet|ainsi que|,|;)\s+(?:de |à )?(?:l'|le |la |des |son )?(?:avenants?|accords?|protocoles?|décisions?)\b"
    rf"[^,;]{{0,60}}?(?:n° \d|du {DATED})",
    re.IGNORECASE,
)
COUNTED = re.compile(r"(?:deux|trois|quatre|cinq|six)\s", re.IGNORECASE)
