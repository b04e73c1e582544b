"""The JSON of the desk: what waits, what changed, in the words of the public interface."""

from datetime import date

from agreements.board import Lane, Row
from agreements.changes import Change, Turn
from agreements.detail import Detail, Sum
from agreements.exports import agreement_json, event_json, iso, listed_json, states_json, words_json
from agreements.pending import Deadline
from portal.edition.errata import Errata
from portal.edition.store import Manifest


def lane_json(lane: Lane) -> dict:
    return {
        "nom": lane.column.value,
        "libelle": lane.column.label,
        "suite": lane.column.meaning,
        "accords": [pending_json(row) for row in lane.living],
        "sans_nouvelle": [pending_json(row) for row in lane.stale],
    }


def pending_json(row: Row) -> dict:
    """One text of the board: itself, since when it waits, the last that is known of it."""
    waiting = row.waiting
    return agreement_json(row.situation, row.agreement.parties.all()) | {
        "depuis": iso(waiting.since_on),
        "depuis_exactement": waiting.since_exactly,
        "jours": waiting.days,
        "derniere_nouvelle": iso(waiting.news_on),
        "dernier_fait": event_json(row.event, waiting.last.counts_from, row.notes, row.sources)
        if row.event
        else None,
        "echeances": [deadline_json(deadline, waiting.day) for deadline in waiting.deadlines],
    }


def deadline_json(deadline: Deadline, day: date) -> dict:
    return {
        "intitule": deadline.label,
        "date": iso(deadline.on),
        "exacte": deadline.exact,
        "passee": deadline.on < day,
        "article": deadline.article or None,
    }


# -- Changes -----------------------------------------------------------------------------------------------


def change_json(change: Change) -> dict:
    """One agreement whose state differs, as it is on the later day."""
    agreement, among = change.agreement, change.among
    text = words_json(agreement, change.conventions, among.themes.get(agreement.pk, []))
    return {
        "accord": listed_json(text, change.after, among.parties.get(agreement.pk, [])),
        "avant": states_json(change.before),
        "apres": states_json(change.after),
        "le": iso(change.on),
        "evenements": [turn_json(turn) for turn in change.events],
    }


def turn_json(turn: Turn) -> dict:
    return event_json(turn.event, turn.counts_from, turn.notes, list(turn.sources))


def errata_json(before: Manifest, after: Manifest, found: Errata) -> dict:
    return {
        "de": before.as_json(),
        "a": after.as_json(),
        "ajoutes": found.changes.added,
        "retires": found.changes.withdrawn,
        "corriges": [
            {
                "accord": slug,
                "corrections": [
                    {"sur": each.about, "avant": each.before or None, "apres": each.after or None}
                    for each in errors
                ],
            }
            for slug, errors in found.corrected.items()
        ],
    }


# -- Validity ----------------------------------------------------------------------------------------------


def detail_json(detail: Detail) -> dict:
    """What the page of an agreement adds to its record: what waits, and the arithmetic of validity."""
    waiting = detail.waiting
    return {
        "attend": waiting.column.value if waiting else None,
        "echeances": [deadline_json(each, waiting.day) for each in waiting.deadlines] if waiting else [],
        "validite": validity_json(detail.sum) if detail.sum else None,
    }


def validity_json(told: Sum) -> dict:
    found, measure = told.found, told.found.measure
    return {
        "seuil": found.threshold.value,
        "opposition": found.opposition.value,
        "poids_des_signataires": float(found.weight) if measure and found.signed else None,
        "poids_des_opposants": float(found.opposing_weight) if measure and found.opposed else None,
        "mesure": {
            "perimetre": measure.perimeter,
            "cycle": measure.cycle,
            "arrete": iso(measure.on),
            "publication_jo": iso(measure.published_on),
            "parts": {name: float(share) for name, share in measure.shares.items()},
        }
        if measure
        else None,
    }
