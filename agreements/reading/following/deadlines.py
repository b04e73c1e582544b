"""The deadlines that the law or a source sets to the texts of an edition, each as it stands on its own day.

A deadline is one as long as what it ends is still waited for: a closing that a signature came before is none.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from agreements.compiled.situations import Situation, one_of, states_of_row
from agreements.law.vocabulary import Nature
from agreements.law.waiting import OPPOSITION_DAYS, SILENCE_MONTHS, Column, Deadline, waiting
from agreements.models import Agreement, Event
from agreements.models.facts_of import facts_of_events
from portal.edition.memory import of_edition
from portal.french.dates import add_months

#: The facts that set one.
SETTING = (Nature.CLOTURE, Nature.NOTIFICATION, Nature.SEANCE_CNA, Nature.DEMANDE_EXTENSION)


class Due(NamedTuple):
    """A deadline of a text, in the column where it waits."""

    agreement: Agreement
    situation: Situation  # that of the day of the deadline
    column: Column
    deadline: Deadline


@of_edition
def deadlines_of() -> list[Due]:
    """Every deadline of the edition being read, the first first."""
    setting = Event.objects.filter(nature__in=SETTING).order_by().values_list("agreement", flat=True)
    texts = Agreement.objects.filter(pk__in=one_of(set(setting))).prefetch_related(
        "events__act", "events__sources"
    )
    lives = defaultdict(list)
    for situation in Situation.objects.filter(agreement__in=one_of(set(setting))).order_by("starts_on"):
        lives[situation.agreement_id].append(situation)
    found = [due for text in texts.order_by("slug") for due in deadlines_of_text(text, lives[text.pk])]
    return sorted(found, key=lambda due: due.deadline.on)


def deadlines_of_text(text: Agreement, life: list[Situation]) -> list[Due]:
    facts, found = facts_of_events(text), {}
    for fact in facts.events:
        if fact.nature not in SETTING or not fact.dated:
            continue
        day = day_set_by(fact.nature, fact.counts_from)
        situation = next((each for each in life if each.covers(day)), None)
        told = waiting(facts, states_of_row(situation), day) if situation else None
        for deadline in told.deadlines if told else ():
            if deadline.on == day:
                found[told.column, deadline.label] = Due(text, situation, told.column, deadline)
    return list(found.values())


def day_set_by(nature: Nature, on: date) -> date:
    if nature == Nature.NOTIFICATION:
        return on + timedelta(days=OPPOSITION_DAYS)
    return add_months(on, SILENCE_MONTHS) if nature == Nature.DEMANDE_EXTENSION else on
