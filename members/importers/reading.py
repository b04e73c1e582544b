"""One line of the file as an association, or why it is refused; nothing is read of the associations recorded."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from agreements.importers.report import Rejected
from agreements.law.vocabulary import College
from agreements.models import Convention, Organisation
from members.importers.csv_file import CsvFile, CsvLine
from members.models import Region, Sector
from members.models.associations import DEMONSTRATION_PREFIX, MOST_EMPLOYEES
from members.models.file_columns import COLUMNS, MARK
from members.models.siren import is_siren
from portal.french.analyser import fold
from portal.french.typed_dates import typed_day
from portal.web.as_of import BadDate, read_date
from portal.web.files.tables import FORMULA

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_CODE, LONGEST_NAME, LONGEST_SHOWN = 60, 200, 60
MOST_ESTABLISHMENTS = 100_000
BLANK = re.compile("[ \u00a0\u202f]")
POINTS = re.compile("[ \u00a0\u202f.\u2009-]")
BLANKS = " \u00a0\u202f"
SPACES = re.compile(
    "[\u00a0\u202f]"
)  # of a number or a sign: harmless, and told apart from what is invisible

#: A convention applied, or an organisation joined: its number, since when, until when.
Stay = tuple[int, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line says of an association; None where the file has no such column."""

    line: int
    siren: str
    code: str
    name: str
    region: int
    headcount: int | None
    sized: bool  # the file has a column of headcounts
    presences: frozenset[tuple[int, int]] | None
    applications: frozenset[Stay] | None
    memberships: frozenset[Stay] | None


class Reader:
    """Reads the lines of one file, with the names that the portal knows."""

    def __init__(self, file: CsvFile):
        self.columns = {name: place for place, name in enumerate(file.columns)}
        self.width = len(file.columns)
        self.regions = by_word(Region.objects.all())
        self.sectors = by_word(Sector.objects.all())
        self.conventions = by_name(
            (row.pk, row.slug, [row.name, row.full_name, *numbers(row.idcc)])
            for row in Convention.objects.order_by("pk")
        )
        employers = Organisation.objects.filter(college=College.EMPLOYEUR).order_by("pk")
        self.organisations = by_name(
            (
                row.pk,
                row.slug,
                [row.name, row.full_name, row.acronym, *(alias.name for alias in row.aliases.all())],
            )
            for row in employers.prefetch_related("aliases")
        )

    def read(self, record: CsvLine) -> Wanted:
        if len(record.cells) != self.width:
            raise Rejected(f"{len(record.cells)} cellules au lieu de {self.width}")
        cells = {name: plain(record.cells[place], name) for name, place in self.columns.items()}
        if cells.get(MARK):
            raise Rejected("une donnée de démonstration ne s’importe pas")
        siren, code = siren_of(cells.get("siren", "")), code_of(cells.get("code", ""))
        if not (siren or code):
            raise Rejected("ni SIREN ni code : rien ne reconnaît cette association")
        return Wanted(
            record.line,
            siren,
            code,
            name_of(cells["nom"]),
            one_of(self.regions, cells["region"], "région"),
            headcount_of(cells.get("effectif", "")),
            "effectif" in cells,
            self.several(cells, "secteurs", self.presence),
            self.several(cells, "conventions", lambda text: stay_of(text, self.conventions, "convention")),
            self.several(
                cells,
                "organisation",
                lambda text: stay_of(text, self.organisations, "organisation d’employeurs"),
            ),
        )

    def several(self, cells: dict, column: str, read_one: Callable) -> frozenset | None:
        if column not in cells:
            return None
        found = [read_one(part.strip()) for part in cells[column].split("|") if part.strip()]
        whole = column == "organisation"  # one may join, leave and join again
        keys = [one[:2] if whole else one[0] for one in found]
        if len(set(keys)) != len(keys):
            raise Rejected(f"{column} : la même valeur figure deux fois")
        return frozenset(found)

    def presence(self, text: str) -> tuple[int, int]:
        word, _, count = text.partition(":")
        sector = one_of(self.sectors, word, "secteur")
        number = whole_number(count, "nombre d’établissements")
        if not 1 <= number <= MOST_ESTABLISHMENTS:
            raise Rejected(f"le nombre d’établissements va de 1 à {MOST_ESTABLISHMENTS}, pas {number}")
        return sector, number


