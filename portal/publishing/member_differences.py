"""What differs between two editions of the recorded associations: how many came, left or are told anew."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from portal.edition.store import opened
from portal.french.writing import plural

#: One row for each association, by its words and never by its numbers, which change from one edition to the next.
TOLD = """
    SELECT a.slug, a.name, a.siren, r.slug, a.headcount, a.demonstration,
        (SELECT group_concat(told) FROM (SELECT s.slug || ' ' || t.establishments AS told
            FROM members_presence t JOIN members_sector s ON s.id = t.sector_id
            WHERE t.association_id = a.id ORDER BY told)),
        (SELECT group_concat(told) FROM (SELECT c.slug || ' ' || ifnull(t.since, '') || ' ' || ifnull(t.until, '')
            AS told FROM members_application t JOIN agreements_convention c ON c.id = t.convention_id
            WHERE t.association_id = a.id ORDER BY told)),
        (SELECT group_concat(told) FROM (SELECT o.slug || ' ' || ifnull(t.since, '') || ' ' || ifnull(t.until, '')
            AS told FROM members_membership t JOIN agreements_organisation o ON o.id = t.organisation_id
            WHERE t.association_id = a.id ORDER BY told))
    FROM members_association a JOIN members_region r ON r.id = a.region_id"""


def member_changes(before: Path | None, after: Path) -> list[str]:
    """One line for each kind of change, none when the associations are the same."""
    was, now = (counts_in(before) if before else {}), counts_in(after)
    counts = (
        ("ajoutée", len(now.keys() - was.keys())),
        ("retirée", len(was.keys() - now.keys())),
        ("modifiée", sum(was[slug] != now[slug] for slug in was.keys() & now.keys())),
    )
    return list(in_words(counts))


def in_words(counts) -> Iterator[str]:
    for what, count in counts:
        if count:
            yield plural(count, f"association {what}", f"associations {what}s")


def counts_in(path: Path) -> dict[str, int]:
    """What is told of each association, as a number that differs when it does; nothing for other tables."""
    with opened(path) as connection:
        try:
            return {slug: hash(tuple(told)) for slug, *told in connection.execute(TOLD)}
        except sqlite3.DatabaseError:
            return {}
