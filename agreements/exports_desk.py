"""The JSON and the tables of the desk: what waits, what changed, in the words of the public interface."""

from collections.abc import Iterator
from datetime import date

from agreements.board import Lane, Row
from agreements.changes import Change, Turn
from agreements.detail import Detail, Sum
from agreements.edition import Situation
from agreements.exports import agreement_json, event_json, iso, states_json
from agreements.pending import Deadline
from agreements.rows import Card
from portal.edition.errata import Errata
from portal.edition.store import Manifest

BOARD_COLUMNS = (
    "colonne", "sans nouvelle depuis un an", "identifiant", "référence", "titre", "conventions", "depuis",
    "date exacte", "jours", "dernier fait", "date du dernier fait", "source", "échéance", "phrase",
)  # fmt: skip

CHANGE_COLUMNS = (
    "le", "identifiant", "référence", "titre", "conventions", "piste", "avant", "après", "fait", "source",
)  # fmt: skip


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


def board_table(lanes: list[Lane]) -> Iterator[tuple]:
    for lane in lanes:
        for row in (*lane.living, *lane.stale):
            waiting, card = row.waiting, Card.of(row.agreement)
            yield (
                lane.column.label,
                "oui" if waiting.stale else "non",
                row.agreement.slug,
                card.reference,
                card.title,
                ", ".join(card.conventions),
                waiting.since_on,
                "oui" if waiting.since_exactly else "non",
                waiting.days,
                str(row.event or ""),
                waiting.news_on,
                " ; ".join(source.title for source in row.sources),
                " ; ".join(f"{each.label} : {each.on:%d/%m/%Y}" for each in waiting.deadlines),
                row.situation.sentence,
            )


# -- Changes -----------------------------------------------------------------------------------------------


def change_json(change: Change, situation: Situation) -> dict:
    """One agreement whose state differs; `situation` is the later one, with its parties."""
    return {
        "accord": agreement_json(situation, situation.agreement.parties.all()),
        "avant": states_json(change.before),
        "apres": states_json(change.after),
        "le": iso(change.on),
        "evenements": [turn_json(turn) for turn in change.events],
    }


def turn_json(turn: Turn) -> dict:
    return event_json(turn.event, turn.counts_from, turn.notes, list(turn.event.sources.all()))


def change_table(changes: list[Change]) -> Iterator[tuple]:
    """One line for each track that changed."""
    for change in changes:
        card = change.card
        for track in change.tracks:
            told = [turn.event for turn in track.turns if turn.event]
            yield (
                change.on,
                change.agreement.slug,
                card.reference,
                card.title,
                ", ".join(card.conventions),
                track.track.label,
                track.before.label if track.before else "",
                track.after.label,
                " ; ".join(str(event) for event in told),
                " ; ".join(source.title for event in told for source in event.sources.all()),
            )


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
