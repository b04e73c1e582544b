"""News that ages: what was pending, and of which nothing has been heard, is no longer known to be pending."""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.before import pending_on, undecided_until
from agreements.law.deductions.rules import Rule
from agreements.law.facts import Fact, Facts, State, memoised
from agreements.law.vocabulary import PENDING, AgrementState, ExtensionState, Track
from portal.french.dates import ONE_DAY, add_months

#: An extension is deemed rejected after six months (CT R2261-4-7); no delay was read for the agrément: two years.
MONTHS = {Track.AGREMENT: 24, Track.EXTENSION: 6}
UNKNOWN = {
    Track.AGREMENT: (Rule.AGREMENT_SANS_ISSUE, AgrementState.INCONNU),
    Track.EXTENSION: (Rule.EXTENSION_SANS_ISSUE, ExtensionState.INCONNU),
}


def issue_not_known(facts: Facts, track: Track, state: State, day: date) -> State | None:
    """The state told when a procedure is too old to be still under way; nothing while it may be, or surely is."""
    if state.word not in PENDING[track] or day < aged_on(facts, track):
        return None
    until = undecided_until(facts, track)
    if until and day < until:
        return None
    rule, word = UNKNOWN[track]
    return rule.state(word, state.cause)


@memoised
def aged_on(facts: Facts, track: Track) -> date:
    """The first day on which the last dated news of a procedure is too old; an undated one is as old as the text."""
    news = [day for event in steps(facts, track) if (day := pending_on(event))]
    return add_months(max(news, default=facts.exists_since), MONTHS[track]) + ONE_DAY


def steps(facts: Facts, track: Track) -> Iterator[Fact]:
    return (
        event
        for event in facts.events
        if event.nature.track == track and event.nature.state in PENDING[track]
    )


def turning_days(facts: Facts) -> Iterator[date]:
    for track in MONTHS:
        if any(True for _ in steps(facts, track)):
            yield aged_on(facts, track)
