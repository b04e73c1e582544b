"""What forbids publishing by itself what was fetched: a text lost, an established state contradicted, too much unread.

Learning refines: a state that was established stays, or goes further in its procedure. One that goes back, on a day on
which it was established, needs a divergence that says what the sources disagree on.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from agreements.law.vocabulary import RANKS, STATES, AgrementState, Certainty, EffectState, Track
from portal.french.writing import date_fr, listed, percent
from portal.publishing.differences import Changes, rows_in

SITUATIONS, DIVERGENCES = "ses situations", "ses divergences"
#: Where the columns of a situation stand, as the differences between two editions read them.
STARTS, ENDS, WORDS, CERTAINTIES = 0, 1, 2, 6
#: How far an effect has gone; the other tracks have their ranks.
OF_EFFECTS = {
    EffectState.PAS_ENCORE: 1,
    EffectState.EN_VIGUEUR: 2,
    EffectState.PLUS_EN_VIGUEUR: 3,
    EffectState.SANS_EFFET: 3,
}
#: As many texts as a sentence names.
NAMED = 10


def reasons(
    changes: Changes, before: Path, after: Path, unread: dict[str, float], bound: float
) -> Iterator[str]:
    """Why what was fetched is not published by itself, in sentences; none when it may be."""
    if changes.withdrawn:
        yield f"{told(changes.withdrawn)} ne seraient plus au portail."
    turned = [slug for slug, what in changes.changed.items() if SITUATIONS in what]
    yield from contradictions(before, after, turned)
    for name, share in unread.items():
        if share > bound:
            yield f"{name} : {percent(100 * share)} non lu, plus que les {percent(100 * bound)} admis."


def told(slugs: list[str]) -> str:
    names = [*slugs[:NAMED], f"{len(slugs) - NAMED} autres"] if len(slugs) > NAMED else slugs
    return f"{len(slugs)} texte{'s' if len(slugs) > 1 else ''} ({listed(names)})"


def contradictions(before: Path, after: Path, agreements: list[str]) -> Iterator[str]:
    """The established states that go back, of texts of which the sources are not said to disagree."""
    if not agreements:
        return
    was, now = rows_in(before, agreements), rows_in(after, agreements)
    for slug in agreements:
        if now.get(DIVERGENCES, {}).get(slug):
            continue
        found = back(was.get(SITUATIONS, {}).get(slug, []), now.get(SITUATIONS, {}).get(slug, []))
        if found:
            day, track, old, new = found
            yield (
                f"{slug} : {track.label.lower()} établi « {STATES[track].label_of(old)} » au {date_fr(day)}, "
                f"serait « {STATES[track].label_of(new)} », sans divergence inscrite."
            )


def back(was: list[list], now: list[list]) -> tuple[date, Track, str, str] | None:
    """The first day on which a state that was established is told otherwise and less far."""
    for old in was:
        for new in now:
            start = max(old[STARTS], new[STARTS])
            if start >= min(old[ENDS], new[ENDS]):
                continue
            for place, track in enumerate(STATES):
                one, other = old[WORDS + place], new[WORDS + place]
                if old[CERTAINTIES + place] == Certainty.ETABLI and not goes_on(track, one, other):
                    return date.fromisoformat(start), track, one, other
    return None


def goes_on(track: Track, was: str, now: str) -> bool:
    """Whether a state is the one that was, or one that may follow it."""
    if was == now:
        return True
    order = OF_EFFECTS if track is Track.EFFET else RANKS[STATES[track]]
    return was != AgrementState.SANS_OBJET and order.get(now, 0) > order.get(was, 0)
