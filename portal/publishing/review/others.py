"""What differs beside the agreements, by name: organisations, their successions, measures, acts; and contradictions."""

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from agreements.law.anomaly_kinds import Group, Kind
from agreements.models import Act
from portal.edition.store import opened

#: For each kind of fact: its rows, told by their first column, named by their second.
ROWS = {
    ("organisation", "organisations"): """
        SELECT slug, name, full_name, acronym, college, confederation, note FROM agreements_organisation""",
    ("filiation", "filiations"): """
        SELECT p.slug || ' ' || s.slug, p.name || ' → ' || s.name, t."on", t.certain, t.note
        FROM agreements_succession t JOIN agreements_organisation p ON p.id = t.predecessor_id
        JOIN agreements_organisation s ON s.id = t.successor_id""",
    ("convention", "conventions"): """
        SELECT slug, name, idcc, full_name, in_sector, subject_to_agrement, agrement_basis, note
        FROM agreements_convention""",
    ("valeur de mesure", "valeurs de mesures"): """
        SELECT c.slug || ' ' || m.slug || ' ' || v.starts_on || ' ' || v.unit,
            c.name || ', ' || m.slug || ' au ' || v.starts_on || ' : ' || v.amount || ' ' || v.unit,
            v.amount, v.ends_on, v.attested, v.note
        FROM agreements_measurevalue v JOIN agreements_measure m ON m.id = v.measure_id
        JOIN agreements_convention c ON c.id = m.convention_id""",
    ("acte", "actes"): """
        SELECT slug, title, kind, "on", published_on, nor, bulletin, url
        FROM agreements_act""",
}
ANOMALIES = """
    SELECT a.slug, n.kind, n.detail FROM agreements_anomaly n JOIN agreements_agreement a ON a.id = n.agreement_id"""
CONTRADICTIONS = {kind.value for kind in Kind if kind.group == Group.CONTRADICTION}


@dataclass(frozen=True)
class Difference:
    """What came, left or is told otherwise among the facts of one kind, by name."""

    one: str
    several: str
    added: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def __bool__(self):
        return bool(self.added or self.withdrawn or self.changed)


def others(before: Path | None, after: Path) -> list[Difference]:
    found = []
    for names, query in ROWS.items():
        was, now = (rows_of(path, query) if path else {} for path in (before, after))
        added, withdrawn = sorted(now.keys() - was.keys()), sorted(was.keys() - now.keys())
        changed = sorted(key for key in was.keys() & now.keys() if was[key] != now[key])
        found.append(
            Difference(
                *names,
                [name_of(names[0], now[key]) for key in added],
                [name_of(names[0], was[key]) for key in withdrawn],
                [name_of(names[0], now[key]) for key in changed],
            )
        )
    return [one for one in found if one]


def name_of(kind: str, values: tuple) -> str:
    """How people name it: an act that has no title, by its day."""
    if kind != "acte":
        return values[0]
    title, kind, *days = values[:4]
    on, published_on = (date.fromisoformat(day) if day else None for day in days)
    return str(Act(title=title, kind=kind, on=on, published_on=published_on))


def rows_of(path: Path, query: str) -> dict[str, tuple]:
    with opened(path) as connection:
        try:
            return {key: tuple(values) for key, *values in connection.execute(query)}
        except sqlite3.DatabaseError:  # an edition of other tables
            return {}


def new_contradictions(before: Path | None, after: Path) -> list[tuple[str, str]]:
    """The contradictions that are not among those of the edition before: of which text, and what."""
    was, now = (contradictions(path) if path else set() for path in (before, after))
    return sorted((slug, detail) for slug, _, detail in now - was)


def contradictions(path: Path) -> set[tuple]:
    with opened(path) as connection:
        try:
            return {row for row in connection.execute(ANOMALIES) if row[1] in CONTRADICTIONS}
        except sqlite3.DatabaseError:
            return set()
