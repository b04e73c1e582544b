"""The turns of a period: each day on which something is known to have changed the state of an agreement.

A turn is told of a track whose new word is established or deduced, and of which the day is that of what happened. The
day on which a source was read, or published, tells of our knowledge and not of the agreement: it makes no turn, and
what is only probable makes none. Only the situations that begin in the period are read, each with the one before.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connections, router

from agreements.compiled.situations import TRACKS, UNDATED, Situation
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import FIRM, Track
from portal.edition.rows import AMONG, among


class StateChange(NamedTuple):
    day: str  # in ISO form
    agreement: int
    track: Track


COLUMNS = ", ".join(
    f"lived.{track.value}, lived.{track.value}_cause_id, lived.{track.value}_certainty, lived.{track.value}_rule, "
    f"earlier.{track.value} AS was_{track.value}"
    for track in TRACKS
)
KNOWN = ", ".join(f"'{certainty.value}'" for certainty in FIRM)
#: Whether an event without a day opened the state of a track.
OF_NO_DAY = f"EXISTS (SELECT 1 FROM agreements_event WHERE id = {{track}}_cause_id AND {UNDATED})"  # noqa: S608
#: Whether one opened a state of the situation.
TAUGHT = " OR ".join(
    f"({track.value} IS NOT was_{track.value} AND {OF_NO_DAY.format(track=track.value)})" for track in TRACKS
)
#: What no event makes came with the day; but the first state of a text without a date, and the signature of which no
#: party has a day, came with their source, and so did what follows from an event without a day. A term that is only a
#: bound is no day either.
TURNED = f"""
    {{track}} IS NOT was_{{track}} AND {{track}}_certainty IN ({KNOWN})
    AND CASE WHEN {{track}}_cause_id IS NOT NULL THEN NOT {OF_NO_DAY}
        WHEN {{track}}_rule = '{Rule.TERME.value}' AND term_is_a_bound THEN FALSE
        WHEN was_effet IS NULL THEN coalesce(dated, opened_on) IS NOT NULL OR signed_on_a_day
        WHEN {TAUGHT} THEN FALSE
        ELSE NOT is_signed OR signed_on_a_day OR signature IS was_signature END
"""
#: Situations follow each other without a gap: the one before ends on the day when the next begins.
TURNS = f"""
    SELECT starts_on, agreement, {", ".join(track.value for track in TRACKS)} FROM (
        SELECT starts_on, agreement_id AS agreement,
            {", ".join(f"({TURNED.format(track=track.value)}) AS {track.value}" for track in TRACKS)}
        FROM (
            SELECT lived.agreement_id, lived.starts_on, {COLUMNS}, text.dated, text.opened_on, text.term_is_a_bound,
                EXISTS (
                    SELECT 1 FROM agreements_signature WHERE agreement_id = lived.agreement_id
                ) AS is_signed,
                EXISTS (
                    SELECT 1 FROM agreements_signature WHERE agreement_id = lived.agreement_id AND "on" IS NOT NULL
                ) AS signed_on_a_day
            FROM agreements_situation AS lived
            JOIN agreements_agreement AS text ON text.id = lived.agreement_id
            LEFT JOIN agreements_situation AS earlier
                ON earlier.agreement_id = lived.agreement_id AND earlier.ends_on = lived.starts_on
            WHERE lived.starts_on > %s AND lived.starts_on <= %s {{among}}
        )
    )
    WHERE {" OR ".join(track.value for track in TRACKS)}
    ORDER BY starts_on DESC, agreement
"""  # noqa: S608 - made of constants
OF_ALL, OF_SOME = TURNS.format(among=""), TURNS.format(among=f"AND lived.agreement_id {AMONG}")


def turns_between(
    since: date, until: date, agreements: Collection[int] | None = None
) -> Iterator[StateChange]:
    """The turns after one day and until another, the last first: of all agreements, or of these."""
    query = (OF_ALL, []) if agreements is None else (OF_SOME, [among(agreements)])
    with connections[router.db_for_read(Situation)].cursor() as cursor:
        cursor.execute(query[0], [since.isoformat(), until.isoformat(), *query[1]])
        for day, agreement, *turned in cursor:
            yield from (
                StateChange(str(day), agreement, track)
                for track, told in zip(TRACKS, turned, strict=True)
                if told
            )
