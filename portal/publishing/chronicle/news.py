"""What one edition brings: the facts and the days that it tells and the ones before did not, written in the ledger."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import chain, groupby, islice

from django.utils.timezone import get_default_timezone

from portal.edition.ledger import Account, Entry, Heading, Headings, Told

#: Entries that are written at once.
BATCH = 500
#: Those of an edition that was never put online are forgotten, with what they said was gone.
FORGET = (
    "DELETE FROM fact WHERE entry IN (SELECT id FROM entry WHERE edition >= ?)",
    "UPDATE fact SET gone = NULL WHERE gone >= ?",
    "DELETE FROM entry WHERE edition >= ?",
    "DELETE FROM day WHERE edition >= ?",
    "DELETE FROM edition WHERE number >= ?",
)
TOLD = """
    CREATE TEMP TABLE told (
        name TEXT PRIMARY KEY, subject TEXT, sort TEXT, day TEXT, place TEXT, label TEXT, detail TEXT, source TEXT
    ) WITHOUT ROWID
"""
CAME = """
    SELECT told.*, fact.name IS NOT NULL AS back FROM told LEFT JOIN fact USING (name)
    WHERE fact.name IS NULL OR fact.gone IS NOT NULL ORDER BY place, subject, day, name
"""
WENT = """
    SELECT name, subject, sort, phrase FROM fact
    WHERE gone IS NULL AND name NOT IN (SELECT name FROM told) ORDER BY subject, name
"""


#: The days that an edition tells otherwise than the last one did; those that it does not tell any more have none.
MOVED = """
    WITH last AS (SELECT name, subject, "on", max(edition) FROM day GROUP BY name)
    SELECT announced.* FROM announced LEFT JOIN last USING (name) WHERE announced."on" IS NOT last."on"
    UNION ALL
    SELECT name, subject, NULL FROM last WHERE "on" IS NOT NULL AND name NOT IN (SELECT name FROM announced)
    ORDER BY 1
