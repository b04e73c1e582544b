"""The turns of an edition: each day on which something is known to have changed the state of an agreement.

A turn is told of a track whose new word is established or deduced, and of which the day is that of what happened. The
day on which a source was read, or published, tells of our knowledge and not of the agreement: it makes no turn, and
what is only probable makes none. Turns do not depend on the day that is read, and an edition never changes: they are
read once for it.
"""

from typing import NamedTuple

from django.db import connections, router

from agreements.compiled.situations import TRACKS, UNDATED, Situation
from agreements.law.vocabulary import FIRM, Track
from portal.edition.memory import of_edition


class StateChange(NamedTuple):
    day: str  # in ISO form
    agreement: int
    track: Track


LAGS = ", ".join(f"lag({track.value}) OVER life AS was_{track.value}" for track in TRACKS)
COLUMNS = ", ".join(f"{track.value}, {track.value}_cause_id, {track.value}_certainty" for track in TRACKS)
KNOWN = ", ".join(f"'{certainty.value}'" for certainty in FIRM)
#: What no event makes came with the day; but the first state of a text without a date, and the signature of which no
#: party has a day, came with their source.
TURNED = f"""
    {{track}} IS NOT was_{{track}} AND {{track}}_certainty IN ({KNOWN})
    AND CASE WHEN {{track}}_cause_id IS NOT NULL THEN {{track}}_cause_id NOT IN undated
        WHEN was_effet IS NULL THEN coalesce(dated, opened_on) IS NOT NULL OR signed.day IS NOT NULL
        ELSE signed.agreement_id IS NULL OR signed.day IS NOT NULL OR signature IS was_signature END
"""
TURNS = f"""
    WITH undated AS (SELECT id FROM agreements_event WHERE {UNDATED}),
    signed AS (SELECT agreement_id, max("on") AS day FROM agreements_signature GROUP BY agreement_id),
    lived AS (
        SELECT agreement_id, starts_on, {COLUMNS}, {LAGS} FROM agreements_situation
        WINDOW life AS (PARTITION BY agreement_id ORDER BY starts_on)
    )
    SELECT starts_on, agreement, {", ".join(track.value for track in TRACKS)} FROM (
        SELECT starts_on, lived.agreement_id AS agreement,
            {", ".join(f"({TURNED.format(track=track.value)}) AS {track.value}" for track in TRACKS)}
        FROM lived JOIN agreements_agreement ON agreements_agreement.id = lived.agreement_id
        LEFT JOIN signed ON signed.agreement_id = lived.agreement_id
    )
    WHERE {" OR ".join(track.value for track in TRACKS)}
    ORDER BY starts_on DESC, agreement
"""  # noqa: S608 - made of constants


@of_edition
def turns_of() -> list[StateChange]:
    """The turns of the edition being read, the last first."""
    with connections[router.db_for_read(Situation)].cursor() as cursor:
        cursor.execute(TURNS)
        return [
            StateChange(str(day), agreement, track)
            for day, agreement, *turned in cursor.fetchall()
            for track, told in zip(TRACKS, turned, strict=True)
            if told
        ]
