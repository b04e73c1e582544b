"""What is usual of an extension that no fact tells: the base text is not extended, or the agrément is refused."""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.measured import is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.deductions.undated import delay_over
from agreements.law.facts import Facts, State, established
from agreements.law.vocabulary import AgreementKind, AgrementState, ExtensionState, Track


def read_not_extended(facts: Facts, day: date) -> State | None:
    """Not extended, as the official base says from the day it was read."""
    read = facts.held and facts.held.not_extended and facts.reading and day >= facts.reading.counts_from
    return established(ExtensionState.NON_ETENDU, facts.reading.key) if read else None


def held_not_extended(facts: Facts, day: date) -> State | None:
    """Probably not extended before the day it was read so, since an extension lasts (CT L2261-28).

    Within the usual delay of an extension, one may be under way: nothing is told.
    """
    if not (facts.held and facts.held.not_extended):
        return None
    if day < delay_over(facts, Track.EXTENSION) or not is_kept(Rule.NON_ETENDU):
        return None
    return Rule.NON_ETENDU.state(ExtensionState.NON_ETENDU)


def unextended_with_its_base(facts: Facts, day: date) -> State | None:
    """An avenant is extended to the field of an extended convention (CT L2261-16): not where its base text is not.

    Nothing is told within the usual delay of an extension, nor against a step of one.
    """
    if not is_of_an_unextended_base(facts) or day < delay_over(facts, Track.EXTENSION):
        return None
    steps = any(event.nature.track == Track.EXTENSION for event in facts.events)
    if steps or not is_kept(Rule.BASE_NON_ETENDUE):
        return None
    return Rule.BASE_NON_ETENDUE.state(ExtensionState.NON_ETENDU)


def is_of_an_unextended_base(facts: Facts) -> bool:
    return facts.base_not_extended and facts.kind != AgreementKind.CONVENTION


def unextended_when_refused(agrement: State) -> State | None:
    """A text that is refused its agrément has no effect to extend (CASF L314-6): none is known to be extended."""
    rule = Rule.REFUSE_DONC_NON_ETENDU
    if agrement.word != AgrementState.REFUSE or not is_kept(rule):
        return None
    return rule.state(ExtensionState.NON_ETENDU, agrement.cause)


def turning_days(facts: Facts) -> Iterator[date]:
    if (facts.held and facts.held.not_extended) or is_of_an_unextended_base(facts):
        yield delay_over(facts, Track.EXTENSION)