"""


def forget(ledger: sqlite3.Connection, number: int) -> None:
    """Forget an edition that was never put online, and those after it."""
    for statement in FORGET:
        ledger.execute(statement, [number])


def extend(ledger: sqlite3.Connection, number: int, moment: datetime, account: Account) -> None:
    """Add what an edition tells that none before it did, and what it does not tell any more.

    What the very first one tells was brought nobody knows when.
    """
    first = ledger.execute("SELECT count(*) FROM edition").fetchone() == (0,)
    ledger.execute("INSERT INTO edition VALUES (?, ?)", [number, moment.isoformat()])
    ledger.execute(TOLD)
    ledger.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)", account.told)
    news = News(number, moment, first, account.headings, ledger.execute(WENT).fetchall())
    came = ledger.execute(
        CAME
    )  # sorted whole before its first row: what is written meanwhile does not enter it
    for entry, facts in chain(news.brought(came), news.withdrawn()):
        write(ledger, number, entry, facts)
    ledger.executemany("UPDATE fact SET gone = ? WHERE name = ?", [[number, name] for name, *_ in news.went])
    ledger.execute("DROP TABLE told")
    move_days(ledger, number, moment, account.days)


def move_days(ledger: sqlite3.Connection, number: int, moment: datetime, days: Iterable[tuple]) -> None:
    """Add the days that an edition tells otherwise than the last one did."""
    ledger.execute(
        'CREATE TEMP TABLE announced (name TEXT PRIMARY KEY, subject TEXT, "on" TEXT) WITHOUT ROWID'
    )
    ledger.executemany("INSERT INTO announced VALUES (?, ?, ?)", days)
    moved = ledger.execute(MOVED).fetchall()
    ledger.executemany(
        "INSERT INTO day VALUES (?, ?, ?, ?, ?)",
        [[name, number, moment.isoformat(), subject, on] for name, subject, on in moved],
    )
    ledger.execute("DROP TABLE announced")


def write(ledger: sqlite3.Connection, number: int, entry: Entry, facts: list[Told]) -> None:
    cursor = ledger.execute(
        "INSERT INTO entry (name, edition, updated, day, subject, title, words) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [entry.name, number, entry.updated.isoformat(), *entry[2:]],
    )
    ledger.executemany(
        "INSERT INTO fact VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (name) DO UPDATE SET "
        "entry = excluded.entry, phrase = excluded.phrase, gone = NULL",
        [[each.name, cursor.lastrowid, each.subject, each.sort, phrase_of(each)] for each in facts],
    )


class News:
    """What one edition brings: the facts that came, and those that went."""

    def __init__(self, number: int, moment: datetime, first: bool, headings: Headings, went: list[tuple]):
        self.number, self.moment, self.first, self.headings = number, moment, first, headings
        self.went = went
        #: What was said of a subject and is not any more, by sort; and what of it was said anew.
        self.gone: dict[tuple[str, str], list[str]] = defaultdict(list)
        for _, subject, sort, phrase in went:
            self.gone[subject, sort].append(phrase)
        self.corrected: set[tuple[str, str]] = set()

    def brought(self, came: Iterable[tuple]) -> Iterator[tuple[Entry, list[Told]]]:
        """The entries in their order, each with the facts it tells."""
        rows = ((Told(*told), bool(back)) for *told, back in came)
        groups = (list(group) for _, group in groupby(rows, key=lambda row: row[0].happening))
        while batch := list(islice(groups, BATCH)):
            headings = self.headings({group[0][0].subject for group in batch})
            for group in batch:
                facts = [told for told, _ in group]
                yield self.entry_of(facts, any(back for _, back in group), headings), facts

    def entry_of(self, facts: list[Told], back: bool, headings: dict[str, Heading]) -> Entry:
        subject, sorts = facts[0].subject, dict.fromkeys(told.sort for told in facts)
        instead = [phrase for sort in sorts for phrase in self.gone.get((subject, sort), ())]
        self.corrected |= {(subject, sort) for sort in sorts}
        name = min(told.name for told in facts) + (f"|{self.number}" if back else "")
        heading, (title, words) = headings[subject], told_in_words(facts, instead)
        updated, day = self.moment_of(facts[0].place), facts[0].day
        return Entry(
            name, updated, day, subject, f"{heading.name} : {title}", f"{heading.about} {words}".strip()
        )

    def withdrawn(self) -> Iterator[tuple[Entry, list[Told]]]:
        """What the edition does not tell any more, and nothing corrects."""
        for subject, group in groupby(self.went, key=lambda row: row[1]):
            rows = [row for row in group if (subject, row[2]) not in self.corrected]
            if not rows:
                continue
            heading = self.headings({subject}).get(subject)
            title = f"{heading.name} : rectification" if heading else f"{subject} : n’est plus recensé"
            said = " ".join(f"{phrase}." for *_, phrase in rows)
            name = f"{subject}|retrait|{self.number}"
            yield Entry(name, self.moment, None, subject, title, f"Le portail ne le dit plus. {said}"), []

    def moment_of(self, place: str) -> datetime:
        """When an edition brought it; what the first one tells bears its own day, and no later one than its own."""
        if not self.first or not place:
            return self.moment
        return min(datetime.combine(date.fromisoformat(place), time(), get_default_timezone()), self.moment)


def phrase_of(told: Told) -> str:
    return f"{told.label} : {told.detail}" if told.detail else told.label


def told_in_words(facts: list[Told], instead: list[str]) -> tuple[str, str]:
    """What the title says of these facts, and the sentences that tell them."""
    by_label: dict[str, list[Told]] = {}
    for told in facts:
        by_label.setdefault(told.label, []).append(told)
    sentences = []
    for label, group in by_label.items():
        details = ", ".join(dict.fromkeys(told.detail for told in group if told.detail))
        sentences.append(f"{label[:1].upper()}{label[1:]}{f' : {details}' if details else ''}.")
    if instead:
        sentences.append(f"Au lieu de ce qui était dit : {' ; '.join(instead)}.")
    if sources := " ; ".join(dict.fromkeys(told.source for told in facts if told.source)):
        sentences.append(f"Source : {sources}.")
    return ", ".join(by_label), " ".join(sentences)
