"""What differs between two editions: agreements added, withdrawn, and those of which something is told anew."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.edition.manifest import Manifest
from portal.edition.store import opened, read_only
from portal.publishing.member_differences import member_changes

ABOUT = "JOIN {of}.agreements_agreement a ON a.id = t.agreement_id"
#: What is told of an agreement, under the name a reader gives it, in the edition attached as `of`. Rows are compared
#: by their words, never by their numbers, which change from one edition to the next.
TOLD = {
    "le texte": """
        SELECT a.slug AS agreement, kind, number, title, dated, dated_precision, opened_on, kalitext, kali_state,
               indivisible, subject_to_agrement, rule, rule_date, rule_text, term, note
        FROM {of}.agreements_agreement a""",
    "ses conventions": f"""
        SELECT a.slug AS agreement, c.slug FROM {{of}}.agreements_agreement_conventions t {ABOUT}
        JOIN {{of}}.agreements_convention c ON c.id = t.convention_id""",
    "ses thèmes": f"""
        SELECT a.slug AS agreement, c.slug FROM {{of}}.agreements_agreement_themes t {ABOUT}
        JOIN {{of}}.agreements_theme c ON c.id = t.theme_id""",
    "ses situations": f"""
        SELECT a.slug AS agreement, t.starts_on, t.ends_on, t.signature, t.agrement, t.extension, t.effet,
               t.signature_certainty, t.agrement_certainty, t.extension_certainty, t.effet_certainty, t.effective_on
        FROM {{of}}.agreements_situation t {ABOUT}""",
    "ses événements": f"""
        SELECT a.slug AS agreement, t.nature, t.label, t."on", t.precision, t.reference, t.note, c.slug, c."on",
               c.published_on, c.nor, c.url
        FROM {{of}}.agreements_event t {ABOUT} LEFT JOIN {{of}}.agreements_act c ON c.id = t.act_id""",
    "ses parties": f"""
        SELECT a.slug AS agreement, o.slug, t.mode, t."on", t.precision FROM {{of}}.agreements_signature t {ABOUT}
        JOIN {{of}}.agreements_organisation o ON o.id = t.organisation_id""",
    "ses relations": f"""
        SELECT a.slug AS agreement, t.kind, b.slug, t.target_title, t.note FROM {{of}}.agreements_relation t {ABOUT}
        LEFT JOIN {{of}}.agreements_agreement b ON b.id = t.target_id""",
    "ses sources": f"""
        SELECT a.slug AS agreement, s.title, s.url, s.published_on, t.seen FROM {{of}}.agreements_citation t {ABOUT}
        JOIN {{of}}.agreements_source s ON s.id = t.source_id""",
    "ses divergences": f"""
        SELECT a.slug AS agreement, t.subject, t.comment, v.value, v.said_by FROM {{of}}.agreements_divergence t {ABOUT}
        JOIN {{of}}.agreements_divergentvalue v ON v.divergence_id = t.id""",
}
SLUGS = "SELECT slug FROM {of}.agreements_agreement"


@dataclass(frozen=True)
class Changes:
    added: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)  # agreement → what is told anew
    members: list[str] = field(default_factory=list)  # what changes of the associations, in words

    def __bool__(self):
        return bool(self.added or self.withdrawn or self.changed)

    def lines(self, most: int = 20) -> Iterator[str]:
        """The changes in words, one line for each kind, then one for each changed agreement."""
        if not self:
            yield "Aucun accord ne change."
        for what, slugs in (("ajouté", self.added), ("retiré", self.withdrawn)):
            if slugs:
                yield f"{counted(slugs, what)} : {enumerated(slugs, most)}"
        if self.changed:
            yield f"{counted(self.changed, 'modifié')} :"
            for slug, what in list(self.changed.items())[:most]:
                yield f"  {slug} : {', '.join(what)}"
            if len(self.changed) > most:
                yield f"  … et {len(self.changed) - most} autres"
        yield from self.members


def counted(slugs, what: str) -> str:
    """« 1 accord ajouté », « 2 accords ajoutés »."""
    return f"1 accord {what}" if len(slugs) == 1 else f"{len(slugs)} accords {what}s"


def enumerated(slugs: list[str], most: int) -> str:
    more = f" … et {len(slugs) - most} autres" if len(slugs) > most else ""
    return ", ".join(slugs[:most]) + more


def changes(before: Manifest | None, after: Manifest) -> Changes:
    return compare(before.path if before else None, after.path)


def compare(before: Path | None, after: Path) -> Changes:
    """Compare two files; all is added when there is none before, or none that can be read.

    SQLite compares them, table after table: neither is held in memory, however large.
    """
    with opened(after) as connection:
        try:
            found = compared(connection, before) if before else None
        except sqlite3.DatabaseError:  # a file that is damaged, or of other tables
            found = None
        added, withdrawn, changed = found or (
            column(connection, f"{SLUGS.format(of='main')} ORDER BY 1"),
            [],
            {},
        )
    return Changes(added, withdrawn, changed, member_changes(before, after))


def compared(
    connection: sqlite3.Connection, before: Path
) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """What was added, withdrawn and told anew since the edition at `before`."""
    connection.execute("ATTACH ? AS before", [read_only(before)])
    now, was = SLUGS.format(of="main"), SLUGS.format(of="before")
    changed: dict[str, list[str]] = {}
    for what, query in TOLD.items():
        ours, theirs = (rows_of(connection, query.format(of=name)) for name in ("main", "before"))
        differing = f"""
            SELECT agreement FROM (SELECT * FROM ({ours}) EXCEPT SELECT * FROM ({theirs}))
            UNION SELECT agreement FROM (SELECT * FROM ({theirs}) EXCEPT SELECT * FROM ({ours}))
            INTERSECT SELECT * FROM ({now}) INTERSECT SELECT * FROM ({was})"""  # noqa: S608 - our own words
        for slug in column(connection, differing):
            changed.setdefault(slug, []).append(what)
    added = column(connection, f"{now} EXCEPT {was} ORDER BY 1")
    withdrawn = column(connection, f"{was} EXCEPT {now} ORDER BY 1")
    return added, withdrawn, dict(sorted(changed.items()))


def rows_of(connection: sqlite3.Connection, query: str) -> str:
    """The rows of a query, each with how many times it is there: the same fact told twice is not told once."""
    width = len(connection.execute(f"SELECT * FROM ({query}) LIMIT 0").description)  # noqa: S608 - our own words
    return f"SELECT *, count(*) FROM ({query}) GROUP BY {', '.join(map(str, range(1, width + 1)))}"  # noqa: S608


def rows_in(path: Path, agreements: Collection[str]) -> dict[str, dict[str, list]]:
    """All that an edition tells of some agreements, by kind; nothing for one that is damaged or of other tables."""
    told: dict[str, dict[str, list]] = {}
    with opened(path) as connection:
        try:
            for what, query in TOLD.items():
                rows = told.setdefault(what, {})
                asked = f"{query.format(of='main')} WHERE a.slug IN (SELECT value FROM json_each(?))"
                for slug, *values in connection.execute(asked, [json.dumps(list(agreements))]):
                    rows.setdefault(slug, []).append(values)
        except sqlite3.DatabaseError:
            return {}
    for rows in told.values():
        for values in rows.values():
            values.sort(key=repr)
    return told


def column(connection: sqlite3.Connection, query: str) -> list[str]:
    return [value for (value,) in connection.execute(query)]
