"""What is usual of an agrément that no source tells, in the order in which the rules are asked.

None of it is told as it is: each has its measured rate, and is kept while that holds (`measured`).
"""

from collections.abc import Callable, Iterator
from datetime import date

from agreements.law.deductions.before import is_decision
from agreements.law.deductions.measured import is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.deductions.undated import delay_over
from agreements.law.facts import Fact, Facts, State, memoised
from agreements.law.procedures import extension_state, signed_on
from agreements.law.vocabulary import AgrementState, ExtensionState, Nature, Track

FIRST_LAW = date(1975, 7, 1)
SILENCE_FROM, SILENCE_UNTIL = date(1977, 10, 2), date(2004, 10, 26)
EXTENDED = (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES)
APPLIED = (Nature.APPLICATION, Nature.ENTREE_EN_VIGUEUR)


def before_the_law(facts: Facts) -> date | None:
    """Signed before the law that made the agrément (loi n° 75-535 du 30 juin 1975, article 16)."""
    signed = signed_on(facts)
    return signed if facts.dated and signed < FIRST_LAW else None


def silence(facts: Facts) -> date | None:
    """Signed under a decree by which silence was agreement, and held in force (décret n° 77-1113, article 3).

    Two months from the filing, whose day is seldom known; four, six from 1999, where the minister asked for more.
    The delay by which nineteen decisions in twenty were known is longer than all of them.
    """
    signed = signed_on(facts)
    under = facts.dated and SILENCE_FROM <= signed <= SILENCE_UNTIL
    return delay_over(facts, Track.AGREMENT) if under and facts.is_held_in_force else None


def held_in_force(facts: Facts) -> date | None:
    """The official base holds in force a text that has no effect before its agrément (CASF L314-6)."""
    return delay_over(facts, Track.AGREMENT) if facts.is_held_in_force else None


def applied(facts: Facts) -> date | None:
    """A source tells since when it is applied: it is not before its agrément (CASF L314-6)."""
    days = [event.counts_from for event in facts.events if event.nature in APPLIED]
    return max(min(days), delay_over(facts, Track.AGREMENT)) if days else None


def extended(facts: Facts) -> date | None:
    """Extended: those whose agrément is known have it (CASF L314-6, CT L2261-15)."""
    told = extension_state(facts)
    if told.word not in EXTENDED:
        return None
    event = next(event for event in facts.events if event.key == told.cause)
    return max(event.counts_from, signed_on(facts)) if event.dated else None


#: From when each rule says its word of a text that is subject to the agrément.
RULES: dict[Rule, tuple[Callable[[Facts], date | None], AgrementState]] = {
    Rule.AVANT_LA_LOI: (before_the_law, AgrementState.SANS_OBJET),
    Rule.ETENDU_DONC_AGREE: (extended, AgrementState.AGREE),
    Rule.APPLIQUE_DONC_AGREE: (applied, AgrementState.AGREE),
    Rule.SILENCE: (silence, AgrementState.AGREE),
    Rule.TENU_EN_VIGUEUR: (held_in_force, AgrementState.AGREE),
}


def usual_agrement(facts: Facts, day: date) -> State | None:
    """What is usual on the day, of a text whose procedure no fact tells anything of."""
    for rule, since in usual_since(facts).items():
        if day >= since:
            return rule.state(RULES[rule][1])
    return None


@memoised
def usual_since(facts: Facts) -> dict[Rule, date]:
    if not facts.subject_to_agrement or is_decided(facts):
        return {}
    found = {rule: since(facts) for rule, (since, _) in RULES.items() if is_kept(rule)}
    return {rule: day for rule, day in found.items() if day}


def is_decided(facts: Facts) -> bool:
    """Whether a fact tells of its issue: what is usual is not told against what is known."""
    return any(event.nature.track == Track.AGREMENT and tells(event) for event in facts.events)


def tells(event: Fact) -> bool:
    return is_decision(event) or event.nature == Nature.AVIS_DEFAVORABLE


def turning_days(facts: Facts) -> Iterator[date]:
    yield from usual_since(facts).values()
