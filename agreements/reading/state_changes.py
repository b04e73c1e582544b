"""The turns of an edition: each day on which an agreement changes state, and whether it is a day something happened.

A fact of which no date is known counts from the day a source allows it to be known. That day tells of our
reading and not of the fact: pages keep such a turn apart. Turns do not depend on the day that is read, and
an edition never changes: they are read once for it.
"""

from typing import NamedTuple

from django.db import connections, router

from agreements.compiled.situations import TRACKS, UNDATED, Situation
from portal.edition.memory import of_edition


class StateChange(NamedTuple):
    day: str  # in ISO form
    agreement: int
    learned: bool  # nothing that happened is known to be of this day


def any_track(condition: str) -> str:
    return " OR ".join(f"({condition.format(track=track.value)})" for track in TRACKS)


MOVED = "{track} IS NOT was_{track}"
CAUSED = MOVED + " AND {track}_cause_id IS NOT NULL"
LAGS = ", ".join(f"lag({track.value}) OVER life AS was_{track.value}" for track in TRACKS)
COLUMNS = ", ".join(f"{track.value}, {track.value}_cause_id" for track in TRACKS)
#: A turn that no event makes came with the day; but the first of a text without a date, and the signature of which
#: no party has a day, came with their source.
TURNS = f"""
    WITH undated AS (SELECT id FROM agreements_event WHERE {UNDATED}),
    signed AS (SELECT agreement_id, max("on") AS day FROM agreements_signature GROUP BY agreement_id),
    lived AS (
        SELECT agreement_id, starts_on, {COLUMNS}, {LAGS} FROM agreements_situation
        WINDOW life AS (PARTITION BY agreement_id ORDER BY starts_on)
    )
    SELECT starts_on, lived.agreement_id, NOT (
        {any_track(CAUSED + " AND {track}_cause_id NOT IN undated")}
        OR NOT ({any_track(CAUSED)})
        AND (
            signed.day IS NOT NULL
            OR CASE WHEN was_effet IS NULL THEN coalesce(dated, opened_on) IS NOT NULL
               ELSE signed.agreement_id IS NULL OR signature IS was_signature END
        )
    )
    FROM lived JOIN agreements_agreement ON agreements_agreement.id = lived.agreement_id
    LEFT JOIN signed ON signed.agreement_id = lived.agreement_id
    WHERE {any_track(MOVED)}
    ORDER BY starts_on DESC, lived.agreement_id
"""  # noqa: S608 - made of constants


@of_edition
def turns_of() -> list[StateChange]:
    """The turns of the edition being read, the last first."""
    with connections[router.db_for_read(Situation)].cursor() as cursor:
        cursor.execute(TURNS)
        return [
            StateChange(str(day), agreement, bool(learned)) for day, agreement, learned in cursor.fetchall()
        ]
