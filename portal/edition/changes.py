"""What differs between two editions: agreements added, withdrawn, and those of which something is told anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from portal.edition.member_changes import member_changes
from portal.edition.store import Manifest

ABOUT = "JOIN {db}.agreements_agreement a ON a.id = t.agreement_id"
#: What an edition, `db`, tells of an agreement, under the name a reader gives it. Rows are compared by their
#: words, never by their numbers, which change from one edition to the next. The first column is the agreement.
TOLD = {
    "le texte": """
        SELECT slug, kind, number, title, dated, dated_precision, opened_on, kalitext, kali_state, indivisible,
               subject_to_agrement, rule, rule_date, rule_text, term, note FROM {db}.agreements_agreement""",
    "ses conventions": """
        SELECT a.slug, c.slug FROM {db}.agreements_agreement_conventions t {about}
        JOIN {db}.agreements_convention c ON c.id = t.convention_id""",
    "ses thèmes": """
        SELECT a.slug, c.slug FROM {db}.agreements_agreement_themes t {about}
        JOIN {db}.agreements_theme c ON c.id = t.theme_id""",
    "ses situations": """
        SELECT a.slug, t.starts_on, t.ends_on, t.signature, t.agrement, t.extension, t.effet, t.effective_on
        FROM {db}.agreements_situation t {about}""",
    "ses événements": """
        SELECT a.slug, t.nature, t.label, t."on", t.precision, t.reference, t.note, c.slug, c."on",
               c.published_on, c.nor, c.url
        FROM {db}.agreements_event t {about} LEFT JOIN {db}.agreements_act c ON c.id = t.act_id""",
    "ses parties": """
        SELECT a.slug, o.slug, t.mode, t."on", t.precision FROM {db}.agreements_signature t {about}
        JOIN {db}.agreements_organisation o ON o.id = t.organisation_id""",
    "ses relations": """
        SELECT a.slug, t.kind, b.slug, t.target_title, t.note FROM {db}.agreements_relation t {about}
        LEFT JOIN {db}.agreements_agreement b ON b.id = t.target_id""",
    "ses sources": """
        SELECT a.slug, s.title, s.url, s.published_on, t.seen FROM {db}.agreements_citation t {about}
        JOIN {db}.agreements_source s ON s.id = t.source_id""",
    "ses divergences": """
        SELECT a.slug, t.subject, t.comment, v.value, v.said_by FROM {db}.agreements_divergence t {about}
        JOIN {db}.agreements_divergentvalue v ON v.divergence_id = t.id""",
}


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
    return differences(before, after).changes


Rows = dict[str, list[tuple]]


@dataclass(frozen=True)
class Differences:
    """The changes between two files, with the very rows that went and came, by kind of fact and agreement."""

    changes: Changes
    gone: dict[str, Rows] = field(default_factory=dict)
    come: dict[str, Rows] = field(default_factory=dict)


def differences(before: Path | None, after: Path) -> Differences:
    """Compare two files; all is added when there is none before, or none that can be read.

    SQLite does it, file against file: nothing is read but what differs.
    """
    members = member_changes(before, after)
    with closing(sqlite3.connect(address(after), uri=True)) as connection:
        if before is None or not attached(connection, before):
            slugs = connection.execute("SELECT slug FROM agreements_agreement ORDER BY slug")
            return Differences(Changes(added=[slug for (slug,) in slugs], members=members))
        was, now = slugs_of(connection, "old"), slugs_of(connection, "main")
        gone = {what: beyond(connection, query, "old", "main") for what, query in TOLD.items()}
        come = {what: beyond(connection, query, "main", "old") for what, query in TOLD.items()}
    changed: dict[str, list[str]] = {}
    for what in TOLD:
        for slug in (gone[what].keys() | come[what].keys()) & was & now:
            changed.setdefault(slug, []).append(what)
    changes = Changes(sorted(now - was), sorted(was - now), dict(sorted(changed.items())), members)
    return Differences(changes, gone, come)


def address(path: Path) -> str:
    return f"file:{path}?mode=ro&immutable=1"


def attached(connection, before: Path) -> bool:
    """Whether the other file is one that tells the same things: not damaged, not of other tables."""
    try:
        connection.execute("ATTACH ? AS old", [address(before)])
        for query in TOLD.values():
            connection.execute(f"{worded(query, 'old')} LIMIT 0")
    except sqlite3.DatabaseError:
        return False
    return True


def worded(query: str, db: str) -> str:
    return query.format(db=db, about=ABOUT.format(db=db))


def slugs_of(connection, db: str) -> set[str]:
    return {slug for (slug,) in connection.execute(f"SELECT slug FROM {db}.agreements_agreement")}


def beyond(connection, query: str, one: str, other: str) -> Rows:
    """By agreement, the rows that one edition tells and the other does not."""
    found: Rows = {}
    for slug, *values in connection.execute(f"{worded(query, one)} EXCEPT {worded(query, other)}"):
        found.setdefault(slug, []).append(tuple(values))
    return {slug: sorted(rows, key=repr) for slug, rows in found.items()}
