"""What differs between two editions: agreements added, withdrawn, and those of which something is told anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from portal.edition.member_changes import member_changes
from portal.edition.store import Manifest

ABOUT = "JOIN agreements_agreement a ON a.id = t.agreement_id"
#: What is told of an agreement, under the name a reader gives it. Rows are compared by their words, never by
#: their numbers, which change from one edition to the next. The first column is the agreement.
TOLD = {
    "le texte": """
        SELECT slug, kind, number, title, dated, dated_precision, opened_on, kalitext, kali_state, indivisible,
               subject_to_agrement, rule, rule_date, rule_text, term, note FROM agreements_agreement""",
    "ses conventions": f"""
        SELECT a.slug, c.slug FROM agreements_agreement_conventions t {ABOUT}
        JOIN agreements_convention c ON c.id = t.convention_id""",
    "ses thèmes": f"""
        SELECT a.slug, c.slug FROM agreements_agreement_themes t {ABOUT}
        JOIN agreements_theme c ON c.id = t.theme_id""",
    "ses situations": f"""
        SELECT a.slug, t.starts_on, t.ends_on, t.signature, t.agrement, t.extension, t.effet, t.effective_on
        FROM agreements_situation t {ABOUT}""",
    "ses événements": f"""
        SELECT a.slug, t.nature, t.label, t."on", t.precision, t.reference, t.note, c.slug, c."on",
               c.published_on, c.nor, c.url
        FROM agreements_event t {ABOUT} LEFT JOIN agreements_act c ON c.id = t.act_id""",
    "ses parties": f"""
        SELECT a.slug, o.slug, t.mode, t."on", t.precision FROM agreements_signature t {ABOUT}
        JOIN agreements_organisation o ON o.id = t.organisation_id""",
    "ses relations": f"""
        SELECT a.slug, t.kind, b.slug, t.target_title, t.note FROM agreements_relation t {ABOUT}
        LEFT JOIN agreements_agreement b ON b.id = t.target_id""",
    "ses sources": f"""
        SELECT a.slug, s.title, s.url, s.published_on, t.seen FROM agreements_citation t {ABOUT}
        JOIN agreements_source s ON s.id = t.source_id""",
    "ses divergences": f"""
        SELECT a.slug, t.subject, t.comment, v.value, v.said_by FROM agreements_divergence t {ABOUT}
        JOIN agreements_divergentvalue v ON v.divergence_id = t.id""",
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
    """Compare two files; all is added when there is none before, or none that can be read."""
    old, new = (told_in(before) if before else {}), told_in(after)
    was, now = old.get("le texte", {}).keys(), new["le texte"].keys()
    changed: dict[str, list[str]] = {}
    for what, rows in new.items():
        for slug in sorted(was & now):
            if rows.get(slug) != old.get(what, {}).get(slug):
                changed.setdefault(slug, []).append(what)
    members = member_changes(before, after)
    return Changes(sorted(now - was), sorted(was - now), dict(sorted(changed.items())), members)


def told_in(path: Path) -> dict[str, dict[str, list]]:
    """All that an edition tells, by kind and by agreement; nothing for one that is damaged or of other tables."""
    told: dict[str, dict[str, list]] = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            for what, query in TOLD.items():
                rows = told.setdefault(what, {})
                for slug, *values in connection.execute(query):
                    rows.setdefault(slug, []).append(values)
        except sqlite3.DatabaseError:
            return {}
    for rows in told.values():
        for values in rows.values():
            values.sort(key=repr)
    return told