def by_word(rows) -> dict[str, int]:
    """By identifier and by folded name: « bretagne », « Bretagne »."""
    found = {fold(row.name): row.pk for row in rows}
    return found | {row.slug: row.pk for row in rows}


def numbers(idcc: int | None) -> list[str]:
    return [f"IDCC {idcc}", f"{idcc:04}"] if idcc else []


def by_name(rows: Iterable[tuple[int, str, list[str]]]) -> dict[str, int]:
    """By identifier, and by each name that is of one alone: « ccn-66 », « CCN 66 », « CCN66 », « IDCC 413 »."""
    called: dict[str, set[int]] = defaultdict(set)
    slugs = {}
    for pk, slug, names in rows:
        slugs[slug] = pk
        for name in filter(None, map(fold, [slug, *names])):
            called[name].add(pk)
            called[name.replace(" ", "")].add(pk)
    return {name: pks.pop() for name, pks in called.items() if len(pks) == 1} | slugs


def shown(text: str) -> str:
    return f"« {text[:LONGEST_SHOWN]}{'…' if len(text) > LONGEST_SHOWN else ''} »"


def plain(cell: str, column: str) -> str:
    """The cell without blanks around it; a control character or a formula is refused."""
    text = cell.strip(BLANKS)
    if not text:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not (text.isprintable() or SPACES.sub(" ", text).isprintable()):
        raise Rejected(f"{column} : un caractère invisible s’y trouve")
    if text.startswith(FORMULA):
        raise Rejected(f"{column} : {shown(text)} ressemble à une formule de tableur")
    return text


def siren_of(text: str) -> str:
    """The nine digits, with dots or blanks between them or not; of a SIRET, those it begins with."""
    compact = POINTS.sub("", text)
    if len(compact) == 14 and compact.isascii() and compact.isdigit() and is_siren(compact[:9]):
        return compact[:9]
    if compact and not is_siren(compact):
        raise Rejected(f"{shown(text)} n’est pas un SIREN : neuf chiffres, dont le dernier est une clef")
    return compact


def code_of(text: str) -> str:
    if not text:
        return ""
    if len(text) > LONGEST_CODE or not CODE.fullmatch(text):
        raise Rejected(
            f"le code {shown(text)} : lettres minuscules sans accent, chiffres et tirets, 60 au plus"
        )
    if text.startswith(DEMONSTRATION_PREFIX):
        raise Rejected(f"le code {shown(text)} est réservé aux données de démonstration")
    return text


def name_of(text: str) -> str:
    if not text:
        raise Rejected("le nom manque")
    if len(text) > LONGEST_NAME:
        raise Rejected(f"le nom dépasse {LONGEST_NAME} caractères")
    if "@" in text:
        raise Rejected(
            "le nom contient une adresse électronique : aucune donnée personnelle n’est enregistrée"
        )
    return text


def one_of(known: dict[str, int], text: str, what: str) -> int:
    found = known.get(text) or known.get(fold(text))
    if found is None:
        raise Rejected(f"{what} : {shown(text)} n’est pas une valeur connue" if text else f"{what} : manque")
    return found


def whole_number(text: str, what: str) -> int:
    compact = BLANK.sub("", text)
    if not (compact.isascii() and compact.isdigit() and len(compact) <= 9):
        raise Rejected(f"{what} : {shown(text)} n’est pas un nombre entier")
    return int(compact)


def headcount_of(text: str) -> int | None:
    if not text:
        return None
    number = whole_number(text, "effectif")
    if number > MOST_EMPLOYEES:
        raise Rejected(f"l’effectif {number} dépasse un million de salariés")
    return number


def stay_of(text: str, known: dict[str, int], what: str) -> Stay:
    word, *days = (part.strip() for part in text.split(":"))
    if len(days) > 2:
        raise Rejected(f"{shown(text)} : une valeur, depuis quand, jusqu’à quand, rien de plus")
    found = one_of(known, word, what)
    since, until = [day_of(day) for day in [*days, "", ""][:2]]
    if since and until and since >= until:
        raise Rejected(f"{shown(text)} : la fin vient avant le début")
    return found, since, until


def day_of(text: str) -> date | None:
    """« 2001-01-01 », « 01/01/2001 », « 1er janvier 2001 »."""
    try:
        return read_date(day.isoformat() if (day := typed_day(text)) else text) if text else None
    except BadDate as error:
        raise Rejected(str(error)) from error


__all__ = ["COLUMNS", "Reader", "Wanted"]
