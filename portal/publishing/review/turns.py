"""The state of each agreement, before and after: « Agrément : en attente → agréé, au 29 octobre 2020 »."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from agreements.law.vocabulary import STATES, Certainty, Track
from portal.edition.store import opened
from portal.french.writing import date_fr, lower_first

TRACKS = tuple(STATES)
COLUMNS = ", ".join(f"t.{track.value}, t.{track.value}_certainty" for track in TRACKS)
SITUATIONS = f"""
    SELECT a.slug, t.starts_on, {COLUMNS} FROM agreements_situation t
    JOIN agreements_agreement a ON a.id = t.agreement_id
    WHERE a.slug IN (SELECT value FROM json_each(?)) AND t.starts_on <= ? ORDER BY a.slug, t.starts_on
"""  # noqa: S608 - our own names


class Told(NamedTuple):
    """What one track says, how it is known, and since when it says so."""

    word: str
    certainty: str
    since: str

    def on(self, track: Track) -> str:
        state = STATES[track](self.word)
        if not self.certainty:
            return lower_first(state.label)
        if self.is_probable:
            return lower_first(state.probably)
        return f"{lower_first(state.label)}, au {date_fr(date.fromisoformat(self.since))}"

    @property
    def is_probable(self) -> bool:
        return self.certainty == Certainty.PROBABLE


@dataclass(frozen=True)
class Turn:
    track: Track
    before: str
    after: str
    is_probable: bool  # what is told anew, or no longer told, is only probable


def turns(before: Path | None, after: Path, agreements: Collection[str], day: date) -> dict[str, list[Turn]]:
    """What the tracks of these agreements say anew on a day, track by track."""
    return turned(before, told_on(after, agreements, day), agreements, day)


def turned(
    before: Path | None, now: dict[str, dict[Track, Told]], agreements: Collection[str], day: date
) -> dict[str, list[Turn]]:
    was = told_on(before, agreements, day) if before else {}
    found = {slug: list(changed(was.get(slug, {}), now.get(slug, {}))) for slug in agreements}
    return {slug: several for slug, several in found.items() if several}


def changed(was: dict[Track, Told], now: dict[Track, Told]):
    for track in TRACKS:
        one, other = was.get(track), now.get(track)
        if one != other:
            words = [told.on(track) if told else "pas au portail" for told in (one, other)]
            if words[0] != words[1]:
                firm = [told for told in (one, other) if told and told.certainty and not told.is_probable]
                yield Turn(track, *words, not firm)


def told_on(path: Path, agreements: Collection[str], day: date) -> dict[str, dict[Track, Told]]:
    """What an edition says of each agreement on a day; nothing for one of other tables."""
    with opened(path) as connection:
        try:
            return folded(connection.execute(SITUATIONS, [json.dumps(list(agreements)), day.isoformat()]))
        except sqlite3.DatabaseError:
            return {}


def folded(rows: Iterable[tuple]) -> dict[str, dict[Track, Told]]:
    """What the last situation of each agreement says, since the first that says it."""
    told: dict[str, dict[Track, Told]] = {}
    for slug, starts_on, *values in rows:
        states = told.setdefault(slug, {})
        for track, word, certainty in zip(TRACKS, values[::2], values[1::2], strict=True):
            held = states.get(track)
            since = held.since if held and held.word == word else starts_on
            states[track] = Told(word, certainty, since)
    return told
